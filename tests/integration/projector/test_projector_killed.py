"""A projector that is killed again and again still holds the fold of the stream."""

import asyncio
import multiprocessing
import random

import pytest
from fixtures.projection import event, rows_of, story

from libraries.bus import Bus
from libraries.bus import connect as connect_bus
from schemas.events import RecordedFact
from schemas.posts import PostKey
from schemas.states import PostState, fold_facts
from services.config import NatsSettings
from services.projector.database import create_database_engine
from services.projector.queries.projection_queries import SqlProjection
from services.projector.rebuild import rebuild_projection
from services.projector.service import run_projector

_KILLS = 6
_LOOK = 0.01
"""Seconds between two looks at how far the projector has come; without them the looking is most of the work."""


def project(settings: NatsSettings, url: str) -> None:
    """A projector of its own process, which only a signal ends."""

    async def run() -> None:
        await run_projector(await connect_bus(settings, "victim"), url, asyncio.Event())

    asyncio.run(run())


async def tell(bus: Bus, stop: asyncio.Event) -> int:
    """Stories of posts, several at a time, until told to stop; how many posts."""
    number = 0
    while not stop.is_set():
        keys = [PostKey.of("sample", f"p{number + place}") for place in range(4)]
        number += len(keys)
        last = dict.fromkeys(keys, 0)
        for facts in zip(*([*story(key), event(key, "withdrawn")] for key in keys), strict=True):
            for fact in facts:
                last[fact.post_key] = await bus.publish(fact, expected=last[fact.post_key])
            await asyncio.sleep(0.02)
    return number


@pytest.mark.slow
async def test_killed_at_random_it_neither_loses_nor_doubles(
    bus: Bus, nats_settings: NatsSettings, database_url: str
) -> None:
    forking = multiprocessing.get_context("forkserver")
    forking.set_forkserver_preload(["libraries.bus", "services.projector.service"])
    dice = random.Random(20261101)
    shown = SqlProjection.open(database_url)
    done = asyncio.Event()
    telling = asyncio.create_task(tell(bus, done))
    positions = []
    for _ in range(_KILLS):
        victim = forking.Process(target=project, args=(nats_settings, database_url), daemon=True)
        before = shown.position()
        await asyncio.to_thread(victim.start)
        async with asyncio.timeout(30):
            while await asyncio.to_thread(shown.position) <= before:
                assert victim.is_alive()
                await asyncio.sleep(_LOOK)
        await asyncio.sleep(dice.uniform(0, 0.1))
        victim.kill()
        await asyncio.to_thread(victim.join)
        positions.append(shown.position())
    done.set()
    posts = await telling
    # Each of them was in the middle of its work when it died.
    assert positions == sorted(set(positions))
    await the_last_one(bus, database_url, shown)
    facts = [fact async for batch in bus.facts() for fact in batch]
    live = rows_of(create_database_engine(database_url))
    assert {row["post_key"]: (row["status"], row["sequence"]) for row in live["posts"]} == {
        key: (state.status, state.sequence) for key, state in states(facts).items()
    }
    assert len(live["posts"]) == len(live["contents"]) == len(live["uploads"]) == posts
    await rebuild_projection(bus, database_url)
    assert rows_of(create_database_engine(database_url)) == live
    shown.close()


async def the_last_one(bus: Bus, url: str, shown: SqlProjection) -> None:
    stop = asyncio.Event()
    running = asyncio.create_task(run_projector(bus, url, stop))
    end = (await bus.facts_head()).last_sequence
    async with asyncio.timeout(30):
        while await asyncio.to_thread(shown.position) < end:
            assert not running.done()
            await asyncio.sleep(_LOOK)
    stop.set()
    await running


def states(facts: list[RecordedFact]) -> dict[str, PostState]:
    by_post: dict[str, list[RecordedFact]] = {}
    for fact in facts:
        by_post.setdefault(str(fact.event.post_key), []).append(fact)
    return {key: fold_facts(own) for key, own in by_post.items()}
