"""What a worker held when it died, and what a broker forgot when it died."""

import asyncio
import multiprocessing
import os
import signal
import time
from pathlib import Path

import pytest
from fixtures.bus import broker_pids
from fixtures.facts import SCRIPT, post

from libraries.bus import Bus, MessageContext, Service, connect
from libraries.bus.consumer.handover import Handover, OutgoingAck, acks_of_dead_workers
from libraries.bus.embedded import run_embedded_server
from libraries.bus.stream.dead_letter import Settlement
from libraries.bus.stream.leader_reading import get_message
from schemas.clock import utc_now
from schemas.events import ContentRequested, ContentScripted, ContentStarted, Event, PostApproved, PostCollected
from schemas.posts import PostKey, Sighting, Stats
from schemas.recipe import Stage
from services.config import NatsSettings
from testbed.drills.stations import running_broker

REPLY = "$JS.ACK.WAGGLEBOT.studio.1.{}.1.1700000000000000000.0"


async def approve(bus: Bus, *numbers: int) -> None:
    for number in numbers:
        key = PostKey.of("sample", str(number))
        collected = await bus.publish(PostCollected(post_key=key, revision=0, post=post(key.id)), expected=0)
        await bus.publish(PostApproved(post_key=key, revision=1, reviewer="kim"), expected=collected)


async def scripts(bus: Bus, count: int, seconds: float) -> None:
    """Wait until so many scripts are on record."""
    found = 0
    async with asyncio.timeout(seconds):
        async for facts in bus.facts(kinds=("content.scripted",), follow=True):
            found += len(facts)
            if found >= count:
                return


def studio(held_up: str = "") -> Service:
    """A studio that never comes to the end of the post ``held_up``."""
    service = Service("studio", durable="studio")

    @service.on(stage=Stage.SCRIPT)
    async def script(fact: PostApproved | ContentRequested, work: MessageContext) -> ContentScripted:
        if fact.post_key.id == held_up:
            await work.record(ContentStarted.caused_by(fact, stage=Stage.SCRIPT, worker="w1"))
            await asyncio.sleep(3600)
        return scripted(fact)

    return service


def scripted(fact: Event) -> ContentScripted:
    return ContentScripted.caused_by(fact, stage_key="a" * 64, served_by="test", seconds=1, script=SCRIPT)


def work_until_killed(settings: NatsSettings, notes: Path) -> None:
    async def run() -> None:
        bus = await connect(settings, "victim", lock_folder=notes)
        assert await bus.take_lease("upload.film", 60, release_on_death=True)
        await studio(held_up="2").run(bus, asyncio.Event())

    asyncio.run(run())


async def test_what_a_killed_worker_held_comes_again_at_once(
    bus: Bus, nats_settings: NatsSettings, tmp_path: Path
) -> None:
    victim = multiprocessing.get_context("forkserver").Process(
        target=work_until_killed, args=(nats_settings, tmp_path), daemon=True
    )
    await approve(bus, 1, 2, 3)
    await asyncio.to_thread(victim.start)
    async with asyncio.timeout(30):
        assert await anext(bus.facts(kinds=("content.started",), follow=True))
    bus.lock_folder = tmp_path
    assert await bus.take_lease("upload.film", 60, release_on_death=True) is None
    victim.kill()
    await asyncio.to_thread(victim.join)
    stop = asyncio.Event()
    began = time.monotonic()
    lease = await bus.take_lease("upload.film", 60, release_on_death=True)
    assert lease, "the broker itself would keep it for a minute"
    successor = asyncio.create_task(studio().run(bus, stop))
    # The broker itself would wait a minute for a word of the dead.
    await scripts(bus, 3, seconds=10)
    assert time.monotonic() - began < 5
    stop.set()
    await successor
    await lease.release()
    assert await asyncio.to_thread(os.listdir, tmp_path) == []


@pytest.mark.slow
async def test_a_broker_that_is_killed_does_not_hold_up_the_lane(tmp_path: Path) -> None:
    async with running_broker(tmp_path / "nats") as (bus, _):
        stop = asyncio.Event()
        bus.lock_folder = tmp_path / "hands"
        working = asyncio.create_task(studio().run(bus, stop))
        try:
            for round_ in range(2):
                numbers = range(100 * round_, 100 * round_ + 20)
                await approve(bus, *numbers)
                await scripts(bus, 20 * round_ + 10, seconds=15)
                [pid] = broker_pids(tmp_path / "nats")
                os.kill(pid, signal.SIGKILL)
                await scripts(bus, 20 * round_ + 20, seconds=15)
        finally:
            stop.set()
            await working


