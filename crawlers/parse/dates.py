"""Dates and times as Korean boards write them: ``3분 전``, ``어제 21:45``, ``일요일 14:35``, ``11.22``, ``26.11.22 오후
3:05``; and as English forums do: ``3 hours ago``, ``Yesterday, 9:45 pm``, ``Sun Nov 22, 2026 3:05 pm``.
"""

import re
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

_AGO = re.compile(r"(\d{1,4})\s*(초|분|시간|일|주|개월|달|년)\s*전")
_SPAN = {
    "초": timedelta(seconds=1),
    "분": timedelta(minutes=1),
    "시간": timedelta(hours=1),
    "일": timedelta(days=1),
    "주": timedelta(weeks=1),
    "개월": timedelta(days=30),
    "달": timedelta(days=30),
    "년": timedelta(days=365),
}
_AGO_ENGLISH = re.compile(r"(?<!\w)(\d{1,4}|an?)\s*(s|mo|min|m|h|d|w|y)[a-z]*\s+ago\b", re.IGNORECASE)
_SPAN_ENGLISH = {
    "s": timedelta(seconds=1),
    "m": timedelta(minutes=1),
    "min": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
    "w": timedelta(weeks=1),
    "mo": timedelta(days=30),
    "y": timedelta(days=365),
}
_DAY_WORDS = {
    "yesterday": 1,
    "just now": 0,
    "today": 0,
    "그저께": 2,
    "엊그제": 2,
    "방금": 0,
    "오늘": 0,
    "어제": 1,
    "그제": 2,
}
"""Days ago. A word stands before those that are a part of it."""
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = rf"\b({'|'.join(_MONTHS)})[a-z]*\.?"
_NAMED = re.compile(
    rf"{_MONTH}\s+(\d{{1,2}})(?!\d|:)(?:st|nd|rd|th)?(?:,?\s+(\d{{4}}))?|"
    rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th)?[\s-]+{_MONTH}(?:,?[\s-]+(\d{{4}}))?",
    re.IGNORECASE,
)
_YEAR_LAST = re.compile(r"(?<!\d)(\d{1,2})[-./](\d{1,2})[-./]((?:19|20)\d{2})(?!\d)")
_HOURS = re.compile(r"(?<!\d)(\d{1,2})\s?시\s?(\d{1,2})\s?분(?:\s?(\d{1,2})\s?초)?(?!\s*전)")
"""A time of day in words, such as ``14시 05분``."""
_WEEKDAY = re.compile(r"([월화수목금토일])요일\s*(?=\D{0,3}\d{1,2}:\d{2})")
_CLOCK = re.compile(r"(오전|오후|am|pm)?\s*(?<!\d)(\d{1,2}):(\d{2})(?::(\d{2}))?(?!\d)\s*(am|pm)?", re.IGNORECASE)
_DATE = re.compile(
    r"(?<!\d)(?:(\d{4}|\d{2})\s*[.\-/년]\s*)?(\d{1,2})\s*[.\-/월]\s*(\d{1,2})(?!\d|\s?[km만천억%](?!\w))"
)
"""A date, but not a number such as 12.3 k."""
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}\S*")
_HALF = re.compile(r"\s*[ap]m\b", re.IGNORECASE)
_ZONED = re.compile(
    r"\d:\d{2}(?::\d{2}(?:\.\d+)?)?\s+(?:(?:GMT|UTC)(?!\s*[+-]?\d)|([+-])([01]\d|2[0-3]):?([0-5]\d)(?!\d))"
)
_SKEW = timedelta(minutes=10)
"""How far a site's clock may run ahead of ours: a later date without a year is taken for last year's."""


def parse_date(text: str, now: datetime, zone: ZoneInfo) -> datetime | None:
    """The time that ``text`` means at ``now``; None when it holds no date or time.

    Times without a zone are in ``zone``, the site's; a time or a date without a year is the last one before ``now``.
    """
    text = " ".join(text.split())  # a run of spaces would be gone through from each of its places
    if "시" in text:
        text = _HOURS.sub(lambda found: ":".join(part.zfill(2) for part in found.groups() if part), text)
    here = now.astimezone(_zone_in(text) or zone)
    if (year_last := _YEAR_LAST.search(text)) is not None:
        # Day or month first: where neither is told by a number above 12, no date is better than a wrong one.
        return _day_or_month_first(year_last, text, here)
    for parse in _PARSERS:
        found = parse(text, here)
        if found is not None:
            return plausible_moment(found)
    return None


def _zone_in(text: str) -> timezone | None:
    """The zone that stands behind a time of day: ``GMT``, ``UTC``, ``+0900``."""
    found = _ZONED.search(text)
    if found is None:
        return None
    ahead = timedelta(hours=int(found[2]), minutes=int(found[3])) if found[1] else timedelta()
    return timezone(-ahead if found[1] == "-" else ahead)


def plausible_moment(moment: datetime) -> datetime | None:
    """``moment``, or None outside of the years 1970 to 9998, near whose ends other time zones cannot express it."""
    return moment if 1970 <= moment.year <= 9998 else None


