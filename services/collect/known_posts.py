"""What was already said about a post, so that nothing is said twice."""

import asyncio
import hashlib
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Protocol

from schemas.events import Event, PostCollected
from schemas.posts import Comment, Image, Post, PostKey, Sighting, Stats
from schemas.states import PostState, Status
from services.bus import Bus
from services.collect.near_duplicates import Match, NearDuplicates
from services.collect.score import Base, Candidate, Scale, age
from services.collect.source_check import note

_REMEMBERED = 50_000
"""Posts whose last figures are held in memory (about 20 MB); older ones are asked of the broker."""

_LOOKED_BACK = 20_000
"""Facts a fresh collector reads to know the stories that were told lately."""


class Standing(StrEnum):
    NEW = "new"
    KNOWN = "known"
    CLOSED = "closed"
    """Retracted: it must not be collected, nor spoken of."""


@dataclass(frozen=True, slots=True)
class KnownPost:
    """What was last said of a post: its figures and a digest of its comments."""

    standing: Standing
    stats: Stats | None = None
    digest: str = ""
    gone: bool = False
    at: datetime | None = None
    """When that was."""


class PostSink(Protocol):
    """Where a crawl hands in what it found."""

    async def look_up(self, key: PostKey) -> KnownPost: ...

    async def collect(self, post: Post) -> bool:
        """A post that was new. False: somebody was faster, or it was retracted meanwhile."""
        ...

    async def refresh(self, sighting: Sighting) -> None: ...

    async def presence(self, key: PostKey, gone: str) -> None:
        """A known post is gone, in the words of its site, or (empty) there again."""
        ...

    async def kinship(self, key: PostKey, text: str, images: Sequence[Image]) -> Match:
        """The earliest known post that tells the story of ``text`` and ``images``: ``key`` itself if that is it."""
        ...

    def scale(self, site: str, listed: Sequence[Candidate], now: datetime) -> Scale:
        """What the posts on a site's lists are measured against; they are remembered."""
        ...


class KnownPosts:
    """The desk of the bus. One for all sites of a process; safe beside other collectors."""

    def __init__(self, bus: Bus) -> None:
        self._bus = bus
        self._seen_to = 0
        self._read_to = 0
        self._kin = NearDuplicates()
        self._base = Base()
        self._entries: OrderedDict[str, KnownPost] = OrderedDict()

    async def catch_up(self) -> None:
        """Read what all collectors saw since the last time. Call it before a crawl."""
        async for batch in self._bus.sightings(self._seen_to):
            for sequence, sighting in batch:
                self._remember(sighting.key, _seen(sighting))
                self._seen_to = sequence

        await self._read_stories()

    async def _read_stories(self) -> None:
        """What others collected since, so that a story is recognised whoever met it first."""
        after = max(self._read_to, (await self._bus.head()).last_sequence - _LOOKED_BACK)
        async for batch in self._bus.facts(after, kinds=("post.collected",)):
            facts = [fact.event for fact in batch if isinstance(fact.event, PostCollected)]
            await asyncio.to_thread(self._remember_stories, facts)
            self._read_to = batch[-1].sequence

    def _remember_stories(self, facts: list[PostCollected]) -> None:
        for fact in facts:
            post = fact.post
            self._kin.add(str(post.key), f"{post.title}\n{post.content}", [one.likeness for one in post.images])
            if str(post.key) not in self._entries:
                # Seen by another process, or before this one began: our own lists are in the base already.
                candidate = Candidate(post.stats, post.board, age(post.posted_at, fact.time))
                self._base.add(post.key.site, [candidate], fact.time)

    async def kinship(self, key: PostKey, text: str, images: Sequence[Image]) -> Match:
        return await asyncio.to_thread(self._kin.add, str(key), text, [image.likeness for image in images])

    def scale(self, site: str, listed: Sequence[Candidate], now: datetime) -> Scale:
        scale = self._base.scale(site, listed, now)
        self._base.add(site, listed, now)
        return scale

    async def look_up(self, key: PostKey) -> KnownPost:
        state = await self._bus.state(key)
        if state.status is None:
            return KnownPost(Standing.NEW)
        if state.status is Status.RETRACTED:
            self._entries.pop(str(key), None)
            return KnownPost(Standing.CLOSED)
        entry = self._entries.get(str(key))
        if entry is None or entry.gone != bool(state.gone):
            post = state.post
            told = entry or (
                KnownPost(Standing.KNOWN, post.stats, digest(post.comments)) if post else KnownPost(Standing.KNOWN)
            )
            entry = replace(told, gone=bool(state.gone))
        self._remember(key, entry)
        return entry

    async def collect(self, post: Post) -> bool:
        def first(state: PostState) -> Event | None:
            return PostCollected(post_key=post.key, revision=0, post=post) if state.status is None else None

        recorded = await self._bus.decide(post.key, first)
        if recorded is not None:
            now = datetime.now(UTC)
            self._remember(post.key, KnownPost(Standing.KNOWN, post.stats, digest(post.comments), at=now))
        return recorded is not None

    async def refresh(self, sighting: Sighting) -> None:
        await self._bus.sight(sighting)
        self._remember(sighting.key, _seen(sighting))

    async def presence(self, key: PostKey, gone: str) -> None:
        await note(self._bus, key, gone)

    def _remember(self, key: PostKey, entry: KnownPost) -> None:
        self._entries[str(key)] = entry
        self._entries.move_to_end(str(key))
        while len(self._entries) > _REMEMBERED:
            self._entries.popitem(last=False)


class DryRunSink:
    """A desk that publishes nothing: every post is new, and is laid down in `posts`."""

    def __init__(self) -> None:
        self.posts: list[Post] = []
        self._kin = NearDuplicates()
        self._base = Base()

    async def look_up(self, key: PostKey) -> KnownPost:  # noqa: ARG002 - the Desk's signature
        return KnownPost(Standing.NEW)

    async def collect(self, post: Post) -> bool:
        self.posts.append(post)
        return True

    async def refresh(self, sighting: Sighting) -> None:
        raise NotImplementedError(f"{sighting.key}: nothing is known here")

    async def presence(self, key: PostKey, gone: str) -> None:
        raise NotImplementedError(f"{key}: nothing is known here")

    async def kinship(self, key: PostKey, text: str, images: Sequence[Image]) -> Match:
        return await asyncio.to_thread(self._kin.add, str(key), text, [image.likeness for image in images])

    def scale(self, site: str, listed: Sequence[Candidate], now: datetime) -> Scale:
        return self._base.scale(site, listed, now)


def _seen(sighting: Sighting) -> KnownPost:
    return KnownPost(Standing.KNOWN, sighting.stats, digest(sighting.comments), at=sighting.time)


def digest(comments: tuple[Comment, ...]) -> str:
    """The same for the same comments with the same likes, in whatever order."""
    rows = sorted(f"{c.content_hash} {c.likes} {c.dislikes} {c.best}" for c in comments)
    return hashlib.blake2b("\n".join(rows).encode(), digest_size=12).hexdigest()
