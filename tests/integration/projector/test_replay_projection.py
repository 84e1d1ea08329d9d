"""The projection of an earlier moment, and the rebuild that nobody who reads notices."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from fixtures.projection import KEYS, event, rows_of, story

from libraries.bus import Bus
from schemas.errors import BadInput, ConfigurationError
from schemas.events import Event
from schemas.posts import PostKey
from schemas.states import Status
from schemas.views import PostFilter
from services.projector.database import create_database_engine
from services.projector.migrate import open_upgraded_database
from services.projector.point_in_time import project_until_sequence
from services.projector.queries.projection_queries import SqlProjection
from services.projector.rebuild import rebuild_projection
from services.projector.service import run_projector
from services.projector.writer import ProjectionWriter


async def record(bus: Bus, *events: Event) -> int:
    sequence = 0
    for one in events:
        sequence = await bus.publish(one, expected=(await bus.post_state(one.post_key)).sequence)
    return sequence


@pytest.fixture
async def shown(database_url: str) -> AsyncIterator[SqlProjection]:
    shown = await asyncio.to_thread(SqlProjection.open, database_url)
    yield shown
    shown.close()


async def test_the_projection_of_a_moment_is_a_fold_up_to_there(bus: Bus, database_url: str, sqlite_url: str) -> None:
    """What came later is not in it, and it equals what a projector had at that time."""
    await record(bus, *story(KEYS[0])[:3], event(KEYS[1], "collected"))
    head = await bus.facts_head()
    writer = ProjectionWriter(open_upgraded_database(sqlite_url.replace("projection", "live")))
    writer.claim_stream(writer.checkpoint(), f"{head.identity} up to 4", head.last_sequence)
    writer.fold_facts([fact async for batch in bus.facts() for fact in batch], 0)
    await record(bus, *story(KEYS[0])[3:], event(KEYS[1], "declined"), event(KEYS[2], "collected"))

    assert await project_until_sequence(bus, database_url, 4) == 4
    then = rows_of(create_database_engine(database_url))
    assert {row["post_key"]: row["status"] for row in then["posts"]} == {
        str(KEYS[0]): Status.PROCESSING,
        str(KEYS[1]): Status.COLLECTED,
    }
    assert then == rows_of(create_database_engine(sqlite_url.replace("projection", "live")))


async def test_no_projector_goes_on_with_the_picture_of_a_moment(bus: Bus, sqlite_url: str) -> None:
    """It would look like the present and miss nothing that anybody sees at once."""
    await record(bus, *story(KEYS[0]))
    await project_until_sequence(bus, sqlite_url, 3)
    with pytest.raises(ConfigurationError, match=r"another stream.*wagglebot replay projection"):
        await run_projector(bus, sqlite_url, asyncio.Event())


async def test_a_database_in_use_is_refused_and_left_as_it_was(bus: Bus, database_url: str) -> None:
    await record(bus, *story(KEYS[0]))
    await rebuild_projection(bus, database_url)
    before = rows_of(create_database_engine(database_url))
    with pytest.raises(BadInput, match="holds a projection already"):
        await project_until_sequence(bus, database_url, 3)
    assert rows_of(create_database_engine(database_url)) == before


@pytest.mark.parametrize("sequence", [0, 9])
async def test_a_moment_outside_the_stream_is_refused(bus: Bus, sqlite_url: str, sequence: int) -> None:
    await record(bus, *story(KEYS[0]))
    with pytest.raises(BadInput, match="from 1 to 8"):
        await project_until_sequence(bus, sqlite_url, sequence)


@pytest.mark.quick_cases(1)
async def test_readers_see_the_whole_projection_all_through_a_rebuild(
    bus: Bus, database_url: str, shown: SqlProjection
) -> None:
    """Three rebuilds under an app that reads without a pause: no error, never a half-filled table."""
    keys = [PostKey.of("sample", f"r{number}") for number in range(300)]
    for key in keys:
        await bus.publish(event(key, "collected"), expected=0)
    await rebuild_projection(bus, database_url)
    seen: list[tuple[int, int]] = []
    rebuilt = asyncio.Event()

    async def read() -> None:
        while not rebuilt.is_set():
            counts = await asyncio.to_thread(shown.counts_by_status)
            cards = await asyncio.to_thread(shown.posts, PostFilter(limit=500))
            seen.append((counts[Status.COLLECTED], len(cards)))

    reading = asyncio.create_task(read())
    for _ in range(3):
        await rebuild_projection(bus, database_url)
    rebuilt.set()
    await asyncio.wait_for(reading, 60)
    assert len(seen) > 3
    assert set(seen) == {(300, 300)}


@pytest.mark.quick_cases(1)
async def test_a_long_stream_is_folded_in_a_process_of_its_own(
    bus: Bus, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same rows, whoever folds; what is no fact is passed over wherever it stands."""
    monkeypatch.setattr("services.projector.rebuild._BATCH", 3)
    await record(bus, *story(KEYS[0]), *story(KEYS[1])[:5])
    await bus.client.store_message("post.approved.sample.9", b"{", {})
    await record(bus, event(KEYS[2], "collected"), event(KEYS[1], "declined"))
    assert await rebuild_projection(bus, database_url) == 15
    before = rows_of(create_database_engine(database_url))
    monkeypatch.setattr("services.projector.rebuild_workers._LONG", 1)
    assert await rebuild_projection(bus, database_url) == 15
    assert rows_of(create_database_engine(database_url)) == before
    assert {row["post_key"] for row in before["posts"]} == set(map(str, KEYS))
