"""The drill of two studios: one is stopped past the broker's ack wait, the other takes its work, the first wakes up."""

import asyncio
import os
import signal
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Final

from libraries.bus import Bus
from schemas.base import Frozen
from schemas.events import ContentStarted, PostApproved, PostCollected, RecordedFact, StageDone
from schemas.recipe import Stage
from testbed.drills.pipeline import CHEAP, cheap_post
from testbed.drills.redelivery import set_ack_wait_and_in_hand
from testbed.drills.stations import (
    StationProcesses,
    running_broker,
    running_stations,
    unstarted_stations,
    wait_until_durable_idle,
)

_ACK_WAIT: Final = 4.0
"""Seconds of silence after which the broker gives a message to the other studio."""
_READY: Final = "waiting for approved posts"
_PATIENCE: Final = 120.0
STAGES: Final = (Stage.VOICE, Stage.FILM)


class StoppedStudioReport(Frozen):
    """The report of the drill of two studios.

    ``slept``: how often a studio was stopped in the middle of a stage; ``both_at_work``: in how many of these the
    other one began the same stage; ``results_too_many``: second results of a stage; ``after_waking``: facts that a
    studio that woke up still added to a post that was done; ``fallen``: studios that ended by themselves.
    """

    seconds: float
    ack_wait_s: float
    slept: int
    both_at_work: int
    rendered: int
    results_too_many: int
    after_waking: int
    fallen: int

    @property
    def passed(self) -> bool:
        """Whether the drill was passed."""
        broken = self.results_too_many + self.after_waking + self.fallen
        return not broken and self.rendered == self.both_at_work == self.slept


async def drill_stopped_studio(
    folder: Path, say: Callable[[str], None], stages: tuple[Stage, ...] = STAGES
) -> StoppedStudioReport:
    """Stop the studio at work with SIGSTOP in each of ``stages``, on one post each, and later continue it."""
    began = time.monotonic()
    async with running_broker(folder / "nats") as (bus, nats):
        one, other = (unstarted_stations(folder / name, nats, folder / "media") for name in ("one", "other"))
        async with running_stations(one, "studio"), running_stations(other, "studio"):
            # Each lays out the topology as it starts; after that it stays as it is.
            await asyncio.gather(_ready(one), _ready(other))
            await set_ack_wait_and_in_hand(bus.client, "studio", _ACK_WAIT)
            after = 0
            for number, stage in enumerate(stages):
                after += await _sleep_through(bus, number, stage)
                say(f"a studio slept {_ACK_WAIT:g} s and more in the {stage} stage; facts after it woke up: {after}")
            facts = [fact async for batch in bus.facts() for fact in batch]
    results = Counter((fact.event.post_key, fact.event.kind) for fact in facts if isinstance(fact.event, StageDone))
    return StoppedStudioReport(
        seconds=round(time.monotonic() - began, 1),
        ack_wait_s=_ACK_WAIT,
        slept=len(stages),
        both_at_work=sum(_both(facts, number, stage) for number, stage in enumerate(stages)),
        rendered=sum(kind == "content.rendered" for _, kind in results),
        results_too_many=sum(count - 1 for count in results.values()),
        after_waking=after,
        fallen=one.fallen + other.fallen,
    )


async def _sleep_through(bus: Bus, number: int, stage: Stage) -> int:
    """Stop the studio that begins ``stage`` of a new post until the post is done. Gives the facts added afterwards."""
    post = cheap_post(number)
    head = await bus.publish(PostCollected(post_key=post.key, revision=0, post=post), expected=0)
    approved = PostApproved(post_key=post.key, revision=1, reviewer="drill", recipe=CHEAP)
    await bus.publish(approved, expected=head)
    async with asyncio.timeout(_PATIENCE):
        sleeper = await _who_begins(bus, head, stage)
    os.kill(sleeper, signal.SIGSTOP)
    try:
        async with asyncio.timeout(_PATIENCE):
            await anext(bus.facts(head, kinds=("content.rendered",), follow=True))
    finally:
        os.kill(sleeper, signal.SIGCONT)
    woken = (await bus.facts_head()).last_sequence
    # The stopped studio now has a result of its own, and tries to record it.
    await asyncio.sleep(_ACK_WAIT / 2)
    await wait_until_durable_idle(bus, "studio")
    return (await bus.facts_head()).last_sequence - woken


async def _who_begins(bus: Bus, head: int, stage: Stage) -> int:
    """The process that begins ``stage``, as soon as its start is on record."""
    async for facts in bus.facts(head, follow=True):
        for fact in facts:
            if isinstance(fact.event, ContentStarted) and fact.event.stage is stage:
                return int(fact.event.worker.rpartition(":")[2])
    raise AssertionError


def _both(facts: list[RecordedFact], number: int, stage: Stage) -> bool:
    key = cheap_post(number).key
    return (
        len(
            {
                fact.event.worker
                for fact in facts
                if isinstance(fact.event, ContentStarted) and fact.event.post_key == key and fact.event.stage is stage
            }
        )
        == 2
    )


async def _ready(studio: StationProcesses) -> None:
    """Wait until the studio of a machine logs that it waits for work."""
    async with asyncio.timeout(_PATIENCE):
        while _READY not in await asyncio.to_thread(studio.log_text, "studio"):  # noqa: ASYNC110 (another process says it)
            await asyncio.sleep(0.05)
