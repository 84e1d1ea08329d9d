"""The benchmark of rebuilds: time to rebuild the projection, and to write the same facts the naive way."""

import asyncio
import resource
import time
from itertools import islice, zip_longest
from typing import Final, NamedTuple

from sqlalchemy import Engine, select

from libraries.bus import Bus
from schemas.events import RecordedFact
from services.projector.database import read_connection
from services.projector.migrate import open_upgraded_database
from services.projector.rebuild import rebuild_projection
from services.projector.tables import metadata
from services.projector.writer import ProjectionWriter
from testbed.benchmarks.orm_baseline import write_naively

_NAIVE: Final = 1000
"""Number of facts that are also written the naive way, which is too slow for all of them."""
_LIVE: Final = (50, 1000)
"""Smallest batch of a live projector, and the number of batches of a long stream."""


class RebuildFigures(NamedTuple):
    """The figures of a rebuild.

    ``seconds`` from asking the broker for the first fact to the tables in place; ``ratio`` of naive to ours.

    ``cpu_s``: of our own processes, without broker and database server: what is left when the machine is shared.
    """

    seconds: float
    cpu_s: float
    ratio: float


async def bench_rebuild(bus: Bus, url: str, facts: int) -> RebuildFigures:
    """Rebuild the projection at ``url`` from the ``facts`` facts of the stream, and write some of them naively."""
    sample = await _first(bus, min(_NAIVE, facts))
    engine = await asyncio.to_thread(open_upgraded_database, url)
    began = time.perf_counter()
    await asyncio.to_thread(write_naively, engine, sample)
    naive = (time.perf_counter() - began) / len(sample)
    engine.dispose()
    began, busy = time.perf_counter(), _cpu()
    await rebuild_projection(bus, url)
    seconds = time.perf_counter() - began
    return RebuildFigures(seconds, _cpu() - busy, naive / (seconds / facts))


def _cpu() -> float:
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


async def count_rows_unlike_live_fold(bus: Bus, rebuilt: str, live: str) -> int:
    """Fold the stream live, in small batches, into the database ``live``; gives the number of rows unlike those of the
    ``rebuilt`` one.
    """
    engine = await asyncio.to_thread(open_upgraded_database, live)
    writer = ProjectionWriter(engine)
    head = await bus.facts_head()
    position = (
        await asyncio.to_thread(writer.claim_stream, writer.checkpoint(), head.identity, head.last_sequence)
    ).sequence
    smallest, batches = _LIVE
    async for facts in bus.facts(batch=max(smallest, head.last_sequence // batches)):
        position = (await asyncio.to_thread(writer.fold_facts, facts, position)).position
    await asyncio.to_thread(writer.note_ledger_end, await bus.ledger().head())  # as a projector does now and then
    other = await asyncio.to_thread(open_upgraded_database, rebuilt)
    try:
        return await asyncio.to_thread(_differences, engine, other)
    finally:
        engine.dispose()
        other.dispose()


async def _first(bus: Bus, number: int) -> list[RecordedFact]:
    found: list[RecordedFact] = []
    async for batch in bus.facts():
        found += islice(batch, number - len(found))
        if len(found) == number:
            break
    return found


def _differences(one: Engine, other: Engine) -> int:
    different = 0
    for table in metadata.sorted_tables:
        query = select(table).order_by(*table.primary_key)
        with read_connection(one) as here, read_connection(other) as there:
            mine, theirs = here.execute(query).yield_per(1000), there.execute(query).yield_per(1000)
            different += sum(a != b for a, b in zip_longest(mine, theirs))
    return different
