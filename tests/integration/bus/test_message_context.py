"""What a handler may do with its delivery, and what the worker does with its end, over a real broker."""

import asyncio
import multiprocessing
import signal
from collections.abc import Callable

import pytest
from fixtures.facts import SCRIPT, post
from typing_extensions import override

from libraries.bus import Bus, MessageContext, PostHistory, RetryPolicy
from libraries.bus.consumer.deliveries import deliveries
from libraries.bus.dead_letters import failed_posts
from libraries.bus.service import failpoints, worker
from libraries.bus.service.handlers import handler_from_annotations
from libraries.bus.service.worker import MessageWorker
from schemas import subjects
from schemas.errors import Conflict, IllegalTransition, Permanent, ProviderDown
from schemas.events import (
    ContentMeasured,
    ContentRequested,
    ContentScripted,
    ContentStarted,
    Event,
    PostApproved,
    PostCollected,
    PostDeclined,
    PostRetracted,
)
from schemas.posts import PostKey
from schemas.recipe import Recipe, Stage
from schemas.states import Status

KEY = PostKey.of("sample", "1")
COLLECTED = PostCollected(post_key=KEY, revision=0, post=post())
APPROVED = PostApproved(post_key=KEY, revision=1, reviewer="me")
RETRACTED = PostRetracted(post_key=KEY, revision=1, by="me", reason="asked")
STARTED = ContentStarted.caused_by(APPROVED, stage=Stage.SCRIPT, worker="w")
SCRIPTED = ContentScripted.caused_by(APPROVED, stage_key="a" * 64, served_by="test", seconds=1, script=SCRIPT)


async def stored(bus: Bus, *events: Event) -> None:
    for event in events:
        await bus.publish(event, expected=(await bus.post_state(event.post_key)).sequence)


async def delivered(bus: Bus, *events: Event) -> MessageContext:
    """The context of an approval, after these facts."""
    await stored(bus, COLLECTED, APPROVED, *events)
    return MessageContext(bus, APPROVED, Stage.SCRIPT, 1, await bus.post_history(KEY))


class Overtaken(Bus):
    """A bus on which another process records a fact of the post before each of ours."""

    @override
    async def publish(self, event: Event, *, expected: int) -> int:
        measured = ContentMeasured(post_key=KEY, revision=1, platform="export", remote_id="r", figures={})
        await super().publish(measured, expected=expected)
        return await super().publish(event, expected=expected)


class TestRecord:
    async def test_a_fact_recorded_twice_is_one(self, bus: Bus) -> None:
        work = await delivered(bus)
        assert not work.is_recorded(STARTED)
        first = await work.record(STARTED)
        assert await work.record(STARTED) is first
        assert work.is_recorded(STARTED)
        assert [fact.event for fact in work.history] == [COLLECTED, APPROVED, STARTED]
        assert work.history[-1].sequence == first.sequence == work.state.sequence == 3
        assert (work.state.status, work.state.stage) == (Status.PROCESSING, Stage.SCRIPT)

    async def test_a_fact_of_an_older_film_is_refused(self, bus: Bus) -> None:
        work = await delivered(
            bus, ContentRequested(post_key=KEY, revision=2, from_stage=Stage.SCRIPT, recipe=Recipe())
        )
        with pytest.raises(IllegalTransition) as caught:
            await work.record(STARTED)
        expected = {"post": str(KEY), "current": 2, "revision": 1, "event": "content.started"}
        assert (caught.value.code, caught.value.fields) == ("post.other_revision", expected)

    async def test_a_post_that_never_rests_is_given_up(self, bus: Bus) -> None:
        work = await delivered(bus)
        work._bus = Overtaken(bus.client)
        with pytest.raises(Conflict) as caught:
            await work.record(STARTED)
        assert (caught.value.code, caught.value.fields["sequence"]) == ("post.changed", 10)
        assert len(await bus.facts_of_post(KEY)) == 10  # tried eight times


class TestUnlessRetracted:
    async def test_what_was_made_is_given(self, bus: Bus) -> None:
        async def making() -> str:
            return "film"

        assert await (await delivered(bus)).run_unless_retracted(making) == "film"

    @pytest.mark.parametrize("when", ["before", "meanwhile", "purged"])
    async def test_a_retraction_ends_the_work(self, bus: Bus, when: str) -> None:
        work = await delivered(bus)
        ended: list[bool] = []

        async def making() -> str:
            if when == "meanwhile":
                await bus.broadcast(subjects.retraction_subject(KEY), b"")
            try:
                await asyncio.sleep(30)
            finally:
                ended.append(True)
            return "film"

        if when != "meanwhile":
            await stored(bus, RETRACTED)
        if when == "purged":
            await bus.purge_post(KEY, before=3)
        with pytest.raises(IllegalTransition) as caught:
            await asyncio.wait_for(work.run_unless_retracted(making), 60)
        expected = {"post": str(KEY), "stage": "script"}
        assert (caught.value.code, caught.value.fields) == ("post.retracted_meanwhile", expected)
        assert ended in ([], [True])  # what was never begun need not end


