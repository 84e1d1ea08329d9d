"""The registry of posts: what is known of them already, so that nothing is published twice, and what is recorded."""

import asyncio
import hashlib
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from crawlers.score import PostToScore, RecentPosts, ScoreScale, age_in_hours
from libraries.bus import Bus
from libraries.bus.stream.reader import identity_and_last_sequence
from libraries.texts.near_duplicates import DuplicateMatch, NearDuplicateFinder
from schemas import subjects
from schemas.clock import utc_now
from schemas.events import Event, PostCollected
from schemas.posts import Comment, Image, Post, PostKey, Sighting, Stats
from schemas.states import PostState, Status
from services.collect.post_presence import record_presence

_REMEMBERED = 50_000
"""Posts whose last stats are held in memory (about 20 MB); older ones are read from the broker."""

_LOOKED_BACK = 20_000
"""Facts that a new collector reads back to recognise copies of recent posts."""

_PUT_OFF = 2 * 86_400.0
"""Seconds for which a post that was put off once is not put off again."""


class KnownStatus(StrEnum):
    """Whether a post is new to the pipeline, known, or retracted."""

    NEW = "new"
    KNOWN = "known"
    RETRACTED = "retracted"
    """Neither collected nor updated ever again."""


@dataclass(frozen=True, slots=True)
class KnownPost:
    """What was last recorded of a post: its stats and a digest of its comments."""

    standing: KnownStatus
    stats: Stats | None = None
    digest: str = ""
    gone: bool = False
    at: datetime | None = None
    """When it was published."""


class PostRegistry(Protocol):
    """Where a crawl looks up known posts and records those it read."""

    async def look_up(self, key: PostKey) -> KnownPost:
        """What is known of a post; its ``standing`` says whether anything is."""

    async def publish_new_post(self, post: Post) -> bool:
        """Publish a new post. False when another collector was faster, or it was retracted meanwhile."""

    async def publish_sighting(self, sighting: Sighting) -> bool:
        """Publish the new numbers and comments of a known post. False when it was retracted meanwhile."""

    async def put_off_once(self, key: PostKey) -> bool:
        """Leave a new post to the next crawl. False when it was put off before: it is not to wait for ever."""

    async def record_presence(self, key: PostKey, why: str) -> None:
        """Record that a known post is gone from its site, or (``why`` empty) there again."""

    async def remember_and_find_earliest_copy(self, key: PostKey, text: str, images: Sequence[Image]) -> DuplicateMatch:
        """Remember a post; gives the earliest with the same ``text`` or ``images``: ``key`` itself if there is none."""

    def remember_and_make_score_scale(self, site: str, listed: Sequence[PostToScore], now: datetime) -> ScoreScale:
        """Remember the posts on a site's lists for later crawls; gives the scale that scores them."""


