"""Figures about published films and the work behind them, counted over the projection."""

from enum import StrEnum
from typing import Annotated, Final, Protocol

from pydantic import Field

from schemas.base import Frozen
from schemas.statistics import FilmAge

FEWEST: Final = 6
"""Films from which on a median has an interval at 95 % (`libraries.film_statistics.order_statistics`)."""


class GroupBy(StrEnum):
    """What published films are compared by."""

    SITE = "site"
    TEMPLATE = "template"
    THEME = "theme"
    OPENING = "opening"
    """The style of the hook."""
    VOICE = "voice"
    NARRATOR = "narrator"
    WRITER = "writer"
    MOOD = "mood"
    LENGTH = "length"
    """Tens of seconds."""
    HOUR = "hour"
    """Hour of the day in Seoul from which a film could be seen."""
    BAND = "band"
    """Tenths of the score of its post."""
    REVIEWER = "reviewer"
    VERDICT = "verdict"
    """Whether the host's own opinion is in it."""


class ViewMeasure(StrEnum):
    """Which count of views."""

    VIEWS = "views"
    ENGAGED = "engaged"
    """Views in which the viewer stayed."""


class Period(Frozen):
    """Days in Seoul, counted since 1970, both ends included."""

    first: int
    last: int

    @property
    def preceding(self) -> "Period":
        """As many days before it."""
        return Period(first=2 * self.first - self.last - 1, last=self.first - 1)


class FilmFilter(Frozen):
    """Which films are counted: those that could be seen first within a period, by their views at an age.

    Views of platforms mean different things, so films of one platform are counted.
    """

    period: Period
    platform: str
    age: FilmAge = FilmAge.WEEK
    measure: ViewMeasure = ViewMeasure.VIEWS


class ViewsOfGroup(Frozen):
    """Views of the films of a group. ``low`` and ``high``: where its median lies at 95 %; None: too few to say.

    ``films``: published ones, of which ``measured`` are old enough and were measured.
    """

    value: str
    films: int
    measured: int
    mean: float | None
    median: float | None
    low: float | None
    high: float | None


class FilmRow(Frozen):
    """A published film with its choices, and its views at each age."""

    post: str
    revision: int
    title: str
    seen_day: int
    site: str
    template: str
    opening: str
    voice: str
    mood: str
    length: int | None
    hour: int | None
    views_1h: int | None
    views_1d: int | None
    views_3d: int | None
    views_7d: int | None
    views_28d: int | None


class FunnelRow(Frozen):
    """What became of the posts of a site, or of a tenth of the score, that were collected within a period.

    ``median``: of the views of their films; None where none is measured.
    """

    value: str
    collected: int
    approved: int
    declined: int
    published: int
    measured: int
    median: float | None


class ReviewerRow(Frozen):
    """A reviewer's decisions. ``median_seconds``: from a post's collection to the decision."""

    reviewer: str
    approved: int
    declined: int
    median_seconds: float | None


class DeclineReasonRow(Frozen):
    """How often posts were declined for a reason."""

    reason: str
    posts: int


class StageRow(Frozen):
    """How long a stage takes. ``films``: those it was made anew for; ``median``, ``mean`` and ``most`` in seconds of
    the newest 10,000 of the period, nine of ten take at most ``most``. ``failures`` of ``tries``.

    ``watt_hours`` and ``won``: electricity of one film in the mean, where the settings name the machine's power and the
    price of a kilowatt hour."""

    stage: str
    films: int
    median: float | None
    most: float | None
    mean: float | None
    failures: int
    tries: int
    watt_hours: float | None = None
    won: float | None = None


class FailureRow(Frozen):
    """How often a stage failed with a code. ``last``: those that nothing tried again by itself."""

    stage: str
    code: str
    failures: int
    last: int


class PeriodFigures(Frozen):
    """Figures of a period: posts collected and decided, films published, and their views."""

    collected: int
    approved: int
    declined: int
    published: int
    measured: int
    views: float | None
    """The sum at the age that was asked for."""
    median: float | None


class FilmQueue(Frozen):
    """Films that were approved and are not published, and for how many days they last at ``cap`` films a day."""

    waiting: int
    cap: Annotated[int, Field(ge=1)]
    days: float


class PeriodOverview(Frozen):
    """A period beside the one before. ``platforms``: that have films, most films first; ``days``: medians by day."""

    platforms: tuple[str, ...]
    platform: str
    now: PeriodFigures
    before: PeriodFigures
    days: tuple[ViewsOfGroup, ...]
    queue: FilmQueue


class Insights(Protocol):
    """The queries about figures. Blocking: call them from a thread.

    Groups are those with the most films, at most 40.
    """

    def published_platforms(self) -> list[str]:
        """Platforms that have films, most films first."""
        ...

    def period_figures(self, asked: FilmFilter) -> PeriodFigures:
        """Figures of the period."""
        ...

    def views_by_day(self, asked: FilmFilter) -> list[ViewsOfGroup]:
        """Views of the films of each day, in order."""
        ...

    def views_by_choice(self, asked: FilmFilter, choice: GroupBy) -> list[ViewsOfGroup]:
        """Views of the films by one of their choices."""
        ...

    def film_rows(self, asked: FilmFilter, limit: int = 100) -> list[FilmRow]:
        """The films with the most views."""
        ...

    def funnel(self, asked: FilmFilter, by: GroupBy) -> list[FunnelRow]:
        """What became of the posts that were collected within the period, by site or by band."""
        ...

    def reviewers(self, period: Period) -> list[ReviewerRow]:
        """Decisions by reviewer."""
        ...

    def decline_reasons(self, period: Period) -> list[DeclineReasonRow]:
        """Reasons of declined posts."""
        ...

    def stages(self, period: Period) -> list[StageRow]:
        """Seconds and failures of each stage, for films that were asked for within the period."""
        ...

    def failure_codes(self, period: Period) -> list[FailureRow]:
        """Failures by stage and code."""
        ...

    def count_unpublished_films(self) -> int:
        """Films that were approved and are not published."""
        ...
