"""Rebuild of the projection: folds the whole stream into new tables, then swaps them in atomically."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from functools import partial

from sqlalchemy import Connection, Engine, Table, insert, text

from libraries.bus import Bus, StreamHead
from libraries.log import get_logger
from schemas.errors import ConfigurationError
from services.projector.database import process_lock, read_connection, write_transaction
from services.projector.migrate import open_upgraded_database
from services.projector.rebuild_workers import RebuildPool, rebuild_pool
from services.projector.tables import checkpoint, metadata, shadow_tables
from services.projector.writer import Checkpoint, ProjectionWriter

_BATCH = 10_000
_BEHIND = """SELECT posts.post_key FROM posts LEFT JOIN new_posts ON posts.post_key = new_posts.post_key WHERE
new_posts.post_key IS NULL OR posts.status <> new_posts.status OR posts.revision <> new_posts.revision
ORDER BY posts.post_key"""

log = get_logger(__name__)


async def rebuild_projection(bus: Bus, url: str) -> int:
    """Rebuild the projection from the streams; returns the number of facts folded.

    The old tables stay readable until the swap; a projector that runs at the same time continues from the new
    checkpoint. Rows that were folded from another stream, or from more facts than it has now, are kept (`_keep`): they
    may be all that is left of facts that were lost.

    Raises ProviderDown, NoSpace, ConfigurationError; the old tables then stay as they were.
    """
    head = await bus.facts_head()
    async with AsyncExitStack() as stack:
        # The worker processes start while the tables are created.
        folder = await stack.enter_async_context(rebuild_pool(url, head.last_sequence))
        engine = await asyncio.to_thread(open_upgraded_database, url)
        stack.callback(engine.dispose)
        await asyncio.to_thread(stack.enter_context, process_lock(engine, "rebuild"))
        doubles = await asyncio.to_thread(_prepare, engine)
        writer = ProjectionWriter(engine, doubles)
        await _fold_all(bus, head, folder, writer)
        await asyncio.to_thread(_keep, engine, head)
        await asyncio.to_thread(writer.note_ledger_end, await bus.ledger().head())
        await asyncio.to_thread(_swap, engine, doubles)
    log.info("projection rebuilt", facts=folder.folded)
    return folder.folded


async def _fold_all(bus: Bus, head: StreamHead, folder: RebuildPool, writer: ProjectionWriter) -> None:
    await asyncio.to_thread(writer.claim_stream, Checkpoint("", 0, 0), head.identity, head.last_sequence)
    last = 0
    async for facts in bus.raw_facts(batch=_BATCH):
        await folder.queue_batch(facts)
        last = facts[-1][1]
    await folder.wait_until_folded()
    await asyncio.to_thread(writer.write_checkpoint, Checkpoint(head.identity, last, 0))
    sighted = 0
    async for sightings in bus.sightings():
        sighted = (await asyncio.to_thread(writer.fold_sightings, sightings, sighted)).position


def _keep(engine: Engine, head: StreamHead) -> None:
    """Keep a copy of rows that this stream cannot give: beside the SQLite file, or as tables ``kept_…``.

    The posts are named whose new rows are behind them.
    """
    try:
        before = ProjectionWriter(engine).checkpoint()
    except ConfigurationError as error:  # nothing says what they were folded from
        log.warning("the projection says no position", why=str(error))
        return
    if not before.sequence or (before.stream == head.identity and before.sequence <= head.last_sequence):
        return
    with read_connection(engine) as connection:
        lost = connection.execute(text(_BEHIND)).scalars().all()
        if engine.dialect.name == "sqlite":
            place = f"{engine.url.database}.kept-{datetime.now(UTC):%Y-%m-%dT%H%M%S.%fZ}"
            connection.exec_driver_sql("COMMIT")  # a copy cannot be made within a transaction
            connection.exec_driver_sql("VACUUM INTO ?", (place,))
            connection.exec_driver_sql("BEGIN")
        else:
            place = "kept_…"
            for table in metadata.sorted_tables:
                connection.execute(text(f"DROP TABLE IF EXISTS kept_{table}"))
                connection.execute(text(f"CREATE TABLE kept_{table} AS SELECT * FROM {table}"))  # noqa: S608
    log.warning("rows of another stream, or of more facts than it has, are kept", where=place, lost=", ".join(lost))


def _prepare(engine: Engine) -> dict[Table, Table]:
    """Create empty copies of the tables; those left by an interrupted rebuild are dropped first."""
    doubles = shadow_tables()
    with write_transaction(engine) as connection:
        _drop_leftovers(connection)
        metadata.create_all(connection)  # a table that somebody dropped would stop the swap
        doubles[checkpoint].metadata.create_all(connection)
        connection.execute(insert(doubles[checkpoint]).values(id=1, stream="", sequence=0, sightings=0))
    return doubles


def _swap(engine: Engine, doubles: dict[Table, Table]) -> None:
    if engine.dialect.name != "sqlite":
        with ThreadPoolExecutor() as threads:
            list(threads.map(partial(_index, engine), doubles, doubles.values()))
    with write_transaction(engine) as connection:
        if engine.dialect.name == "sqlite":
            for table, double in doubles.items():
                connection.execute(text(f"DROP TABLE {table}"))
                connection.execute(text(f"ALTER TABLE {double} RENAME TO {table}"))
                # Only now: SQLite's index names are unique in the whole file.
                for index in table.indexes:
                    index.create(connection)
        else:
            # One statement renames all tables or none, even when the server dies in the middle.
            pairs = [f"{table} TO old_{table}, {double} TO {table}" for table, double in doubles.items()]
            connection.execute(text(f"RENAME TABLE {', '.join(pairs)}"))
        _drop_leftovers(connection)


def _index(engine: Engine, table: Table, double: Table) -> None:
    """Create the indexes of ``table`` on its MariaDB copy ``double`` in one statement, which scans it once."""
    added = [f"ADD INDEX {index.name} ({', '.join(index.columns.keys())})" for index in table.indexes]
    if added:
        with write_transaction(engine) as connection:
            connection.execute(text(f"ALTER TABLE {double} {', '.join(added)}"))


def _drop_leftovers(connection: Connection) -> None:
    for table in metadata.sorted_tables:
        for prefix in ("new_", "old_"):
            connection.execute(text(f"DROP TABLE IF EXISTS {prefix}{table.name}"))
