"""The work that goes on while a cluster is broken: posts are approved, and a publisher counts what it publishes."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from libraries.bus import Bus, Lease, MessageContext, Service
from libraries.bus.connection.topology import durable_of_platform
from schemas.errors import Conflict
from schemas.events import ContentRendered, ContentRequested, ContentUploaded, PostApproved, PostCollected
from schemas.posts import PostKey
from schemas.recipe import Stage
from testbed.drills.pipeline import CHEAP, cheap_post

_LEASE: Final = 30.0


class CountingPublisher:
    """A publisher whose platform is a counter. ``copies``: how often each post was published there.

    As the real one it decides by an entry of the ledger, under a lease, whether a film is still to be brought.
    """

    def __init__(self, bus: Bus, platform: str) -> None:
        self.copies: Counter[PostKey] = Counter()
        self.platform = platform
        self._bus = bus
        self._service = Service("publish", durable=durable_of_platform(platform), platform=platform)
        self._service.on(stage=Stage.PUBLISH)(self.publish)

    async def publish(self, fact: ContentRendered | ContentRequested, work: MessageContext) -> ContentUploaded:
        """Count the film as published, once; gives the fact of it."""
        film = work.state.film
        assert film is not None
        key = f"upload.{self.platform}.drill.{fact.post_key.id}"
        lease = await self._held(key)
        try:
            if await self._bus.ledger().get(key) is None:
                await self._bus.ledger().compare_and_set(key, b"begun", expected=0)
                self.copies[fact.post_key] += 1
        finally:
            await lease.release()
        return ContentUploaded.caused_by(
            fact,
            self.platform,
            platform=self.platform,
            remote_id=fact.post_key.id,
            url="https://drill.example/",
            video_sha256=film.video.sha256,
        )

    async def _held(self, key: str) -> Lease:
        while (lease := await self._bus.take_lease(key, _LEASE)) is None:  # noqa: ASYNC110 (the broker does not tell when one ends)
            await asyncio.sleep(0.2)
        return lease

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """The publisher at work within the block."""
        stop = asyncio.Event()
        working = asyncio.create_task(self._service.run(self._bus, stop))
        try:
            yield
        finally:
            stop.set()
            await working


class ApproverAndReader:
    """The reviewer of the drill: collects and approves posts, and reads each at once. ``acknowledged``: sequence of
    each approval.

    ``stale``: readings that did not have what was acknowledged to the same connection before. ``late``: those of
    another connection, which knows nothing of it, and may ask a leader that does not know yet that it is none.
    """

    def __init__(self, bus: Bus, other: Bus) -> None:
        self.acknowledged: dict[PostKey, int] = {}
        self.stale = self.late = 0
        self._bus = bus
        self._other = other

    async def approve_and_read_back(self, numbers: range) -> None:
        """Collect and approve the posts of these numbers, and count readings that are stale or late."""
        begun = (await self._bus.facts_head()).last_sequence
        mine: set[int] = set()
        for number in numbers:
            mine |= await self._approve(number)
        found = {fact.sequence async for batch in self._bus.facts(begun) for fact in batch}
        self.stale += len(mine - found)

    async def _approve(self, number: int) -> set[int]:
        post = cheap_post(number)
        key = post.key
        collected = await self._bus.publish(PostCollected(post_key=key, revision=0, post=post), expected=0)
        approved = PostApproved(post_key=key, revision=1, reviewer="drill", recipe=CHEAP)
        sequence = await self._bus.publish(approved, expected=collected)
        self.acknowledged[key] = sequence
        self.stale += (await self._bus.post_history(key)).sequence < sequence
        self.late += (await self._other.post_history(key)).sequence < sequence
        entry = f"cap.drill.{key.id}"
        revision = await self._written(entry)
        stored = await self._bus.ledger().get(entry)
        self.stale += stored is None or stored.revision < revision
        return {collected, sequence}

    async def _written(self, entry: str) -> int:
        try:
            return await self._bus.ledger().compare_and_set(entry, b"1", expected=0)
        except Conflict as known:  # an earlier try was stored
            return int(known.fields["revision"])
