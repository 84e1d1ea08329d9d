"""Messages that come twice, in any order, and decisions that come at any moment."""

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fixtures_drill import impatient, settled
from fixtures_facts import FILM, SCRIPT, VOICE, post
from nats.aio.msg import Msg

from schemas.events import (
    ContentRendered,
    ContentRequested,
    ContentScripted,
    ContentStarted,
    ContentVoiced,
    Event,
    PostApproved,
    PostCollected,
    PostDeclined,
    PostRetracted,
    Recorded,
)
from schemas.posts import PostKey
from schemas.recipe import Stage
from schemas.states import PostState, Status
from services.bus import Bus, Service, Work
from services.bus.topology import ensure_topology

DONE: dict[str, Any] = {"stage_key": "a" * 64, "served_by": "test", "seconds": 1.0}


class Studio:
    """The loop of the studio, with stages that take no time but the time they are told to. ``calls`` by post."""

    def __init__(self, pause: random.Random | None = None) -> None:
        self.calls: Counter[tuple[str, Stage]] = Counter()
        self._pause = pause
        self.service = Service("studio", durable="studio")
        self.service.on(stage=Stage.SCRIPT)(self.script)
        self.service.on(stage=Stage.VOICE)(self.voice)
        self.service.on(stage=Stage.FILM)(self.film)

    async def script(self, fact: PostApproved | ContentRequested, work: Work) -> ContentScripted:
        await self._work(fact, work, Stage.SCRIPT)
        return ContentScripted.caused_by(fact, **DONE, script=SCRIPT)

    async def voice(self, fact: ContentScripted | ContentRequested, work: Work) -> ContentVoiced:
        await self._work(fact, work, Stage.VOICE)
        return ContentVoiced.caused_by(fact, **DONE, voice=VOICE)

    async def film(self, fact: ContentVoiced | ContentRequested, work: Work) -> ContentRendered:
        await self._work(fact, work, Stage.FILM)
        return ContentRendered.caused_by(fact, **DONE, film=FILM)

    async def _work(self, fact: Event, work: Work, stage: Stage) -> None:
        self.calls[str(fact.post_key), stage] += 1
        await work.record(ContentStarted.caused_by(fact, f"{stage}:{work.delivery}", stage=stage, worker="test"))
        if self._pause:
            await asyncio.sleep(self._pause.uniform(0, 0.03))

    @asynccontextmanager
    async def at_work(self, bus: Bus) -> AsyncIterator[None]:
        stop = asyncio.Event()
        running = asyncio.create_task(self.service.run(bus, stop))
        try:
            yield
        finally:
            stop.set()
            await asyncio.wait_for(running, 5)


async def approve(bus: Bus, count: int) -> list[PostKey]:
    keys = [PostKey.of("sample", f"p{number}") for number in range(count)]
    for key in keys:
        collected = await bus.publish(PostCollected(post_key=key, revision=0, post=post(key.id)), expected=0)
        await bus.publish(PostApproved(post_key=key, revision=1, reviewer="kim"), expected=collected)
    return keys


async def everything(bus: Bus) -> list[Recorded]:
    return [fact async for batch in bus.facts() for fact in batch]


async def shuffle(bus: Bus, dice: random.Random) -> int:
    """Have the broker deliver all facts of the studio again, each post's in any order; how many they are."""
    js = bus.link.nc.jetstream()
    await js.delete_consumer("WAGGLEBOT", "studio")
    await ensure_topology(bus.link)
    await impatient(bus, "studio", 60, in_hand=1000)
    waiting = (await js.consumer_info("WAGGLEBOT", "studio")).num_pending or 0
    pull = await js.pull_subscribe_bind("studio", "WAGGLEBOT")
    messages: list[Msg] = []
    while len(messages) < waiting:
        messages += await pull.fetch(waiting - len(messages), timeout=5)
    await pull.unsubscribe()
    dice.shuffle(messages)
    for message in messages:
        # What is given back is delivered again in the order it came back.
        await message.nak()
    await bus.link.nc.flush()
    return waiting


async def test_everything_again_in_any_order_changes_nothing(bus: Bus) -> None:
    studio = Studio()
    keys = await approve(bus, 6)
    async with studio.at_work(bus):
        await settled(bus, "studio")
    before = await everything(bus)
    assert {(await bus.state(key)).status for key in keys} == {Status.RENDERED}
    for seed in range(3):
        assert await shuffle(bus, random.Random(seed)) == 3 * len(keys)
        async with studio.at_work(bus):
            await settled(bus, "studio")
    assert await everything(bus) == before
    assert set(studio.calls.values()) == {1}


async def test_half_done_work_in_any_order_comes_to_the_same_end(bus: Bus) -> None:
    """The studio is stopped at several places; what it had answered by then comes again, mixed with what it had not."""
    dice = random.Random(7)
    studio = Studio(dice)
    keys = await approve(bus, 6)
    for _ in range(6):
        async with studio.at_work(bus):
            await asyncio.sleep(dice.uniform(0.02, 0.15))
        await shuffle(bus, dice)
    async with studio.at_work(bus):
        await settled(bus, "studio")
    facts = await everything(bus)
    results = Counter((str(f.event.post_key), f.event.kind) for f in facts if f.event.kind != "content.started")
    assert set(results.values()) == {1}
    assert len(results) == 5 * len(keys)
    assert {(await bus.state(key)).status for key in keys} == {Status.RENDERED}


async def test_a_retraction_at_any_moment_wins_and_a_decline_holds_unless_overtaken(bus: Bus) -> None:
    dice = random.Random(11)
    studio = Studio(dice)
    keys = await approve(bus, 24)
    retracted, declined = keys[::3], keys[1::3]

    async def at_some_moment(key: PostKey, event: type[PostRetracted] | type[PostDeclined]) -> None:
        await asyncio.sleep(dice.uniform(0, 1.5))
        await bus.decide(key, lambda state: ending(key, state, event))

    async with studio.at_work(bus):
        both = [(key, PostRetracted) for key in retracted], [(key, PostDeclined) for key in declined]
        await asyncio.gather(*(at_some_moment(key, event) for each in both for key, event in each))
        # Whoever asks for a declined post again afterwards is refused by the same table.
        await settled(bus, "studio")
    await shuffle(bus, dice)
    async with studio.at_work(bus):
        await settled(bus, "studio")
    states = {key: await bus.state(key) for key in keys}
    assert {states[key].status for key in retracted} == {Status.RETRACTED}
    assert all(states[key].post is None and states[key].film is None for key in retracted)
    assert {states[key].status for key in declined} == {Status.DECLINED}
    assert {states[key].status for key in keys[2::3]} == {Status.RENDERED}
    in_mid_work = [key for key in (*retracted, *declined) if await has_both(bus, key)]
    assert in_mid_work, "no decision met a post at work: the drill shows nothing"
    facts = await everything(bus)
    films = Counter(str(fact.event.post_key) for fact in facts if isinstance(fact.event, ContentRendered))
    assert set(films.values()) == {1}


def ending(key: PostKey, state: PostState, event: type[PostRetracted] | type[PostDeclined]) -> Event:
    if event is PostRetracted:
        return PostRetracted(post_key=key, revision=state.revision, by="글쓴이", reason="삭제 요청")
    return PostDeclined(post_key=key, revision=state.revision, reviewer="kim", reason="다시 보니 아닙니다")


async def has_both(bus: Bus, key: PostKey) -> bool:
    """Whether the studio had begun the post and not finished it when the decision came."""
    kinds = {fact.event.kind for fact in await bus.history(key)}
    return "content.started" in kinds and "content.rendered" not in kinds
