"""The watch of one film: whatever the times of the looks and the platform's moods, no figure is of another age."""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from fixtures.rows import each_row
from hypothesis import given, settings
from hypothesis import strategies as st

from libraries.film_statistics.platform_report import NOT_TOLD, FilmReport
from libraries.film_statistics.statistics_polling import DueAge, FilmPolling, MeasuredPlatform
from libraries.film_statistics.timing import LONGEST_WAIT, AgeStep, StatisticsTiming, age_tolerance
from schemas.events import ContentUploaded
from schemas.posts import PostKey
from schemas.statistics import FilmAge, FilmStatistics

UPLOADED = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
FACT = ContentUploaded(
    post_key=PostKey.of("sample", "1"), revision=1, platform="p", remote_id="v", url="", video_sha256="a" * 64
)
TOLD = FilmStatistics(views=3)


async def nobody(_film: str, _published: datetime, _until: datetime | None) -> FilmReport:
    return NOT_TOLD


TOTALS = MeasuredPlatform("totals", StatisticsTiming(), nobody)
REPORTS = MeasuredPlatform(
    "reports",
    StatisticsTiming(by_date_from=FilmAge.DAY, delay=timedelta(days=3), zone="America/Los_Angeles"),
    nobody,
)
INBOX = MeasuredPlatform("inbox", StatisticsTiming(), nobody, shows_on_release=False)


class Recorded(NamedTuple):
    """A measurement as the station would record it; ``told`` is False for one that nobody can say any more."""

    age: FilmAge
    at: datetime
    until: datetime | None
    told: bool


def begun(platform: MeasuredPlatform, visible: datetime | None = UPLOADED, now: datetime = UPLOADED) -> FilmPolling:
    watch = FilmPolling(platform)
    watch.note_upload(FACT, UPLOADED, visible, now)
    return watch


def look(watch: FilmPolling, done: list[Recorded], now: datetime, answer: FilmReport) -> None:
    """One look, as the station does it, at a platform that gives one answer."""
    if watch.is_asleep(now):
        return
    for due in list(watch.due_ages({one.age for one in done}, now)):
        if due.step is AgeStep.GIVE_UP:
            done.append(Recorded(due.age, now, None, told=False))
            continue
        counts = watch.take_report(due, answer, now)
        if counts and answer.statistics is not None:
            done.append(Recorded(due.age, now, due.until, told=True))
        elif due.step is AgeStep.ASK_ONCE and (counts or not answer.visible):
            done.append(Recorded(due.age, now, None, told=False))
        else:
            watch.put_off_age(due.age, now)
        if watch.is_asleep(now):
            return


ANSWERS = st.sampled_from([FilmReport(TOLD), FilmReport(TOLD), NOT_TOLD, FilmReport(visible=False)])
LOOKS = st.lists(st.tuples(st.floats(0, 9 * 24).map(lambda hours: timedelta(hours=hours)), ANSWERS), max_size=40)


@settings(max_examples=150)
@given(st.sampled_from([TOTALS, REPORTS, INBOX]), LOOKS, st.integers(0, 60))
def test_every_figure_is_of_its_age_and_every_age_is_recorded_once(
    platform: MeasuredPlatform, looks: list[tuple[timedelta, FilmReport]], posted: int
) -> None:
    """``posted``: hours after the upload at which the platform of an inbox says that the film was posted."""
    since = UPLOADED + timedelta(hours=posted if platform is INBOX else 0)
    done: list[Recorded] = []
    watch, now = begun(platform), UPLOADED
    for pause, answer in looks:
        now += pause
        hidden = FilmReport(visible=False)
        shown = answer._replace(visible_since=since) if answer.visible else answer
        look(watch, done, now, shown if now >= since else hidden)
    now = max(now, UPLOADED) + 2 * LONGEST_WAIT
    for _ in range(12):
        look(watch, done, now, FilmReport(visible=False))
        now += timedelta(days=1)
    assert sorted(one.age for one in done) == sorted(FilmAge)
    for one in done:
        if not one.told:
            continue
        if one.until is None:
            assert timedelta(0) <= one.at - since - one.age.span <= age_tolerance(one.age)
        else:
            assert abs(one.until - since - one.age.span) <= timedelta(hours=12, minutes=30)
            assert one.at >= one.until + platform.timing.delay