async def test_of_many_ticks_the_newest_are_told(bus: Bus) -> None:
    work = await delivered(bus)
    async with bus.listen("live.tick.*.*") as heard:
        for percent in (-5, 50, 200):
            work.report_progress(percent, "x" * 300)
        subject, payload = await anext(heard)
    assert subject == subjects.live_progress_subject(KEY)
    assert payload == b'{"stage":"script","percent":100.0,"note":"' + b"x" * 200 + b'"}'


Work = Callable[[MessageContext], Event | None]


class TestWorker:
    async def process(self, bus: Bus, work: Work) -> None:
        """Have one approval processed to its end by a worker whose handler is ``work``."""

        async def write(fact: PostApproved, context: MessageContext) -> ContentScripted | None:
            made = work(context)
            if isinstance(made, PostDeclined):
                await bus.publish(made, expected=context.state.sequence)
                raise Permanent("stage.fault", stage="script", error="X", why="declined")
            assert made is None or isinstance(made, ContentScripted)
            return made

        writing = handler_from_annotations(Stage.SCRIPT, write)
        processing = MessageWorker(bus, "studio", "studio", lambda _: writing, RetryPolicy(), "")
        messages = deliveries(bus.client, "studio")
        await processing.process_until_recorded(await anext(messages))
        await messages.aclose()

    async def test_a_handler_may_have_nothing_to_say(self, bus: Bus) -> None:
        await stored(bus, COLLECTED, APPROVED)
        await self.process(bus, lambda _: None)
        assert [fact.event for fact in await bus.facts_of_post(KEY)] == [COLLECTED, APPROVED]
        assert await bus.sequence_in_progress("studio") == 0

    async def test_the_failure_of_a_post_that_moved_on_is_only_a_letter(self, bus: Bus) -> None:
        declined = PostDeclined(post_key=KEY, revision=1, reviewer="me")
        await stored(bus, COLLECTED, APPROVED)
        await self.process(bus, lambda _: declined)
        assert [fact.event for fact in await bus.facts_of_post(KEY)] == [COLLECTED, APPROVED, declined]
        [letter] = await failed_posts(bus)
        assert (letter.name, letter.open) == ("studio.2", False)
        assert "declined" in letter.reason

    async def test_an_outcome_is_tried_again_until_the_broker_takes_it(
        self, bus: Bus, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        await stored(bus, COLLECTED, APPROVED)
        monkeypatch.setattr(worker, "_PAUSE", 0.01)
        plain, away = bus.post_history, 2

        async def load(key: PostKey) -> PostHistory:
            nonlocal away
            if away:
                away -= 1
                raise ProviderDown("broker.no_answer", what="load", why="away")
            return await plain(key)

        monkeypatch.setattr(bus, "post_history", load)
        await self.process(bus, lambda _: SCRIPTED)
        assert (await bus.facts_of_post(KEY))[-1].event == SCRIPTED

    async def test_a_closed_connection_ends_the_work(self, bus: Bus) -> None:
        await stored(bus, COLLECTED, APPROVED)
        messages = deliveries(bus.client, "studio")
        message = await anext(messages)
        await bus.close()
        idle = MessageWorker(bus, "studio", "studio", lambda _: writing, RetryPolicy(), "")

        async def write(fact: PostApproved, context: MessageContext) -> None: ...

        writing = handler_from_annotations(Stage.SCRIPT, write)
        with pytest.raises(ProviderDown) as caught:
            await idle.process_until_recorded(message)
        assert caught.value.code == "broker.closed"


@pytest.mark.parametrize(("named", "ended"), [("voice:recorded", -signal.SIGKILL), ("voice:started", 0)])
def test_a_fail_point_kills_its_process_and_no_other(monkeypatch: pytest.MonkeyPatch, named: str, ended: int) -> None:
    monkeypatch.setenv(failpoints.VARIABLE, named)
    process = multiprocessing.get_context("fork").Process(
        target=failpoints.kill_at_fail_point, args=(Stage.VOICE, "recorded")
    )
    process.start()
    process.join()
    assert process.exitcode == ended
