"""The projector at a real broker, on both databases."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta

import orjson
import pytest
from fixtures.database import MariaDB
from fixtures.facts import NOW, post
from fixtures.projection import KEYS, emptied, event, rows_of, story
from sqlalchemy import inspect, text

from libraries.bus import Bus
from libraries.bus.connection.topology import reset_topology
from schemas import subjects
from schemas.errors import ConfigurationError
from schemas.events import ContentRequested, Event
from schemas.posts import PostKey, Sighting, Stats
from schemas.recipe import Recipe, Stage
from schemas.states import Status, fold_facts
from schemas.views import PostFilter
from services.config import NatsSettings
from services.projector.database import create_database_engine, write_transaction
from services.projector.migrate import open_upgraded_database
from services.projector.queries.projection_queries import SqlProjection
from services.projector.rebuild import rebuild_projection
from services.projector.service import run_projector
from services.projector.writer import ProjectionWriter

LATER = NOW + timedelta(days=365)


async def record(bus: Bus, events: list[Event]) -> int:
    """Publishes the facts of one or more posts; the sequence of the last."""
    last: dict[PostKey, int] = {}
    sequence = 0
    for one in events:
        sequence = await bus.publish(one, expected=last.get(one.post_key, 0))
        last[one.post_key] = sequence
    return sequence


@asynccontextmanager
async def projecting(bus: Bus, url: str) -> AsyncIterator[asyncio.Task[None]]:
    stop = asyncio.Event()
    running = asyncio.create_task(run_projector(bus, url, stop))
    yield running
    stop.set()
    await asyncio.wait_for(running, 60)


async def until(true: Callable[[], bool], seconds: float = 15.0) -> None:
    def wait() -> None:
        deadline = time.monotonic() + seconds
        while not true():
            assert time.monotonic() < deadline
            time.sleep(0.02)

    await asyncio.to_thread(wait)


async def folded_up_to(shown: SqlProjection, sequence: int) -> None:
    await until(lambda: shown.position() >= sequence)


@pytest.fixture
async def shown(database_url: str) -> AsyncIterator[SqlProjection]:
    shown = await asyncio.to_thread(SqlProjection.open, database_url)
    yield shown
    shown.close()


async def test_a_story_becomes_a_film_in_the_gallery(bus: Bus, database_url: str, shown: SqlProjection) -> None:
    """What was there before, and what comes while it follows."""
    await record(bus, [event(KEYS[1], "collected")])
    async with projecting(bus, database_url):
        last = await record(bus, story(KEYS[0]))
        await folded_up_to(shown, last)
        (film,) = await asyncio.to_thread(shown.films)
        (waiting,) = await asyncio.to_thread(shown.posts, PostFilter())
        history = await bus.facts_of_post(KEYS[0])
    assert (film.key, film.status) == (KEYS[0], Status.UPLOADED)
    assert [upload.platform for upload in film.uploads] == ["export"]
    assert film.rendered_at == history[5].time
    assert waiting.key == KEYS[1]
    assert rows_of(create_database_engine(database_url))["posts"][0]["sequence"] == fold_facts(history).sequence


async def test_every_commit_is_announced(bus: Bus, database_url: str, shown: SqlProjection) -> None:
    """The review app reads when it is told, never in between."""
    async with projecting(bus, database_url), bus.listen(subjects.PROJECTED) as heard:
        last = await record(bus, [event(KEYS[0], "collected"), event(KEYS[0], "approved")])
        seen: set[str] = set()
        async with asyncio.timeout(60):
            async for _, payload in heard:
                said = orjson.loads(payload)
                seen |= set(said["keys"])
                assert await asyncio.to_thread(shown.position) >= said["sequence"]
                if said["sequence"] >= last:
                    break
    assert seen == {str(KEYS[0])}


@pytest.mark.quick_cases(1)
async def test_figures_seen_right_after_a_post_are_kept(bus: Bus, database_url: str, shown: SqlProjection) -> None:
    """The sighting is read from another stream and may overtake the fact it follows."""
    async with projecting(bus, database_url):
        for number in range(30):
            key = PostKey.of("sample", f"n{number}")
            await record(bus, [event(key, "collected")])
            await bus.record_sighting(Sighting(key=key, stats=Stats(views=number), time=LATER))

        await until(lambda: sorted(card.views or 0 for card in shown.posts(PostFilter())) == list(range(30)))


@pytest.mark.quick_cases(1)
async def test_a_waiting_retry_does_not_hold_up_sightings(bus: Bus, database_url: str, shown: SqlProjection) -> None:
    """A schedule is the last message of the stream but no fact."""
    unknown, key = KEYS[1], KEYS[0]
    await record(bus, [event(key, "collected")])
    retry = ContentRequested(post_key=key, revision=1, from_stage=Stage.FILM, recipe=Recipe(), attempt=2)
    await bus.schedule_retry(retry, NOW + timedelta(days=3650))
    for one in (unknown, key):
        await bus.record_sighting(Sighting(key=one, stats=Stats(views=77), time=LATER))
    async with projecting(bus, database_url):
        await until(lambda: [card.views for card in shown.posts(PostFilter())] == [77])
        assert await asyncio.to_thread(shown.post, unknown) is None


async def test_it_goes_on_where_it_stopped(bus: Bus, database_url: str, shown: SqlProjection) -> None:
    for events in (story(KEYS[0])[:3], story(KEYS[1]), story(KEYS[2])[:5]):
        last = await record(bus, events)
        async with projecting(bus, database_url):
            await folded_up_to(shown, last)
    facts = [fact async for batch in bus.facts() for fact in batch]
    for row in rows_of(create_database_engine(database_url))["posts"]:
        state = fold_facts(f for f in facts if str(f.event.post_key) == row["post_key"])
        assert (row["status"], row["revision"], row["sequence"]) == (state.status, state.revision, state.sequence)


async def test_two_projectors_at_once_fold_everything_once(bus: Bus, database_url: str, shown: SqlProjection) -> None:
    async with projecting(bus, database_url), projecting(bus, database_url):
        for key in KEYS:
            last = await record(bus, story(key))
        await folded_up_to(shown, last)
    before = rows_of(create_database_engine(database_url))
    assert await rebuild_projection(bus, database_url) == 3 * len(story(KEYS[0]))
    assert rows_of(create_database_engine(database_url)) == before


@pytest.mark.quick_cases(1)
async def test_another_stream_is_refused_with_the_remedy(
    bus: Bus, nats_settings: NatsSettings, database_url: str, shown: SqlProjection
) -> None:
    last = await record(bus, story(KEYS[0]))
    async with projecting(bus, database_url):
        await folded_up_to(shown, last)
    await reset_topology(nats_settings)
    await record(bus, story(KEYS[1]) + story(KEYS[2]))
    with pytest.raises(ConfigurationError, match=r"another stream.*wagglebot replay projection"):
        await run_projector(bus, database_url, asyncio.Event())
    assert {row["post_key"] for row in rows_of(create_database_engine(database_url))["posts"]} == {str(KEYS[0])}


async def test_a_checkpoint_ahead_of_the_stream_is_refused(bus: Bus, database_url: str) -> None:
    """As after the restore of an old backup: sequences would be used a second time and their facts passed over."""
    last = await record(bus, story(KEYS[0]))
    writer = ProjectionWriter(open_upgraded_database(database_url))
    writer.claim_stream(writer.checkpoint(), (await bus.facts_head()).identity, last)
    with write_transaction(create_database_engine(database_url)) as connection:
        connection.execute(text(f"UPDATE checkpoint SET sequence = {last + 10}"))
    with pytest.raises(ConfigurationError, match=rf"up to {last + 10}.*ends at {last}.*wagglebot restore"):
        await run_projector(bus, database_url, asyncio.Event())


@pytest.mark.quick_cases(1)
async def test_a_rebuild_equals_what_was_folded_live(bus: Bus, database_url: str, shown: SqlProjection) -> None:
    """Also after the stream was replaced, and twice: nothing of the first may be in the way of the second."""
    for key in KEYS:
        last = await record(bus, story(key))
    await bus.record_sighting(Sighting(key=KEYS[0], stats=Stats(views=5), comments=post().comments, time=LATER))
    async with projecting(bus, database_url):
        await folded_up_to(shown, last)
    for _ in range(2):
        with write_transaction(create_database_engine(database_url)) as connection:
            connection.execute(text("UPDATE posts SET title = 'wrong', status = 'DECLINED'"))
            connection.execute(text("UPDATE checkpoint SET stream = 'another', sequence = 99999"))
        assert await rebuild_projection(bus, database_url) == len([f async for batch in bus.facts() for f in batch])
        cards = [await asyncio.to_thread(shown.post, key) for key in KEYS]
        assert {card.title for card in cards if card} == {post().title}
        assert cards[0] is not None
        assert cards[0].views == 5
        assert await asyncio.to_thread(shown.position) == last
    async with projecting(bus, database_url):
        last = await bus.publish(event(KEYS[0], "withdrawn"), expected=(await bus.post_state(KEYS[0])).sequence)
        await folded_up_to(shown, last)


@pytest.mark.quick_cases(1)
async def test_a_projector_goes_on_behind_a_rebuild(bus: Bus, database_url: str, shown: SqlProjection) -> None:
    """The tables are changed under it, several times, while facts come in."""
    async with projecting(bus, database_url):
        for number in range(40):
            last = await record(bus, [event(PostKey.of("sample", str(number)), "collected")])
            if number % 10 == 5:
                await rebuild_projection(bus, database_url)
        await folded_up_to(shown, last)
    counts = await asyncio.to_thread(shown.counts_by_status)
    assert counts[Status.COLLECTED] == 40


@pytest.mark.quick_cases(1)
async def test_a_projector_ahead_of_a_rebuild_reads_again(bus: Bus, database_url: str, shown: SqlProjection) -> None:
    """The rebuild was slower than the projector, so its tables hold less than the projector has folded."""
    identity = (await bus.facts_head()).identity
    async with projecting(bus, database_url):
        for key in KEYS[:2]:
            last = await record(bus, story(key))
            await folded_up_to(shown, last)
        engine = create_database_engine(database_url)
        emptied(engine)
        with write_transaction(engine) as connection:
            connection.execute(text("UPDATE checkpoint SET stream = :identity"), {"identity": identity})
        last = await record(bus, story(KEYS[2]))
        await folded_up_to(shown, last)
    assert {film.key for film in await asyncio.to_thread(shown.films)} == set(KEYS)


@pytest.mark.quick_cases(1)
async def test_what_a_rebuild_left_behind_is_cleared_away(bus: Bus, database_url: str, shown: SqlProjection) -> None:
    """It was killed before it was done, or just after its tables were put in place."""
    await record(bus, story(KEYS[0]))
    with write_transaction(create_database_engine(database_url)) as connection:
        for table in ("new_posts", "old_comments"):
            connection.execute(text(f"CREATE TABLE {table} (x INT)"))
    assert await rebuild_projection(bus, database_url) == len(story(KEYS[0]))
    assert not [
        table
        for table in inspect(create_database_engine(database_url)).get_table_names()
        if table.startswith(("new", "old"))
    ]


@pytest.mark.mariadb
async def test_a_database_killed_under_the_projector_is_waited_for(bus: Bus, mariadb_of_its_own: MariaDB) -> None:
    """SIGKILL three times in the middle of the stream: every fact is folded in once."""
    server = mariadb_of_its_own
    server.run("CREATE DATABASE w CHARACTER SET utf8mb4 COLLATE utf8mb4_bin")
    url = server.url("w")
    shown = SqlProjection.open(url)
    async with projecting(bus, url) as running:
        await folded_up_to(shown, await record(bus, story(KEYS[0])))
        for number in range(60):
            last = await record(bus, story(PostKey.of("other", str(number))))
            if number % 20 == 10:
                await asyncio.to_thread(server.kill)
            if number % 20 == 15:
                assert not running.done()
                await asyncio.to_thread(server.start)
        await folded_up_to(shown, last)
    live = rows_of(create_database_engine(url))
    assert len(live["posts"]) == len(live["uploads"]) == 61
    await rebuild_projection(bus, url)
    assert rows_of(create_database_engine(url)) == live
    shown.close()
