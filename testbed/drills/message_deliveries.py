"""The drill of deliveries: every message is delivered twice and in any order, and decisions arrive at any moment."""

import asyncio
import random
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

from libraries.bus import Bus, MessageContext, Service
from schemas.base import Frozen
from schemas.events import (
    ContentRendered,
    ContentRequested,
    ContentScripted,
    ContentStarted,
    ContentUploaded,
    ContentVoiced,
    Event,
    PostApproved,
    PostCollected,
    PostDeclined,
    PostRetracted,
    RecordedFact,
    StageDone,
)
from schemas.posts import PostKey
from schemas.recipe import Stage
from schemas.states import PostState, Status
from testbed.benchmarks.invented_facts import FILM, SCRIPT, VOICE
from testbed.drills.pipeline import CHEAP, cheap_post
from testbed.drills.redelivery import redeliver_every_message
from testbed.drills.stations import running_broker, running_stations, unstarted_stations, wait_until_durable_idle

_DONE: Final[dict[str, Any]] = {"stage_key": "a" * 64, "served_by": "drill", "seconds": 1.0}
_SHUFFLES: Final = 3
_STOPS: Final = 6
_DECIDED: Final = 24
_DECIDING: Final = 1.5
"""Seconds within which all decisions are made: about as long as the work on all posts."""
_PIECE: Final = 0.03
"""Longest a stage takes in this drill, in seconds."""
Say = Callable[[str], None]


class RedeliveryFigures(Frozen):
    """What came of finished work whose messages were all delivered again. ``changed``: facts more or other than before;
    ``ran_again``: stages that were run for it.
    """

    posts: int
    delivered_again: int
    changed: int
    ran_again: int


class InterruptionFigures(Frozen):
    """What came of work whose studio was stopped midway while acknowledged messages were delivered again."""

    posts: int
    delivered_again: int
    results_too_many: int
    unfinished: int


class DecisionFigures(Frozen):
    """What came of retractions and declines that were made while the studio worked.

    ``in_mid_work``: decisions that met a post at work. ``readable``: retracted posts whose text or film is still
    in the state.
    """

    posts: int
    retracted: int
    retractions_lost: int
    readable: int
    declined: int
    declines_lost: int
    in_mid_work: int
    others_unfinished: int


class MessageDeliveriesReport(Frozen):
    """The report of the drill of deliveries.

    ``invented``: stages that take no time; ``real``: the stations with their own stages, publisher included.
    """

    seconds: float
    invented: RedeliveryFigures
    real: RedeliveryFigures
    half_done: InterruptionFigures
    decided: DecisionFigures

    @property
    def passed(self) -> bool:
        """Whether the drill was passed."""
        decided, half = self.decided, self.half_done
        broken = [twice.changed + twice.ran_again for twice in (self.invented, self.real)]
        broken += [half.results_too_many, half.unfinished, decided.retractions_lost, decided.readable]
        broken += [decided.declines_lost, decided.others_unfinished]
        return not any(broken) and decided.in_mid_work > 0


async def drill_message_deliveries(folder: Path, say: Say) -> MessageDeliveriesReport:
    """Run every part of the drill, each over a broker of its own below ``folder``."""
    began = time.monotonic()
    parts: list[Any] = []
    for name, part in (
        ("invented", redeliver_finished_work),
        ("half", redeliver_between_stops),
        ("decided", decide_during_work),
    ):
        async with running_broker(folder / name) as (bus, _):
            parts.append(await part(bus))
            say(f"{name}: {parts[-1]}")
    real = await redeliver_to_real_stations(folder / "real")
    say(f"real: {real}")
    seconds = round(time.monotonic() - began, 1)
    return MessageDeliveriesReport(seconds=seconds, invented=parts[0], half_done=parts[1], decided=parts[2], real=real)