def test_a_note_is_told_once_and_only_after_its_worker_is_gone(tmp_path: Path) -> None:
    with Handover.open(tmp_path, "studio") as hand:
        hand.note_acknowledged(REPLY.format(1))
        hand.note_received(REPLY.format(2))
        assert acks_of_dead_workers(tmp_path, "studio") == []
        assert hand.recent_acks() == [OutgoingAck(REPLY.format(1), b"+ACK")]
        [note] = tmp_path.iterdir()
        content = note.read_bytes()
    assert list(tmp_path.iterdir()) == []
    note.write_bytes(content)
    assert acks_of_dead_workers(tmp_path, "publish") == []
    assert acks_of_dead_workers(tmp_path, "studio") == [
        OutgoingAck(REPLY.format(1), b"+ACK"),
        OutgoingAck(REPLY.format(2), b"-NAK"),
    ]
    assert acks_of_dead_workers(tmp_path, "studio") == []


@pytest.mark.parametrize("garbage", [b"", b"\xff\xfe\x00", b"evil.subject\n>\n$SYS.REQ.SERVER.PING"])
def test_a_note_that_says_nothing_sensible_is_cleared_away(tmp_path: Path, garbage: bytes) -> None:
    (tmp_path / "studio.1").write_bytes(garbage)
    assert acks_of_dead_workers(tmp_path, "studio") == []
    assert list(tmp_path.iterdir()) == []


async def kill_and_await_another(store: Path) -> None:
    """Kill the broker, and wait until there is another one."""
    [broker] = broker_pids(store)
    os.kill(broker, signal.SIGKILL)
    async with asyncio.timeout(30):
        while broker_pids(store) in ([], [broker]):  # noqa: ASYNC110 (nobody tells)
            await asyncio.sleep(0.05)


async def test_leases_that_a_killed_broker_brings_back_are_free(tmp_path: Path) -> None:
    """It does, after a clean restart and for good: a film whose lock came back could never be taken down."""
    async with run_embedded_server(tmp_path / "nats") as url:
        bus = await connect(NatsSettings(url=url), "drill")
        assert await bus.take_lease("living", 600)  # what lives keeps the block of the store from being deleted
        lease = await bus.take_lease("upload.film", 1)
        assert lease
        await lease.release()
        await asyncio.sleep(2.5)  # the broker deletes what took its place
        await bus.close()
    async with run_embedded_server(tmp_path / "nats") as url:
        bus = await connect(NatsSettings(url=url), "drill")
        lease = await bus.take_lease("upload.other", 1)
        assert lease
        await lease.release()
        await asyncio.sleep(2.5)
        await kill_and_await_another(tmp_path / "nats")
        brought_back = await bus.client.call_api("STREAM.INFO.LEASES", {"subjects_filter": "lease.upload.film"})
        assert brought_back["state"]["subjects"] == {"lease.upload.film": 1}, "the broker was mended: this can go"
        assert await bus.take_lease("living", 600) is None
        await asyncio.sleep(4)  # its time, and what clocks may differ by
        assert await bus.take_lease("upload.film", 60)
        assert await bus.take_lease("upload.film", 60) is None
        await bus.close()


async def test_what_a_withdrawal_took_out_stays_out_when_the_broker_is_killed(tmp_path: Path) -> None:
    """It brings back what a deleted message took the place of: a sighting has comments, a letter the script's text."""
    key, other = PostKey.of("sample", "1"), PostKey.of("sample", "2")
    places = {"STATS": f"stats.seen.{key}", "DEAD": "dead.studio.17"}
    async with run_embedded_server(tmp_path / "nats") as url:
        bus = await connect(NatsSettings(url=url), "drill")
        for one, views in ((other, 1), (key, 1), (key, 2)):
            await bus.record_sighting(Sighting(key=one, stats=Stats(views=views), time=utc_now()))
        for origin, one in ((16, other), (17, key)):
            await bus.add_dead_letter("studio", origin, f"content.scripted.{one}", b"text of the post", "why")
        await bus.settle_dead_letter((await bus.dead_letters())[1], Settlement.DROPPED, "kim", "")
        assert await bus.purge_post(key, 1) == 2
        assert await bus.purge_post(key, 1) == 0
        await bus.close()
    async with run_embedded_server(tmp_path / "nats") as url:
        bus = await connect(NatsSettings(url=url), "drill")
        await bus.record_sighting(Sighting(key=other, stats=Stats(views=2), time=utc_now()))
        await bus.add_dead_letter("studio", 18, f"content.scripted.{other}", b"text of another post", "why")
        await kill_and_await_another(tmp_path / "nats")
        for stream, subject in places.items():
            held = await get_message(bus.client, stream, {"last_by_subj": subject})
            assert held is None or (held.payload, held.headers) == (b"", {}), stream
        assert [one.key async for batch in bus.sightings() for _, one in batch] == [other]
        assert [one.origin for one in await bus.dead_letters(settled=True)] == [16, 18]
        await bus.close()
