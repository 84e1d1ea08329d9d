"""Figures and times in the forms Korean boards use."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from fixtures.rows import each_row
from hypothesis import given
from hypothesis import strategies as st

from crawlers.parse.dates import parse_date
from crawlers.parse.numbers import parse_number

SEOUL = ZoneInfo("Asia/Seoul")
NOW = datetime(2026, 11, 22, 9, 30, tzinfo=SEOUL)


@each_row(
    ("text", "expected"),
    [
        ("48,210", 48210),
        ("조회 1,234", 1234),
        ("1.2만", 12000),
        ("3천", 3000),
        ("1만 2천", 12000),
        ("2천5백", 2500),
        ("1.5억", 150_000_000),
        ("3.4k", 3400),
        ("12K", 12000),
        ("2m", 2_000_000),
        ("999+", 999),
        ("-1", 1),
        ("[27]", 27),
        ("１２３", 123),
        ("0", 0),
        ("추천 없음", None),
        ("", None),
        ("9" * 40, None),
        ("12 km", 12),
    ],
)
def test_figure(text: str, expected: int | None) -> None:
    assert parse_number(text) == expected


@given(st.integers(min_value=0, max_value=10**12))
def test_figure_with_separators_is_read_exactly(value: int) -> None:
    assert parse_number(f"조회수 {value:,}회") == value


@given(st.text(max_size=60))
def test_no_text_breaks_the_readers(text: str) -> None:
    figure, found = parse_number(text), parse_date(text, NOW, SEOUL)
    assert figure is None or figure >= 0
    assert found is None or found.tzinfo is not None


@each_row(
    ("text", "expected"),
    [
        ("2026-11-21T23:10:00+09:00", "2026-11-21 23:10"),
        ("2026-11-21T14:10:00Z", "2026-11-21 23:10"),
        ("2026-11-21 23:10:05", "2026-11-21 23:10"),
        ("방금 전", "2026-11-22 09:30"),
        ("30초 전", "2026-11-22 09:29"),
        ("3분 전", "2026-11-22 09:27"),
        ("12 시간 전", "2026-11-21 21:30"),
        ("2일 전", "2026-11-20 09:30"),
        ("1주 전", "2026-11-15 09:30"),
        ("어제 21:45", "2026-11-21 21:45"),
        ("그저께 오후 3:05", "2026-11-20 15:05"),
        ("08:15", "2026-11-22 08:15"),
        ("21:45", "2026-11-21 21:45"),
        ("오전 12:10", "2026-11-22 00:10"),
        ("11.22", "2026-11-22 00:00"),
        ("12.31", "2025-12-31 00:00"),
        ("11-21 17:02", "2026-11-21 17:02"),
        ("26.11.20", "2026-11-20 00:00"),
        ("2026.11.20. 08:01:59", "2026-11-20 08:01"),
        ("2026/1/3", "2026-01-03 00:00"),
        ("2026년 1월 3일 오후 1:00", "2026-01-03 13:00"),
        ("1월 3일", "2026-01-03 00:00"),
        ("02.29", "2024-02-29 00:00"),
    ],
)
def test_moment(text: str, expected: str) -> None:
    found = parse_date(text, NOW.astimezone(UTC), SEOUL)
    assert found is not None
    assert found.astimezone(SEOUL).strftime("%Y-%m-%d %H:%M") == expected


@each_row("text", ["", "작성자", "25:99", "13.45", "2026-02-30", "99.99.99"])
def test_no_moment(text: str) -> None:
    assert parse_date(text, NOW, SEOUL) is None


def test_a_time_of_another_zone_is_that_zones() -> None:
    found = parse_date("08:00", NOW, ZoneInfo("America/New_York"))
    # In New York it is 19:30 of the day before.
    assert found == datetime(2026, 11, 21, 8, 0, tzinfo=ZoneInfo("America/New_York"))