class BusPostRegistry:
    """The `PostRegistry` of the bus. One for all sites of a process; other collectors may run beside it."""

    def __init__(self, bus: Bus) -> None:
        self._bus = bus
        self._seen_to = 0
        self._read_to = 0
        self._duplicates = NearDuplicateFinder()
        self._recent = RecentPosts()
        self._entries: OrderedDict[str, KnownPost] = OrderedDict()

    async def catch_up(self) -> None:
        """Read what all collectors published since the last call. Call it before a crawl."""
        # Of all posts ever seen the newest are as many as are remembered; of older ones `look_up` asks the broker.
        _, last = await identity_and_last_sequence(self._bus.client, subjects.STATS)
        async for batch in self._bus.sightings(max(self._seen_to, last - _REMEMBERED)):
            for sequence, sighting in batch:
                self._remember(sighting.key, _known_post(sighting))
                self._seen_to = sequence
        await self._read_posts()

    async def _read_posts(self) -> None:
        """Posts that others collected since, so that copies of them are recognised."""
        after = max(self._read_to, (await self._bus.facts_head()).last_sequence - _LOOKED_BACK)
        async for batch in self._bus.facts(after, kinds=("post.collected",)):
            facts = [fact.event for fact in batch if isinstance(fact.event, PostCollected)]
            await asyncio.to_thread(self._remember_posts, facts)
            self._read_to = batch[-1].sequence

    def _remember_posts(self, facts: list[PostCollected]) -> None:
        for fact in facts:
            post = fact.post
            self._duplicates.add_and_match(
                str(post.key), f"{post.title}\n{post.content}", [one.likeness for one in post.images]
            )
            if str(post.key) not in self._entries:
                # Collected by another process, or before this one started: our own are among the recent posts already.
                candidate = PostToScore(post.stats, post.board, age_in_hours(post.posted_at, fact.time))
                self._recent.add(post.key.site, [candidate], fact.time)

    async def remember_and_find_earliest_copy(self, key: PostKey, text: str, images: Sequence[Image]) -> DuplicateMatch:
        return await asyncio.to_thread(self._duplicates.add_and_match, str(key), text, [one.likeness for one in images])

    def remember_and_make_score_scale(self, site: str, listed: Sequence[PostToScore], now: datetime) -> ScoreScale:
        scale = self._recent.make_scale(site, listed, now)
        self._recent.add(site, listed, now)
        return scale

    async def look_up(self, key: PostKey) -> KnownPost:
        state = await self._bus.post_state(key)
        if state.status is None:
            return KnownPost(KnownStatus.NEW)
        if state.status is Status.RETRACTED:
            self._entries.pop(str(key), None)
            return KnownPost(KnownStatus.RETRACTED)
        entry = self._entries.get(str(key))
        if entry is None or entry.gone != bool(state.gone):
            post = state.post
            published = entry or (
                KnownPost(KnownStatus.KNOWN, post.stats, comments_digest(post.comments))
                if post
                else KnownPost(KnownStatus.KNOWN)
            )
            entry = replace(published, gone=bool(state.gone))
        self._remember(key, entry)
        return entry

    async def publish_new_post(self, post: Post) -> bool:
        def first(state: PostState) -> Event | None:
            return PostCollected(post_key=post.key, revision=0, post=post) if state.status is None else None

        recorded = await self._bus.publish_decision(post.key, first)
        if recorded is not None:
            now = utc_now()
            self._remember(post.key, KnownPost(KnownStatus.KNOWN, post.stats, comments_digest(post.comments), at=now))
        return recorded is not None

    async def publish_sighting(self, sighting: Sighting) -> bool:
        if recorded := await self._bus.publish_sighting(sighting):
            self._remember(sighting.key, _known_post(sighting))
        return recorded

    async def put_off_once(self, key: PostKey) -> bool:
        return await self._bus.take_lease(f"pictures.{key}", _PUT_OFF) is not None

    async def record_presence(self, key: PostKey, why: str) -> None:
        await record_presence(self._bus, key, why)

    def _remember(self, key: PostKey, entry: KnownPost) -> None:
        self._entries[str(key)] = entry
        self._entries.move_to_end(str(key))
        while len(self._entries) > _REMEMBERED:
            self._entries.popitem(last=False)


class DryRunPostRegistry:
    """A `PostRegistry` that publishes nothing: every post counts as new and is kept in `posts`."""

    def __init__(self) -> None:
        self.posts: list[Post] = []
        self._duplicates = NearDuplicateFinder()
        self._recent = RecentPosts()

    async def look_up(self, key: PostKey) -> KnownPost:  # noqa: ARG002 - the signature of PostRegistry
        return KnownPost(KnownStatus.NEW)

    async def publish_new_post(self, post: Post) -> bool:
        self.posts.append(post)
        return True

    async def publish_sighting(self, sighting: Sighting) -> bool:
        raise NotImplementedError(f"{sighting.key}: nothing is known here")

    async def put_off_once(self, key: PostKey) -> bool:  # noqa: ARG002 - there is no next crawl
        return False

    async def record_presence(self, key: PostKey, why: str) -> None:
        raise NotImplementedError(f"{key}: nothing is known here")

    async def remember_and_find_earliest_copy(self, key: PostKey, text: str, images: Sequence[Image]) -> DuplicateMatch:
        return await asyncio.to_thread(self._duplicates.add_and_match, str(key), text, [one.likeness for one in images])

    def remember_and_make_score_scale(self, site: str, listed: Sequence[PostToScore], now: datetime) -> ScoreScale:
        return self._recent.make_scale(site, listed, now)


def _known_post(sighting: Sighting) -> KnownPost:
    return KnownPost(KnownStatus.KNOWN, sighting.stats, comments_digest(sighting.comments), at=sighting.time)


def comments_digest(comments: tuple[Comment, ...]) -> str:
    """A hash that is equal for equal comments with equal likes, in any order."""
    rows = sorted(f"{c.content_hash} {c.likes} {c.dislikes} {c.best}" for c in comments)
    return hashlib.blake2b("\n".join(rows).encode(), digest_size=12).hexdigest()
