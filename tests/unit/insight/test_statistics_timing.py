"""When a film is asked about: ages, days of the platform, what was missed, and pauses."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from fixtures.rows import each_row
from hypothesis import given
from hypothesis import strategies as st

from libraries.film_statistics.timing import (
    LONGEST_WAIT,
    AgeStep,
    StatisticsTiming,
    age_tolerance,
    asking_window,
    last_midnight,
    nearest_midnight,
    next_age_step,
    pause_before_try,
)
from schemas.statistics import FilmAge

PACIFIC = ZoneInfo("America/Los_Angeles")
TOTALS = StatisticsTiming()
REPORTS = StatisticsTiming(by_date_from=FilmAge.DAY, delay=timedelta(days=3), zone=PACIFIC.key)
AT = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)

MOMENTS = st.integers(0, 2 * 365 * 86_400).map(lambda seconds: AT + timedelta(seconds=seconds))
AGES = st.sampled_from(FilmAge)
TIMINGS = st.sampled_from([TOTALS, REPORTS, StatisticsTiming(by_date_from=FilmAge.WEEK)])


@given(AGES, MOMENTS, TIMINGS)
def test_nothing_is_asked_before_the_film_is_that_old(
    age: FilmAge, visible: datetime, timing: StatisticsTiming
) -> None:
    window = asking_window(age, visible, timing)
    assert window.opens >= visible + age.span
    assert window.closes > window.opens
    assert next_age_step(age, visible, timing, visible + age.span - timedelta(seconds=1)) is AgeStep.WAIT


@given(AGES, MOMENTS, TIMINGS, st.floats(0, 80))
def test_the_steps_follow_each_other_and_never_go_back(
    age: FilmAge, visible: datetime, timing: StatisticsTiming, days: float
) -> None:
    order = [AgeStep.WAIT, AgeStep.ASK, AgeStep.ASK_ONCE, AgeStep.GIVE_UP]
    now = visible + timedelta(days=days)
    before, after = (next_age_step(age, visible, timing, at) for at in (now, now + timedelta(hours=7)))
    assert order.index(before) <= order.index(after)


@given(AGES, MOMENTS)
def test_totals_of_an_older_film_never_count_as_those_of_an_age(age: FilmAge, visible: datetime) -> None:
    """A film that is asked about is closer to its age than to the next one, and a missed age is given up."""
    window = asking_window(age, visible, TOTALS)
    later = [other.span for other in FilmAge if other.span > age.span]
    assert all(window.closes < visible + span for span in later)
    assert window.closes - window.opens == age_tolerance(age) <= max(timedelta(minutes=30), age.span / 8)
    assert next_age_step(age, visible, TOTALS, window.closes + timedelta(seconds=1)) is AgeStep.GIVE_UP


@given(st.sampled_from([age for age in FilmAge if age is not FilmAge.HOUR]), MOMENTS)
def test_figures_by_date_are_of_whole_days_about_the_age_and_are_asked_for_however_late(
    age: FilmAge, visible: datetime
) -> None:
    until = REPORTS.counted_until(age, visible)
    assert until is not None
    local = until.astimezone(PACIFIC)
    assert (local.hour, local.minute, local.second) == (0, 0, 0)
    assert abs(until - (visible + age.span)) <= timedelta(hours=12, minutes=30)  # a day has 25 hours once a year
    assert until > visible
    assert asking_window(age, visible, REPORTS).opens >= until + REPORTS.delay
    assert next_age_step(age, visible, REPORTS, visible + timedelta(days=400)) is AgeStep.ASK_ONCE


@given(MOMENTS)
def test_an_hour_is_asked_for_as_totals_also_where_days_are_reported(visible: datetime) -> None:
    assert REPORTS.counted_until(FilmAge.HOUR, visible) is None
    assert next_age_step(FilmAge.HOUR, visible, REPORTS, visible + timedelta(hours=1)) is AgeStep.ASK
    assert next_age_step(FilmAge.HOUR, visible, REPORTS, visible + timedelta(hours=2)) is AgeStep.GIVE_UP


@given(AGES, MOMENTS, TIMINGS)
def test_after_the_longest_wait_no_age_is_still_waited_for(
    age: FilmAge, visible: datetime, timing: StatisticsTiming
) -> None:
    assert next_age_step(age, visible, timing, visible + LONGEST_WAIT) in (AgeStep.ASK_ONCE, AgeStep.GIVE_UP)


@each_row(
    ("moment", "midnight"),
    [
        ("2026-11-03T07:30:00+00:00", "2026-11-03T08:00:00+00:00"),
        ("2026-11-03T19:30:00+00:00", "2026-11-03T08:00:00+00:00"),
        ("2026-11-03T20:30:00+00:00", "2026-11-04T08:00:00+00:00"),
        ("2026-11-03T20:00:00+00:00", "2026-11-04T08:00:00+00:00"),
        ("2026-03-08T09:00:00+00:00", "2026-03-08T08:00:00+00:00"),  # the day on which clocks go forward
        ("2026-03-08T20:00:00+00:00", "2026-03-09T07:00:00+00:00"),
    ],
)
def test_the_nearest_midnight_of_the_platform(moment: str, midnight: str) -> None:
    assert nearest_midnight(datetime.fromisoformat(moment), PACIFIC) == datetime.fromisoformat(midnight)


@each_row(
    ("age", "hours"),
    [
        (FilmAge.HOUR, 0.5),
        (FilmAge.DAY, 3),
        (FilmAge.THREE_DAYS, 9),
        (FilmAge.WEEK, 21),
        (FilmAge.FOUR_WEEKS, 24),
    ],
)
def test_how_much_older_a_film_may_be(age: FilmAge, hours: float) -> None:
    assert age_tolerance(age) == timedelta(hours=hours)


def test_figures_by_date_are_waited_for_during_ten_days() -> None:
    window = asking_window(FilmAge.WEEK, AT, REPORTS)
    assert window.closes - window.opens == timedelta(days=10)
    assert next_age_step(FilmAge.WEEK, AT, REPORTS, window.closes) is AgeStep.ASK
    assert next_age_step(FilmAge.WEEK, AT, REPORTS, window.closes + timedelta(seconds=1)) is AgeStep.ASK_ONCE


def test_pauses_double_and_end_at_six_hours() -> None:
    pauses = [pause_before_try(tries) for tries in range(40)]
    assert pauses[:4] == [timedelta(0), timedelta(minutes=2), timedelta(minutes=4), timedelta(minutes=8)]
    assert pauses == sorted(pauses)
    assert pauses[-1] == timedelta(hours=6)
    assert sum(pauses[:5], timedelta(0)) <= age_tolerance(FilmAge.HOUR)  # an hour's figures are asked for several times


@given(MOMENTS)
def test_the_last_midnight_is_past_and_no_longer_than_a_day(moment: datetime) -> None:
    last = last_midnight(moment, PACIFIC)
    assert (last.astimezone(PACIFIC).hour, last.astimezone(PACIFIC).minute) == (0, 0)
    assert timedelta(0) <= moment - last < timedelta(hours=25)
