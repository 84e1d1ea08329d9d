"""The forecast of when a disk will be full, from how its use grew."""

from collections import deque
from datetime import datetime, timedelta
from statistics import linear_regression
from typing import Final

_SPAN: Final = timedelta(hours=26)
"""A day and some: the daily cleaning must lie in it once, else each morning looks like a forecast."""
_EVERY: Final = timedelta(minutes=10)


class DiskForecast:
    """The use of one disk over the last day, in bytes."""

    def __init__(self) -> None:
        self._seen: deque[tuple[datetime, int]] = deque()

    def add(self, at: datetime, used: int) -> None:
        """Note the bytes in use at a moment; more often than every ten minutes adds nothing."""
        if self._seen and at - self._seen[-1][0] < _EVERY:
            return
        self._seen.append((at, used))
        while at - self._seen[0][0] > _SPAN:
            self._seen.popleft()

    def time_until_full(self, free: int) -> timedelta | None:
        """The time until ``free`` more bytes are in use, by least squares over the last day; None before a day was
        seen, and where the use does not grow.
        """
        if len(self._seen) < 2 or self._seen[-1][0] - self._seen[0][0] < _SPAN - timedelta(hours=2):
            return None
        begin = self._seen[0][0]
        seconds = [(at - begin).total_seconds() for at, _ in self._seen]
        slope = linear_regression(seconds, [float(used) for _, used in self._seen]).slope
        return timedelta(seconds=min(free / slope, 1e9)) if slope > 0 else None
