"""Two studios that both believe a message is theirs give one result."""

import asyncio
import os
import signal
from collections import Counter
from pathlib import Path

import pytest
from fixtures_drill import broker, impatient, machine, settled
from fixtures_studio import small_post

from schemas.events import ContentStarted, PostApproved, PostCollected, StageDone
from schemas.recipe import FilmChoice, Recipe, VoiceChoice
from services.bus import Bus
from services.ops.drill_stations import running

RECIPE = Recipe(voice=VoiceChoice(speed=2.0), film=FilmChoice(template="plain", music="none"))
ACK_WAIT = 4.0


async def ready(folder: Path) -> None:
    """Wait until the studio of a machine says that it waits for work."""
    async with asyncio.timeout(30):
        while "waiting for approved posts" not in await asyncio.to_thread((folder / "studio.log").read_text):  # noqa: ASYNC110 - another process says it
            await asyncio.sleep(0.05)


async def started(bus: Bus, kind: str) -> int:
    """The process that begins the stage after a fact of ``kind``, as soon as it says so."""
    after = False
    async for facts in bus.facts(follow=True):
        for fact in facts:
            after = after or fact.event.kind == kind
            if after and isinstance(fact.event, ContentStarted):
                return int(fact.event.worker.rpartition(":")[2])
    raise AssertionError("the stream ended")


@pytest.mark.slow
async def test_a_studio_that_sleeps_past_its_time_and_wakes_up_changes_nothing(tmp_path: Path) -> None:
    post = small_post(content="오늘 회의가 십 분 만에 끝났습니다.", comments=())
    async with broker(tmp_path) as (bus, settings):
        one, other = (machine(tmp_path, name, settings) for name in ("one", "other"))
        async with running(one, "studio"), running(other, "studio"):
            # Each lays out the topology as it starts; after that it stays as it is.
            await asyncio.gather(ready(tmp_path / "one"), ready(tmp_path / "other"))
            await impatient(bus, "studio", ACK_WAIT)
            collected = await bus.publish(PostCollected(post_key=post.key, revision=0, post=post), expected=0)
            approved = PostApproved(post_key=post.key, revision=1, reviewer="kim", recipe=RECIPE)
            await bus.publish(approved, expected=collected)
            async with asyncio.timeout(30):
                sleeper = await started(bus, "content.voiced")
            os.kill(sleeper, signal.SIGSTOP)
            try:
                async with asyncio.timeout(40):
                    assert await anext(bus.facts(kinds=("content.rendered",), follow=True))
            finally:
                os.kill(sleeper, signal.SIGCONT)
            woken = (await bus.head()).last_sequence
            await asyncio.sleep(2)  # the sleeper has a result of its own in hand now, and may say it
            await settled(bus, "studio")
            facts = [fact async for batch in bus.facts() for fact in batch]
    assert (one.fallen, other.fallen) == (0, 0)
    results = Counter(fact.event.kind for fact in facts if isinstance(fact.event, StageDone))
    assert results == {"content.scripted": 1, "content.voiced": 1, "content.rendered": 1}
    workers = [fact.event.worker for fact in facts if isinstance(fact.event, ContentStarted)]
    assert len(workers) == 4, "both of them were at the film"
    assert workers[2] != workers[3]
    assert [fact for fact in facts if fact.sequence > woken] == []
