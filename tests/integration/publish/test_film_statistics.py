"""Statistics of films on the wire: what a missing permission, a used-up quota and an odd answer mean for them alone."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from fixtures.platform import Clock, clock
from fixtures.publishers import Rig, rigs
from fixtures.rows import each_row

from libraries.bus import Bus
from libraries.film_statistics.platform_report import FilmReport
from libraries.film_statistics.timing import nearest_midnight
from schemas.errors import ConfigurationError, Parked, Permanent, ProviderDown
from services.publish.limits.quota import PACIFIC
from services.publish.platforms.base import NOT_PERMITTED, BaseUploader
from services.publish.platforms.instagram import InstagramSettings
from services.publish.platforms.instagram import token as instagram
from services.publish.platforms.tiktok import TiktokSettings
from services.publish.platforms.tiktok import token as tiktok
from services.publish.platforms.youtube import YoutubeSettings, oauth
from testbed.fake_platforms.audience import viewing_figures
from testbed.fake_platforms.instagram import InstagramPlatform
from testbed.fake_platforms.platform import PlannedReply
from testbed.fake_platforms.tiktok import TiktokPlatform
from testbed.fake_platforms.youtube import YoutubePlatform

__all__ = ["clock"]


@pytest.fixture(params=["youtube", "tiktok", "instagram"])
def rig(request: pytest.FixtureRequest, bus: Bus, tmp_path: Path, clock: Clock) -> Iterator[Rig]:
    yield from rigs(bus, tmp_path, request.param, clock)


async def online(rig: Rig) -> tuple[str, datetime]:
    """The id of a film that people see since now."""
    wanted = rig.publication()
    await rig.deliver().upload(wanted)
    receipt = await rig.deliver().release(wanted, "public")
    rig.show(receipt.remote_id)
    return receipt.remote_id, rig.clock.now


async def day_of(rig: Rig, film: str, published: datetime, uploader: BaseUploader | None = None) -> FilmReport:
    """The report of the first day, asked when it is known."""
    until = nearest_midnight(published + timedelta(days=1), PACIFIC)
    rig.clock.now = max(rig.clock.now, until + timedelta(days=3))
    return await (uploader or rig.make()).measure(film, published, until)


def youtube_of(rig: Rig) -> YoutubePlatform:
    assert isinstance(rig.history, YoutubePlatform)
    return rig.history


async def publishes(rig: Rig, number: int) -> None:
    """Another film is uploaded and released as if nothing were."""
    wanted = rig.publication(number)
    await rig.deliver().upload(wanted)
    await rig.deliver().release(wanted, "public")


def change_token(file: Path, **changes: Any) -> None:
    """Write fields of a token file anew; None takes one out, as in files of earlier releases."""
    token = json.loads(file.read_text(encoding="utf-8")) | changes
    kept = {name: value for name, value in token.items() if value is not None}
    file.write_text(json.dumps(kept), encoding="utf-8")


def settings_of(rig: Rig) -> YoutubeSettings | TiktokSettings | InstagramSettings:
    if rig.name == "youtube":
        return rig.youtube
    return rig.tiktok if rig.name == "tiktok" else rig.instagram


async def test_a_token_from_before_is_named_without_a_call_and_publishing_goes_on(rig: Rig) -> None:
    film, published = await online(rig)
    assert rig.history is not None
    change_token(settings_of(rig).token_file, scope=None)
    uploader = rig.make()
    assert uploader.lacks_permission(settings_of(rig))
    if rig.name == "youtube":  # totals need no report, so that much is told
        rig.clock.move(hours=1)
        assert (await uploader.measure(film, published, None)).statistics is not None
    reports = rig.history.count_calls("GET /v2/reports")
    with pytest.raises(ConfigurationError, match=f"wagglebot auth {rig.name}") as raised:
        await (day_of(rig, film, published) if rig.name == "youtube" else uploader.measure(film, published, None))
    assert raised.value.code == NOT_PERMITTED
    assert rig.history.count_calls("GET /v2/reports") == reports
    assert rig.told == []
    await publishes(rig, 2)


async def test_a_permission_that_the_platform_does_not_find_is_named_and_publishing_goes_on(rig: Rig) -> None:
    film, published = await online(rig)
    match rig.history:
        case YoutubePlatform():
            rig.history.grants_reports = False
        case TiktokPlatform():
            rig.history.grants_videos = False
        case InstagramPlatform():
            rig.history.grants_insights = False
    assert not rig.make().lacks_permission(settings_of(rig))
    with pytest.raises(ConfigurationError, match="Publishing goes on") as raised:
        await (day_of(rig, film, published) if rig.name == "youtube" else rig.make().measure(film, published, None))
    assert raised.value.code == NOT_PERMITTED
    assert rig.told == []
    await publishes(rig, 2)


CALLS = {"youtube": "GET /youtube/v3/videos", "tiktok": "POST /v2/video/query/", "instagram": "GET /ID/insights"}


@each_row(
    ("reply", "error"),
    [
        (PlannedReply(503, b""), ProviderDown),
        (PlannedReply(200, b"<html>"), ProviderDown),
        (PlannedReply(200, b'{"items": 3, "data": 3}'), ProviderDown),
    ],
)
async def test_an_odd_answer_is_no_statistics(rig: Rig, reply: PlannedReply, error: type[Exception]) -> None:
    film, published = await online(rig)
    assert rig.history is not None
    rig.clock.move(hours=1)
    rig.history.replies[CALLS[rig.name]] = reply
    replied = rig.history.replied
    with pytest.raises(error):
        await rig.make().measure(film, published, None)
    assert rig.history.replied == replied + 1
    assert (await rig.make().measure(film, published, None)).statistics is not None
    assert rig.told == []


async def test_a_film_that_is_gone_from_the_platform_is_not_told_of(rig: Rig) -> None:
    film, published = await online(rig)
    assert rig.history is not None
    rig.clock.move(hours=1)
    rig.history.existing_films()[0].deleted = True
    assert (await rig.make().measure(film, published, None)).statistics is None


@pytest.mark.parametrize("rig", ["youtube"], indirect=True)
async def test_a_private_film_is_not_visible_and_a_later_publication_is_said(rig: Rig) -> None:
    wanted = rig.publication()
    receipt = await rig.deliver().upload(wanted)
    hidden = await rig.make().measure(receipt.remote_id, rig.clock.now, None)
    assert (hidden.visible, hidden.statistics) == (False, None)
    rig.clock.move(hours=5)
    await rig.deliver().release(wanted, "public")
    shown = await rig.make().measure(receipt.remote_id, rig.clock.now, None)
    assert (shown.visible, shown.visible_since) == (True, rig.clock.now)


@pytest.mark.parametrize("rig", ["youtube"], indirect=True)
async def test_a_report_has_every_figure_of_its_days_and_of_no_other(rig: Rig) -> None:
    film, published = await online(rig)
    told = (await day_of(rig, film, published)).statistics
    until = nearest_midnight(published + timedelta(days=1), PACIFIC)
    (video,) = youtube_of(rig).existing_films()
    seen = viewing_figures(video.sha256, published, published, until)
    assert told is not None
    assert (told.views, told.engaged_views, told.likes, told.shares) == (
        seen.views,
        seen.engaged,
        seen.likes,
        seen.shares,
    )
    assert told.subscribers_gained == seen.gained - seen.lost
    assert told.average_view_percentage == pytest.approx(seen.percentage, abs=0.01)
    assert [point.place for point in told.retention] == [place / 100 for place in range(1, 101)]
    assert [point.watching for point in told.retention] == pytest.approx(list(seen.places))
    assert told.traffic == {"SHORTS": seen.views * 4 // 5, "YT_SEARCH": seen.views // 10}
    assert (told.saves, told.reach) == (None, None)


@pytest.mark.parametrize("rig", ["youtube"], indirect=True)
async def test_days_that_are_processed_late_are_waited_for_and_never_taken_for_fewer_views(rig: Rig) -> None:
    film, published = await online(rig)
    youtube_of(rig).report_lag = timedelta(days=5)
    assert (await day_of(rig, film, published)).statistics is None
    rig.clock.move(days=2)
    late = (await day_of(rig, film, published)).statistics
    assert late is not None
    youtube_of(rig).report_lag = timedelta(hours=60)
    assert (await day_of(rig, film, published)).statistics == late


@pytest.mark.parametrize("rig", ["youtube"], indirect=True)
async def test_a_channel_that_nobody_watches_any_more_is_waited_for_and_not_for_ever(rig: Rig) -> None:
    """No row may mean that a day is not known yet, or that nobody watched on it: after nine days the latter."""
    film, published = await online(rig)
    youtube_of(rig).other_views = 0
    until = nearest_midnight(published + timedelta(days=28), PACIFIC)
    rig.clock.now = until + timedelta(days=5)
    assert (await rig.make().measure(film, published, until)).statistics is None
    rig.clock.now = until + timedelta(days=9)
    assert (await rig.make().measure(film, published, until)).statistics is not None


@pytest.mark.parametrize("rig", ["youtube"], indirect=True)
async def test_a_film_that_nobody_watched_has_no_views_rather_than_unknown_ones(rig: Rig) -> None:
    film, published = await online(rig)
    nobody = {"items": [{"statistics": {"viewCount": "0"}, "status": {"privacyStatus": "public"}}]}
    youtube_of(rig).replies[CALLS["youtube"]] = PlannedReply(200, nobody)
    told = await day_of(rig, film, published)
    assert told.statistics is not None
    assert (told.statistics.views, told.statistics.likes) == (0, None)
    assert youtube_of(rig).count_calls("GET /v2/reports") == 0


@pytest.mark.parametrize("rig", ["youtube"], indirect=True)
async def test_what_uploads_need_of_the_quota_is_not_spent(rig: Rig) -> None:
    film, published = await online(rig)
    rig.clock.move(days=1)
    uploader = rig.uploader(units_per_day=1_000)
    await uploader.quota.spend_units("units", 495, 1_000)  # of a new day, by whatever else
    for _ in range(5):
        assert (await uploader.measure(film, published, None)).statistics is not None
    with pytest.raises(Parked, match="units"):
        await uploader.measure(film, published, None)
    wanted = rig.publication(2)
    await rig.delivery(rig.uploader(units_per_day=1_500)).upload(wanted)
    assert len(youtube_of(rig).existing_films()) == 2


@pytest.mark.parametrize("rig", ["youtube"], indirect=True)
async def test_reports_that_are_used_up_wait_for_the_next_day_and_nothing_else_does(rig: Rig) -> None:
    film, published = await online(rig)
    youtube_of(rig).reports_left = 2
    uploader = rig.uploader()
    with pytest.raises(Parked, match="reports") as raised:
        await day_of(rig, film, published, uploader)
    calls = youtube_of(rig).count_calls("GET /v2/reports")
    with pytest.raises(Parked):
        await day_of(rig, film, published, uploader)
    assert youtube_of(rig).count_calls("GET /v2/reports") == calls
    await publishes(rig, 2)
    youtube_of(rig).reports_left = None
    rig.clock.now = raised.value.fields["until"]
    assert (await day_of(rig, film, published, uploader)).statistics is not None


@pytest.mark.parametrize("rig", ["youtube"], indirect=True)
@each_row(
    ("table", "error"),
    [
        ({"columnHeaders": [{"name": "views"}], "rows": [[1, 2]]}, ProviderDown),
        ({"columnHeaders": [{"name": "views"}], "rows": [[-4]]}, ProviderDown),
        ({"error": {"code": 400, "message": "x", "errors": [{"reason": "badRequest"}]}}, Permanent),
    ],
)
async def test_reports_of_another_shape_are_refused(rig: Rig, table: Any, error: type[Exception]) -> None:
    film, published = await online(rig)
    until = nearest_midnight(published + timedelta(days=1), PACIFIC)
    rig.clock.now = until + timedelta(days=30)
    status = 400 if "error" in table else 200
    youtube_of(rig).replies["GET /v2/reports"] = PlannedReply(status, table, times=0)
    with pytest.raises(error):
        await rig.make().measure(film, published, until)


async def test_auth_asks_for_statistics_together_with_the_upload(rig: Rig) -> None:
    asked = {"youtube": oauth.SCOPES, "tiktok": tiktok.SCOPES, "instagram": instagram.SCOPES}[rig.name]
    wanted = {"youtube": "yt-analytics.readonly", "tiktok": "video.list", "instagram": "instagram_manage_insights"}
    assert any(wanted[rig.name] in scope for scope in (asked.split(",") if isinstance(asked, str) else asked))


@pytest.mark.parametrize("rig", ["instagram"], indirect=True)
async def test_insights_that_are_not_there_yet_are_left_out(rig: Rig) -> None:
    film, published = await online(rig)
    assert isinstance(rig.history, InstagramPlatform)
    rig.history.insights_lag = timedelta(hours=48)
    rig.clock.move(hours=1)
    assert (await rig.make().measure(film, published, None)).statistics is None
    rig.clock.move(days=3)
    told = (await rig.make().measure(film, published, None)).statistics
    assert told is not None
    assert told.average_view_seconds is not None
    assert 0 < told.average_view_seconds < 30
    assert told.engaged_views is None


@pytest.mark.parametrize("rig", ["tiktok"], indirect=True)
async def test_what_the_creator_has_not_posted_is_not_visible(rig: Rig) -> None:
    wanted = rig.publication()
    receipt = await rig.deliver().upload(wanted)
    assert not (await rig.make().measure(receipt.remote_id, rig.clock.now, None)).visible
    rig.clock.move(hours=9)
    rig.show(receipt.remote_id)
    told = await rig.make().measure(receipt.remote_id, rig.clock.now, None)
    assert (told.visible, told.visible_since) == (True, rig.clock.now)
