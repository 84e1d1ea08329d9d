"""The projector station: follows the streams and keeps the database up to date with their fold."""

import asyncio
from collections.abc import AsyncIterator, Callable
from functools import partial
from typing import TypeVar

import orjson

from libraries.bus import Bus
from libraries.bus.stream.stream_damage import posts_changed_since
from libraries.log import get_logger
from libraries.waiting import retry_until_it_works, run_until_stopped, wait_for_stop
from schemas import subjects
from schemas.errors import ConfigurationError, Retryable
from services.projector.migrate import open_upgraded_database
from services.projector.writer import ProjectionWriter

T = TypeVar("T")

_QUIET = 1.0
_COMPARED = 32
"""Posts that were folded last, which are compared with the stream at the start."""
_NOTED_EVERY = 60.0

log = get_logger(__name__)


async def run_projector(bus: Bus, url: str, stop: asyncio.Event) -> None:
    """Keep the projection at ``url`` up to date until ``stop`` is set.

    Raises ConfigurationError when the database cannot be used or was folded from another stream. While it does not
    answer, the projector waits for it and goes on where it was.
    """
    engine = await retry_until_it_works(partial(open_upgraded_database, url), stop, "projector")
    if engine is None:
        return
    try:
        await _Projector(bus, ProjectionWriter(engine), stop).run()
    finally:
        await asyncio.to_thread(engine.dispose)


class _Projector:
    def __init__(self, bus: Bus, writer: ProjectionWriter, stop: asyncio.Event) -> None:
        self._bus = bus
        self._writer = writer
        self._stop = stop
        self._position = 0
        self._moved = asyncio.Condition()

    async def run(self) -> None:
        # In this order: another projector may fold meanwhile, but never beyond a head that is read after the position.
        position = await asyncio.to_thread(self._writer.checkpoint)
        head = await self._bus.facts_head()
        start = await asyncio.to_thread(self._writer.claim_stream, position, head.identity, head.last_sequence)
        self._position = start.sequence
        await self._compare()
        log.info("projector follows", after=start.sequence, head=head.last_sequence)
        sightings = self._follow_sightings(start.sightings, head.last_sequence)
        works = (self._follow_facts(), sightings, self._watch_ledger())
        tasks = [asyncio.create_task(work) for work in works]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
        finally:
            for task in tasks:
                task.cancel()
            ended = await asyncio.gather(*tasks, return_exceptions=True)
        for result in ended:
            if isinstance(result, Exception):
                raise result

    async def _compare(self) -> None:
        """Compare the newest posts and the ledger with what was folded and noted before; a person is told.

        Raises ConfigurationError when none of these posts has the facts that its row was folded from.
        """
        ends = await asyncio.to_thread(self._writer.chain_ends_of_newest_posts, _COMPARED)
        changed = await posts_changed_since(self._bus.client, ends)
        if changed and len(changed) == len(ends):
            raise ConfigurationError("store.other_stream")
        if not await self._note_ledger():
            changed.append("the ledger")
        for one in changed:
            log.error("not what was folded before", alert=True, what=one)
            what = f"{one} is not what it was when the projector last ran. Run: wagglebot verify"
            await self._bus.broadcast(subjects.ALERT, what.encode())

    async def _note_ledger(self) -> bool:
        """Note how far the ledger is, so that an older copy of it is known; False where it is one.

        Its identity says nothing: one whose description was damaged is laid out anew over what is in it.
        """
        noted, now = await asyncio.to_thread(self._writer.noted_ledger_end), await self._bus.ledger().head()
        if noted is not None and now.last_sequence < noted.last_sequence:
            return False
        if now != noted:
            await asyncio.to_thread(self._writer.note_ledger_end, now)
        return True

    async def _watch_ledger(self) -> None:
        while not await wait_for_stop(self._stop, _NOTED_EVERY):
            try:
                await self._note_ledger()
            except (Retryable, ConfigurationError) as error:  # whoever reads it says so; the facts go on
                log.warning("the ledger cannot be looked at", why=str(error))

    async def _follow_facts(self) -> None:
        while not self._stop.is_set():
            async for facts in _until(self._stop, self._bus.facts(after=self._position, follow=True)):
                behind = self._position
                written = await self._patiently(partial(self._writer.fold_facts, facts, behind))
                if written is None:
                    return
                await self._move_to(written.position)
                await self._announce(written.keys)
                if written.position < behind:
                    log.info("projection was rebuilt, reading again", after=written.position)
                    break

    async def _follow_sightings(self, after: int, head: int) -> None:
        await self._settled(head)
        while not self._stop.is_set():
            async for sightings in _until(self._stop, self._bus.sightings(after=after, follow=True)):
                keys = {sighting.key for _, sighting in sightings}
                if not await self._patiently(partial(self._writer.has_rows_for, keys)):
                    await self._caught_up()
                    if self._stop.is_set():
                        return  # they are read again at the next start
                behind = after
                written = await self._patiently(partial(self._writer.fold_sightings, sightings, behind))
                if written is None:
                    return
                after = written.position
                await self._announce(written.keys)
                if after < behind:
                    break

    async def _settled(self, head: int) -> None:
        """Wait until a long catch-up is over before sightings are read: most of their posts have no rows before."""
        seen = -1
        while seen < self._position < head:
            seen = self._position
            await wait_for_stop(self._stop, _QUIET)

    async def _caught_up(self) -> None:
        """Return when every fact that is in the stream now is folded: a sighting follows the facts of its post."""
        last = self._position
        async for facts in _until(self._stop, self._bus.facts(after=last)):
            last = facts[-1].sequence
        await run_until_stopped(self._stop, self._reached(last))

    async def _reached(self, position: int) -> None:
        async with self._moved:
            await self._moved.wait_for(lambda: self._position >= position)

    async def _move_to(self, position: int) -> None:
        async with self._moved:
            self._position = position
            self._moved.notify_all()

    async def _patiently(self, work: Callable[[], T]) -> T | None:
        return await retry_until_it_works(work, self._stop, "projector")

    async def _announce(self, keys: tuple[str, ...]) -> None:
        """Announce which posts changed, so that nobody polls the database."""
        if keys:
            await self._bus.broadcast(subjects.PROJECTED, orjson.dumps({"sequence": self._position, "keys": keys}))


async def _until(stop: asyncio.Event, batches: AsyncIterator[T]) -> AsyncIterator[T]:
    """The batches, until there are no more or ``stop`` is set. What is done with a batch is never interrupted."""
    while (batch := await run_until_stopped(stop, anext(batches, None))) is not None:
        yield batch
