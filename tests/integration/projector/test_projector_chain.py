"""What the projection remembers of the stream and of the ledger, and what is said when they are others now."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fixtures.projection import event, story
from sqlalchemy import Connection, Engine, Table, select, update

from libraries.bus import Bus, StreamHead
from libraries.bus.stream.stream_damage import find_stream_damage
from libraries.maintenance.verification import verify_system
from schemas import subjects
from schemas.errors import ConfigurationError
from schemas.posts import Comment, PostKey, Sighting, Stats
from services.projector import stream_comparison
from services.projector.database import create_database_engine, read_connection, write_transaction
from services.projector.rebuild import rebuild_projection
from services.projector.service import run_projector
from services.projector.stream_comparison import compare_rows_with_stream
from services.projector.tables import comments, posts, uploads
from services.projector.writer import ProjectionWriter

KEYS = [PostKey.of("sample", str(number)) for number in (1, 2)]


async def fill(bus: Bus) -> None:
    for key in KEYS:
        after = 0
        for kind in ("collected", "declined", "reopened"):
            after = await bus.publish(event(key, kind, revision=0), expected=after)


@asynccontextmanager
async def projector(bus: Bus, url: str) -> AsyncIterator[None]:
    stop = asyncio.Event()
    work = asyncio.create_task(run_projector(bus, url, stop))
    try:
        yield
    finally:
        stop.set()
        await work


def chains(url: str) -> dict[str, str | None]:
    engine = create_database_engine(url)
    with read_connection(engine) as connection:
        found = {row.post_key: row.chain for row in connection.execute(select(posts.c.post_key, posts.c.chain))}
    engine.dispose()
    return found


def forge(url: str, *keys: PostKey) -> None:
    """As if these rows had been folded from other facts."""
    engine = create_database_engine(url)
    with write_transaction(engine) as connection:
        wanted = posts.c.post_key.in_([str(key) for key in keys])
        connection.execute(update(posts).where(wanted).values(chain="f" * 32))
    engine.dispose()


async def found(bus: Bus, url: str, media: Path) -> list[tuple[str, str, str]]:
    done = await verify_system(bus, lambda: compare_rows_with_stream(bus, url), media)
    return [(one.where, one.what, one.name) for one in done.findings]


async def test_rows_keep_the_digest_of_their_facts_whoever_folds_them(bus: Bus, database_url: str) -> None:
    await fill(bus)
    await rebuild_projection(bus, database_url)
    ends = (await find_stream_damage(bus.client)).ends
    assert chains(database_url) == {key: end.digest for key, end in ends.items()}
    await bus.publish(event(KEYS[0], "declined", revision=0), expected=ends[str(KEYS[0])].sequence)
    await bus.publish(event(KEYS[1], "retracted", revision=0), expected=ends[str(KEYS[1])].sequence)
    async with bus.listen(subjects.PROJECTED) as told, projector(bus, database_url), asyncio.timeout(60):
        await anext(told)
    ends = (await find_stream_damage(bus.client)).ends
    assert chains(database_url)[str(KEYS[0])] == ends[str(KEYS[0])].digest


@pytest.mark.quick_cases(1)
async def test_facts_that_are_others_now_are_damage_of_the_stream_and_no_reason_to_fold_anew(
    bus: Bus, database_url: str, tmp_path: Path
) -> None:
    await fill(bus)
    await rebuild_projection(bus, database_url)
    assert await found(bus, database_url, tmp_path) == []
    forge(database_url, KEYS[1])
    assert await found(bus, database_url, tmp_path) == [("stream", "changed", str(KEYS[1]))]
    async with bus.listen(subjects.ALERT) as alerts, projector(bus, database_url), asyncio.timeout(60):
        _, said = await anext(alerts)
    assert said.startswith(f"{KEYS[1]} is not what it was".encode())
    forge(database_url, *KEYS)
    with pytest.raises(ConfigurationError) as refused:
        await run_projector(bus, database_url, asyncio.Event())
    assert refused.value.code == "store.other_stream"


@pytest.mark.parametrize("table", [comments, uploads])
async def test_rows_that_a_projector_writes_meanwhile_are_no_damage(
    bus: Bus, database_url: str, monkeypatch: pytest.MonkeyPatch, table: Table
) -> None:
    """It folds facts and a sighting with other comments before this table is read."""
    loop, done, last = asyncio.get_running_loop(), list[str](), 0
    for key in KEYS:
        last = 0
        for one in story(key)[:-1]:
            last = await bus.publish(one, expected=last)
    seen = Sighting(key=KEYS[0], time=datetime.now(UTC) + timedelta(hours=1), stats=Stats(views=1))
    await bus.record_sighting(seen)
    await rebuild_projection(bus, database_url)

    async def work() -> None:
        await bus.publish(story(KEYS[1])[-1], expected=last)
        other = Comment(id="c", author="느긋한고래7", content="한마디")
        newer = {"stats": Stats(views=9), "comments": (other,), "time": seen.time + timedelta(hours=1)}
        await bus.record_sighting(seen.model_copy(update=newer))
        writer = ProjectionWriter(create_database_engine(database_url))
        position = writer.checkpoint()
        async for facts in bus.facts(position.sequence):
            await asyncio.to_thread(writer.fold_facts, facts, position.sequence)
        async for sightings in bus.sightings():
            await asyncio.to_thread(writer.fold_sightings, sightings, position.sightings)
        assert writer.checkpoint().sightings > position.sightings
        writer.close()

    read = stream_comparison._add

    def reading(source: Engine | Connection, which: Table, *rest: object, **named: object) -> None:
        if which is table and not done:
            done.append("written")
            asyncio.run_coroutine_threadsafe(work(), loop).result()
        read(source, which, *rest, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(stream_comparison, "_add", reading)
    assert await compare_rows_with_stream(bus, database_url) == []
    assert done
    assert await compare_rows_with_stream(bus, database_url) == []


@pytest.mark.quick_cases(1)
async def test_an_older_ledger_is_known_by_what_was_noted_of_it(bus: Bus, database_url: str, tmp_path: Path) -> None:
    await fill(bus)
    first = await bus.ledger().compare_and_set("switches", b"{}", expected=0)
    await rebuild_projection(bus, database_url)
    writer = ProjectionWriter(create_database_engine(database_url))
    head = await bus.ledger().head()
    assert writer.noted_ledger_end() == head
    for other in (StreamHead(head.last_sequence + 1, head.identity), StreamHead(head.last_sequence + 9, "another")):
        writer.note_ledger_end(other)
        assert await found(bus, database_url, tmp_path) == [("ledger", "ledger", "")]
        async with bus.listen(subjects.ALERT) as alerts, projector(bus, database_url), asyncio.timeout(60):
            _, said = await anext(alerts)
        assert said.startswith(b"the ledger is not what it was")
        assert writer.noted_ledger_end() == other, "what an older copy says is not noted"
    writer.note_ledger_end(head)
    await bus.ledger().compare_and_set("switches", b"[]", expected=first)
    assert await found(bus, database_url, tmp_path) == []
    writer.close()
