"""The rules by which dates are read, one by one and at their limits."""

from datetime import UTC, datetime, time, timedelta
from time import process_time
from zoneinfo import ZoneInfo

import pytest
from fixtures.rows import each_row
from hypothesis import given, settings
from hypothesis import strategies as st

from crawlers.parse.dates import parse_date

SEOUL = ZoneInfo("Asia/Seoul")
NOW = datetime(2026, 11, 22, 9, 30, 15, tzinfo=SEOUL)
MOMENTS = st.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2099, 12, 31))  # noqa: DTZ001 - the zone is added
SPANS = {
    "초": timedelta(seconds=1),
    "분": timedelta(minutes=1),
    "시간": timedelta(hours=1),
    "일": timedelta(days=1),
    "주": timedelta(days=7),
    "개월": timedelta(days=30),
    "달": timedelta(days=30),
    "년": timedelta(days=365),
}


def read(text: str, now: datetime = NOW) -> datetime | None:
    return parse_date(text, now, SEOUL)


@pytest.mark.parametrize(("unit", "span"), SPANS.items())
@given(count=st.integers(0, 50), gap=st.sampled_from(["", " "]))
def test_a_relative_date_is_counted_back_exactly(unit: str, span: timedelta, count: int, gap: str) -> None:
    assert read(f"작성 {count}{gap}{unit} 전") == NOW - count * span


@given(MOMENTS)
def test_a_full_date_is_read_exactly(written: datetime) -> None:
    moment = written.replace(microsecond=0, tzinfo=SEOUL)
    for form in ("%Y.%m.%d %H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M:%S", "%Y년 %m월 %d일 %H:%M:%S"):
        assert read(moment.strftime(form)) == moment


@given(MOMENTS)
def test_a_two_digit_year_is_of_this_century(written: datetime) -> None:
    day = written.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=SEOUL)
    assert read(day.strftime("%y.%m.%d")) == day


@given(MOMENTS, st.sampled_from([UTC, SEOUL, ZoneInfo("America/New_York")]))
def test_an_iso_date_keeps_its_zone(written: datetime, zone: ZoneInfo) -> None:
    moment = written.replace(microsecond=0, tzinfo=zone)
    assert read(f"작성: {moment.isoformat()} (수정됨)") == moment


@given(MOMENTS, st.integers(1, 12), st.integers(1, 28))
def test_a_date_without_a_year_is_the_last_one(now: datetime, month: int, day: int) -> None:
    at = now.replace(tzinfo=SEOUL)
    found = read(f"{month:02}.{day:02}", at)
    assert found is not None
    assert (found.month, found.day) == (month, day)
    assert at - timedelta(days=366) < found <= at + timedelta(minutes=10)


@given(MOMENTS, st.integers(0, 23), st.integers(0, 59))
def test_a_time_without_a_date_is_of_the_last_day(now: datetime, hour: int, minute: int) -> None:
    at = now.replace(tzinfo=SEOUL)
    found = read(f"{hour:02}:{minute:02}", at)
    assert found is not None
    assert (found.hour, found.minute) == (hour, minute)
    assert at - timedelta(days=1) < found <= at + timedelta(minutes=10)


@pytest.mark.parametrize(("text", "days"), [("09:40", 0), ("09:41", 1), ("11.22 09:40", 0), ("11.22 09:41", 365)])
def test_a_clock_may_run_ten_minutes_ahead(text: str, days: int) -> None:
    now = NOW.replace(second=0)
    found = read(text, now)
    assert found is not None
    assert (now.date() - found.date()).days == days


@each_row(("word", "days"), [("방금", 0), ("오늘", 0), ("어제", 1), ("그제", 2), ("그저께", 2), ("엊그제", 2)])
def test_a_word_names_a_day(word: str, days: int) -> None:
    assert read(word) == NOW - timedelta(days=days)
    assert read(f"{word} 07:08:09") == (NOW - timedelta(days=days)).replace(hour=7, minute=8, second=9)
    assert read(f"{word} 07:08") == (NOW - timedelta(days=days)).replace(hour=7, minute=8, second=0)


