"""The rules of uploading exactly once: states, limits and their figures, and any sequence of failures and crashes."""

import asyncio
import random
from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
from fixtures.facts import FILM, SCRIPT, post
from fixtures.platform import Clock, clock
from fixtures.scripted import Scripted, ScriptedUploader

from libraries.bus import Bus
from libraries.bus.kv.upload_lock import BUSY
from schemas import subjects
from schemas.errors import Conflict, IllegalTransition, Parked, Permanent, ProviderDown
from services.publish.metadata.publication import build_publication
from services.publish.platforms.base import RELEASE_IN_DOUBT, Publication, UploadHandle, UploadProgress, UploadReceipt
from services.publish.upload import exactly_once as module
from services.publish.upload.exactly_once import ExactlyOnceUploader, OnStep
from services.publish.upload.journal import UploadRecord, UploadState, upload_key

__all__ = ["clock"]
STEPS = ("opened", "stored", "chunk", "closing", "accepted", "sent", "first", "second", "finished")
WANTED = build_publication(post(), SCRIPT, FILM, 1)
SHA256 = FILM.video.sha256


class Died(BaseException):
    """The process is gone: nothing after this line happens."""


class Desk:
    """A scripted platform, and deliveries to it that share one ledger."""

    def __init__(self, bus: Bus, clock: Clock) -> None:
        self.bus, self.clock = bus, clock
        self.there = Scripted()
        self.seen: list[str] = []

    def delivery(self, on_step: OnStep | None = None, uploader: ScriptedUploader | None = None) -> ExactlyOnceUploader:
        made = uploader or ScriptedUploader(self.there)
        return ExactlyOnceUploader(self.bus, made, now=self.clock, pause=0.0, on_step=on_step or self.seen.append)

    async def upload(self, begun: datetime | None = None) -> None:
        await self.delivery().upload(WANTED, begun)

    async def record(self) -> UploadRecord:
        entry = await self.delivery().journal.load(self.delivery().journal_key(WANTED))
        assert entry is not None
        return entry.record

    async def set(self, **changes: object) -> None:
        """Change the record, as another process would."""
        journal = self.delivery().journal
        entry = await journal.load(self.delivery().journal_key(WANTED))
        assert entry is not None
        await journal.write(entry.record.model_copy(update=changes), entry.revision)


@pytest.fixture
def desk(bus: Bus, clock: Clock) -> Desk:
    return Desk(bus, clock)


class Proving(ScriptedUploader):
    """A platform whose list of uploads never lags."""

    capabilities = ScriptedUploader.capabilities.model_copy(update={"absence_is_proof": True})


async def test_the_steps_of_an_upload_and_what_is_recorded_before_each(desk: Desk) -> None:
    await desk.upload()
    sending = ["chunk", "chunk", "closing", "chunk", "accepted", "sent"]
    assert desk.seen == ["opened", "stored", *sending, "first", "second", "finished"]
    assert desk.there.calls == ["open", "confirm", "chunk", "chunk", "last", "confirm", "first", "second"]
    record = await desk.record()
    assert (record.state, record.closing, record.steps) == (UploadState.DONE, True, ("first", "second"))
    assert (record.remote_id, record.address, record.privacy) == ("video-0", "", "private")
    assert record.key == upload_key("scripted", "main", SHA256) == f"upload.scripted.main.{SHA256}"


async def test_uploading_again_asks_nothing(desk: Desk) -> None:
    await desk.upload()
    calls = len(desk.there.calls)
    await desk.upload()
    assert len(desk.there.calls) == calls


async def test_six_attempts_at_a_platform_that_is_down_with_growing_pauses(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    pauses: list[float] = []
    spread: set[tuple[float, float]] = set()

    def uniform(low: float, high: float) -> float:
        spread.add((low, high))
        return high

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)

    monkeypatch.setattr(module, "asyncio", SimpleNamespace(sleep=sleep))
    monkeypatch.setattr(module, "random", SimpleNamespace(uniform=uniform))
    desk.there.faults["confirm"].extend(["down"] * 6)
    delivery = ExactlyOnceUploader(desk.bus, ScriptedUploader(desk.there), now=desk.clock)
    with pytest.raises(ProviderDown) as caught:
        await delivery.upload(WANTED)
    assert desk.there.calls == ["open"] + ["confirm"] * 6
    assert caught.value.fields["why"] == "confirm down"
    assert pauses == [0.5, 1.0, 2.0, 4.0, 8.0, 16.0]
    assert spread == {(0.5, 1.0)}
    assert (await desk.record()).state is UploadState.OPEN