def _iso(text: str, here: datetime) -> datetime | None:
    found = _ISO.search(text)
    if found is None or _HALF.match(text, found.end()):
        return None
    try:
        parsed = datetime.fromisoformat(found[0])
    except ValueError:
        return None
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=here.tzinfo)


def _ago(text: str, here: datetime) -> datetime | None:
    found = _AGO.search(text) if "전" in text else None
    try:
        return here - int(found[1]) * _SPAN[found[2]] if found else None
    except OverflowError:  # thousands of years ago
        return None


def _ago_english(text: str, here: datetime) -> datetime | None:
    found = _AGO_ENGLISH.search(text) if _has_latin(text) else None
    if found is None:
        return None
    count = int(found[1]) if found[1].isdigit() else 1
    try:
        return here - count * _SPAN_ENGLISH[found[2].lower()]
    except (OverflowError, KeyError):  # thousands of years ago; a letter that only looks like ours, as in ``5 mın ago``
        return None


def _has_latin(text: str) -> bool:
    """Whether a letter of ``text`` has a capital form: without one, no English date is looked for, which takes time."""
    return text.lower() != text.upper()


def _day_or_month_first(found: re.Match[str], text: str, here: datetime) -> datetime | None:
    first, second, year = (int(part) for part in found.groups())
    if first != second and first <= 12 and second <= 12:
        return None
    month, day = (second, first) if first > 12 else (first, second)
    return _at(year, month, day, _clock_beside(text, found), here)


def _named(text: str, here: datetime) -> datetime | None:
    """A date whose month is an English name; without a year it is the last one."""
    found = _NAMED.search(text) if _has_latin(text) else None
    if found is None:
        return None
    name, day, written = (found[1], found[2], found[3]) if found[1] else (found[5], found[4], found[6])
    if name[:3].lower() not in _MONTHS:  # a letter that only looks like ours, as in ``ſep``
        return None
    month = _MONTHS.index(name[:3].lower()) + 1
    for year in (int(written),) if written else range(here.year, here.year - 8, -1):
        dated = _at(year, month, int(day), _clock_beside(text, found), here)
        if dated is not None and (written or dated <= here + _SKEW):
            return dated
    return None


def _at(year: int, month: int, day: int, clock: tuple[int, int, int], here: datetime) -> datetime | None:
    """A day at a time of day; None for a day that is none."""
    try:
        return plausible_moment(datetime(year, month, day, *clock, tzinfo=here.tzinfo))
    except ValueError:
        return None


def _day_word(text: str, here: datetime) -> datetime | None:
    text = text.lower()
    if (dated := _DATE.search(text)) is not None and dated[1]:  # the word is that of a name, such as 오늘의 유머
        return None
    for word, days in _DAY_WORDS.items():
        if word in text:
            day = here - timedelta(days=days)
            clock = _clock(text)
            return day.replace(hour=clock[0], minute=clock[1], second=clock[2], microsecond=0) if clock else day
    return None


def _weekday(text: str, here: datetime) -> datetime | None:
    if "요일" not in text or _DATE.search(text):
        return None
    found, clock = _WEEKDAY.search(text), _clock(text)
    if found is None or clock is None:
        return None
    day = here - timedelta(days=(here.weekday() - "월화수목금토일".index(found[1])) % 7)
    moment = day.replace(hour=clock[0], minute=clock[1], second=clock[2], microsecond=0)
    return moment if moment <= here + _SKEW else moment - timedelta(days=7)


def _dated(text: str, here: datetime) -> datetime | None:
    found = _DATE.search(text)
    if found is None:
        return None
    clock = _clock_beside(text, found)
    year = int(found[1]) if found[1] else here.year
    year += 2000 if year < 100 else 0
    # 29 February without a year is that of the last leap year.
    for candidate in (year,) if found[1] else range(year, year - 8, -1):
        try:
            dated = datetime(candidate, int(found[2]), int(found[3]), *clock, tzinfo=here.tzinfo)
        except ValueError:
            continue
        if found[1] or dated <= here + _SKEW:
            return dated
    return None


def _time_of_day(text: str, here: datetime) -> datetime | None:
    clock = _clock(text)
    if clock is None:
        return None
    today = here.replace(hour=clock[0], minute=clock[1], second=clock[2], microsecond=0)
    return today if today <= here + _SKEW else today - timedelta(days=1)


def _clock_beside(text: str, date: re.Match[str]) -> tuple[int, int, int]:
    """The time of day behind a date in ``text``, or else before it; midnight where there is none."""
    return _clock(text[date.end() :]) or _clock(text[: date.start()]) or (0, 0, 0)


def _clock(text: str) -> tuple[int, int, int] | None:
    found = _CLOCK.search(text)
    if found is None:
        return None
    hour, half = int(found[2]), (found[1] or found[5] or "").lower()
    if half in ("오후", "pm") and hour < 12:
        hour += 12
    elif half in ("오전", "am") and hour == 12:
        hour = 0
    minute, second = int(found[3]), int(found[4] or 0)
    return (hour, minute, second) if hour < 24 and minute < 60 and second < 60 else None


_PARSERS: tuple[Callable[[str, datetime], datetime | None], ...] = (
    _iso,
    _ago,
    _ago_english,
    _day_word,
    _weekday,
    _named,
    _dated,
    _time_of_day,
)
