"""Everything that a system holds, read as its stations read it, and the errors met on the way."""

import asyncio
import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final, NamedTuple

from libraries.bus import Bus
from libraries.bus.connection.broker_check import check_broker
from libraries.bus.stream.reader import identity_and_last_sequence
from libraries.maintenance.verification import CURES, verify_system
from libraries.media.damage import stored_files
from schemas import subjects
from schemas.errors import WaggleError
from schemas.posts import PostKey
from services.config import NatsSettings
from services.projector.database import create_database_engine as open_database
from services.projector.database import read_connection
from services.projector.migrate import open_upgraded_database
from services.projector.queries.projection_queries import SqlProjection
from services.projector.service import run_projector
from services.projector.stream_comparison import compare_rows_with_stream
from services.projector.tables import checkpoint, metadata
from services.projector.writer import ProjectionWriter
from testbed.drills.damage.small_system import SmallSystem

_PAUSE: Final = 0.05
"""Seconds between two looks at what the projector has folded."""
_STILL: Final = 100
"""Looks without progress after which it is left as it is: it waits for a fact that cannot be read."""


class SystemContents(NamedTuple):
    """What a system holds: ``items``, a text for each thing by its name, and ``words``, what was said of trouble."""

    items: dict[str, str]
    words: list[str]

    def without_trouble_also_in(self, whole: "SystemContents") -> "SystemContents":
        """The same contents without the words that are also said of the ``whole`` system."""
        return SystemContents(self.items, [words for words in self.words if words not in whole.words])

    @contextmanager
    def collecting_errors(self, what: str) -> Iterator[None]:
        """A block whose errors are added to ``words`` instead of raised."""
        try:
            yield
        except WaggleError as error:
            self.words.append(f"{what}: {error}")


async def read_system(system: SmallSystem, posts: Iterable[PostKey]) -> SystemContents:
    """Start the broker over the files of a system and read everything: facts, ledger, projection, media, checks."""
    found = SystemContents({}, [])
    with found.collecting_errors("broker"):
        async with system.running_broker() as bus:
            await _facts(found, bus, posts)
            await _entries(found, bus)
            await _projection(found, bus, system)
            found.words.extend(str(drift) for drift in bus.drift)
            address = NatsSettings(url=(system.nats_folder / "url").read_text(encoding="utf-8"))
            position = await asyncio.to_thread(_position, found, system)
            checks = await asyncio.to_thread(check_broker, address, "drill", position)
            found.words.extend(f"{one.what}: {one.found} {one.remedy}" for one in checks if one.state != "ok")
            await _verified(found, bus, system)
    await asyncio.to_thread(_files, found, system)
    await asyncio.to_thread(_rows, found, system)
    return found


async def _facts(found: SystemContents, bus: Bus, posts: Iterable[PostKey]) -> None:
    for key in posts:
        with found.collecting_errors(f"load {key}"):
            await bus.post_history(key)
    with found.collecting_errors("facts"):
        async for batch in bus.facts():
            for fact in batch:
                name = f"fact/{fact.event.post_key}/{fact.event.event_id}"
                found.items[name] = f"{fact.time.isoformat()} {fact.event.model_dump_json(by_alias=True)}"
    with found.collecting_errors("sightings"):
        async for seen in bus.sightings():
            found.items.update({f"sighting/{one.key}": one.model_dump_json() for _, one in seen})
    with found.collecting_errors("dead letters"):
        for letter in await bus.dead_letters(settled=True):
            found.items[f"letter/{letter.subject}"] = letter.reason


async def _entries(found: SystemContents, bus: Bus) -> None:
    with found.collecting_errors("ledger"):
        async for entry in bus.ledger().entries():
            found.items[f"entry/{entry.key}"] = entry.value.decode(errors="replace")


async def _projection(found: SystemContents, bus: Bus, system: SmallSystem) -> None:
    """Fold what is not folded yet, as the station does when it starts."""
    stop = asyncio.Event()
    work = asyncio.create_task(run_projector(bus, system.database_url, stop))
    with found.collecting_errors("projector"):
        # First: a position that is read before its schema is right may be that of rows which a migration empties.
        (await asyncio.to_thread(open_upgraded_database, system.database_url)).dispose()
        ends = (
            (await bus.facts_head()).last_sequence,
            (await identity_and_last_sequence(bus.client, subjects.STATS))[1],
        )
        seen, still = (0, 0), 0
        while still < _STILL and not work.done():
            at = await asyncio.to_thread(_at, system)
            if at >= ends:
                break
            seen, still = at, still + 1 if at == seen else 0
            await asyncio.sleep(_PAUSE)
        stop.set()
        await asyncio.wait([work])
    work.cancel()
    await asyncio.wait([work])
    with found.collecting_errors("projector"), suppress(asyncio.CancelledError):
        work.result()


def _at(system: SmallSystem) -> tuple[int, int]:
    """How far facts and sightings are folded."""
    engine = open_database(system.database_url)
    try:
        position = ProjectionWriter(engine).checkpoint()
    except WaggleError:  # the projector says it
        return 0, 0
    finally:
        engine.dispose()
    return position.sequence, position.sightings


def _position(found: SystemContents, system: SmallSystem) -> int:
    with found.collecting_errors("database"):
        projection = SqlProjection.open(system.database_url)
        try:
            return projection.check_tables()
        finally:
            projection.close()
    return 0


async def _verified(found: SystemContents, bus: Bus, system: SmallSystem) -> None:
    with found.collecting_errors("verify"):
        done = await verify_system(
            bus,
            lambda: compare_rows_with_stream(bus, system.database_url),
            system.store.root,
            backups=system.backup_store,
        )
        said = [f"verify {one.where} {one.what} {one.name}: {one.why} {CURES[one.where]}" for one in done.findings]
        found.words.extend(said)


def _files(found: SystemContents, system: SmallSystem) -> None:
    media, backups = system.store.root, system.backups
    files = {**{f"media/{path.relative_to(media)}": path for path in stored_files(media)}}
    files |= {f"note/{path.name}": path for path in (media / "posts").glob("*.txt")}
    files |= {f"backup/{path.relative_to(backups)}": path for path in backups.rglob("*") if path.is_file()}
    found.items.update({name: _digest(path) for name, path in files.items()})


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _rows(found: SystemContents, system: SmallSystem) -> None:
    engine = open_database(system.database_url)
    try:
        for table in (table for table in metadata.sorted_tables if table is not checkpoint):
            with found.collecting_errors(f"table {table}"), read_connection(engine) as connection:
                for row in connection.execute(table.select()).mappings():
                    key = "/".join(str(row[column.name]) for column in table.primary_key)
                    found.items[f"row/{table}/{key}"] = str(dict(row))
    finally:
        engine.dispose()