async def test_a_platform_that_never_has_all_bytes_is_down(desk: Desk) -> None:
    class Forgetful(ScriptedUploader):
        async def send(self, *_: object) -> UploadProgress:
            self.there.fault("chunk")
            return UploadProgress(received=1)

    with pytest.raises(ProviderDown) as caught:
        await desk.delivery(uploader=Forgetful(desk.there)).upload(WANTED)
    assert (caught.value.code, caught.value.fields["why"]) == ("publish.platform_down", "incomplete")
    assert desk.there.calls.count("chunk") == 6


async def test_what_the_platform_calls_the_film_is_recorded(desk: Desk) -> None:
    class Named(ScriptedUploader):
        async def ask_upload_progress(self, handle: UploadHandle, publication: Publication) -> UploadProgress:
            found = UploadReceipt(remote_id="v9", url="https://scripted.example/v9", video_sha256=SHA256)
            return UploadProgress(receipt=found)

    receipt = await desk.delivery(uploader=Named(desk.there)).upload(WANTED)
    assert (receipt.remote_id, receipt.url) == ("v9", "https://scripted.example/v9")
    assert (await desk.record()).receipt == receipt


async def test_five_failures_are_still_got_over(desk: Desk) -> None:
    desk.there.faults["confirm"].extend(["down"] * 5)
    await desk.upload()
    assert desk.there.copies(SHA256) == 1


async def test_an_upload_goes_on_at_the_chunk_where_it_broke(desk: Desk) -> None:
    desk.there.faults["chunk"].extend(["", "lost"])
    await desk.upload()
    assert desk.there.calls.count("chunk") == 2
    assert desk.there.calls.count("last") == 1


async def test_handles_that_expire_before_the_last_byte_are_replaced_five_times(desk: Desk) -> None:
    desk.there.faults["chunk"].extend(["expire"] * 20)
    with pytest.raises(ProviderDown) as caught:
        await desk.upload()
    assert caught.value.code == "publish.uploads_expired"
    assert desk.there.calls.count("open") == 6
    desk.there.faults.clear()
    await desk.upload()
    assert desk.there.copies(SHA256) == 1


async def test_two_handles_may_expire_in_one_go(desk: Desk) -> None:
    desk.there.faults["chunk"].extend(["expire"] * 2)
    await desk.upload()
    assert desk.there.calls.count("open") == 3


async def test_an_upload_that_was_aborted_begins_anew_after_a_pause(desk: Desk) -> None:
    desk.there.faults["last"].append("abort")
    with pytest.raises(ProviderDown) as caught:
        await desk.upload()
    assert (caught.value.code, caught.value.fields["why"]) == ("publish.upload_aborted", "broken off")
    record = await desk.record()
    assert (record.state, record.address, record.closing) == (UploadState.OPEN, "", False)
    await desk.upload()
    assert desk.there.copies(SHA256) == 1
    assert desk.there.calls.count("open") == 2


@pytest.mark.parametrize("listed", [True, False])
async def test_a_handle_that_expired_at_the_end_waits_for_the_list_to_the_second(
    desk: Desk, clock: Clock, listed: bool
) -> None:
    desk.there.listed = False
    desk.there.faults["last"].append("lost+expire")
    began = clock.now
    for passed in (timedelta(), timedelta(seconds=599)):
        clock.now = began + passed
        with pytest.raises(Parked) as parked:
            await desk.upload()
        assert (parked.value.code, parked.value.fields["until"]) == (
            "publish.list_lags",
            began + timedelta(seconds=600),
        )
        assert (await desk.record()).state is UploadState.SETTLING
    clock.now = began + timedelta(seconds=600)
    desk.there.listed = listed
    if listed:
        await desk.upload()
        assert (await desk.record()).remote_id == "video-0"
    else:
        async with desk.bus.listen(subjects.ALERT) as heard:
            with pytest.raises(Permanent) as caught:
                await desk.upload()
            _, alert = await anext(aiter(heard))
        assert alert == b"upload in doubt: sample.1 on scripted"
        assert caught.value.code == "publish.upload_in_doubt"
        key = (await desk.record()).key
        assert caught.value.fields == {"post": WANTED.post_key, "platform": "scripted", "key": key}
        assert (await desk.record()).state is UploadState.DOUBT
        with pytest.raises(Permanent, match="wagglebot uploads settle"):
            await desk.upload()
    assert desk.there.calls.count("open") == 1
    assert desk.there.copies(SHA256) == 1


