"""Polling of the statistics of one published film: its ages to ask for, and pauses after asking in vain."""

from collections.abc import Awaitable, Callable, Collection, Iterator
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from libraries.film_statistics.platform_report import FilmReport
from libraries.film_statistics.timing import LONGEST_WAIT, AgeStep, StatisticsTiming, next_age_step, pause_before_try
from schemas.events import ContentUploaded
from schemas.statistics import FilmAge

_SAME: Final = timedelta(minutes=5)
"""Difference between our record of when a film became visible and the platform's that means nothing."""
_HIDDEN: Final = timedelta(minutes=5)
"""How often our own facts are read of a film that nobody can see yet."""
_SOONEST, _LATEST = timedelta(minutes=5), timedelta(hours=6)
"""Bounds of the pause before a platform is asked again about a film that it does not show."""

Measure = Callable[[str, datetime, datetime | None], Awaitable[FilmReport]]
"""As `services.publish.platforms.base.BaseUploader.measure`."""


class MeasuredPlatform(NamedTuple):
    """A platform that says how films are watched. ``shows_on_release``: else a person shows them in its own app."""

    name: str
    timing: StatisticsTiming
    measure: Measure
    shows_on_release: bool = True


class DueAge(NamedTuple):
    """An age to ask for now, or to give up. ``until``: the end of figures by date; None: totals until now."""

    age: FilmAge
    step: AgeStep
    until: datetime | None


class FilmPolling:
    """The polling of one film on one platform.

    All of it is found again after a restart: from facts, and by asking the platform.
    """

    def __init__(self, platform: MeasuredPlatform) -> None:
        self.uploaded: ContentUploaded | None = None
        """The fact that measurements are caused by; None before the facts of the post were read."""
        self.visible_since: datetime | None = None
        self.recorded: set[FilmAge] = set()
        """Ages recorded by this process, which the projection may not know yet."""
        self._platform = platform
        self._uploaded_at: datetime | None = None
        self._confirmed = platform.shows_on_release
        self._asleep_until: datetime | None = None
        self._tries: dict[FilmAge, int] = {}
        self._next: dict[FilmAge, datetime] = {}

    def is_asleep(self, now: datetime) -> bool:
        """Whether nothing is to be done about the film yet."""
        return self._asleep_until is not None and now < self._asleep_until

    def has_work(self, measured: Collection[FilmAge], now: datetime) -> bool:
        """Whether the facts of the upload or an age are to be asked for at ``now``."""
        return not self.is_asleep(now) and (self.uploaded is None or any(self.due_ages(measured, now)))

    def note_upload(
        self, uploaded: ContentUploaded, at: datetime, visible_since: datetime | None, now: datetime
    ) -> None:
        """Note what the facts say of the upload. One that nobody can see yet rests: another release may come before."""
        since = visible_since if self._platform.shows_on_release else at
        if since is None or since > now:
            self.rest_for_minutes(now)
            return
        self.uploaded, self._uploaded_at, self.visible_since = uploaded, at, since

    def rest_for_minutes(self, now: datetime) -> None:
        """Read the facts again in a few minutes."""
        self._asleep_until = now + _HIDDEN

    def due_ages(self, measured: Collection[FilmAge], now: datetime) -> Iterator[DueAge]:
        """The ages that are to be asked for at ``now``, the youngest first."""
        if self.visible_since is None or self._uploaded_at is None:
            return
        timing = self._platform.timing
        for age in FilmAge:
            if age in measured or age in self.recorded or now < self._next.get(age, now):
                continue
            step = next_age_step(age, self.visible_since, timing, now)
            if step is AgeStep.WAIT:
                continue
            if not self._confirmed and now < self._uploaded_at + LONGEST_WAIT:
                step = AgeStep.ASK  # not given up before the platform says since when the film is seen
            yield DueAge(age, step, timing.counted_until(age, self.visible_since))

    def take_report(self, due: DueAge, report: FilmReport, now: datetime) -> bool:
        """Take over what a report says of the film; gives whether it counts for the age that it was asked for.

        A film that is not shown is looked at again after an eighth of its age. One that is shown later than our facts
        say has its ages from then on.
        """
        assert self.visible_since is not None
        assert self._uploaded_at is not None
        if not report.visible:
            self._asleep_until = now + max(_SOONEST, min((now - self._uploaded_at) / 8, _LATEST))
            return False
        if report.visible_since is not None and report.visible_since > self.visible_since + _SAME:
            self.visible_since = report.visible_since
            self._tries.clear()
            self._next.clear()
        self._confirmed = self._confirmed or report.visible_since is not None or report.statistics is not None
        step = next_age_step(due.age, self.visible_since, self._platform.timing, now)
        until = self._platform.timing.counted_until(due.age, self.visible_since)
        return step in (AgeStep.ASK, AgeStep.ASK_ONCE) and until == due.until

    def put_off_age(self, age: FilmAge, now: datetime, until: datetime | None = None) -> None:
        """Ask for an age again after a pause that grows with each try, or not before ``until``."""
        self._tries[age] = self._tries.get(age, 0) + 1
        self._next[age] = until or now + pause_before_try(self._tries[age])
