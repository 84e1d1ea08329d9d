"""Folds the whole stream again, beside the tables in use, and puts the result in their place at once."""

import asyncio
from contextlib import ExitStack

import structlog
from sqlalchemy import Connection, Engine, MetaData, Table, delete, insert, select, text

from services.bus import Bus
from services.projector.engine import locked, writing
from services.projector.migrate import open_store
from services.projector.tables import metadata
from services.projector.writer import Position, ProjectionWriter

_BATCH = 2000

log = structlog.get_logger(__name__)


async def rebuild(bus: Bus, url: str) -> int:
    """Makes the projection anew from the streams and says how many facts are in it.

    The tables stay readable meanwhile and change in one step; a projector that runs at the same time goes on from the
    new checkpoint. Raises ProviderDown, NoSpace, ConfigurationError; the old tables then stay as they were.
    """
    engine = await asyncio.to_thread(open_store, url)
    with ExitStack() as stack:
        stack.callback(engine.dispose)
        await asyncio.to_thread(stack.enter_context, locked(engine, "rebuild"))
        shadows = await asyncio.to_thread(_prepare, engine)
        number = await _fold_all(bus, ProjectionWriter(engine, shadows))
        await asyncio.to_thread(_swap, engine, shadows)
    log.info("projection rebuilt", facts=number)
    return number


async def _fold_all(bus: Bus, writer: ProjectionWriter) -> int:
    head = await bus.head()
    await asyncio.to_thread(writer.claim, Position("", 0, 0), head.identity, head.last_sequence)
    number = position = sighted = 0
    async for facts in bus.facts(batch=_BATCH):
        position = (await asyncio.to_thread(writer.fold, facts, position)).position
        number += len(facts)
    async for sightings in bus.sightings():
        sighted = (await asyncio.to_thread(writer.sight, sightings, sighted)).position
    return number


def _prepare(engine: Engine) -> dict[Table, Table]:
    """Empty copies of the tables; those of a rebuild that was cut off are dropped."""
    copies = MetaData()
    shadows = {table: table.to_metadata(copies, name=f"new_{table.name}") for table in metadata.sorted_tables}
    if engine.dialect.name == "sqlite":
        # Names of indexes are unique in the whole file there, and the rows move to the tables that have them.
        for shadow in shadows.values():
            shadow.indexes.clear()
    with writing(engine) as connection:
        _drop_leftovers(connection)
        copies.create_all(connection)
        connection.execute(insert(copies.tables["new_checkpoint"]).values(id=1, stream="", sequence=0, sightings=0))
    return shadows


def _swap(engine: Engine, shadows: dict[Table, Table]) -> None:
    with writing(engine) as connection:
        if engine.dialect.name == "sqlite":
            for table, shadow in shadows.items():
                connection.execute(delete(table))
                connection.execute(insert(table).from_select(table.columns.keys(), select(shadow)))
        else:
            # One statement renames them all or none, also when the server is cut off in the middle.
            pairs = [f"{table} TO old_{table}, {shadow} TO {table}" for table, shadow in shadows.items()]
            connection.execute(text(f"RENAME TABLE {', '.join(pairs)}"))
        _drop_leftovers(connection)


def _drop_leftovers(connection: Connection) -> None:
    for table in metadata.sorted_tables:
        for prefix in ("new_", "old_"):
            connection.execute(text(f"DROP TABLE IF EXISTS {prefix}{table.name}"))
