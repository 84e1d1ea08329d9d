"""The insight station on a real broker and database, with platforms on the wire: measured once, at the right ages."""

import asyncio
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from fixtures.insight.place import Place
from fixtures.platform import Clock
from fixtures.projection import rows_of
from fixtures.publishers import rigs

from libraries.bus import Bus
from libraries.film_statistics.platform_report import FilmReport
from libraries.film_statistics.statistics_polling import MeasuredPlatform
from schemas import subjects
from schemas.errors import ConfigurationError, StreamDamaged
from schemas.events import PostRetracted
from schemas.states import PostState
from schemas.statistics import FilmAge, FilmStatistics
from services.config import InsightSettings
from services.insight.service import run_insight
from services.projector.rebuild import rebuild_projection
from services.publish.registry import measured_platforms
from testbed.fake_platforms.audience import viewing_figures
from testbed.fake_platforms.platform import PlannedReply
from testbed.fake_platforms.tiktok import TiktokPlatform
from testbed.fake_platforms.youtube import YoutubePlatform

COUNTS = "GET /youtube/v3/videos"
REPORTS = "GET /v2/reports"


class Died(BaseException):
    """Raised in place of a killed process."""


def youtube_of(place: Place) -> YoutubePlatform:
    assert isinstance(place.rig.history, YoutubePlatform)
    return place.rig.history


@pytest.fixture(params=["youtube"])
def place(request: pytest.FixtureRequest, bus: Bus, tmp_path: Path, sqlite_url: str) -> Iterator[Place]:
    for rig in rigs(bus, tmp_path, request.param, Clock()):
        made = Place(rig, sqlite_url)
        yield made
        made.engine.dispose()


async def test_a_film_is_measured_at_each_age_and_then_never_again(place: Place) -> None:
    key = await place.online()
    station = place.measurer()
    seen: list[tuple[float, FilmAge]] = []
    since = place.clock.now
    begun = place.calls(COUNTS)
    for _ in range(40):
        before = len(await place.measured(key))
        await place.look(station, hours=1.01 if not before else 24)
        days = (place.clock.now - since) / timedelta(days=1)
        seen += [(days, one.age) for one in (await place.measured(key))[before:] if one.age]
        if len(seen) == len(FilmAge):
            break
    assert [age for _, age in seen] == list(FilmAge)
    for (days, age), soonest in zip(seen, (1 / 24, 4, 6, 10, 31), strict=True):
        assert (age, soonest <= days <= soonest + 1.3) == (age, True), days
    calls = place.calls(REPORTS), place.calls(COUNTS)
    assert calls == (4 * 4, begun + 5)
    assert await place.look(station, days=1) == 0
    assert await place.look(place.measurer(), days=1) == 0
    assert (place.calls(REPORTS), place.calls(COUNTS)) == calls


async def test_ages_missed_while_the_machine_was_off_are_those_that_would_have_been_measured(place: Place) -> None:
    """By date they are told however late; the first hour is over, and nobody can say it any more."""
    key = await place.online()
    (video,) = youtube_of(place).existing_films()
    station = place.measurer()
    assert await place.look(station, days=60) == 5
    told = {one.age: one for one in await place.measured(key)}
    assert told[FilmAge.HOUR].statistics == FilmStatistics()
    assert video.published is not None
    for age in list(FilmAge)[1:]:
        until, views = told[age].counted_until, told[age].statistics.views
        assert until is not None
        assert abs(until - video.published - age.span) <= timedelta(hours=13)
        assert views == viewing_figures(video.sha256, video.published, video.published, until).views
    assert len({one.statistics.views for one in told.values()}) == 5


async def test_a_crash_between_asking_and_recording_and_a_database_behind_double_nothing(place: Place) -> None:
    key = await place.online()
    place.clock.move(hours=1, minutes=1)

    async def asks_and_dies(film: str, published: datetime, until: datetime | None) -> FilmReport:
        await place.rig.make().measure(film, published, until)
        raise Died

    dying = place.measurer(measure=asks_and_dies)
    with pytest.raises(Died):
        await dying.measure_due_films()
    assert await place.measured(key) == []
    second = place.measurer()
    assert await second.measure_due_films() == 0  # the dead one's lease has not run out
    await dying.release_lease()
    assert await second.measure_due_films() == 1
    await second.release_lease()
    third = place.measurer()  # the database does not know of it yet, so it is asked for again
    place.clock.move(minutes=3)
    assert await third.measure_due_films() == 1
    (one,) = await place.measured(key)
    assert one.causation_id
    await place.fold()
    assert len(place.projection.measurements(key)) == 1


