"""The broker dies in the middle of everything, and nothing is lost or done twice."""

import asyncio
import os
import resource
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from fixtures.bus import broker_gone, broker_pids
from fixtures.facts import SCRIPT, post
from fixtures.processes import thread_states

from libraries.bus import Bus, MessageContext, Service, connect
from libraries.bus.embedded import run_embedded_server
from schemas.errors import ProviderDown
from schemas.events import ContentScripted, PostApproved, PostCollected, RecordedFact
from schemas.posts import PostKey
from schemas.recipe import Stage
from services.config import NatsSettings


@pytest.fixture
async def url(tmp_path: Path) -> AsyncIterator[str]:
    async with run_embedded_server(tmp_path) as address:
        yield address


def hit(tmp_path: Path, how: signal.Signals = signal.SIGKILL) -> None:
    [server] = broker_pids(tmp_path)
    os.kill(server, how)


async def freeze(tmp_path: Path) -> None:
    """Stop the broker, and wait until each of its threads has stopped: kill(2) comes back before that."""
    hit(tmp_path, signal.SIGSTOP)
    [server] = broker_pids(tmp_path)
    for _ in range(1000):
        if set(thread_states(server)) == {"T"}:
            return
        await asyncio.sleep(0.01)
    pytest.fail(f"the broker has not stopped: {thread_states(server)}")


def collected(number: int) -> PostCollected:
    return PostCollected(post_key=PostKey.of("sample", str(number)), revision=0, post=post(str(number)))


async def follow(bus: Bus, wanted: int, into: list[RecordedFact]) -> None:
    async for batch in bus.facts(follow=True, batch=5):
        into += batch
        if len(into) >= wanted:
            return


async def test_a_broker_killed_during_the_work_changes_nothing(url: str, tmp_path: Path) -> None:
    bus = await connect(NatsSettings(url=url), "studio")
    reader = await connect(NatsSettings(url=url), "reader")
    service = Service("studio", durable="studio")
    calls: list[str] = []

    @service.on(stage=Stage.SCRIPT)
    async def write(fact: PostApproved, work: MessageContext) -> ContentScripted:
        calls.append(fact.post_key.id)
        if len(calls) == 1:
            hit(tmp_path)
        return ContentScripted.caused_by(fact, stage_key="a" * 64, served_by="test", seconds=1, script=SCRIPT)

    for number in range(2):
        await bus.publish(collected(number), expected=0)
        await bus.publish_decision(
            PostKey.of("sample", str(number)),
            lambda s: PostApproved(post_key=s.post.key, revision=1, reviewer="me") if s.post else None,
        )
    heard: list[RecordedFact] = []
    stop = asyncio.Event()
    serving = asyncio.create_task(service.run(bus, stop))
    await asyncio.wait_for(follow(reader, 6, heard), 20)
    await bus.publish(collected(7), expected=0)
    await asyncio.sleep(0.3)
    stop.set()
    await asyncio.wait_for(serving, 60)
    assert calls == ["0", "1"]
    assert [fact.sequence for fact in heard] == [1, 2, 3, 4, 5, 6]
    everything = [fact.event.kind async for batch in bus.facts() for fact in batch]
    assert everything[4:] == ["content.scripted", "content.scripted", "post.collected"]
    info = await bus.client.nc.jetstream().consumer_info("WAGGLEBOT", "studio")
    assert (info.num_pending, info.num_ack_pending) == (0, 0)
    await bus.close()
    await reader.close()


async def test_publishers_and_readers_over_two_kills(url: str, tmp_path: Path) -> None:
    bus = await connect(NatsSettings(url=url), "publisher")
    reader = await connect(NatsSettings(url=url), "reader")
    heard: list[RecordedFact] = []
    reading = asyncio.create_task(follow(reader, 300, heard))
    sequences = []
    for number in range(300):
        if number in (50, 200):
            hit(tmp_path)
        sequences.append(await bus.publish(collected(number), expected=0))
    await asyncio.wait_for(reading, 20)
    assert sequences == list(range(1, 301))
    assert [fact.sequence for fact in heard] == sequences
    assert [fact.event.post_key.id for fact in heard] == [str(number) for number in range(300)]
    await bus.close()
    await reader.close()


async def test_a_broker_that_stays_away_is_said_and_nothing_is_written_later(url: str, tmp_path: Path) -> None:
    bus = await connect(NatsSettings(url=url), "publisher", patience=1.5)
    await freeze(tmp_path)
    began = asyncio.get_running_loop().time()
    with pytest.raises(ProviderDown, match="tried again after a pause"):
        await bus.publish(collected(1), expected=0)
    assert 1 < asyncio.get_running_loop().time() - began < 6
    hit(tmp_path, signal.SIGCONT)
    # What was already under way when it froze may still arrive; asked again, it is the same fact.
    assert await bus.publish(collected(2), expected=0) <= 2
    await bus.close()


async def test_what_is_said_to_an_absent_broker_is_not_an_error(url: str, tmp_path: Path) -> None:
    bus = await connect(NatsSettings(url=url), "publisher", patience=3)
    hit(tmp_path)
    assert await broker_gone(tmp_path, within=5)
    await bus.broadcast("live.projected", b"1")
    assert await bus.publish(collected(1), expected=0) == 1
    await bus.close()


async def test_no_broker_at_all_is_said_within_the_patience(tmp_path: Path) -> None:
    settings = NatsSettings(url="nats://user:secret@127.0.0.1:1")
    with pytest.raises(ProviderDown, match=r"127\.0\.0\.1:1 does not answer") as raised:
        await connect(settings, "test", patience=0.5)
    assert "secret" not in str(raised.value)


@pytest.mark.slow
async def test_a_disk_that_ran_full_is_written_again_once_there_is_room(url: str, tmp_path: Path) -> None:
    bus = await connect(NatsSettings(url=url), "publisher", patience=30)
    await bus.publish(collected(1), expected=0)
    [server] = broker_pids(tmp_path)
    # For this server, files end here; the one that is started in its place has room.
    resource.prlimit(server, resource.RLIMIT_FSIZE, (8192, 8192))
    sequences = [await bus.publish(collected(number), expected=0) for number in range(2, 21)]
    assert broker_pids(tmp_path) != [server]
    assert sequences == list(range(2, 21))
    assert [fact.sequence async for batch in bus.facts() for fact in batch] == list(range(1, 21))
    await bus.close()


async def test_listening_to_a_broker_that_hangs_says_that_it_is_away(url: str, tmp_path: Path) -> None:
    bus = await connect(NatsSettings(url=url), "test", patience=0.5)
    await freeze(tmp_path)
    try:
        with pytest.raises(ProviderDown):
            async with asyncio.timeout(60), bus.listen("live.>"):
                pytest.fail("it listens to a broker that does not answer")
    finally:
        hit(tmp_path, signal.SIGCONT)
        await bus.close()
