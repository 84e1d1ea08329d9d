"""What a service does with a fact, seen in what stands in the stream afterwards."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

import pytest
from fixtures.facts import SCRIPT, VOICE, post

from libraries.bus import Bus, MessageContext, RetryPolicy, Service, StageProgressMessage, connect
from schemas import subjects
from schemas.errors import BadInput, ConfigurationError, NoSpace, PieceMissing, ProviderDown
from schemas.events import (
    ContentFailed,
    ContentRequested,
    ContentScripted,
    ContentStarted,
    ContentVoiced,
    Event,
    FailureKind,
    PostApproved,
    PostCollected,
    PostDeclined,
    RecordedFact,
)
from schemas.posts import PostKey
from schemas.recipe import Recipe, Stage
from schemas.states import PostState, Status
from services.config import NatsSettings

KEY = PostKey.of("sample", "1")
SOON = RetryPolicy(max_attempts=3, base=0.05)
Script = Callable[[PostApproved | ContentRequested, MessageContext], Any]


def scripted(cause: Event) -> ContentScripted:
    return ContentScripted.caused_by(cause, stage_key="a" * 64, served_by="test", seconds=1, script=SCRIPT)


async def approve(bus: Bus, key: PostKey = KEY) -> PostApproved:
    await bus.publish(PostCollected(post_key=key, revision=0, post=post(key.id)), expected=0)
    recorded = await bus.publish_decision(key, lambda _: PostApproved(post_key=key, revision=1, reviewer="me"))
    assert recorded is not None
    assert isinstance(recorded.event, PostApproved)
    return recorded.event


def studio(script: Script, retry: RetryPolicy = SOON) -> Service:
    service = Service("studio", durable="studio", retry=retry)

    @service.on(stage=Stage.SCRIPT)
    async def write(fact: PostApproved | ContentRequested, work: MessageContext) -> ContentScripted | None:
        result: ContentScripted | None = await script(fact, work)
        return result

    return service


async def lose(fact: ContentScripted | ContentRequested, work: MessageContext) -> ContentVoiced:
    """A stage whose input is gone, however often it is made again."""
    raise PieceMissing("media.piece_missing", key="ab/cd.wav", make_from="script")


@asynccontextmanager
async def running(service: Service, bus: Bus) -> AsyncIterator[asyncio.Event]:
    stop = asyncio.Event()
    task = asyncio.create_task(service.run(bus, stop))
    try:
        yield stop
    finally:
        stop.set()
        await asyncio.wait_for(task, 60)


async def until(bus: Bus, *kinds: str, count: int = 1, seconds: float = 15) -> list[RecordedFact]:
    """The first ``count`` facts of these kinds."""
    found: list[RecordedFact] = []
    async with asyncio.timeout(seconds):
        async for batch in bus.facts(kinds=kinds, follow=True):
            found += batch
            if len(found) >= count:
                return found
    raise AssertionError


async def kinds(bus: Bus, key: PostKey = KEY) -> list[str]:
    return [fact.event.kind for fact in await bus.facts_of_post(key)]


async def settled(bus: Bus) -> None:
    """Wait until the durable has nothing left and nothing in hand."""
    async with asyncio.timeout(60):
        pending = 1
        while pending:
            await asyncio.sleep(0.02)
            info = await bus.client.nc.jetstream().consumer_info("WAGGLEBOT", "studio")
            pending = (info.num_pending or 0) + (info.num_ack_pending or 0)


async def idle(bus: Bus) -> None:
    """Wait until a worker waits for the next message: a request sent to a deleted durable is never answered."""
    async with asyncio.timeout(60):
        waiting = 0
        while not waiting:
            await asyncio.sleep(0.02)
            waiting = (await bus.client.call_api("CONSUMER.INFO.WAGGLEBOT.studio"))["num_waiting"]


async def test_an_input_that_is_lost_each_time_is_made_again_as_often_as_a_stage_is_tried(bus: Bus) -> None:
    async def script(fact: Event, work: MessageContext) -> ContentScripted:
        return scripted(fact)

    service = studio(script)
    service.on(stage=Stage.VOICE)(lose)
    async with running(service, bus):
        await approve(bus)
        failed = await until(bus, "content.failed", count=3)
        await settled(bus)
    assert [fact.event.retry_at is None for fact in failed if isinstance(fact.event, ContentFailed)] == [
        False,
        False,
        True,
    ]
    assert (await kinds(bus)).count("content.scripted") == 3
    assert (await bus.post_state(KEY)).status is Status.FAILED


class TestHappyPath:
    async def test_what_is_returned_is_what_is_published(self, bus: Bus) -> None:
        seen: list[PostState] = []

        async def script(fact: Event, work: MessageContext) -> ContentScripted:
            seen.append(work.state)
            started = ContentStarted.caused_by(fact, str(work.delivery), stage=Stage.SCRIPT, worker="w")
            await work.record(started)
            return scripted(fact)

        cause = await approve(bus)
        async with running(studio(script), bus):
            [done] = await until(bus, "content.scripted")
            await settled(bus)
        assert done.event.causation_id == cause.event_id
        assert await kinds(bus) == ["post.collected", "post.approved", "content.started", "content.scripted"]
        assert [(state.status, state.revision, state.sequence) for state in seen] == [(Status.APPROVED, 1, 2)]
        assert seen[0].post == post()

    async def test_stages_follow_each_other_by_their_facts(self, bus: Bus) -> None:
        async def script(fact: Event, work: MessageContext) -> ContentScripted:
            return scripted(fact)

        service = studio(script)

        @service.on(stage=Stage.VOICE)
        async def speak(fact: ContentScripted | ContentRequested, work: MessageContext) -> ContentVoiced:
            return ContentVoiced.caused_by(fact, stage_key="b" * 64, served_by="t", seconds=1, voice=VOICE)

        for number in range(10):
            await approve(bus, PostKey.of("sample", str(number)))
        async with running(service, bus):
            voiced = await until(bus, "content.voiced", count=10)
        everything = [fact.event.kind async for batch in bus.facts() for fact in batch]
        assert len(voiced) == 10
        # One lane, first in first out: all scripts are written before the first voice is needed.
        assert everything[-20:] == ["content.scripted"] * 10 + ["content.voiced"] * 10

    async def test_work_is_shared_and_done_once(self, bus: Bus, nats_settings: NatsSettings) -> None:
        calls: list[str] = []

        async def script(fact: Event, work: MessageContext) -> ContentScripted:
            calls.append(fact.post_key.id)
            return scripted(fact)

        for number in range(20):
            await approve(bus, PostKey.of("sample", str(number)))
        other = await connect(nats_settings, "second studio")
        async with running(studio(script), bus), running(studio(script), other):
            await until(bus, "content.scripted", count=20)
            await settled(bus)
        await other.close()
        assert sorted(calls, key=int) == [str(number) for number in range(20)]

    async def test_progress_is_told_while_it_happens(self, bus: Bus) -> None:
        async def script(fact: Event, work: MessageContext) -> ContentScripted:
            work.report_progress(150, "끝까지")
            await asyncio.sleep(0.05)
            return scripted(fact)

        async with bus.listen(subjects.live_progress_subject(KEY)) as heard, running(studio(script), bus):
            await approve(bus)
            _, payload = await asyncio.wait_for(anext(heard), 60)
        assert StageProgressMessage.model_validate_json(payload) == StageProgressMessage(
            stage=Stage.SCRIPT, percent=100, note="끝까지"
        )


class TestStaleWork:
    async def test_declined_posts_are_not_worked_on(self, bus: Bus) -> None:
        calls = 0

        async def script(fact: Event, work: MessageContext) -> ContentScripted:
            nonlocal calls
            calls += 1
            return scripted(fact)

        await approve(bus)
        await bus.publish_decision(KEY, lambda _: PostDeclined(post_key=KEY, revision=1, reviewer="me"))
        async with running(studio(script), bus):
            await settled(bus)
        assert calls == 0

    async def test_a_post_declined_during_the_work_gets_no_result(self, bus: Bus) -> None:
        async def script(fact: Event, work: MessageContext) -> ContentScripted:
            await bus.publish_decision(KEY, lambda _: PostDeclined(post_key=KEY, revision=1, reviewer="me"))
            return scripted(fact)

        await approve(bus)
        async with running(studio(script), bus):
            await settled(bus)
        assert await kinds(bus) == ["post.collected", "post.approved", "post.declined"]

    async def test_facts_beside_the_work_do_not_lose_its_result(self, bus: Bus) -> None:
        async def script(fact: Event, work: MessageContext) -> ContentScripted:
            await bus.publish_decision(
                KEY, lambda s: ContentStarted(post_key=KEY, revision=1, stage=Stage.SCRIPT, worker="somebody")
            )
            return scripted(fact)

        await approve(bus)
        async with running(studio(script), bus):
            await until(bus, "content.scripted")
        assert (await kinds(bus))[2:] == ["content.started", "content.scripted"]


class TestFailure:
    async def test_retryable_failures_come_back_until_they_succeed(self, bus: Bus) -> None:
        attempts: list[int] = []

        async def script(fact: PostApproved | ContentRequested, work: MessageContext) -> ContentScripted:
            attempts.append(fact.attempt if isinstance(fact, ContentRequested) else 1)
            if len(attempts) < 3:
                raise ProviderDown("server.unreachable", server="The writer", why="it sleeps")
            return scripted(fact)

        await approve(bus)
        async with running(studio(script), bus):
            await until(bus, "content.scripted")
        assert attempts == [1, 2, 3]
        facts = [fact.event for fact in await bus.facts_of_post(KEY)]
        assert [event.kind for event in facts][2:] == [
            *("content.failed", "content.requested") * 2,
            "content.scripted",
        ]
        failed = facts[2]
        assert isinstance(failed, ContentFailed)
        assert (failed.stage, failed.attempt, failed.failure) == (Stage.SCRIPT, 1, FailureKind.RETRYABLE)
        assert (failed.error, failed.message[:24]) == ("ProviderDown", "The writer does not answ")
        assert failed.retry_at is not None
        assert await bus.dead_letters() == []

    async def test_the_last_attempt_ends_with_a_person(self, bus: Bus) -> None:
        async def script(fact: Event, work: MessageContext) -> None:
            raise ProviderDown("server.unreachable", server="The writer", why="it sleeps")

        await approve(bus)
        async with running(studio(script, RetryPolicy(max_attempts=2, base=0.05)), bus):
            failures = await until(bus, "content.failed", count=2)
            await settled(bus)
        ends = [fact.event.retry_at is None for fact in failures if isinstance(fact.event, ContentFailed)]
        assert ends == [False, True]
        assert (await bus.post_state(KEY)).status is Status.FAILED
        [letter] = await bus.dead_letters()
        assert (letter.durable, letter.subject) == ("studio", "content.requested.sample.1")
        assert "it sleeps" in letter.reason

    async def test_a_full_disk_is_waited_for_and_costs_no_try(self, bus: Bus) -> None:
        free = asyncio.Event()

        async def script(fact: Event, work: MessageContext) -> ContentScripted:
            if not free.is_set():
                raise NoSpace("test.nospace", where="media")
            return scripted(fact)

        await approve(bus)
        async with running(studio(script, RetryPolicy(max_attempts=1, rest=0.1)), bus):
            found = await until(bus, "content.failed", count=2)
            free.set()
            await until(bus, "content.scripted")
        failures = [fact.event for fact in found if isinstance(fact.event, ContentFailed)]
        assert [(one.error, one.attempt, one.retry_at is not None) for one in failures] == [("NoSpace", 1, True)] * 2
        assert await bus.dead_letters() == []

    async def test_permanent_failures_are_not_tried_again(self, bus: Bus) -> None:
        async def script(fact: Event, work: MessageContext) -> None:
            raise BadInput("script.nothing_to_say", post="sample.1")

        cause = await approve(bus)
        async with running(studio(script), bus):
            [failed] = await until(bus, "content.failed")
            await settled(bus)
        assert isinstance(failed.event, ContentFailed)
        assert (failed.event.failure, failed.event.retry_at) == (FailureKind.PERMANENT, None)
        assert failed.event.causation_id == cause.event_id
        [letter] = await bus.dead_letters()
        assert letter.reason.startswith("BadInput: Post sample.1 has no title")
        assert letter.origin == 2

    async def test_a_fault_of_a_handler_is_told_and_the_lane_goes_on(self, bus: Bus) -> None:
        async def script(fact: Event, work: MessageContext) -> ContentScripted:
            if fact.post_key == KEY:
                raise ZeroDivisionError("oops")
            return scripted(fact)

        await approve(bus)
        await approve(bus, PostKey.of("sample", "2"))
        async with running(studio(script), bus):
            [failed] = await until(bus, "content.failed")
            await until(bus, "content.scripted")
        assert isinstance(failed.event, ContentFailed)
        assert failed.event.error == "ZeroDivisionError"
        told = {"stage": "script", "error": "ZeroDivisionError", "why": "oops"}
        assert failed.event.code_and_fields == ("stage.fault", told)
        assert failed.event.message.startswith("The script stage has a fault (ZeroDivisionError: oops).")
        assert failed.event.retry_at is None

    async def test_an_answer_that_its_fact_did_not_cause_is_a_fault(self, bus: Bus) -> None:
        async def script(fact: Event, work: MessageContext) -> ContentScripted:
            return scripted(fact).model_copy(update={"causation_id": ""})

        await approve(bus)
        async with running(studio(script), bus):
            [failed] = await until(bus, "content.failed")
        assert isinstance(failed.event, ContentFailed)
        assert failed.event.error == "TypeError"

    async def test_a_fact_that_costs_every_worker_its_life_is_not_worked_on_for_ever(self, bus: Bus) -> None:
        await approve(bus)
        subscription = await bus.client.nc.jetstream().pull_subscribe_bind("studio", stream="WAGGLEBOT")
        for _ in range(4):
            [message] = await subscription.fetch(1)
            await message.nak()
        await subscription.unsubscribe()
        calls = 0

        async def script(fact: Event, work: MessageContext) -> ContentScripted:
            nonlocal calls
            calls += 1
            return scripted(fact)

        async with running(studio(script), bus):
            [failed] = await until(bus, "content.failed")
            await until(bus, "content.scripted")
        assert isinstance(failed.event, ContentFailed)
        assert failed.event.code_and_fields == ("stage.workers_lost", {"stage": "script", "times": 4})
        assert failed.event.retry_at is not None
        assert calls == 1


class TestRedelivery:
    async def test_an_answer_that_was_recorded_before_the_crash_is_not_made_again(self, bus: Bus) -> None:
        cause = await approve(bus)
        await bus.publish(scripted(cause), expected=2)
        calls = 0

        async def script(fact: Event, work: MessageContext) -> ContentScripted:
            nonlocal calls
            calls += 1
            return scripted(fact)

        async with running(studio(script), bus):
            await settled(bus)
        assert calls == 0
        assert (await kinds(bus)).count("content.scripted") == 1

    async def test_a_failure_recorded_before_the_crash_still_gets_its_retry(self, bus: Bus) -> None:
        cause = await approve(bus)
        crashed = ContentFailed.caused_by(
            cause,
            "studio",
            stage=Stage.SCRIPT,
            attempt=1,
            failure=FailureKind.RETRYABLE,
            error="ProviderDown",
            message="x",
            retry_at=cause.time,
        )
        await bus.publish(crashed, expected=2)
        seen: list[str] = []

        async def script(fact: Event, work: MessageContext) -> ContentScripted:
            seen.append(fact.kind)
            return scripted(fact)

        async with running(studio(script), bus):
            await until(bus, "content.scripted")
        assert seen == ["content.requested"]
        assert (await kinds(bus)).count("content.failed") == 1

    async def test_stopping_in_the_middle_gives_the_work_to_the_next(self, bus: Bus) -> None:
        entered = asyncio.Event()
        deliveries: list[int] = []

        async def script(fact: Event, work: MessageContext) -> ContentScripted:
            deliveries.append(work.delivery)
            if len(deliveries) == 1:
                entered.set()
                await asyncio.sleep(60)
            return scripted(fact)

        await approve(bus)
        service = studio(script)
        async with running(service, bus) as stop:
            await asyncio.wait_for(entered.wait(), 60)
            stop.set()
        assert await kinds(bus) == ["post.collected", "post.approved"]
        async with running(service, bus):
            await until(bus, "content.scripted", seconds=5)
        assert deliveries == [1, 2]

    async def test_long_work_is_not_given_to_anybody_else(self, bus: Bus, nats_settings: NatsSettings) -> None:
        js = bus.client.nc.jetstream()
        info = await js.consumer_info("WAGGLEBOT", "studio")
        calls = 0

        async def script(fact: Event, work: MessageContext) -> ContentScripted:
            nonlocal calls
            calls += 1
            await asyncio.sleep(2.5)
            return scripted(fact)

        await approve(bus)
        other = await connect(nats_settings, "second studio")
        info.config.ack_wait = 1
        await js.add_consumer("WAGGLEBOT", info.config)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("libraries.bus.service.worker.durable_config", _short_patience)
            async with running(studio(script), bus), running(studio(script), other):
                await until(bus, "content.scripted")
                await settled(bus)
        await other.close()
        assert calls == 1


def _short_patience(durable: str) -> dict[str, Any]:
    return {"config": {"durable_name": durable, "ack_wait": 1_000_000_000, "max_deliver": 5}}


class TestPoison:
    @pytest.mark.parametrize(
        ("subject", "payload", "why"),
        [
            ("post.approved.sample.9", b"\xff\xfe not JSON", "Invalid JSON"),
            ("content.requested.sample.9", b'{"kind":"content.dreamt"}', "it is not a fact"),
            ("post.approved.sample.9", b'{"kind":"post.approved","revision":-1}', "it is not a fact"),
            (
                "post.approved.sample.9",
                b'{"kind":"post.approved","revision":1,"reviewer":"r","post_key":{"site":"sample","id":"8"}}',
                "says it is post.approved.sample.8",
            ),
        ],
    )
    async def test_it_is_buried_with_its_reason_and_the_lane_goes_on(
        self, bus: Bus, subject: str, payload: bytes, why: str
    ) -> None:
        async def script(fact: Event, work: MessageContext) -> ContentScripted:
            return scripted(fact)

        js = bus.client.nc.jetstream()
        await js.publish(subject, payload)
        await approve(bus)
        async with running(studio(script), bus):
            await until(bus, "content.scripted")
            await settled(bus)
        [letter] = await bus.dead_letters()
        assert (letter.origin, letter.subject, letter.payload) == (1, subject, payload)
        assert why in letter.reason
        advisories = await js.stream_info("ADVISORIES", subjects_filter=">")
        assert list(advisories.state.subjects or {}) == ["$JS.EVENT.ADVISORY.CONSUMER.MSG_TERMINATED.WAGGLEBOT.studio"]


class TestStart:
    async def test_an_unknown_durable_is_said(self, bus: Bus) -> None:
        with pytest.raises(ConfigurationError, match=r"nats/consumers\.json"):
            await Service("x", durable="nobody").run(bus, asyncio.Event())

    async def test_idle_services_stop_at_once(self, bus: Bus) -> None:
        async def script(fact: Event, work: MessageContext) -> None: ...

        stop = asyncio.Event()
        task = asyncio.create_task(studio(script).run(bus, stop))
        await asyncio.sleep(0.2)
        began = asyncio.get_running_loop().time()
        stop.set()
        await task
        assert asyncio.get_running_loop().time() - began < 5

    async def test_a_cancelled_service_leaves_nothing_running(self, bus: Bus) -> None:
        async def script(fact: Event, work: MessageContext) -> None: ...

        before = asyncio.all_tasks()
        task = asyncio.create_task(studio(script).run(bus, asyncio.Event()))
        await asyncio.sleep(0.2)
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        await asyncio.sleep(0.05)
        assert {each.get_name() for each in asyncio.all_tasks() - before} == set()

    async def test_a_durable_that_was_deleted_is_laid_out_again(self, bus: Bus) -> None:
        async def script(fact: Event, work: MessageContext) -> ContentScripted:
            return scripted(fact)

        async with running(studio(script), bus):
            await approve(bus)
            await until(bus, "content.scripted")
            await idle(bus)
            await bus.client.nc.jetstream().delete_consumer("WAGGLEBOT", "studio")
            await approve(bus, PostKey.of("sample", "2"))
            await until(bus, "content.scripted", count=2)
        assert Recipe() == (await bus.post_state(KEY)).recipe
