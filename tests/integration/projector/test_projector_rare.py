"""What seldom happens to a projection: a database that goes away, batches that end exactly, and empty tables."""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import BrokenExecutor
from functools import partial
from typing import Any

import pytest
from fixtures.facts import NOW
from fixtures.projection import KEYS, event, rows_of, story

from libraries import waiting
from libraries.bus import Bus
from libraries.bus.connection.topology import reset_topology
from schemas.errors import ConfigurationError, ProviderDown, Retryable
from schemas.events import Event
from schemas.posts import COPY, Sighting, Stats
from schemas.views import PostFilter
from services.config import NatsSettings
from services.projector import database, rebuild_workers
from services.projector import service as projector
from services.projector.database import create_database_engine, process_lock, turn_to_write
from services.projector.fact_decoder import fact_part_json
from services.projector.migrate import open_upgraded_database
from services.projector.point_in_time import project_until_sequence
from services.projector.queries.projection_queries import SqlProjection
from services.projector.rebuild import rebuild_projection
from services.projector.rebuild_workers import rebuild_pool
from services.projector.service import run_projector
from services.projector.writer import ProjectionWriter

LAST = len(story(KEYS[0]))


async def record(bus: Bus, *events: Event) -> None:
    for one in events:
        await bus.publish(one, expected=(await bus.post_state(one.post_key)).sequence)


def away(monkeypatch: pytest.MonkeyPatch, method: str, times: int) -> Callable[[], int]:
    """The database does not answer the first ``times`` calls of a method; gives how many are still to fail."""
    plain = getattr(ProjectionWriter, method)
    left = times

    def call(writer: ProjectionWriter, *words: Any) -> Any:
        nonlocal left
        if left:
            left -= 1
            raise ProviderDown("store.no_answer", what="test", why="away")
        return plain(writer, *words)

    monkeypatch.setattr(ProjectionWriter, method, call)
    return lambda: left


async def shown_at(url: str, sequence: int) -> None:
    shown = SqlProjection.open(url)
    async with asyncio.timeout(60):
        at = 0
        while at < sequence:
            await asyncio.sleep(0.01)
            at = await asyncio.to_thread(shown.position)
    shown.close()


@pytest.mark.parametrize("sequence", [2, 3, LAST])
async def test_the_projection_of_a_moment_ends_within_and_between_batches(
    bus: Bus, sqlite_url: str, monkeypatch: pytest.MonkeyPatch, sequence: int
) -> None:
    await record(bus, *story(KEYS[0]))
    monkeypatch.setattr(bus, "facts", partial(bus.facts, batch=2))
    assert await project_until_sequence(bus, sqlite_url, sequence) == sequence
    [row] = rows_of(create_database_engine(sqlite_url))["posts"]
    assert row["sequence"] == sequence


