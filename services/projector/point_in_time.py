"""The projection as it was when the stream ended at an earlier fact, in a database of its own."""

import asyncio

from libraries.bus import Bus
from libraries.log import get_logger
from schemas.errors import BadInput
from services.projector.database import create_database_engine
from services.projector.migrate import upgrade_engine_schema
from services.projector.writer import Checkpoint, ProjectionWriter

log = get_logger(__name__)


async def project_until_sequence(bus: Bus, url: str, sequence: int) -> int:
    """Fold the facts up to and including ``sequence`` into the empty database at ``url``; returns how many there were.

    The database is marked as a snapshot, so that no projector continues it. Sightings are left out: only the newest of
    each post is kept in the stream, and it may be later than ``sequence``. Raises BadInput (not empty, no such
    sequence) and what `open_upgraded_database` raises.
    """
    head = await bus.facts_head()
    if not 0 < sequence <= head.last_sequence:
        raise BadInput("store.no_such_sequence", sequence=sequence, end=head.last_sequence)
    engine = create_database_engine(url)
    try:
        await asyncio.to_thread(upgrade_engine_schema, engine)
        writer = ProjectionWriter(engine)
        await asyncio.to_thread(_claim, writer, f"{head.identity} up to {sequence}")
        number = position = 0
        async for batch in bus.facts():
            facts = [fact for fact in batch if fact.sequence <= sequence]
            if facts:
                position = (await asyncio.to_thread(writer.fold_facts, facts, position)).position
                number += len(facts)
            if len(facts) < len(batch):
                break
    finally:
        engine.dispose()
    log.info("projected up to a moment", sequence=sequence, facts=number)
    return number


def _claim(writer: ProjectionWriter, name: str) -> None:
    found = writer.checkpoint()
    if found != Checkpoint("", 0, 0):
        raise BadInput("store.not_empty")
    writer.claim_stream(found, name, 0)
