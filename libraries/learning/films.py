"""A published film as the learner sees it: its choices, and how often it was seen at which age."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from schemas.statistics import FilmAge

SEOUL: Final = ZoneInfo("Asia/Seoul")
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=SEOUL)
_DAY: Final = 86_400.0


class LearnerFilm(NamedTuple):
    """One film on one platform. ``arms``: its value of each factor that is known; ``drawn``: the factors whose value
    was drawn by chance, so that they tell cause from coincidence."""

    name: str
    """The same for one film on several platforms."""
    day: float
    """Days since 1970 in Seoul at which it could be seen first."""
    platform: str
    arms: Mapping[str, str]
    readings: Mapping[FilmAge, float]
    """Natural logarithm of 1 + views, by age."""
    drawn: frozenset[str] = frozenset()
    chances: Mapping[str, Mapping[str, float]] = {}
    """The chance that each value of a drawn factor had."""

    @property
    def weekday(self) -> int:
        """0 for Monday."""
        return (int(self.day) + 3) % 7  # 1970-01-01 was a Thursday


def epoch_day_in_seoul(moment: datetime) -> float:
    """A moment as days since 1970 in Seoul, with the part of the day behind the point."""
    return (moment - _EPOCH).total_seconds() / _DAY