async def test_how_long_a_list_may_lag_is_the_uploaders_to_say(desk: Desk, clock: Clock) -> None:
    desk.there.listed = False
    desk.there.faults["last"].append("lost+expire")
    uploader = ScriptedUploader(desk.there)
    uploader.settle_seconds = 5.0
    with pytest.raises(Parked) as parked:
        await desk.delivery(uploader=uploader).upload(WANTED)
    assert parked.value.fields["until"] == clock.now + timedelta(seconds=5)


async def test_where_a_list_never_lags_absence_is_enough_to_upload_again(desk: Desk) -> None:
    desk.there.faults["last"].append("expire")
    await desk.delivery(uploader=Proving(desk.there)).upload(WANTED)
    assert desk.there.calls.count("open") == 2
    assert desk.there.copies(SHA256) == 1
    desk.there.videos.clear()
    await desk.delivery(uploader=Proving(desk.there)).upload(WANTED)
    assert desk.there.copies(SHA256) == 1
    calls = desk.there.calls.count("open")
    await desk.delivery(uploader=Proving(desk.there)).upload(WANTED)
    assert desk.there.calls.count("open") == calls


async def test_a_journal_that_was_lost_after_the_upload_began_opens_nothing(desk: Desk) -> None:
    desk.there.listed = False
    born = await desk.bus.ledger().created_at()
    with pytest.raises(Parked):
        await desk.upload(born - timedelta(seconds=1))
    record = await desk.record()
    assert (record.state, record.closing, record.address) == (UploadState.SETTLING, True, "")
    assert desk.there.calls == ["find"]


@pytest.mark.parametrize("later", [0, 1])
async def test_an_upload_that_began_after_the_journal_is_a_first_one(desk: Desk, later: int) -> None:
    await desk.upload(await desk.bus.ledger().created_at() + timedelta(seconds=later))
    assert desk.there.copies(SHA256) == 1


async def test_a_film_that_was_withdrawn_is_not_uploaded(desk: Desk) -> None:
    desk.there.faults["confirm"].extend(["down"] * 6)
    with pytest.raises(ProviderDown):
        await desk.upload()
    await desk.set(state=UploadState.WITHDRAWN)
    with pytest.raises(IllegalTransition) as caught:
        await desk.upload()
    assert caught.value.code == "publish.withdrawn"
    assert desk.there.videos == {}


async def test_a_journal_that_others_change_twelve_times_is_left_to_a_retry(desk: Desk) -> None:
    class Contended(ScriptedUploader):
        changes = 11

        async def finish(self, *_: object) -> None:
            if self.changes:
                self.changes -= 1
                await desk.set(reason=f"{self.changes}")

    uploader = Contended(desk.there)
    await desk.delivery(uploader=uploader).upload(WANTED)
    await desk.set(state=UploadState.SENT, steps=())
    uploader.changes = 12
    with pytest.raises(Conflict) as caught:
        await desk.delivery(uploader=uploader).upload(WANTED)
    assert caught.value.code == "publish.contended"
    assert desk.there.copies(SHA256) == 1


async def test_finishing_goes_on_with_the_step_that_is_missing(desk: Desk) -> None:
    desk.there.faults["second"].append("down")
    with pytest.raises(ProviderDown):
        await desk.upload()
    assert (await desk.record()).steps == ("first",)
    await desk.upload()
    assert (desk.there.calls.count("first"), desk.there.calls.count("second")) == (1, 2)


async def test_finishing_stops_when_another_process_has_taken_over(desk: Desk) -> None:
    class Slow(ScriptedUploader):
        async def finish(self, step: str, *_: object) -> None:
            self.there.fault(step)
            await desk.bus.client.call_api(
                "STREAM.PURGE.LEASES", {"filter": f"lease.{desk.delivery().journal_key(WANTED)}"}
            )
            assert await desk.bus.take_lease(desk.delivery().journal_key(WANTED), 30.0) is not None
            await asyncio.sleep(0.3)

    delivery = ExactlyOnceUploader(desk.bus, Slow(desk.there), now=desk.clock, pause=0.0, lease=0.4)
    with pytest.raises(Parked) as caught:
        await delivery.upload(WANTED)
    assert caught.value.code == BUSY
    assert "second" not in desk.there.calls