class SleepingStudio:
    """A studio whose stages only sleep. ``calls`` counts them."""

    def __init__(self, pause: random.Random | None = None) -> None:
        self.calls = 0
        self._pause = pause
        self.service = Service("studio", durable="studio")
        self.service.on(stage=Stage.SCRIPT)(self.make_script)
        self.service.on(stage=Stage.VOICE)(self.make_voice)
        self.service.on(stage=Stage.FILM)(self.make_film)

    async def make_script(self, fact: PostApproved | ContentRequested, work: MessageContext) -> ContentScripted:
        """The script stage: sleeps, and gives an invented script."""
        await self._work(fact, work, Stage.SCRIPT)
        return ContentScripted.caused_by(fact, **_DONE, script=SCRIPT)

    async def make_voice(self, fact: ContentScripted | ContentRequested, work: MessageContext) -> ContentVoiced:
        """The voice stage: sleeps, and gives an invented narration."""
        await self._work(fact, work, Stage.VOICE)
        return ContentVoiced.caused_by(fact, **_DONE, voice=VOICE)

    async def make_film(self, fact: ContentVoiced | ContentRequested, work: MessageContext) -> ContentRendered:
        """The film stage: sleeps, and gives an invented film."""
        await self._work(fact, work, Stage.FILM)
        return ContentRendered.caused_by(fact, **_DONE, film=FILM)

    async def _work(self, fact: Event, work: MessageContext, stage: Stage) -> None:
        self.calls += 1
        await work.record(ContentStarted.caused_by(fact, f"{stage}:{work.delivery}", stage=stage, worker="drill"))
        if self._pause:
            await asyncio.sleep(self._pause.uniform(0, _PIECE))

    @asynccontextmanager
    async def running(self, bus: Bus) -> AsyncIterator[None]:
        """The studio at work within the block."""
        stop = asyncio.Event()
        running_ = asyncio.create_task(self.service.run(bus, stop))
        try:
            yield
        finally:
            stop.set()
            await running_


async def redeliver_finished_work(bus: Bus, posts: int = 6) -> RedeliveryFigures:
    """Deliver finished work again, three times, each time in another order."""
    studio = SleepingStudio()
    await _approve(bus, posts)
    async with studio.running(bus):
        await wait_until_durable_idle(bus, "studio")
    before, calls, again = await _everything(bus), studio.calls, 0
    for seed in range(_SHUFFLES):
        again += await redeliver_every_message(bus.client, "studio", random.Random(seed))  # noqa: S311 (it guards nothing)
        async with studio.running(bus):
            await wait_until_durable_idle(bus, "studio")
    changed = _unlike(before, await _everything(bus))
    return RedeliveryFigures(posts=posts, delivered_again=again, changed=changed, ran_again=studio.calls - calls)


async def redeliver_between_stops(bus: Bus, posts: int = 6) -> InterruptionFigures:
    """Stop the studio at several points, and deliver again what it had acknowledged, among the rest."""
    dice = random.Random(7)  # noqa: S311 (it guards nothing)
    studio = SleepingStudio(dice)
    keys = await _approve(bus, posts)
    again = 0
    for _ in range(_STOPS):
        async with studio.running(bus):
            await asyncio.sleep(dice.uniform(0.02, 0.15))
        again += await redeliver_every_message(bus.client, "studio", dice)
    async with studio.running(bus):
        await wait_until_durable_idle(bus, "studio")
    results = Counter(
        (str(fact.event.post_key), fact.event.kind)
        for fact in await _everything(bus)
        if isinstance(fact.event, StageDone)
    )
    states = [await bus.post_state(key) for key in keys]
    return InterruptionFigures(
        posts=posts,
        delivered_again=again,
        results_too_many=sum(count - 1 for count in results.values()),
        unfinished=sum(state.status is not Status.RENDERED for state in states),
    )


