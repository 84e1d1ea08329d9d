"""Comparison of the projection with a fold of the whole stream, made beside it."""

import asyncio
import hashlib
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from sqlalchemy import Connection, Engine, Table, text

from libraries.bus import Bus
from services.projector.database import read_connection, read_snapshot
from services.projector.migrate import open_upgraded_database
from services.projector.rebuild import rebuild_projection
from services.projector.rows import SIGHTING_COLUMNS
from services.projector.tables import comments, metadata, posts
from services.projector.writer import Checkpoint, ProjectionWriter


class _Rows(NamedTuple):
    """The position of a projection; of each post the sequence of its row, -1 without one, and a digest of its rows."""

    position: Checkpoint
    posts: dict[str, tuple[int, str]]
    chains: dict[str, str | None]
    """The digest of the facts that the rows of a post were folded from."""


class RowFault(NamedTuple):
    """A fault of a post's rows. ``what``: ``ahead`` (the stream lost the facts they come from), ``changed`` (it has
    other ones now), ``differs``, ``damaged``, or ``ledger``, which is older than it was; ``post`` is empty for what
    concerns the whole database."""

    what: str
    post: str
    why: str


_NO_ROW: Final = (-1, "")


async def compare_rows_with_stream(bus: Bus, url: str) -> list[RowFault]:
    """What is wrong with the rows at ``url``; facts that are not folded yet are left out.

    Raises StreamDamaged, ProviderDown, NoSpace, ConfigurationError.
    """
    engine = await asyncio.to_thread(open_upgraded_database, url)
    try:
        found = await asyncio.to_thread(_damaged_file, engine)
        with tempfile.TemporaryDirectory(prefix="wagglebot-verify-") as folder:
            fresh = f"sqlite:///{Path(folder) / 'fold.db'}"
            await rebuild_projection(bus, fresh)
            wanted = await asyncio.to_thread(open_upgraded_database, fresh)
            rows = await asyncio.to_thread(_rows, engine, ProjectionWriter(wanted).checkpoint())
            fold = await asyncio.to_thread(_rows, wanted, rows.position)
            wanted.dispose()
            if rows.position.sequence and rows.position.stream != fold.position.stream:
                found.append(RowFault("differs", "", "The rows were folded from another stream."))
            found += await _ledger_faults(bus, ProjectionWriter(engine))
            return [*found, *_differences(rows, fold, await _posts_with_later_facts(bus, fold.position.sequence))]
    finally:
        engine.dispose()


async def _ledger_faults(bus: Bus, writer: ProjectionWriter) -> list[RowFault]:
    noted, now = await asyncio.to_thread(writer.noted_ledger_end), await bus.ledger().head()
    if noted is None or now.last_sequence >= noted.last_sequence:
        return []
    why = f"It ends at {now.last_sequence}, and was at {noted.last_sequence} before: an older copy, or an empty one."
    return [RowFault("ledger", "", why)]


async def _posts_with_later_facts(bus: Bus, sequence: int) -> set[str]:
    if (await bus.facts_head()).last_sequence <= sequence:
        return set()
    return {str(fact.event.post_key) async for batch in bus.facts(sequence) for fact in batch}


def _differences(rows: _Rows, fold: _Rows, later: set[str]) -> Iterator[RowFault]:
    """``later``: posts with facts that came after the fold, which a running projector may have in its rows."""
    for post, (sequence, digest) in fold.posts.items():
        there, its = rows.posts.get(post, _NO_ROW)
        if there < sequence <= rows.position.sequence:
            yield RowFault("differs", post, f"Its row is missing or old: it is not of sequence {sequence}.")
        elif there == sequence and _differ(rows.chains.get(post), fold.chains.get(post)):
            yield RowFault("changed", post, f"Its facts up to {sequence} are not those that its row was folded from.")
        elif there == sequence and its != digest:
            yield RowFault("differs", post, f"Its rows are not what its facts up to {sequence} give.")
    for post, (there, _) in rows.posts.items():
        end = fold.posts.get(post, _NO_ROW)[0]
        if there > end and post not in later:
            yield RowFault("ahead", post, f"Its row is of sequence {there}, its facts end at {max(end, 0)}.")
        elif end < 0 and post not in later:
            yield RowFault("differs", post, "There are rows of it, and no fact.")


def _differ(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and one != other


def _rows(engine: Engine, other: Checkpoint) -> _Rows:
    """The rows of one instant, as a projector may write; what sightings write counts only where ``other`` has them."""
    with read_snapshot(engine) as connection:
        found = _Rows(ProjectionWriter(engine).checkpoint_in(connection), {}, {})
        sightings = found.position.sightings == other.sightings
        for table in (table for table in metadata.sorted_tables if "post_key" in table.c):
            if table is not comments or sightings:
                _add(connection, table, found, sightings=sightings)
    return found


def _add(connection: Connection, table: Table, found: _Rows, *, sightings: bool) -> None:
    left_out = () if sightings or table is not posts else SIGHTING_COLUMNS
    columns = [column for column in table.c if column.name not in (*left_out, "chain")]
    for row in connection.execute(table.select().with_only_columns(*columns).order_by(*table.primary_key)):
        sequence, digest = found.posts.get(row.post_key, _NO_ROW)
        digest = hashlib.sha256(f"{digest}{table}{tuple(row)}".encode()).hexdigest()
        found.posts[row.post_key] = (row.sequence if table is posts else sequence, digest)
    if table is posts:
        chains = connection.execute(table.select().with_only_columns(posts.c.post_key, posts.c.chain))
        found.chains.update((key, chain) for key, chain in chains)


def _damaged_file(engine: Engine) -> list[RowFault]:
    """What SQLite finds damaged in its file, indexes included; InnoDB checks its pages as it reads them."""
    if engine.dialect.name != "sqlite":
        return []
    with read_connection(engine) as connection:
        answer = str(connection.execute(text("PRAGMA integrity_check(1)")).scalar())
    return [] if answer == "ok" else [RowFault("damaged", "", f"The database file is damaged: {answer}.")]
