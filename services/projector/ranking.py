"""Time-decayed scores whose order needs no recomputation.

A score of 0 to 1 decays by a factor of e every 36 hours. Stored is ln(score) + time of the post in units of 36 hours:
two posts are ordered by that number as they are by their decayed scores at any time, so one index serves the inbox.
"""

import math
from datetime import UTC, datetime
from typing import Final

_LIFE: Final = 36 * 3600.0
"""Seconds."""
_LEAST: Final = 1e-4


def ranking_key(score: float, *moments: datetime | str | None) -> float:
    """A post's score in a form that needs no update; ``moments`` are when it was written and when it was collected.

    The earliest of them counts, so a post without a time, or with a time in the future, is as old as its collection.
    Texts are in the form of `services.projector.tables.database_time`.
    """
    known = [_moment(moment) for moment in moments if moment is not None]
    born = min(known).timestamp() if known else 0.0
    return math.log(max(score if math.isfinite(score) else 0.0, _LEAST)) + born / _LIFE


def _moment(given: datetime | str) -> datetime:
    moment = datetime.fromisoformat(given) if isinstance(given, str) else given
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def decayed_score(key: float, now: datetime) -> float:
    """The score at ``now`` behind a `ranking_key`, rounded to four places."""
    return round(math.exp(min(0.0, key - now.timestamp() / _LIFE)), 4)
