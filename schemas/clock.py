"""The wall clock of the program: what dates facts, days of quota, backups and the age of media.

A drill that lets a year pass in an hour moves it ahead, in all processes at once, by a file that `VARIABLE` names.
"""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

VARIABLE: Final = "WAGGLEBOT_DRILL_CLOCK"
"""Environment variable with the path of a file that holds by how many seconds the clock is ahead of the machine's."""


def utc_now() -> datetime:
    """The time in UTC: the machine's, or that of a drill."""
    return datetime.now(UTC) + clock_offset()


def clock_offset() -> timedelta:
    """By how much the program's clock is ahead of the machine's: zero, unless a drill has moved it."""
    file = os.environ.get(VARIABLE)
    return timedelta(seconds=float(Path(file).read_text(encoding="ascii"))) if file else timedelta()


def is_clock_moved() -> bool:
    """Whether a drill moves the clock: whoever waits for a time must look at it often."""
    return VARIABLE in os.environ
