"""Locks, scheduled deletes, slots in the ledger, uploaders by name: the parts around an upload."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from fixtures.facts import FILM, SCRIPT, post
from fixtures.platform import Channel, Clock, channel, clock, platform
from fixtures.scripted import Scripted, ScriptedUploader

from libraries.bus import Bus, MessageContext
from libraries.bus.kv.upload_lock import BUSY, upload_lock
from libraries.media.store import LocalStore
from schemas.errors import BadInput, ConfigurationError, IllegalTransition, Parked, ProviderDown
from schemas.events import ContentReleased, ContentRequested, PostCollected, PostRetracted
from schemas.posts import PostKey
from schemas.recipe import Recipe, Stage
from schemas.states import PostState
from services.config import PublishSettings
from services.publish import registry
from services.publish.limits.slots import parse_weekly_slots, reserve_account_slot, reserve_slot
from services.publish.metadata.publication import build_publication, publication_of
from services.publish.platforms.export.uploader import ExportUploader
from services.publish.platforms.youtube import YoutubeSettings
from services.publish.platforms.youtube.uploader import YoutubeUploader
from services.publish.service import Publisher
from services.publish.upload.exactly_once import ExactlyOnceUploader
from services.publish.upload.journal import UploadJournal, UploadRecord, UploadState, new_upload_record
from services.publish.upload.retry_now import retry_waiting_films
from services.publish.upload.trusted_clock import TrustedClock
from services.publish.withdraw import scheduled_deletes
from services.publish.withdraw.scheduled_deletes import (
    delete_due_films,
    finish_withdrawals,
    open_withdrawals,
    run_scheduled_deletes,
)
from services.publish.withdraw.withdrawal import Withdrawer
from testbed.fake_platforms.youtube import YoutubePlatform

__all__ = ["Clock", "channel", "clock", "platform"]
KEY = PostKey.of("sample", "1")
WANTED = build_publication(post(), SCRIPT, FILM, 1)


DUE = datetime(2025, 1, 1, tzinfo=UTC)


# locks


async def test_a_lock_is_held_by_one_and_free_afterwards(bus: Bus) -> None:
    async with upload_lock(bus, "upload.x", KEY, 30.0) as lock:
        await lock.require_held()
        with pytest.raises(Parked) as parked:
            async with upload_lock(bus, "upload.x", KEY, 30.0):
                raise AssertionError
        assert (parked.value.code, parked.value.fields["post"]) == (BUSY, KEY)
        left = parked.value.fields["until"] - datetime.now(UTC)
        assert timedelta(seconds=28) < left <= timedelta(seconds=30)
        async with upload_lock(bus, "upload.y", KEY, 30.0):
            pass
    async with upload_lock(bus, "upload.x", KEY, 30.0):
        pass


async def test_a_lock_is_free_after_a_failure_too(bus: Bus) -> None:
    with pytest.raises(ZeroDivisionError):
        async with upload_lock(bus, "upload.x", KEY, 30.0):
            raise ZeroDivisionError
    async with upload_lock(bus, "upload.x", KEY, 30.0):
        pass


async def test_a_lock_outlives_its_lease_while_the_work_goes_on(bus: Bus) -> None:
    async with upload_lock(bus, "upload.x", KEY, 1.0) as lock:
        await asyncio.sleep(1.6)
        await lock.require_held()
        with pytest.raises(Parked):
            async with upload_lock(bus, "upload.x", KEY, 1.0):
                raise AssertionError


async def test_a_lock_that_another_process_took_is_noticed_before_the_next_step(bus: Bus) -> None:
    async with upload_lock(bus, "upload.x", KEY, 0.6) as lock:
        await lock.require_held()
        await bus.client.call_api("STREAM.PURGE.LEASES", {"filter": "lease.upload.x"})
        async with upload_lock(bus, "upload.x", KEY, 30.0):
            await asyncio.sleep(0.4)
            with pytest.raises(Parked) as parked:
                await lock.require_held()
    assert parked.value.code == BUSY


# scheduled deletes


class There(ScriptedUploader):
    """The scripted platform under a name of its own, with a clock that is right."""

    async def time(self) -> datetime | None:
        return datetime.now(UTC)


async def hidden(bus: Bus, uploader: There, **changes: object) -> UploadRecord:
    """A withdrawn post, and a film of it that is still there, hidden until `DUE`."""
    uploader.there.videos["v"] = WANTED.film.video.sha256
    retracted = PostRetracted(post_key=KEY, revision=0, by="나", reason="요청")
    sequence = await bus.publish(PostCollected(post_key=KEY, revision=0, post=post()), expected=0)
    await bus.publish(retracted, expected=sequence)
    usual = {"state": UploadState.WITHDRAWN, "remote_id": "v", "taken_down": True, "delete_at": DUE}
    record = new_upload_record(uploader, WANTED, None, datetime.now(UTC)).model_copy(update=usual | changes)
    await UploadJournal(bus.ledger()).write(record, 0)
    return record


async def test_a_hidden_film_is_deleted_at_its_time_and_not_again(bus: Bus) -> None:
    uploader = There(Scripted())
    await hidden(bus, uploader)
    assert await delete_due_films(bus, uploader, DUE - timedelta(seconds=1), open_withdrawals(bus)) == 0
    assert await delete_due_films(bus, uploader, DUE, open_withdrawals(bus)) == 1
    assert uploader.there.videos == {}
    assert await delete_due_films(bus, uploader, DUE, open_withdrawals(bus)) == 0
    assert uploader.there.calls == ["withdraw"]


async def test_a_platform_that_is_down_keeps_a_hidden_film_for_the_next_time(bus: Bus) -> None:
    uploader = There(Scripted())
    await hidden(bus, uploader)
    uploader.there.faults["withdraw"].append("down")
    assert await delete_due_films(bus, uploader, DUE, open_withdrawals(bus)) == 0
    assert await delete_due_films(bus, uploader, DUE, open_withdrawals(bus)) == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"state": UploadState.DONE},
        {"remote_id": ""},
        {"delete_at": None},
    ],
    ids=["not withdrawn", "never there", "no time"],
)
async def test_nothing_else_is_deleted(bus: Bus, changes: dict[str, object]) -> None:
    uploader = There(Scripted())
    await hidden(bus, uploader, **changes)
    assert await delete_due_films(bus, uploader, DUE + timedelta(days=1), open_withdrawals(bus)) == 0
    assert uploader.there.videos != {}


@pytest.mark.parametrize(
    ("changes", "done"),
    [
        ({}, 1),
        ({"taken_down": True}, 0),
        ({"state": UploadState.DONE}, 0),
        ({"since": DUE - timedelta(days=8)}, 0),
        ({"since": DUE - timedelta(days=6)}, 1),
        ({"remote_id": ""}, 0),
        ({"remote_id": "", "closing": True}, 1),
    ],
)
async def test_a_withdrawal_that_was_interrupted_is_finished_within_a_week(
    bus: Bus, tmp_path: Path, changes: dict[str, object], done: int
) -> None:
    uploader = There(Scripted())
    await hidden(bus, uploader, **({"taken_down": False, "delete_at": None} | changes))
    assert await finish_withdrawals(bus, LocalStore(tmp_path), uploader, DUE, open_withdrawals(bus)) == done
    assert len(uploader.there.videos) == 1 - done
    assert await finish_withdrawals(bus, LocalStore(tmp_path), uploader, DUE, open_withdrawals(bus)) == 0


async def test_scheduled_deletes_run_until_the_stop_and_one_platform_does_not_hinder_another(
    bus: Bus, tmp_path: Path
) -> None:
    class Down(There):
        platform = "down"

        async def time(self) -> datetime | None:
            raise ProviderDown("publish.platform_down", platform="down", why="503")

    uploader, stop = There(Scripted()), asyncio.Event()
    await hidden(bus, uploader)
    uploaders = [Down(Scripted()), uploader]
    running = asyncio.create_task(run_scheduled_deletes(bus, LocalStore(tmp_path), uploaders, TrustedClock(), stop))
    async with asyncio.timeout(60):
        while uploader.there.videos:  # noqa: ASYNC110 - the platform notifies nobody
            await asyncio.sleep(0.02)
    stop.set()
    await running


async def test_each_hour_only_what_was_written_since_is_read_for_all_platforms_at_once(
    bus: Bus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scheduled_deletes, "_HOUR", 0.05)
    call_api, reads = bus.client.call_api, list[str]()

    async def call(endpoint: str, *more: Any) -> Any:
        reads.extend([endpoint] * endpoint.startswith("CONSUMER.CREATE.KV_UPLOADS"))
        return await call_api(endpoint, *more)

    class Second(There):
        platform = "second"

    class Third(There):
        platform = "third"

    monkeypatch.setattr(bus.client, "call_api", call)
    uploader, stop = There(Scripted()), asyncio.Event()
    record = await hidden(bus, uploader, delete_at=None)
    uploaders = [uploader, Second(Scripted()), Third(Scripted())]
    running = asyncio.create_task(run_scheduled_deletes(bus, LocalStore(tmp_path), uploaders, TrustedClock(), stop))
    await asyncio.sleep(1)
    assert len(reads) == 1
    journal = UploadJournal(bus.ledger())
    entry = await journal.load(record.key)
    assert entry is not None
    await journal.change(entry, delete_at=DUE)
    async with asyncio.timeout(60):
        while uploader.there.videos:  # noqa: ASYNC110 - the platform notifies nobody
            await asyncio.sleep(0.02)
    stop.set()
    await running
    assert 2 <= len(reads) <= 3  # that change, and the one which the deletion wrote


# slots in the ledger


async def test_the_next_free_time_is_that_of_the_platforms_account(bus: Bus) -> None:
    settings = PublishSettings(slots={"youtube": ("daily 18:30",)}).with_adapter_sections(
        YoutubeSettings(channel="second")
    )
    at = await reserve_slot(bus, settings, "youtube", KEY, "a" * 64)
    assert at > datetime.now(UTC)
    assert await bus.ledger().get(f"slot.youtube.second.{at:%Y%m%dT%H%M}") is not None
    assert await reserve_slot(bus, settings, "youtube", KEY, "a" * 64) == at
    with pytest.raises(BadInput) as caught:
        await reserve_slot(bus, settings, "tiktok", KEY, "a" * 64)
    assert (caught.value.code, caught.value.fields) == ("publish.no_slot", {"account": "tiktok.main"})
    with pytest.raises(ConfigurationError) as unknown:
        await reserve_slot(bus, settings, "nowhere", KEY, "a" * 64)
    assert unknown.value.code == "adapter.unknown"


async def test_a_slot_is_kept_ten_minutes_for_a_release_that_is_on_its_way(bus: Bus) -> None:
    slots = parse_weekly_slots(["daily 18:30"], "youtube")
    now = datetime.now(UTC)
    first = await reserve_account_slot(bus, "youtube.main", slots, KEY, "a" * 64, now)
    other = PostKey.of("sample", "2")
    nearly = now + timedelta(minutes=9, seconds=59)
    assert await reserve_account_slot(bus, "youtube.main", slots, other, "b" * 64, nearly) == first + timedelta(days=1)
    third = PostKey.of("sample", "3")
    assert await reserve_account_slot(bus, "youtube.main", slots, third, "c" * 64, now + timedelta(minutes=10)) == first


async def test_a_film_with_other_words_takes_another_slot(bus: Bus) -> None:
    slots = parse_weekly_slots(["daily 18:30"], "youtube")
    now = datetime.now(UTC)
    first = await reserve_account_slot(bus, "youtube.main", slots, KEY, "a" * 64, now)
    assert await reserve_account_slot(bus, "youtube.main", slots, KEY, "b" * 64, now) == first + timedelta(days=1)
    assert await reserve_account_slot(bus, "youtube.second", slots, KEY, "b" * 64, now) == first


# uploaders by name


async def test_uploaders_are_made_of_their_own_sections(bus: Bus, tmp_path: Path) -> None:
    chosen = YoutubeSettings(channel="second", settle_seconds=5.0)
    settings = PublishSettings(platforms=("export", "youtube")).with_adapter_sections(chosen)
    export, youtube = registry.uploaders(bus, LocalStore(tmp_path), tmp_path, settings)
    assert (type(export), type(youtube)) == (ExportUploader, YoutubeUploader)
    assert (youtube.channel, youtube.settle_seconds) == ("second", 5.0)
    assert (export.channel, export.settle_seconds) == ("main", 600.0)
    (only,) = registry.uploaders(bus, LocalStore(tmp_path), tmp_path, settings, ["tiktok"])
    assert (only.platform, only.channel) == ("tiktok", "main")
    with pytest.raises(ConfigurationError) as caught:
        registry.uploaders(bus, LocalStore(tmp_path), tmp_path, settings, ["nowhere"])
    assert caught.value.fields["setting"] == "publish.platforms"


async def test_the_quota_of_a_platform_is_that_of_its_uploader(bus: Bus, tmp_path: Path) -> None:
    settings = PublishSettings().with_adapter_sections(YoutubeSettings(channel="second"))
    assert registry.channel_of_platform(settings, "youtube") == "second"
    assert registry.channel_of_platform(settings, "export") == "main"
    (uploader,) = registry.uploaders(bus, LocalStore(tmp_path), tmp_path, settings, ["youtube"])
    assert isinstance(uploader, YoutubeUploader)
    await uploader.quota.stop_publishing("publish.permission_ended", "401")
    stopped = await registry.quota_of_platform(bus, settings, "youtube").current_stop()
    assert stopped is not None
    assert stopped.code == "publish.permission_ended"


# what waits, and what is published at all


async def test_what_waits_for_one_platform_is_retried_and_nothing_else(bus: Bus) -> None:
    for number, name in ((1, "youtube"), (2, "youtube"), (3, "tiktok")):
        key = PostKey.of("sample", str(number))
        waits = ContentRequested(post_key=key, revision=1, from_stage=Stage.PUBLISH, recipe=Recipe(), platform=name)
        await bus.schedule_retry(waits, datetime.now(UTC) + timedelta(days=1))
    assert await retry_waiting_films(bus, "youtube") == 2
    assert await retry_waiting_films(bus, "nowhere") == 0
    async with asyncio.timeout(60):
        found: set[str] = set()
        async for batch in bus.facts(kinds=("content.requested",), follow=True):
            found |= {str(fact.event.post_key) for fact in batch}
            if len(found) == 2:
                break
    assert found == {"sample.1", "sample.2"}
    assert len(await bus.scheduled_retries(Stage.PUBLISH, "tiktok")) == 1


def test_a_post_without_a_film_has_nothing_to_publish() -> None:
    full = PostState(post=post(), script=SCRIPT, film=FILM, revision=3)
    found = publication_of(full)
    assert found is not None
    assert (found.revision, found.film) == (3, FILM)
    for missing in ("post", "script", "film"):
        assert publication_of(full.model_copy(update={missing: None})) is None


async def test_a_remake_between_upload_and_release_keeps_the_old_film_unseen(
    channel: Channel, platform: YoutubePlatform, bus: Bus
) -> None:
    fact = await channel.rendered(1)
    wanted = channel.publication(1)
    state = await bus.post_state(KEY)
    release = ContentReleased(post_key=KEY, revision=1, reviewer="나", platform="youtube", seal=wanted.seal)
    await bus.publish(release, expected=state.sequence)
    work = MessageContext(bus, fact, Stage.PUBLISH, 1, await bus.post_history(KEY))

    async def remake(_step: str) -> None:
        now = await bus.post_state(KEY)
        request = ContentRequested(post_key=KEY, revision=2, from_stage=Stage.FILM, recipe=now.recipe, by="나")
        await bus.publish(request, expected=now.sequence)

    class Slow(YoutubeUploader):
        async def validate(self, publication):  # type: ignore[no-untyped-def]
            await remake("")
            await super().validate(publication)

    uploader = Slow(channel.store, channel.youtube, channel.quota(), now=channel.clock)
    delivery = ExactlyOnceUploader(bus, uploader, now=channel.clock, pause=0.002)
    with pytest.raises(IllegalTransition):
        await Publisher(bus, delivery).publish(fact, work)
    assert not any(video.was_public for video in platform.videos.values())
    assert wanted.film.video.sha256 in {video.sha256 for video in platform.videos.values()}


# withdrawals


async def test_a_studio_that_does_not_let_go_is_waited_for_only_so_long(
    bus: Bus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, channel: Channel
) -> None:
    fact = await channel.rendered(1)
    sequences = [one.sequence for one in await bus.facts_of_post(fact.post_key)]

    async def at_work(_durable: str) -> int:
        return sequences[0]

    monkeypatch.setattr(bus, "sequence_in_progress", at_work)
    monkeypatch.setattr("services.publish.withdraw.withdrawal._STUDIO", 0.2)
    began = asyncio.get_running_loop().time()
    await Withdrawer(bus, channel.store, [], reason="요청", by="나").withdraw(fact.post_key)
    assert 0.2 <= asyncio.get_running_loop().time() - began < 5
    assert (await bus.post_state(fact.post_key)).post is None


async def test_an_upload_that_does_not_let_go_parks_the_withdrawal(
    bus: Bus, channel: Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    fact = await channel.rendered(1)
    uploader = ScriptedUploader(Scripted())
    monkeypatch.setattr("services.publish.withdraw.withdrawal._PATIENCE", 0.3)
    key = f"upload.scripted.main.{channel.publication(1).film.video.sha256}"
    async with upload_lock(bus, key, fact.post_key, 30.0):
        with pytest.raises(Parked) as parked:
            await Withdrawer(bus, channel.store, [uploader], reason="요청", by="나").withdraw(fact.post_key)
    assert parked.value.code == BUSY
    outcome = await Withdrawer(bus, channel.store, [uploader], reason="요청", by="나").withdraw(fact.post_key)
    assert (outcome.hidden, outcome.deleted, outcome.unsure) == ((), (), ())