async def test_two_stations_measure_once(place: Place) -> None:
    keys = [await place.online(number) for number in (1, 2)]
    place.clock.move(hours=1, minutes=1)
    both, calls = (place.measurer(), place.measurer()), place.calls(COUNTS)
    assert sum(await asyncio.gather(*(one.measure_due_films() for one in both))) == 2
    assert [len(await place.measured(key)) for key in keys] == [1, 1]
    assert place.calls(COUNTS) == calls + 2


async def test_where_no_film_is_due_the_lease_is_renewed_once_a_look(place: Place) -> None:
    """It was renewed for each film that is still to be measured: hundreds of writes a minute after some months."""
    for number in range(1, 6):
        await place.online(number, released=number > 2)
    station = place.measurer()
    await place.look(station, hours=1.01)
    before = await lease_writes(place.bus)
    for _ in range(3):
        assert await place.look(station, hours=0.01) == 0
    assert await lease_writes(place.bus) == before + 3


async def lease_writes(bus: Bus) -> int:
    return int((await bus.client.call_api("STREAM.INFO.LEASES"))["state"]["last_seq"])


async def test_films_that_nobody_may_see_or_that_were_withdrawn_are_not_asked_about(place: Place) -> None:
    await place.online(1, released=False)
    key = await place.online(2)
    facts = await place.bus.facts_of_post(key)
    await place.bus.publish(
        PostRetracted(post_key=key, revision=1, by="글쓴이", reason="삭제 요청"), expected=facts[-1].sequence
    )
    calls = place.calls(COUNTS)
    station = place.measurer()
    for days in (0.1, 1, 9):
        assert await place.look(station, days=days) == 0
    assert place.calls(COUNTS) == calls
    assert await place.measured(key) == []


async def test_a_film_that_is_withdrawn_while_it_is_asked_about_is_not_recorded(place: Place) -> None:
    key = await place.online()

    async def withdrawn_meanwhile(_film: str, _published: datetime, _until: datetime | None) -> FilmReport:
        def decision(state: PostState) -> PostRetracted:
            return PostRetracted(post_key=key, revision=state.revision, by="글쓴이", reason="삭제 요청")

        await place.bus.publish_decision(key, decision)
        return FilmReport(FilmStatistics(views=3))

    assert await place.look(place.measurer(measure=withdrawn_meanwhile), hours=1, minutes=1) == 0
    assert await place.measured(key) == []


async def test_a_failing_film_is_asked_again_with_pauses_and_does_not_stop_the_others(place: Place) -> None:
    first, second = [await place.online(number) for number in (1, 2)]
    place.clock.move(hours=1, minutes=1)
    youtube_of(place).replies[COUNTS] = PlannedReply(503, b"", times=2)
    station = place.measurer()
    assert await station.measure_due_films() == 0
    youtube_of(place).replies[COUNTS] = PlannedReply(503, b"")
    calls = place.calls(COUNTS)
    assert await station.measure_due_films() == 0
    assert place.calls(COUNTS) == calls
    assert await place.look(station, minutes=2) == 1
    assert await place.look(station, minutes=2) == 0
    assert await place.look(station, minutes=2) == 1
    assert [len(await place.measured(key)) for key in (first, second)] == [1, 1]


async def test_a_post_whose_facts_are_damaged_does_not_stop_the_others(place: Place) -> None:
    first, second = [await place.online(number) for number in (1, 2)]
    await place.bus.client.call_api(f"STREAM.PURGE.{subjects.FACTS}", {"filter": f"content.voiced.{first}"})
    with pytest.raises(StreamDamaged):
        await place.bus.facts_of_post(first)
    assert await place.look(place.measurer(), hours=1, minutes=1) == 1
    assert len(await place.measured(second)) == 1


async def test_without_permission_totals_are_recorded_a_person_is_told_once_and_the_rest_is_caught_up(
    place: Place,
) -> None:
    key = await place.online()
    youtube_of(place).grants_reports = False
    station = place.measurer()
    async with place.bus.listen(subjects.ALERT) as alerts:
        assert await place.look(station, hours=1, minutes=1) == 1
        for _ in range(4):
            assert await place.look(station, days=5) == 0
            assert await place.look(station, minutes=5) == 0
        youtube_of(place).grants_reports = True
        assert await place.look(station, days=20) == 4
        said = [(await anext(alerts))[1].decode() for _ in range(4)]
    assert all("wagglebot auth youtube" in one for one in said)
    views = [one.statistics.views or 0 for one in await place.measured(key)]
    assert views == sorted(views)
    assert len(views) == 5


