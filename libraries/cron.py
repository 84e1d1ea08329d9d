"""When a cron schedule of six fields (seconds first) is next due, for showing only.

The broker keeps the schedule itself and does not say when it is next due; a library for one line of the page would be
one more dependency of every installation.
"""

from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

_RANGES: Final = ((0, 59), (0, 59), (0, 23), (1, 31), (1, 12), (0, 6))
_HORIZON: Final = timedelta(days=8)


def next_due(cron: str, time_zone: str, now: datetime) -> datetime | None:
    """The first moment after ``now`` at which a schedule is due.

    None where that is more than eight days away, or for a notation beyond ``* , - /``.
    """
    try:
        seconds, *rest = (_values(field, *span) for field, span in zip(cron.split(), _RANGES, strict=True))
    except ValueError:
        return None
    at = now.astimezone(ZoneInfo(time_zone)).replace(second=0, microsecond=0)
    end = at + _HORIZON
    while at < end:
        if all(value in field for value, field in zip(_fields(at), rest, strict=True)):
            due = next((moment for s in sorted(seconds) if (moment := at.replace(second=s)) > now), None)
            if due is not None:
                return due
        at += timedelta(minutes=1)
    return None


def _fields(at: datetime) -> tuple[int, ...]:
    return at.minute, at.hour, at.day, at.month, at.isoweekday() % 7


def _values(field: str, low: int, high: int) -> frozenset[int]:
    """The values a field of the schedule matches. Raises ValueError."""
    found: set[int] = set()
    for part in field.split(","):
        span, _, step = part.partition("/")
        first, _, last = span.partition("-")
        start, end = (low, high) if span in ("*", "?") else (int(first), int(last or (high if step else first)))
        found.update(range(start, end + 1, int(step or 1)))
    return frozenset(found)