@each_row(
    ("clock", "hour"),
    [
        ("오전 12:00", 0),
        ("오전 1:00", 1),
        ("오전 11:00", 11),
        ("오후 12:00", 12),
        ("오후 1:00", 13),
        ("오후 11:00", 23),
        ("AM 12:00", 0),
        ("11:00 pm", 23),
        ("12:00 PM", 12),
        ("오후 13:00", 13),
        ("00:00", 0),
        ("23:00", 23),
    ],
)
def test_halves_of_the_day(clock: str, hour: int) -> None:
    found = read(f"2026.11.20 {clock}")
    assert found == datetime(2026, 11, 20, hour, 0, tzinfo=SEOUL)


@each_row("text", ["24:00", "12:60", "12:00:60", "1:2", "123:45", "12:345"])
def test_what_is_no_time_of_day_is_not_read(text: str) -> None:
    assert read(text) is None


@each_row("text", ["2026.00.10", "2026.13.01", "2026.02.29", "2025.11.31", "1234.5", "3.141.59"])
def test_what_is_no_date_is_not_read(text: str) -> None:
    assert read(text) is None


@each_row(
    "text",
    [
        "9999년 전",
        "9999 years ago",
        "9999y ago",
        "1969.12.31",
        "9999.12.31",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:00-12:00",
    ],
)
def test_a_date_that_other_zones_cannot_express_is_none(text: str) -> None:
    assert read(text) is None


@each_row("text", ["5 mın ago", "5 ſ ago", "ſep 9, 2026", "9 ſeptember 2026", "²년 전", "²:30"])
def test_letters_and_digits_that_only_look_like_ours_end_no_reading(text: str) -> None:
    assert read(text) is None


DATE_PIECES = st.sampled_from(
    [
        *"0123456789.-/: ,TZ+'’()ſıİ²٣",
        *(
            "9999",
            "2026",
            "1969",
            "00",
            "29",
            "02",
            "년",
            "월",
            "일",
            " 전",
            "분",
            "시간",
            "오후",
            "어제",
            "방금",
            "일요일",
        ),
        *("am", "pm", "ago", " min", "an ", "Feb", "sep", "May", "th"),
    ]
)


@settings(max_examples=100)
@given(
    st.lists(DATE_PIECES, max_size=10).map("".join),
    st.sampled_from([NOW, NOW.replace(year=1970), NOW.replace(year=9998)]),
)
def test_whatever_stands_in_the_place_of_a_date_is_one_or_none(text: str, now: datetime) -> None:
    found = parse_date(text, now, SEOUL)
    if found is not None:
        assert found.tzinfo is not None
        assert 1970 <= found.year <= 9998
        assert found.astimezone(UTC).astimezone(SEOUL) == found


@each_row(
    "text",
    [
        "1" * 50_000,
        "2026-" * 10_000,
        "11:" * 10_000,
        "May " * 10_000,
        "12 " * 10_000,
        "(" * 50_000,
        "11월" + " " * 30_000 + "x",
    ],
)
def test_a_long_text_is_read_quickly(text: str) -> None:
    begun = process_time()
    read(text)
    assert process_time() - begun < 1


@pytest.mark.parametrize("text", ["1970.01.01", "9998.12.31", "50년 전"])
def test_the_first_and_the_last_year_are_read(text: str) -> None:
    found = read(text)
    assert found is not None
    assert found.astimezone(UTC).astimezone(SEOUL) == found


def test_an_impossible_time_behind_a_date_leaves_the_date() -> None:
    assert read("2026.11.20 24:61") == datetime(2026, 11, 20, tzinfo=SEOUL)


