"""When a schedule is next due, against a search through every second."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from fixtures.rows import each_row
from hypothesis import given
from hypothesis import strategies as st

from libraries.cron import next_due

NOW = datetime(2026, 11, 28, 23, 59, 30, tzinfo=UTC)  # a Saturday; in Seoul it is Sunday, 08:59:30


@each_row(
    ("cron", "due"),
    [
        ("0 0 * * * *", "2026-11-29 09:00:00"),
        ("30 59 8 * * *", "2026-11-30 08:59:30"),
        ("31 59 8 * * *", "2026-11-29 08:59:31"),
        ("0 */20 * * * *", "2026-11-29 09:00:00"),
        ("0 10/20 * * * *", "2026-11-29 09:10:00"),
        ("15,45 * * * * *", "2026-11-29 08:59:45"),
        ("0 30 6-8 * * *", "2026-11-30 06:30:00"),
        ("0 0 12 1 * *", "2026-12-01 12:00:00"),
        ("0 0 0 * * 1", "2026-11-30 00:00:00"),
        ("0 0 9 ? * 0", "2026-11-29 09:00:00"),
        ("0 0 0 * 12 *", "2026-12-01 00:00:00"),
    ],
)
def test_the_next_moment_in_the_zone_of_the_settings(cron: str, due: str) -> None:
    found = next_due(cron, "Asia/Seoul", NOW)
    assert found is not None
    assert found.astimezone(ZoneInfo("Asia/Seoul")).strftime("%Y-%m-%d %H:%M:%S") == due


@each_row("cron", ["0 0 0 1 1 *", "0 0 * * *", "0 0 0 L * *", "every day", "x * * * * *", ""])
def test_what_is_further_off_or_another_notation_is_not_said(cron: str) -> None:
    assert next_due(cron, "Asia/Seoul", NOW) is None


@given(
    second=st.integers(0, 59),
    minutes=st.lists(st.integers(0, 59), min_size=1, max_size=3),
    hour=st.one_of(st.none(), st.integers(0, 23)),
    offset=st.integers(0, 86_400),
)
def test_it_is_the_first_moment_that_matches(second: int, minutes: list[int], hour: int | None, offset: int) -> None:
    now = NOW + timedelta(seconds=offset)
    shown = ",".join(map(str, minutes))
    due = next_due(f"{second} {shown} {'*' if hour is None else hour} * * *", "Asia/Seoul", now)
    assert due is not None
    assert due > now
    local = due.astimezone(ZoneInfo("Asia/Seoul"))
    assert (local.second, local.minute in minutes, hour in (None, local.hour)) == (second, True, True)
    earlier = [due - timedelta(minutes=step) for step in range(1, 60)]
    assert not any(
        before > now and before.minute in minutes and hour in (None, before.astimezone(ZoneInfo("Asia/Seoul")).hour)
        for before in earlier
    )