async def test_a_person_is_told_again_after_exactly_a_day_and_of_each_platform(place: Place) -> None:
    station = place.measurer()
    async with place.bus.listen(subjects.ALERT) as alerts:
        for hours, platform in ((0, "youtube"), (1, "youtube"), (23, "youtube"), (0, "tiktok"), (0, "tiktok")):
            place.clock.move(hours=hours)
            await station._tell(platform, ConfigurationError("broker.not_permitted", what=platform, user=str(hours)))
        await place.bus.broadcast(subjects.ALERT, b"the last")
        said = [(await anext(alerts))[1].decode() for _ in range(4)]
    assert ["23" in one for one in said] == [False, True, False, False]
    assert ["youtube" in one for one in said] == [True, True, False, False]
    assert said[3] == "the last"


async def test_a_platform_that_reports_late_is_asked_again_seldom(place: Place) -> None:
    key = await place.online()
    youtube_of(place).report_lag = timedelta(days=6)
    station = place.measurer()
    assert await place.look(station, hours=1, minutes=1) == 1
    place.clock.move(days=4)
    for _ in range(4 * 24):
        if await place.look(station, minutes=60):
            break
    assert [one.age for one in await place.measured(key)] == [FilmAge.HOUR, FilmAge.DAY]
    assert place.calls(REPORTS) < 40


@pytest.mark.parametrize("place", ["tiktok"], indirect=True)
async def test_what_a_creator_posts_later_has_its_ages_from_then_on(place: Place) -> None:
    key = await place.online()
    history = place.rig.history
    assert isinstance(history, TiktokPlatform)
    station = place.measurer()
    for _ in range(5):
        assert await place.look(station, hours=2) == 0
    (film,) = history.existing_films()
    history.post_from_inbox(film.id)
    posted = place.clock.now
    for _ in range(14):
        await place.look(station, minutes=10)
    (one,) = await place.measured(key)
    assert one.age is FilmAge.HOUR
    assert timedelta(hours=1) <= one.time - posted <= timedelta(hours=1, minutes=30)
    assert one.statistics.views == viewing_figures(film.sha256, posted, posted, one.time).views


@pytest.mark.parametrize("place", ["instagram"], indirect=True)
async def test_a_reel_that_was_missed_is_unknown_at_the_missed_ages_alone(place: Place) -> None:
    key = await place.online()
    station = place.measurer()
    assert await place.look(station, days=1, hours=1) == 2
    assert await place.look(station, days=9) == 2
    assert await place.look(station, days=18, hours=1) == 1
    told = {one.age: one.statistics.views is not None for one in await place.measured(key)}
    assert told == {
        FilmAge.HOUR: False,
        FilmAge.DAY: True,
        FilmAge.THREE_DAYS: False,
        FilmAge.WEEK: False,
        FilmAge.FOUR_WEEKS: True,
    }


async def test_a_rebuild_gives_the_same_measurements(place: Place) -> None:
    await place.online()
    await place.look(place.measurer(), days=60)
    before = rows_of(place.engine)["measurements"]
    assert len(before) == 5
    await rebuild_projection(place.bus, place.url)
    assert rows_of(place.engine)["measurements"] == before


async def test_the_station_looks_until_it_is_stopped_and_lives_through_a_platform_that_fails(place: Place) -> None:
    key = await place.online()
    asked = 0

    async def answers_the_second_time(_film: str, _published: datetime, _until: datetime | None) -> FilmReport:
        nonlocal asked
        asked += 1
        return FilmReport(visible=False) if asked == 1 else FilmReport(FilmStatistics(views=asked))

    (youtube,) = measured_platforms([place.rig.make()])
    platform = MeasuredPlatform("youtube", youtube.timing, answers_the_second_time)
    stop = asyncio.Event()
    running = asyncio.create_task(
        run_insight(place.bus, place.projection, [platform], InsightSettings(every=0.02), stop)
    )
    await asyncio.sleep(0.2)
    assert (asked, await place.measured(key)) == (0, [])  # the film is not an hour old
    stop.set()
    await running
    assert await place.bus.take_lease("insight", 5) is not None