@pytest.mark.parametrize("method", ["fold_facts", "has_rows_for", "fold_sightings"])
async def test_a_database_that_was_away_gets_what_it_missed(
    bus: Bus, sqlite_url: str, monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    left = away(monkeypatch, method, times=2)
    monkeypatch.setattr(waiting, "FIRST_PAUSE", 0.01)
    stop = asyncio.Event()
    running = asyncio.create_task(run_projector(bus, sqlite_url, stop))
    await bus.record_sighting(Sighting(key=KEYS[0], stats=Stats(views=77), time=NOW.replace(year=2099)))
    await record(bus, *story(KEYS[0]))
    await shown_at(sqlite_url, LAST)
    async with asyncio.timeout(60):
        views = None
        while views is None or left():
            await asyncio.sleep(0.01)
            # A sighting of a post without rows is seen no more; with them its figures are taken.
            await bus.record_sighting(Sighting(key=KEYS[0], stats=Stats(views=78), time=NOW.replace(year=2099)))
            views = rows_of(create_database_engine(sqlite_url))["posts"][0]["views"]
    stop.set()
    await asyncio.wait_for(running, 60)


@pytest.mark.parametrize("method", ["fold_facts", "fold_sightings"])
async def test_a_projector_stops_although_its_database_is_away(
    bus: Bus, sqlite_url: str, monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    open_upgraded_database(sqlite_url)
    left = away(monkeypatch, method, times=1_000_000)
    stop = asyncio.Event()
    running = asyncio.create_task(run_projector(bus, sqlite_url, stop))
    await record(bus, event(KEYS[0], "collected"))
    await bus.record_sighting(Sighting(key=KEYS[0], stats=Stats(views=77), time=NOW))
    async with asyncio.timeout(60):
        failed = 0
        while not failed:
            await asyncio.sleep(0.01)
            failed = 1_000_000 - left()
    stop.set()
    await asyncio.wait_for(running, 60)


async def test_a_sighting_that_waits_for_its_post_is_kept_for_the_next_start(
    bus: Bus, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer = ProjectionWriter(open_upgraded_database(sqlite_url))
    plain, waits = projector._Projector._reached, asyncio.Event()

    async def reached(following: projector._Projector, position: int) -> None:
        waits.set()
        await plain(following, position)

    monkeypatch.setattr(projector._Projector, "_reached", reached)
    await bus.record_sighting(Sighting(key=KEYS[0], stats=Stats(views=77), time=NOW.replace(year=2099)))
    await record(bus, event(KEYS[0], "collected"))
    with monkeypatch.context() as patched:
        away(patched, "fold_facts", times=1_000_000)
        stop = asyncio.Event()
        running = asyncio.create_task(run_projector(bus, sqlite_url, stop))
        await asyncio.wait_for(waits.wait(), 60)
        stop.set()
        await asyncio.wait_for(running, 60)
        assert writer.checkpoint().sightings == 0
    stop = asyncio.Event()
    running = asyncio.create_task(run_projector(bus, sqlite_url, stop))
    async with asyncio.timeout(60):
        views: set[int] = set()
        while views != {77}:
            await asyncio.sleep(0.01)
            views = {row["views"] for row in rows_of(create_database_engine(sqlite_url))["posts"]}
    stop.set()
    await asyncio.wait_for(running, 60)


async def test_a_stream_replaced_under_the_projector_ends_it(
    bus: Bus, nats_settings: NatsSettings, sqlite_url: str
) -> None:
    await record(bus, *story(KEYS[0]))
    running = asyncio.create_task(run_projector(bus, sqlite_url, asyncio.Event()))
    await shown_at(sqlite_url, LAST)
    await reset_topology(nats_settings)
    with pytest.raises(ConfigurationError) as caught:
        await asyncio.wait_for(running, 60)
    assert caught.value.code == "stream.replaced"


async def test_a_rebuild_leaves_out_what_is_no_fact_and_waits_for_its_database(
    bus: Bus, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await record(bus, *story(KEYS[0]))
    await bus.client.store_message("post.approved.sample.8", b"{", {})
    open_upgraded_database(sqlite_url)
    left = away(monkeypatch, "fold_rebuild_batch", times=1)
    assert await rebuild_projection(bus, sqlite_url) == LAST
    assert left() == 0


async def test_a_rebuild_gives_up_on_a_database_that_stays_away(
    bus: Bus, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await record(bus, *story(KEYS[0]))
    open_upgraded_database(sqlite_url)
    away(monkeypatch, "fold_rebuild_batch", times=1_000_000)
    with pytest.raises(ProviderDown) as caught:
        await rebuild_projection(bus, sqlite_url)
    assert caught.value.code == "store.no_answer"


async def test_a_rebuild_process_that_dies_is_said(sqlite_url: str) -> None:
    with pytest.raises(Retryable) as caught:
        async with rebuild_pool(sqlite_url, facts=1):
            raise BrokenExecutor
    assert caught.value.code == "store.rebuild_process_ended"
    assert sqlite_url not in rebuild_workers._writers


async def test_an_empty_projection_shows_nothing(sqlite_url: str) -> None:
    shown = SqlProjection.open(sqlite_url)
    assert shown.films() == []
    for wanted in (PostFilter(fold=True), PostFilter(flag="story"), PostFilter(flag=COPY)):
        assert shown.posts(wanted) == []
    shown.close()


def test_sightings_that_were_taken_before_change_nothing(sqlite_url: str) -> None:
    writer = ProjectionWriter(open_upgraded_database(sqlite_url))
    seen = [(7, Sighting(key=KEYS[0], stats=Stats(views=1), time=NOW))]
    assert writer.fold_sightings(seen, 0).position == 7
    before = rows_of(create_database_engine(sqlite_url))
    again = writer.fold_sightings(seen, 7)
    assert (again.position, again.keys) == (7, ())
    assert writer.fold_sightings([(9, seen[0][1])], 8).position == 7  # rebuilt since, and so behind
    assert rows_of(create_database_engine(sqlite_url)) == before


def test_only_parts_of_facts_are_written_as_json() -> None:
    assert fact_part_json(event(KEYS[0], "found").post_key) == '{"site":"sample","id":"1"}'
    with pytest.raises(TypeError, match="not part of a fold"):
        fact_part_json(object())


@pytest.mark.mariadb
def test_a_lock_that_stays_taken_is_said(mariadb_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "_LOCK_SECONDS", 0)
    with process_lock(create_database_engine(mariadb_url), "x"):
        with pytest.raises(ProviderDown) as caught, process_lock(create_database_engine(mariadb_url), "x"):
            pass
        assert caught.value.code == "store.lock_taken"
    with process_lock(create_database_engine(mariadb_url), "x"):
        pass


def test_two_writers_of_a_rebuild_take_turns(sqlite_url: str) -> None:
    engines = [open_upgraded_database(sqlite_url), create_database_engine(sqlite_url)]
    order, began = list[str](), threading.Event()

    def second() -> None:
        began.set()
        with turn_to_write(engines[1]):
            order.append("second")

    with turn_to_write(engines[0]):
        waiting_one = threading.Thread(target=second)
        waiting_one.start()
        began.wait()
        waiting_one.join(0.1)
        order.append("first")
    waiting_one.join()
    assert order == ["first", "second"]


@pytest.mark.mariadb
def test_writers_of_mariadb_need_no_turns(mariadb_url: str) -> None:
    engine = create_database_engine(mariadb_url)
    with turn_to_write(engine), turn_to_write(engine):
        pass
