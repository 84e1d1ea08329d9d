"""When a platform is asked for the statistics of a film at an age, and what becomes of an age that was missed.

A platform tells totals *until now*, or figures *by date*. Totals until now are those of an age only while the film is
about that old, so a missed one stays unknown. Figures by date are complete some days later, and can be asked for
whenever that is.
"""

from datetime import UTC, datetime, time, timedelta
from enum import Enum
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from schemas.base import Frozen
from schemas.statistics import FilmAge

_AGES: Final = tuple(FilmAge)
_SHORTEST: Final = timedelta(minutes=30)
_LONGEST: Final = timedelta(days=1)
_SHARE: Final = 8
_PATIENCE: Final = timedelta(days=10)
"""How long figures by date are waited for after they should be complete."""
_FIRST_PAUSE: Final = timedelta(minutes=2)
_LONGEST_PAUSE: Final = timedelta(hours=6)


class StatisticsTiming(Frozen):
    """When a platform can say what. ``by_date_from``: the first age whose figures are asked for by date; None: no age.

    ``delay``: how long after a day its figures are complete. ``zone``: where the platform's days begin.
    """

    by_date_from: FilmAge | None = None
    delay: timedelta = timedelta(0)
    zone: str = "UTC"

    def is_asked_by_date(self, age: FilmAge) -> bool:
        """Whether the figures of an age are asked for by date."""
        return self.by_date_from is not None and _AGES.index(age) >= _AGES.index(self.by_date_from)

    def counted_until(self, age: FilmAge, visible: datetime) -> datetime | None:
        """The end of the time that figures by date are of; None for totals until now.

        The platform's midnight nearest to the age, so it is off by half a day at most.
        """
        return nearest_midnight(visible + age.span, ZoneInfo(self.zone)) if self.is_asked_by_date(age) else None


class AskingWindow(NamedTuple):
    """From when an age can be asked for, and until when what is not told yet is waited for."""

    opens: datetime
    closes: datetime


class AgeStep(Enum):
    """What is to be done about an age of a film now."""

    WAIT = "it is too early"
    ASK = "ask, and again later when it is not told yet"
    ASK_ONCE = "ask for the last time"
    GIVE_UP = "nobody can say it any more"


def asking_window(age: FilmAge, visible: datetime, timing: StatisticsTiming) -> AskingWindow:
    """The window of an age of a film that became visible at ``visible``."""
    counted = timing.counted_until(age, visible)
    if counted is not None:
        opens = max(counted, visible + age.span) + timing.delay
        return AskingWindow(opens, opens + _PATIENCE)
    opens = visible + age.span
    return AskingWindow(opens, opens + age_tolerance(age))


def age_tolerance(age: FilmAge) -> timedelta:
    """How much older than an age a film may be whose totals count as those of the age: an eighth, within bounds."""
    return max(_SHORTEST, min(age.span / _SHARE, _LONGEST))


def next_age_step(age: FilmAge, visible: datetime, timing: StatisticsTiming, now: datetime) -> AgeStep:
    """What is to be done about an age at ``now``."""
    window = asking_window(age, visible, timing)
    if now < window.opens:
        return AgeStep.WAIT
    if now <= window.closes:
        return AgeStep.ASK
    return AgeStep.ASK_ONCE if timing.is_asked_by_date(age) else AgeStep.GIVE_UP


def pause_before_try(tries: int) -> timedelta:
    """How long is waited after so many tries in vain: it doubles each time, up to six hours."""
    return min(_LONGEST_PAUSE, _FIRST_PAUSE * 2.0 ** min(tries - 1, 16)) if tries else timedelta(0)


def nearest_midnight(moment: datetime, zone: ZoneInfo) -> datetime:
    """The midnight of ``zone`` nearest to a moment, in UTC; of two as near, the later one."""
    day = moment.astimezone(zone).date()
    midnights = [datetime.combine(day + timedelta(days=ahead), time(), zone).astimezone(UTC) for ahead in (0, 1)]
    return min(reversed(midnights), key=lambda one: abs(one - moment))


def last_midnight(moment: datetime, zone: ZoneInfo) -> datetime:
    """The last midnight of ``zone`` that is not after a moment, in UTC."""
    return datetime.combine(moment.astimezone(zone).date(), time(), zone).astimezone(UTC)


LONGEST_WAIT: Final = max(age.span for age in FilmAge) + timedelta(days=4) + _PATIENCE
"""Age of a film after which nothing more is to be expected, whatever its platform."""
