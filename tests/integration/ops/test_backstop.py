"""A worker that dies over a message again and again: the broker gives up, and the post still gets its failure."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

import pytest
from fixtures.facts import FILM, SCRIPT, VOICE, post
from nats.aio.msg import Msg

from libraries.bus import Bus
from libraries.bus.connection.topology import durable_config
from libraries.bus.dead_letters import RetryOutcome, failed_posts, retry_dead_letter
from libraries.bus.service.lost_workers import record_failures_of_lost_workers
from schemas import subjects
from schemas.events import (
    ContentFailed,
    ContentRendered,
    ContentRequested,
    ContentScripted,
    ContentUploading,
    ContentVoiced,
    Event,
    FailureKind,
    PostApproved,
    PostCollected,
    PostDeclined,
)
from schemas.posts import PostKey
from schemas.recipe import Stage
from schemas.states import Status

KEY = PostKey.of("sample", "1")
_DONE: dict[str, Any] = {"stage_key": "a" * 64, "served_by": "test", "seconds": 1}


@asynccontextmanager
async def watched(bus: Bus) -> AsyncIterator[None]:
    stop = asyncio.Event()
    task = asyncio.create_task(record_failures_of_lost_workers(bus, stop))
    try:
        yield
    finally:
        stop.set()
        await asyncio.wait_for(task, 60)


async def record(bus: Bus, *events: Event) -> None:
    for event in events:
        await bus.publish(event, expected=(await bus.post_state(event.post_key)).sequence)


async def impatient(bus: Bus, durable: str, ack_wait: float = 0.15) -> None:
    """The durable as it is, but giving up after the second delivery and ``ack_wait`` seconds each."""
    entry = durable_config(durable)
    hasty = entry["config"] | {"ack_wait": int(ack_wait * 1e9), "max_deliver": 2}
    await bus.client.call_api(f"CONSUMER.DURABLE.CREATE.{subjects.FACTS}.{durable}", {**entry, "config": hasty})


async def deliver(bus: Bus, durable: str, times: int) -> Msg:
    """Take the next message so many times and die each time, never acknowledging it; gives the last delivery."""
    js = bus.client.nc.jetstream()
    taken = await js.pull_subscribe_bind(durable, subjects.FACTS)
    for _ in range(times):
        (message,) = await taken.fetch(1, timeout=5)
    await taken.unsubscribe()
    return message


async def given_up(bus: Bus, durable: str = "studio") -> None:
    """Another worker asks for work: that is when the broker finds that the message was delivered too often."""
    js = bus.client.nc.jetstream()
    taken = await js.pull_subscribe_bind(durable, subjects.FACTS)
    for _ in range(10):
        with suppress(TimeoutError):
            await taken.fetch(1, timeout=0.7)
        if (await js.stream_info(subjects.ADVISORIES)).state.messages:
            break
    assert (await js.stream_info(subjects.ADVISORIES)).state.messages == 1


async def settled(bus: Bus) -> None:
    """Wait until every advisory was seen to."""
    js = bus.client.nc.jetstream()
    async with asyncio.timeout(60):
        while True:
            info = await js.consumer_info(subjects.ADVISORIES, "backstop")
            if info.delivered and info.delivered.consumer_seq and not info.num_pending and not info.num_ack_pending:
                return
            await asyncio.sleep(0.02)


async def approved(bus: Bus) -> PostApproved:
    fact = PostApproved(post_key=KEY, revision=1, reviewer="지기")
    await record(bus, PostCollected(post_key=KEY, revision=0, post=post()), fact)
    return fact


async def test_a_worker_that_died_twice_leaves_a_failure_and_a_letter(bus: Bus) -> None:
    await impatient(bus, "studio")
    fact = await approved(bus)
    async with watched(bus):
        await deliver(bus, "studio", times=2)
        await given_up(bus)
        await settled(bus)
    state = await bus.post_state(KEY)
    assert state.status is Status.FAILED
    assert state.failure
    assert (state.failure.stage, state.failure.causation_id) == (Stage.SCRIPT, fact.event_id)
    assert state.failure.failure is FailureKind.RETRYABLE
    assert "went away 2 times" in state.failure.message
    (failed,) = await failed_posts(bus)
    assert (failed.post, failed.error, failed.open) == (KEY, "WorkerLost", True)
    assert await retry_dead_letter(bus, failed.name, "지기") is RetryOutcome.REQUESTED
    assert (await bus.post_state(KEY)).status is Status.PROCESSING


async def test_what_was_given_up_while_nobody_watched_is_seen_to_later_and_once(bus: Bus) -> None:
    """Two watchers start after the fact; neither counts it again."""
    await impatient(bus, "studio")
    await approved(bus)
    await deliver(bus, "studio", times=2)
    await given_up(bus)
    assert (await bus.post_state(KEY)).status is Status.APPROVED
    async with watched(bus), watched(bus):
        await settled(bus)
    async with watched(bus):
        await asyncio.sleep(0.1)
    kinds = [fact.event.kind for fact in await bus.facts_of_post(KEY)]
    assert kinds.count("content.failed") == 1
    assert len(await bus.dead_letters()) == 1


@pytest.mark.parametrize("outcome", ["done", "declined"])
async def test_nothing_is_said_of_work_that_was_done_or_that_nobody_waits_for(bus: Bus, outcome: str) -> None:
    """The result was recorded and only the acknowledgement lost, or the post was declined meanwhile."""
    await impatient(bus, "studio", ack_wait=0.3)
    fact = await approved(bus)
    after = {
        "done": ContentScripted.caused_by(fact, **_DONE, script=SCRIPT),
        "declined": PostDeclined(post_key=KEY, revision=1, reviewer="지기"),
    }
    async with watched(bus):
        await deliver(bus, "studio", times=2)
        await record(bus, after[outcome])
        await given_up(bus)
        await settled(bus)
    assert not [one for one in await bus.facts_of_post(KEY) if isinstance(one.event, ContentFailed)]
    assert await bus.dead_letters() == []


async def test_an_upload_that_was_begun_is_not_taken_for_done(bus: Bus) -> None:
    await impatient(bus, "publish-export")
    await approved(bus)
    made: dict[str, Any] = {"post_key": KEY, "revision": 1, **_DONE}
    await record(bus, ContentScripted(**made, script=SCRIPT), ContentVoiced(**made, voice=VOICE))
    rendered = ContentRendered(**made, film=FILM)
    intent = ContentUploading.caused_by(rendered, "export", platform="export", video_sha256=FILM.video.sha256)
    await record(bus, rendered, intent)
    async with watched(bus):
        await deliver(bus, "publish-export", times=2)
        await given_up(bus, "publish-export")
        await settled(bus)
    (failed,) = await failed_posts(bus)
    assert (failed.stage, failed.open) == (Stage.PUBLISH, True)
    assert (await bus.post_state(KEY)).status is Status.RENDERED
    await retry_dead_letter(bus, failed.name, "지기")
    request = (await bus.facts_of_post(KEY))[-1].event
    assert isinstance(request, ContentRequested)
    assert (request.platform, request.from_stage) == ("export", Stage.PUBLISH)


async def test_a_terminated_message_that_is_no_fact_becomes_a_letter_once(bus: Bus) -> None:
    await bus.client.store_message("post.approved.sample.1", b"{", {})
    async with watched(bus):
        message = await deliver(bus, "studio", times=1)
        await message.term()
        await settled(bus)
    (letter,) = await bus.dead_letters()
    assert (letter.payload, letter.name) == (b"{", "studio.1")


async def test_a_failure_whose_retry_was_never_scheduled_gets_it(bus: Bus) -> None:
    """The service died between recording the failure and scheduling what it asks for."""
    await impatient(bus, "studio")
    fact = await approved(bus)
    soon = (await bus.facts_of_post(KEY))[0].time
    failed = ContentFailed.caused_by(
        fact,
        "studio",
        stage=Stage.SCRIPT,
        attempt=1,
        failure=FailureKind.RETRYABLE,
        error="ProviderDown",
        message="잠시 후 다시",
        retry_at=soon,
    )
    async with watched(bus):
        await deliver(bus, "studio", times=2)
        await record(bus, failed)
        await given_up(bus)
        async with asyncio.timeout(60):
            async for batch in bus.facts(kinds=("content.requested",), follow=True):
                (request,) = batch
                break
    assert isinstance(request.event, ContentRequested)
    assert (request.event.causation_id, request.event.attempt) == (failed.event_id, 2)
