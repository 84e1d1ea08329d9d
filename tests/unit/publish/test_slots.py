"""Weekly times in Seoul."""

from datetime import UTC, datetime, time, timedelta

import pytest
from fixtures.rows import each_row
from hypothesis import given
from hypothesis import strategies as st

from schemas.errors import ConfigurationError
from services.publish.limits.quota import SEOUL
from services.publish.limits.slots import WeeklySlot, parse_weekly_slots, slot_times_after

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
SLOTS = st.lists(
    st.builds(WeeklySlot, st.integers(0, 6), st.times().map(lambda at: at.replace(second=0, microsecond=0)))
)
NOW = st.integers(1_767_225_600, 1_893_456_000).map(lambda second: datetime.fromtimestamp(second, UTC))


@given(SLOTS, NOW)
def test_what_comes_is_later_in_order_and_on_its_day_in_seoul(slots: list[WeeklySlot], now: datetime) -> None:
    found = []
    for moment in slot_times_after(sorted(set(slots)), now):
        found.append(moment)
        if len(found) == 20:
            break
    assert found == sorted(set(found))
    for moment in found:
        there = moment.astimezone(SEOUL)
        assert moment > now
        assert WeeklySlot(there.weekday(), there.time()) in slots
    # No time of the first week is left out.
    week = [moment for moment in found if moment <= now + timedelta(days=7)]
    assert len(week) == min(len(set(slots)), 20)


def test_a_slot_that_is_now_is_over() -> None:
    now = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
    slots = parse_weekly_slots(["mon 18:30"], "youtube")
    assert next(slot_times_after(slots, now)) == now + timedelta(days=7)
    assert next(slot_times_after(slots, now - timedelta(seconds=1))) == now


def test_half_a_year_is_searched() -> None:
    now = datetime(2026, 11, 23, 3, tzinfo=UTC)
    assert len(list(slot_times_after(parse_weekly_slots(["daily 00:00"], "x"), now))) == 26 * 7 - 1  # today's is over
    assert len(list(slot_times_after(parse_weekly_slots(["daily 23:59"], "x"), now))) == 26 * 7
    assert list(slot_times_after((), now)) == []


@each_row("begin", range(7))
@each_row("end", range(7))
def test_a_range_of_days_may_go_over_the_end_of_the_week(begin: int, end: int) -> None:
    found = parse_weekly_slots([f"{DAYS[begin]}-{DAYS[end]} 07:05"], "youtube")
    length = (end - begin) % 7 + 1
    assert {slot.day for slot in found} == {(begin + ahead) % 7 for ahead in range(length)}
    assert {slot.at for slot in found} == {time(7, 5)}


@each_row(
    ("words", "expected"),
    [
        (["daily 00:00"], [WeeklySlot(day, time(0, 0)) for day in range(7)]),
        ([" SUN 23:59 "], [WeeklySlot(6, time(23, 59))]),
        (["mon 10:00", "mon 10:00"], [WeeklySlot(0, time(10, 0))]),
        (
            ["tue 10:00", "mon 11:00", "mon 09:00"],
            [WeeklySlot(0, time(9)), WeeklySlot(0, time(11)), WeeklySlot(1, time(10))],
        ),
        ([], []),
    ],
)
def test_times_are_read_sorted_and_once(words: list[str], expected: list[WeeklySlot]) -> None:
    assert parse_weekly_slots(words, "youtube") == tuple(expected)


@each_row("text", ["mon", "mon 10", "mon 10:60", "mon 24:00", "mon- 10:00", "xyz 10:00", "mon 10:00:00", "daily"])
def test_anything_else_names_the_text_and_the_setting(text: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        parse_weekly_slots(["daily 07:30", text], "tiktok")
    assert (caught.value.code, caught.value.fields) == ("publish.slot_syntax", {"platform": "tiktok", "text": text})
    assert repr(text) in str(caught.value)