def test_zones_halves_of_the_day_and_names_beside_a_date_are_not_mistaken() -> None:
    read_as = {
        "2026-11-20 03:05 PM": "2026-11-20 15:05:00+09:00",
        "Fri, 20 Nov 2026 05:00:00 GMT": "2026-11-20 05:00:00+00:00",
        "2026-11-20 05:00:00 UTC": "2026-11-20 05:00:00+00:00",
        "2026-11-20 05:00:00 -0530": "2026-11-20 05:00:00-05:30",
        "2026.11.20 05:00 +09:00": "2026-11-20 05:00:00+09:00",
        "2026-11-20 05:00 GMT+9": "2026-11-20 05:00:00+09:00",
        "14:05 2026.11.20": "2026-11-20 14:05:00+09:00",
        "02:05 PM, 20-Nov-2026": "2026-11-20 14:05:00+09:00",
        "오늘의유머 2026.11.20 12:00": "2026-11-20 12:00:00+09:00",
        "조회 12.3 k": "None",
        "12.3만": "None",
        "11.20 천안": "2026-11-20 00:00:00+09:00",
        "1.5k 11:22": "2026-11-21 11:22:00+09:00",
    }
    assert {text: str(read(text)) for text in read_as} == read_as


def test_the_leap_day_without_a_year_is_the_last_one_within_eight_years() -> None:
    assert read("02.29", datetime(2024, 3, 1, tzinfo=SEOUL)) == datetime(2024, 2, 29, tzinfo=SEOUL)
    assert read("02.29", datetime(2024, 2, 28, tzinfo=SEOUL)) == datetime(2020, 2, 29, tzinfo=SEOUL)
    assert read("02.29", datetime(2103, 3, 1, tzinfo=SEOUL)) == datetime(2096, 2, 29, tzinfo=SEOUL)


def test_a_relative_date_wins_over_a_time_in_the_same_text() -> None:
    assert read("10:00 (3분 전)") == NOW - timedelta(minutes=3)


def test_english_dates_are_read() -> None:
    seoul = {
        "3 hours ago": NOW - timedelta(hours=3),
        "an hour ago": NOW - timedelta(hours=1),
        "5 mins ago": NOW - timedelta(minutes=5),
        "2mo ago": NOW - timedelta(days=60),
        "Yesterday, 09:45 PM": datetime(2026, 11, 21, 21, 45, tzinfo=SEOUL),
        "Today at 9:02 AM": datetime(2026, 11, 22, 9, 2, tzinfo=SEOUL),
        "» Sun Nov 15, 2026 3:05 pm": datetime(2026, 11, 15, 15, 5, tzinfo=SEOUL),
        "15 November 2026 - 15:05": datetime(2026, 11, 15, 15, 5, tzinfo=SEOUL),
        "15-Nov-2026": datetime(2026, 11, 15, tzinfo=SEOUL),
        "May 3rd, 2026": datetime(2026, 5, 3, tzinfo=SEOUL),
        "Sept. 9 10:00": datetime(2026, 9, 9, 10, 0, tzinfo=SEOUL),
        "Dec 24": datetime(2025, 12, 24, tzinfo=SEOUL),
        "Feb 30, 2026": None,
        "in May we went": None,
    }
    assert {text: read(text) for text in seoul} == seoul


def test_of_a_date_with_its_year_last_day_and_month_are_never_guessed() -> None:
    seoul = {
        "11-20-2026, 09:05 AM": datetime(2026, 11, 20, 9, 5, tzinfo=SEOUL),
        "20.11.2026 09:05": datetime(2026, 11, 20, 9, 5, tzinfo=SEOUL),
        "05/05/2026": datetime(2026, 5, 5, tzinfo=SEOUL),
        "03/04/2026 10:00": None,
        "31/02/2026": None,
    }
    assert {text: read(text) for text in seoul} == seoul


@given(MOMENTS, st.sampled_from("월화수목금토일"), st.times())
def test_a_day_of_the_week_is_the_last_one(now: datetime, name: str, clock: time) -> None:
    at = now.replace(tzinfo=SEOUL)
    found = read(f"{name}요일 {clock:%H:%M}", at)
    assert found is not None
    assert "월화수목금토일"[found.weekday()] == name
    assert (found.hour, found.minute) == (clock.hour, clock.minute)
    assert timedelta(days=-7) < found - at < timedelta(hours=2)


def test_a_day_of_the_week_alone_or_beside_a_date_tells_nothing() -> None:
    assert read("일요일") is None
    assert read("일요일에 2026.11.01 10:00") == datetime(2026, 11, 1, 10, tzinfo=SEOUL)
