"""Quiet hours: the hours of a day in which nobody is told of anything."""

import re
from datetime import datetime
from typing import Final, NamedTuple, Self

_HOURS: Final = re.compile(r"(\d{1,2})\s*-\s*(\d{1,2})")


class QuietHours(NamedTuple):
    """From the hour ``begin`` to the hour ``end``, over midnight where that is the earlier one."""

    begin: int
    end: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """The hours of a text such as ``23-8``. Raises ValueError."""
        found = _HOURS.fullmatch(text.strip())
        if found is None or (own := cls(int(found[1]), int(found[2]))).begin > 23 or own.end > 24:
            raise ValueError("quiet hours are two hours of the day, such as 23-8")
        return own

    def contain(self, moment: datetime) -> bool:
        """Whether it is quiet at a moment of the operator's time zone."""
        if self.begin <= self.end:
            return self.begin <= moment.hour < self.end
        return moment.hour >= self.begin or moment.hour < self.end


def quiet_hours_text(text: str) -> str:
    """The text of quiet hours, empty for none. Raises ValueError where it is neither."""
    if text:
        QuietHours.parse(text)
    return text
