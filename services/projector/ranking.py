"""Scores that age while nobody computes them anew.

A score of 0 to 1 loses all but 1/e in 36 hours. Kept is its logarithm plus the time of the post in units of 36 hours:
the order of two posts by that number is their order by score at any moment, so an index on it serves the inbox.
"""

import math
from datetime import UTC, datetime
from typing import Final

_LIFE: Final = 36 * 3600.0
"""Seconds."""
_LEAST: Final = 1e-4


def heat(score: float, *moments: datetime | str | None) -> float:
    """What is kept of a score of a post that was written and collected at these moments.

    One whose site gives no time, or one yet to come, is as old as our knowing it. Texts are as in `tables.written`.
    """
    known = [_moment(moment) for moment in moments if moment is not None]
    born = min(known).timestamp() if known else 0.0
    return math.log(max(score if math.isfinite(score) else 0.0, _LEAST)) + born / _LIFE


def _moment(said: datetime | str) -> datetime:
    moment = datetime.fromisoformat(said) if isinstance(said, str) else said
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def cooled(kept: float, now: datetime) -> float:
    """The score at ``now``, to four places."""
    return round(math.exp(min(0.0, kept - now.timestamp() / _LIFE)), 4)