def test_a_film_that_nobody_released_is_not_asked_about_and_its_facts_are_read_again() -> None:
    watch = begun(TOTALS, visible=None)
    assert watch.uploaded is None
    assert watch.is_asleep(UPLOADED + timedelta(minutes=4))
    assert not watch.is_asleep(UPLOADED + timedelta(minutes=5))
    assert list(watch.due_ages((), UPLOADED + timedelta(days=60))) == []


def test_a_release_to_come_may_still_change() -> None:
    watch = begun(TOTALS, visible=UPLOADED + timedelta(hours=9))
    assert (watch.uploaded, watch.visible_since) == (None, None)


def test_a_later_publication_moves_all_ages() -> None:
    watch = begun(REPORTS)
    (hour,) = watch.due_ages((), UPLOADED + timedelta(hours=1))
    later = UPLOADED + timedelta(minutes=50)
    assert not watch.take_report(hour, FilmReport(TOLD, visible_since=later), UPLOADED + timedelta(hours=1))
    assert watch.visible_since == later
    assert list(watch.due_ages((), UPLOADED + timedelta(hours=1))) == []
    (hour,) = watch.due_ages((), later + timedelta(hours=1))
    assert watch.take_report(hour, FilmReport(TOLD, visible_since=later), later + timedelta(hours=1))


def test_an_earlier_publication_is_not_believed() -> None:
    """What was private cannot have been seen before our own release, whatever a platform's date is of."""
    watch = begun(TOTALS)
    (hour,) = watch.due_ages((), UPLOADED + timedelta(hours=1))
    early = FilmReport(TOLD, visible_since=UPLOADED - timedelta(days=2))
    assert watch.take_report(hour, early, UPLOADED + timedelta(hours=1))
    assert watch.visible_since == UPLOADED


def test_a_late_answer_that_comes_when_the_age_is_over_does_not_count() -> None:
    watch = begun(TOTALS)
    (hour,) = watch.due_ages((), UPLOADED + timedelta(hours=1))
    assert not watch.take_report(hour, FilmReport(TOLD), UPLOADED + timedelta(hours=1, minutes=31))


@each_row(("hours", "minutes"), [(0.1, 5), (1, 7.5), (8, 60), (48, 360), (400, 360)])
def test_what_is_hidden_is_asked_about_ever_more_seldom(hours: float, minutes: float) -> None:
    watch, now = begun(INBOX), UPLOADED + timedelta(hours=hours)
    due = DueAge(FilmAge.HOUR, AgeStep.ASK, None)
    assert not watch.take_report(due, FilmReport(visible=False), now)
    assert watch.is_asleep(now + timedelta(minutes=minutes) - timedelta(seconds=1))
    assert not watch.is_asleep(now + timedelta(minutes=minutes))


def test_no_age_of_an_inbox_is_given_up_before_the_platform_said_when_the_film_was_posted() -> None:
    watch, now = begun(INBOX), UPLOADED + timedelta(hours=5)
    (hour,) = watch.due_ages((), now)
    assert hour.step is AgeStep.ASK
    assert not watch.take_report(hour, FilmReport(TOLD, visible_since=UPLOADED), now)  # it is five hours old by now
    (hour,) = watch.due_ages((), now)
    assert hour.step is AgeStep.GIVE_UP
    never = begun(INBOX)
    steps = {due.step for due in never.due_ages((), UPLOADED + LONGEST_WAIT + timedelta(days=1))}
    assert steps == {AgeStep.GIVE_UP}


def test_an_age_that_was_put_off_waits_alone() -> None:
    watch, now = begun(REPORTS), UPLOADED + timedelta(days=7)
    ages = [due.age for due in watch.due_ages((), now)]
    assert ages == [FilmAge.HOUR, FilmAge.DAY, FilmAge.THREE_DAYS]
    watch.put_off_age(FilmAge.DAY, now)
    watch.put_off_age(FilmAge.THREE_DAYS, now, now + timedelta(days=1))
    soon = now + timedelta(minutes=2)
    assert [due.age for due in watch.due_ages({FilmAge.HOUR}, now)] == []
    assert [due.age for due in watch.due_ages({FilmAge.HOUR}, soon)] == [FilmAge.DAY]
    watch.put_off_age(FilmAge.DAY, soon)
    assert [due.age for due in watch.due_ages({FilmAge.HOUR}, soon + timedelta(minutes=3))] == []
    watch.recorded.add(FilmAge.DAY)
    assert [due.age for due in watch.due_ages({FilmAge.HOUR}, now + timedelta(days=1))] == [FilmAge.THREE_DAYS]