async def decide_during_work(bus: Bus, posts: int = _DECIDED) -> DecisionFigures:
    """Retract a third of the posts and decline a third while the studio works; then deliver every message again."""
    dice = random.Random(11)  # noqa: S311 (it guards nothing)
    studio = SleepingStudio(dice)
    keys = await _approve(bus, posts)
    retracted, declined, others = keys[::3], keys[1::3], keys[2::3]

    async def at_some_moment(key: PostKey, ending: Callable[[PostKey, PostState], Event]) -> None:
        await asyncio.sleep(dice.uniform(0, _DECIDING))
        await bus.publish_decision(key, lambda state: ending(key, state))

    async with studio.running(bus):
        chosen = [(key, _retraction) for key in retracted] + [(key, _decline) for key in declined]
        await asyncio.gather(*(at_some_moment(key, ending) for key, ending in chosen))
        await wait_until_durable_idle(bus, "studio")
    await redeliver_every_message(bus.client, "studio", dice)
    async with studio.running(bus):
        await wait_until_durable_idle(bus, "studio")
    states = {key: await bus.post_state(key) for key in keys}
    return DecisionFigures(
        posts=posts,
        retracted=len(retracted),
        retractions_lost=sum(states[key].status is not Status.RETRACTED for key in retracted),
        readable=sum(states[key].post is not None or states[key].film is not None for key in retracted),
        declined=len(declined),
        declines_lost=sum(states[key].status is not Status.DECLINED for key in declined),
        in_mid_work=sum([await _met_at_work(bus, key) for key in (*retracted, *declined)]),
        others_unfinished=sum(states[key].status is not Status.RENDERED for key in others),
    )


async def redeliver_to_real_stations(folder: Path, posts: int = 2) -> RedeliveryFigures:
    """Deliver all messages of the real studio and publisher again, shuffled, to new processes."""
    async with running_broker(folder / "nats") as (bus, nats):
        await _approve(bus, posts)
        stations = unstarted_stations(folder / "machine", nats, folder / "media")
        async with running_stations(stations, "studio", "publish"):
            await _uploaded(bus, posts)
        before = await _everything(bus)
        dice = random.Random(3)  # noqa: S311 (it guards nothing)
        again = sum(
            [await redeliver_every_message(bus.client, durable, dice) for durable in ("studio", "publish-export")]
        )
        async with running_stations(stations, "studio", "publish"):
            await wait_until_durable_idle(bus, "studio")
            await wait_until_durable_idle(bus, "publish-export")
        after = await _everything(bus)
    more = after[len(before) :]
    ran = sum(isinstance(fact.event, ContentStarted) for fact in more)
    return RedeliveryFigures(posts=posts, delivered_again=again, changed=_unlike(before, after), ran_again=ran)


async def _uploaded(bus: Bus, posts: int) -> None:
    count = 0
    async for facts in bus.facts(kinds=(ContentUploaded.kind,), follow=True):
        count += len(facts)
        if count >= posts:
            break
    await wait_until_durable_idle(bus, "studio")
    await wait_until_durable_idle(bus, "publish-export")


async def _approve(bus: Bus, count: int) -> list[PostKey]:
    posts = [cheap_post(number) for number in range(count)]
    for post in posts:
        collected = await bus.publish(PostCollected(post_key=post.key, revision=0, post=post), expected=0)
        approved = PostApproved(post_key=post.key, revision=1, reviewer="drill", recipe=CHEAP)
        await bus.publish(approved, expected=collected)
    return [post.key for post in posts]


async def _everything(bus: Bus) -> list[RecordedFact]:
    return [fact async for batch in bus.facts() for fact in batch]


def _unlike(before: list[RecordedFact], after: list[RecordedFact]) -> int:
    return abs(len(after) - len(before)) + sum(old != new for old, new in zip(before, after, strict=False))


def _retraction(key: PostKey, state: PostState) -> Event:
    return PostRetracted(post_key=key, revision=state.revision, by="글쓴이", reason="삭제 요청")


def _decline(key: PostKey, state: PostState) -> Event:
    return PostDeclined(post_key=key, revision=state.revision, reviewer="drill", reason="다시 보니 아닙니다")


async def _met_at_work(bus: Bus, key: PostKey) -> bool:
    """Whether the studio had begun the post and not finished it when the decision came."""
    kinds = {fact.event.kind for fact in await bus.facts_of_post(key)}
    return "content.started" in kinds and "content.rendered" not in kinds
