"""What each platform's answers mean: wait, try again, stop the account, or give up."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httplib2
import pytest
from fixtures.platform import CHUNK, Channel, Clock, channel, clock, platform
from fixtures.publishers import Rig, rigs
from fixtures.rows import each_row
from google.auth.exceptions import RefreshError, TransportError
from googleapiclient.errors import HttpError

from libraries.bus import Bus
from libraries.platform_apis.http import ApiResponse
from libraries.platform_apis.instagram import MetaError
from libraries.platform_apis.youtube.errors import ApiFailure, NoChannel, YoutubeErrorKind, api_failure
from schemas.errors import BadInput, ConfigurationError, Parked, Permanent, ProviderDown, WaggleError
from services.publish.platforms.base import UploadHandle, UploadReceipt
from services.publish.platforms.instagram.uploader import InstagramUploader
from services.publish.platforms.tiktok.uploader import TiktokUploader
from testbed.fake_platforms.instagram import InstagramPlatform
from testbed.fake_platforms.tiktok import TiktokPlatform
from testbed.fake_platforms.youtube import YoutubePlatform

__all__ = ["channel", "clock", "platform"]


async def nobody(_may_complete: bool) -> None:
    """No other process is at the upload."""


@pytest.fixture
def tiktok(bus: Bus, tmp_path: Path, clock: Clock) -> Iterator[tuple[Rig, TiktokUploader, TiktokPlatform]]:
    for rig in rigs(bus, tmp_path, "tiktok", clock):
        uploader, there = rig.make(), rig.history
        assert isinstance(uploader, TiktokUploader)
        assert isinstance(there, TiktokPlatform)
        yield rig, uploader, there


@pytest.fixture
def instagram(bus: Bus, tmp_path: Path, clock: Clock) -> Iterator[tuple[Rig, InstagramUploader, InstagramPlatform]]:
    for rig in rigs(bus, tmp_path, "instagram", clock):
        uploader, there = rig.make(), rig.history
        assert isinstance(uploader, InstagramUploader)
        assert isinstance(there, InstagramPlatform)
        yield rig, uploader, there


DAY = timedelta(days=1)
Expected = tuple[type[WaggleError], str, timedelta | None]
"""Class and code of an error, and how long it waits."""


def checked(error: WaggleError, kind: type[WaggleError], code: str, wait: timedelta | None, clock: Clock) -> None:
    assert (type(error), error.code) == (kind, code)
    if wait is not None:
        assert error.fields["until"] - clock.now == wait


@each_row(
    ("status", "code", "expected"),
    [
        (401, "", (Parked, "publish.permission_ended", timedelta(hours=1))),
        (200, "scope_not_authorized", (Parked, "publish.permission_ended", timedelta(hours=1))),
        (403, "spam_risk_too_many_posts", (Parked, "publish.account_full", timedelta(hours=24))),
        (403, "reached_active_user_cap", (Parked, "publish.account_full", timedelta(hours=24))),
        (403, "spam_risk_user_banned_from_posting", (Parked, "publish.account_banned", timedelta(hours=1))),
        (429, "rate_limit_exceeded", (ProviderDown, "publish.platform_down", None)),
        (403, "unaudited_client_can_only_post_to_private_accounts", (Parked, "publish.project_refused", DAY)),
        (500, "internal_error", (ProviderDown, "publish.platform_down", None)),
        (599, "x", (ProviderDown, "publish.platform_down", None)),
        (400, "", (ProviderDown, "publish.platform_down", None)),
        (400, "invalid_param", (Permanent, "publish.answer_refused", None)),
        (499, "x", (Permanent, "publish.answer_refused", None)),
    ],
)
async def test_tiktoks_answers(
    tiktok: tuple[Rig, TiktokUploader, TiktokPlatform],
    clock: Clock,
    status: int,
    code: str,
    expected: Expected,
) -> None:
    rig, uploader, _ = tiktok
    await uploader.quota.resume_publishing()
    rig.told.clear()
    checked(await uploader._error(status, code), *expected, clock)
    failure = expected[1]
    stops = failure.startswith(("publish.permission", "publish.account", "publish.project"))
    assert (await uploader.quota.current_stop() is not None) == stops
    assert len(rig.told) == stops


@each_row(
    ("status", "error", "expected"),
    [
        (401, {}, (Parked, "publish.permission_ended", timedelta(hours=1))),
        (400, {"code": 190}, (Parked, "publish.permission_ended", timedelta(hours=1))),
        (400, {"code": 10}, (Parked, "publish.permission_ended", timedelta(hours=1))),
        (400, {"code": 9, "error_subcode": 2207042}, (Parked, "publish.account_full", timedelta(hours=1))),
        (400, {"code": 4}, (Parked, "publish.too_many_calls", timedelta(hours=1))),
        (400, {"code": 613}, (Parked, "publish.too_many_calls", timedelta(hours=1))),
        (503, {"code": 99}, (ProviderDown, "publish.platform_down", None)),
        (400, {"code": 1}, (ProviderDown, "publish.platform_down", None)),
        (400, {"code": 2}, (ProviderDown, "publish.platform_down", None)),
        (400, {}, (ProviderDown, "publish.platform_down", None)),
        (400, {"code": 9007, "error_subcode": 2207027}, (ProviderDown, "publish.platform_down", None)),
        (400, {"code": 352, "error_subcode": 2207026}, (Permanent, "publish.film_rejected", None)),
        (400, {"code": 25, "error_subcode": 2207050}, (Parked, "publish.account_banned", DAY)),
        (400, {"code": 100, "error_subcode": 33}, (Permanent, "publish.answer_refused", None)),
        (400, {"code": 3}, (Parked, "publish.project_refused", DAY)),
    ],
)
async def test_instagrams_answers(
    instagram: tuple[Rig, InstagramUploader, InstagramPlatform],
    clock: Clock,
    status: int,
    error: dict[str, int],
    expected: Expected,
) -> None:
    _, uploader, _ = instagram
    await uploader.quota.resume_publishing()
    found = await uploader._error(ApiResponse(status, {}, None), MetaError.model_validate(error))
    checked(found, *expected, clock)
    stops = expected[1].startswith(("publish.permission", "publish.account", "publish.project"))
    assert (await uploader.quota.current_stop() is not None) == stops


def google(kind: Callable[..., Exception], *words: str, **options: bool) -> Exception:
    return kind(*words, **options)  # the library has no types


def http(status: int, reason: str = "", message: str = "") -> HttpError:
    body = {"error": {"code": status, "message": message, "errors": [{"reason": reason}] if reason else []}}
    return HttpError(httplib2.Response({"status": str(status)}), json.dumps(body).encode())


@each_row(
    ("error", "kind"),
    [
        (http(400, "uploadLimitExceeded"), YoutubeErrorKind.CHANNEL),
        (http(403, "quotaExceeded"), YoutubeErrorKind.DAY),
        (http(403, "dailyLimitExceeded"), YoutubeErrorKind.DAY),
        (http(429, "rateLimitExceeded", "Video Uploads Per Day"), YoutubeErrorKind.DAY),
        (http(429, "rateLimitExceeded", "Queries per minute"), YoutubeErrorKind.BUSY),
        (http(403, "rateLimitExceeded", "per day"), YoutubeErrorKind.BUSY),
        (http(413), YoutubeErrorKind.BUSY),
        (http(403, "userRateLimitExceeded"), YoutubeErrorKind.BUSY),
        (http(401), YoutubeErrorKind.AUTH),
        (http(401, "youtubeSignupRequired"), YoutubeErrorKind.NO_CHANNEL),
        (NoChannel("none"), YoutubeErrorKind.NO_CHANNEL),
        (http(409), YoutubeErrorKind.BUSY),
        (http(409, "videoAlreadyInPlaylist"), YoutubeErrorKind.ALREADY),
        (http(400, "captionExists"), YoutubeErrorKind.ALREADY),
        (http(404), YoutubeErrorKind.ABSENT),
        (http(410), YoutubeErrorKind.ABSENT),
        (http(408), YoutubeErrorKind.BUSY),
        (http(500), YoutubeErrorKind.BUSY),
        (http(503, "backendError"), YoutubeErrorKind.BUSY),
        (http(400, "invalidTitle"), YoutubeErrorKind.REFUSED),
        (http(499), YoutubeErrorKind.BUSY),
        (google(RefreshError, "invalid_grant: Token has been expired or revoked."), YoutubeErrorKind.AUTH),
        (google(RefreshError, "<html>"), YoutubeErrorKind.BUSY),
        (google(RefreshError, "later", retryable=True), YoutubeErrorKind.BUSY),
        (google(TransportError, "no route"), YoutubeErrorKind.BUSY),
        (OSError("reset"), YoutubeErrorKind.BUSY),
    ],
    ids=str,
)
def test_youtubes_answers(error: Exception, kind: YoutubeErrorKind) -> None:
    failure = api_failure(error)
    assert failure.kind is kind
    assert failure.why


def test_an_answer_without_words_is_named_by_its_kind() -> None:
    assert api_failure(TimeoutError()).why == "TimeoutError"
    assert api_failure(http(503)).why == "503"
    assert api_failure(http(503, "backendError", "Backend Error")).why == "503 backendError"


@each_row(
    ("kind", "bucket", "wanted", "code"),
    [
        (YoutubeErrorKind.BUSY, "units", ProviderDown, "publish.platform_down"),
        (YoutubeErrorKind.ABSENT, "units", ProviderDown, "publish.platform_down"),
        (YoutubeErrorKind.REFUSED, "", ProviderDown, "publish.platform_down"),
        (YoutubeErrorKind.REFUSED, "units", Permanent, "publish.answer_refused"),
        (YoutubeErrorKind.ALREADY, "units", Permanent, "publish.answer_refused"),
        (YoutubeErrorKind.DAY, "uploads", Parked, "publish.quota_empty"),
        (YoutubeErrorKind.CHANNEL, "uploads", Parked, "publish.account_full"),
        (YoutubeErrorKind.AUTH, "units", Parked, "publish.permission_ended"),
        (YoutubeErrorKind.PROJECT, "units", Parked, "publish.project_refused"),
        (YoutubeErrorKind.NO_CHANNEL, "units", Parked, "publish.no_channel"),
        (YoutubeErrorKind.BANNED, "uploads", Parked, "publish.account_banned"),
    ],
)
async def test_what_youtubes_kinds_of_failures_lead_to(
    channel: Channel, kind: YoutubeErrorKind, bucket: str, wanted: type[WaggleError], code: str
) -> None:
    uploader = channel.uploader()
    await uploader.quota.resume_publishing()
    error = await uploader._error(ApiFailure(kind, "400 x"), bucket)
    assert (type(error), error.code) == (wanted, code)


async def test_a_used_up_day_without_a_bucket_is_that_of_the_units(channel: Channel) -> None:
    error = await channel.uploader()._error(ApiFailure(YoutubeErrorKind.DAY, "403"), "")
    assert error.fields["bucket"] == "units"


async def test_captions_are_added_once_where_they_are_wanted(channel: Channel, platform: YoutubePlatform) -> None:
    wanted = channel.publication()
    uploader = channel.uploader(captions=True)
    platform.faults["POST /upload/youtube/v3/captions after"].append("lose")
    await channel.delivery(uploader).upload(wanted)
    (video,) = platform.existing_films()
    assert len(video.captions) == 1
    # The client library asks again when a connection breaks; that there is a track already is no failure then.
    assert [call.status for call in platform.calls if call.what == "POST /upload/youtube/v3/captions"] == [0, 409]


@pytest.mark.parametrize(
    "changes", [{"title": ""}, {"title": "a<b"}, {"title": " a"}, {"description": "가" * 1670}], ids=str
)
async def test_words_that_youtube_would_refuse_are_refused_before(channel: Channel, changes: dict[str, Any]) -> None:
    wanted = channel.publication().model_copy(update=changes)
    with pytest.raises(BadInput) as caught:
        await channel.uploader().validate(wanted)
    assert caught.value.code == "publish.words_refused"


async def test_a_closed_upload_that_was_complete_gives_its_video(channel: Channel, platform: YoutubePlatform) -> None:
    uploader, wanted = channel.uploader(), channel.publication()
    handle = await uploader.open(wanted)
    await uploader.send(handle, wanted, 0, nobody)
    receipt = await uploader.cancel(handle)
    assert receipt is not None
    assert receipt.remote_id == platform.existing_films()[0].id
    assert (await uploader.ask_upload_progress(UploadHandle(platform="youtube", address=""), wanted)).expired


async def test_a_hold_hides_a_video_and_leaves_it_there(channel: Channel, platform: YoutubePlatform) -> None:
    receipt = await channel.delivery().upload(channel.publication())
    await channel.delivery().release(channel.publication(), "public")
    assert platform.existing_films()[0].privacy == "public"
    assert await channel.uploader().withdraw(receipt.remote_id, hold=True)
    assert [video.privacy for video in platform.existing_films()] == ["private"]
    assert await channel.uploader().withdraw(receipt.remote_id)
    assert await channel.uploader().withdraw(receipt.remote_id)
    assert platform.existing_films() == []


async def test_every_page_of_the_uploads_is_searched_up_to_two_hundred(
    channel: Channel, platform: YoutubePlatform
) -> None:
    session = {
        "snippet": {"title": "t", "description": "another", "categoryId": "24"},
        "status": {"privacyStatus": "private"},
    }
    wanted = channel.publication()
    receipt = await channel.delivery().upload(wanted)
    newer = platform.videos[receipt.remote_id]
    del platform.videos[receipt.remote_id]
    platform.videos[newer.id] = newer
    for number in range(199):
        platform.receive_bytes(platform.begin_upload(session, 1), 0, b"x")
        upload = list(platform.sessions.values())[-1]
        upload.data[:] = bytes([number])
        platform.make_video_if_complete(upload)
    assert await channel.uploader().look_up(wanted.post_key, wanted.film.video.sha256) == newer.id
    upload = platform.begin_upload(session, 1)
    platform.receive_bytes(upload, 0, b"y")
    platform.make_video_if_complete(upload)
    assert await channel.uploader().look_up(wanted.post_key, wanted.film.video.sha256) is None


async def test_the_platforms_clock_is_asked_for_without_quota(channel: Channel, platform: YoutubePlatform) -> None:
    now = datetime(2026, 11, 23, 4, 5, 6, tzinfo=UTC)
    platform.wall = lambda: now
    assert await channel.uploader().time() == now
    channel.youtube.token_file.unlink()
    with pytest.raises(ConfigurationError):
        await channel.uploader().time()


async def test_tiktoks_clock_too(tiktok: tuple[Rig, TiktokUploader, TiktokPlatform], clock: Clock) -> None:
    assert await tiktok[1].time() == clock.now


async def test_a_film_that_tiktok_still_processes_waits(
    tiktok: tuple[Rig, TiktokUploader, TiktokPlatform], clock: Clock
) -> None:
    rig, uploader, there = tiktok
    there.processing = 1000.0
    with pytest.raises(Parked) as parked:
        await rig.deliver().upload(rig.publication())
    checked(parked.value, Parked, "publish.processing", timedelta(minutes=2), clock)
    clock.move(seconds=1001)
    await rig.deliver().upload(rig.publication())
    assert rig.living() == 1
    assert (await uploader.ask_upload_progress(UploadHandle(platform="tiktok", address=""), rig.publication())).expired


async def test_an_upload_tiktok_does_not_know_has_expired(tiktok: tuple[Rig, TiktokUploader, TiktokPlatform]) -> None:
    rig, uploader, there = tiktok
    wanted = rig.publication()
    handle = await uploader.open(wanted)
    there.unknown.update(there.uploads)
    assert (await uploader.ask_upload_progress(handle, wanted)).expired
    assert await uploader.cancel(handle) is None
    assert not await uploader.withdraw(next(iter(there.uploads)))


async def test_what_failed_on_tiktok_never_got_there(tiktok: tuple[Rig, TiktokUploader, TiktokPlatform]) -> None:
    rig, uploader, there = tiktok
    handle = await uploader.open(rig.publication())
    (upload,) = there.uploads.values()
    upload.failed = "internal"
    assert await uploader.withdraw(upload.id)
    for reason in ("file_format_check_failed", "frame_rate_check_failed", "picture_size_check_failed"):
        upload.failed = reason
        assert await uploader.withdraw(upload.id)
        with pytest.raises(Permanent) as caught:
            await uploader.ask_upload_progress(handle, rig.publication())
        assert (caught.value.code, caught.value.fields["why"]) == ("publish.film_rejected", reason)


async def test_an_upload_that_failed_for_the_creators_sake_is_begun_anew_once_they_may_post(
    tiktok: tuple[Rig, TiktokUploader, TiktokPlatform], clock: Clock
) -> None:
    rig, _, there = tiktok
    wanted = rig.publication()
    there.processing = 1000.0
    with pytest.raises(Parked):
        await rig.deliver().upload(wanted)
    (first,) = there.uploads.values()
    first.failed = "spam_risk_too_many_posts"
    with pytest.raises(ProviderDown):
        await rig.deliver().upload(wanted)
    with pytest.raises(Parked) as parked:
        await rig.deliver().upload(wanted)
    checked(parked.value, Parked, "publish.account_full", DAY, clock)
    clock.move(days=1)
    there.processing = 0.0
    await rig.deliver().upload(wanted)
    assert len(there.uploads) == 2


async def test_tiktok_goes_on_at_the_chunk_that_is_missing(tiktok: tuple[Rig, TiktokUploader, TiktokPlatform]) -> None:
    rig, uploader, there = tiktok
    wanted = rig.publication(size=CHUNK * 3 + 5)
    handle = await uploader.open(wanted)
    there.faults["chunk"].extend(["", "cut"])
    with pytest.raises(ProviderDown):
        await uploader.send(handle, wanted, 0, nobody)
    progress = await uploader.ask_upload_progress(handle, wanted)
    assert progress.received == CHUNK
    done = await uploader.send(handle, wanted, progress.received, nobody)
    assert done.receipt is not None
    assert there.bytes_in == wanted.film.video.size


async def test_a_reel_that_is_processed_again_at_its_release_waits(
    instagram: tuple[Rig, InstagramUploader, InstagramPlatform],
) -> None:
    rig, uploader, there = instagram
    wanted = rig.publication()
    await rig.deliver().upload(wanted)
    there.processing = 1000.0
    with pytest.raises(ProviderDown) as caught:
        await rig.deliver().release(wanted, "public")
    assert caught.value.code == "publish.platform_down"
    assert (await uploader.ask_upload_progress(UploadHandle(platform="instagram", address=""), wanted)).expired


async def test_a_reel_cannot_be_unlisted(instagram: tuple[Rig, InstagramUploader, InstagramPlatform]) -> None:
    rig, _, there = instagram
    await rig.deliver().upload(rig.publication())
    with pytest.raises(BadInput) as caught:
        await rig.deliver().release(rig.publication(), "unlisted")
    assert caught.value.code == "publish.only_public"
    assert there.videos == {}


async def test_a_film_that_instagram_still_processes_waits(
    instagram: tuple[Rig, InstagramUploader, InstagramPlatform], clock: Clock
) -> None:
    rig, _, there = instagram
    there.processing = 1000.0
    with pytest.raises(Parked) as parked:
        await rig.deliver().upload(rig.publication())
    checked(parked.value, Parked, "publish.processing", timedelta(minutes=2), clock)
    clock.move(seconds=1001)
    await rig.deliver().upload(rig.publication())
    assert len(there.containers) == 1


async def test_a_reel_is_found_by_its_mark_alone(instagram: tuple[Rig, InstagramUploader, InstagramPlatform]) -> None:
    rig, uploader, there = instagram
    wanted, other = rig.publication(1), rig.publication(2)
    await rig.deliver().upload(wanted)
    await rig.deliver().release(wanted, "public")
    receipt = await uploader.find(wanted)
    assert receipt is not None
    assert receipt == UploadReceipt(
        remote_id=next(iter(there.videos)), url=receipt.url, video_sha256=wanted.film.video.sha256
    )
    assert await uploader.look_up(other.post_key, other.film.video.sha256) is None
    assert await uploader.find(other) is None


@pytest.mark.parametrize("name", ["tiktok", "instagram"])
async def test_a_chunk_that_is_not_taken_is_tried_again_later(
    bus: Bus, tmp_path: Path, clock: Clock, name: str
) -> None:
    for rig in rigs(bus, tmp_path, name, clock):
        assert rig.history is not None
        rig.history.faults["last"].extend(["503"] * 6)
        with pytest.raises(ProviderDown) as caught:
            await rig.deliver().upload(rig.publication())
        assert caught.value.fields["platform"] == name
        assert caught.value.fields["why"].startswith("chunk: 503 ")


async def test_permission_is_asked_for_by_the_uploaders_own_class(bus: Bus, tmp_path: Path, clock: Clock) -> None:
    """Without a client file each says what to make; a platform without accounts says that it needs none."""
    for name in ("youtube", "tiktok", "instagram"):
        (tmp_path / name).mkdir()
        for rig in rigs(bus, tmp_path / name, name, clock):
            settings = {"youtube": rig.youtube, "tiktok": rig.tiktok, "instagram": rig.instagram}[name]
            shown: list[str] = []
            authorise: Callable[..., Any] = type(rig.make()).authorise
            with pytest.raises(ConfigurationError) as caught:
                await authorise(settings, shown.append)
            assert caught.value.code == f"publish.{name}_client"
            assert shown == []
    (tmp_path / "export").mkdir()
    for rig in rigs(bus, tmp_path / "export", "export", clock):
        with pytest.raises(BadInput) as refused:
            await type(rig.make()).authorise(None, print)
        assert refused.value.code == "publish.no_account_needed"