async def test_only_an_uploaded_film_is_released_and_only_once(desk: Desk) -> None:
    with pytest.raises(IllegalTransition) as caught:
        await desk.delivery().release(WANTED, "public")
    assert caught.value.code == "publish.not_uploaded"
    desk.there.faults["second"].append("down")
    with pytest.raises(ProviderDown):
        await desk.upload()
    with pytest.raises(IllegalTransition):
        await desk.delivery().release(WANTED, "public")
    await desk.upload()
    receipt = await desk.delivery().release(WANTED, "unlisted")
    assert receipt.url == "https://scripted.example/video-0"
    assert await desk.delivery().release(WANTED, "unlisted") == receipt
    assert desk.there.calls.count("release") == 1
    await desk.delivery().release(WANTED, "public")
    assert desk.there.privacy == {"video-0": "public"}
    assert (await desk.record()).privacy == "public"
    assert desk.seen[-1] == "released"


async def test_a_release_that_finds_the_upload_expired_has_it_uploaded_again(desk: Desk) -> None:
    await desk.upload()
    desk.there.faults["release"].append("expired")
    with pytest.raises(ProviderDown) as caught:
        await desk.delivery().release(WANTED, "public")
    assert caught.value.code == "publish.upload_expired"
    record = await desk.record()
    assert (record.state, record.address, record.closing) == (UploadState.OPEN, "", False)
    assert (record.remote_id, record.steps) == ("", ())
    await desk.upload()
    await desk.delivery().release(WANTED, "public")
    assert desk.there.copies(SHA256) == 1


async def test_a_release_nobody_can_tell_of_is_left_to_a_person(desk: Desk) -> None:
    await desk.upload()
    desk.there.faults["release"].append("doubt")
    async with desk.bus.listen(subjects.ALERT) as heard:
        with pytest.raises(Permanent) as caught:
            await desk.delivery().release(WANTED, "public")
        _, alert = await anext(aiter(heard))
    assert (caught.value.code, alert) == (RELEASE_IN_DOUBT, b"release in doubt: sample.1 on scripted")
    record = await desk.record()
    assert (record.state, record.privacy) == (UploadState.DOUBT, "private")
    with pytest.raises(IllegalTransition):
        await desk.delivery().release(WANTED, "public")


async def test_a_release_that_is_refused_changes_nothing(desk: Desk) -> None:
    await desk.upload()
    before = await desk.record()
    desk.there.faults["release"].append("refused")
    with pytest.raises(Permanent) as caught:
        await desk.delivery().release(WANTED, "public")
    assert caught.value.code == "publish.answer_refused"
    assert await desk.record() == before


async def test_whatever_fails_and_whoever_dies_there_is_never_a_second_copy(desk: Desk, clock: Clock) -> None:
    """Random failures of every call and crashes after every step; and the end of it is one film or a doubt."""
    ends: list[UploadState] = []
    for seed in range(60):
        dice = random.Random(seed)
        wanted = film(seed)
        desk.there.listed = dice.random() < 0.8
        for call, faults in FAULTS.items():
            desk.there.faults[call].clear()
            desk.there.faults[call].extend(dice.choices(faults, k=4))
        for attempt in range(30):
            try:
                await desk.delivery(dying(dice, attempt)).upload(wanted)
                break
            except Parked as parked:
                clock.now = max(clock.now, parked.fields["until"])
            except (ProviderDown, Died):
                clock.move(seconds=1)
            except Permanent:
                break
            assert desk.there.copies(wanted.film.video.sha256) <= 1
        entry = await desk.delivery().journal.load(desk.delivery().journal_key(wanted))
        assert entry is not None
        copies = desk.there.copies(wanted.film.video.sha256)
        ends.append(entry.record.state)
        assert copies == 1 if entry.record.state is UploadState.DONE else copies <= 1
        # Nobody is asked about a film whose last byte cannot have left.
        assert entry.record.state is UploadState.DONE or entry.record.closing
    assert set(ends) == {UploadState.DONE, UploadState.DOUBT}


FAULTS = {
    "open": ["", "", "down"],
    "confirm": ["", "", "", "down", "expire", "abort"],
    "chunk": ["", "", "down", "lost", "expire", "abort"],
    "last": ["", "down", "lost", "expire", "lost+expire", "abort"],
    "first": ["", "down"],
    "find": ["", "down"],
}


def film(number: int) -> Publication:
    digest = f"{number:064x}"
    video = FILM.video.model_copy(update={"sha256": digest, "key": f"{digest[:2]}/{digest}.mp4"})
    return build_publication(post(f"{number}"), SCRIPT, FILM.model_copy(update={"video": video}), 1)


def dying(dice: random.Random, attempt: int) -> OnStep:
    """A worker that dies after a step drawn by lot, until that was often enough."""
    victim = dice.choice(STEPS) if attempt < 8 else ""

    def on_step(name: str) -> None:
        if name == victim:
            raise Died

    return on_step
