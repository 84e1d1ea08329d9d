"""Routes of the figures: views by choice, the funnel, reviewers, stages and failures; each table as JSON and as CSV."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import date, timedelta
from typing import Annotated, Any, Final, Literal, NamedTuple

from fastapi import APIRouter, Depends, Response
from pydantic import StringConstraints

from libraries.bus import Bus
from libraries.film_statistics.csv_text import csv_text
from libraries.film_statistics.viewer_retention import FilmViewerRetention, film_viewer_retention
from libraries.learning.films import epoch_day_in_seoul
from schemas.base import Frozen
from schemas.clock import utc_now
from schemas.errors import BadInput, ConfigurationError
from schemas.insights import (
    DeclineReasonRow,
    FailureRow,
    FilmFilter,
    FilmQueue,
    FilmRow,
    FunnelRow,
    GroupBy,
    Period,
    PeriodOverview,
    ReviewerRow,
    StageRow,
    ViewMeasure,
    ViewsOfGroup,
)
from schemas.statistics import FilmAge
from schemas.views import Projection
from services.config import InsightSettings, Settings
from services.review.routes.path_params import Key

_EPOCH: Final = date(1970, 1, 1)
_USUAL_DAYS: Final = 28
_MOST_DAYS: Final = 366
_USUAL_CAP: Final = 2
Platform = Annotated[str, StringConstraints(pattern=r"^([a-z0-9-]{1,24}@)?[A-Za-z0-9_-]{0,64}$")]


class _Asked(NamedTuple):
    """What a page asks for. ``platform``: empty for the one with the most films."""

    period: Period
    platform: str
    age: FilmAge
    measure: ViewMeasure

    def films(self, projection: Projection) -> FilmFilter:
        known = [self.platform] if self.platform else projection.published_platforms()
        # Records of films as they are made have no platform: a name that none has finds no films.
        return FilmFilter(period=self.period, platform=known[0] if known else "-", age=self.age, measure=self.measure)


def _asked(
    since: date | None = None,
    until: date | None = None,
    platform: Platform = "",
    age: FilmAge = FilmAge.WEEK,
    measure: ViewMeasure = ViewMeasure.VIEWS,
) -> _Asked:
    """The query of a page; the last 28 days where it names none. Raises BadInput for days that are no period."""
    last = until or _EPOCH + timedelta(days=int(epoch_day_in_seoul(utc_now())))
    first = since or last - timedelta(days=_USUAL_DAYS - 1)
    if not first <= last < first + timedelta(days=_MOST_DAYS):
        raise BadInput("insight.period_wrong", since=first.isoformat(), until=last.isoformat(), days=_MOST_DAYS)
    return _Asked(Period(first=(first - _EPOCH).days, last=(last - _EPOCH).days), platform, age, measure)


Asked = Annotated[_Asked, Depends(_asked)]
Rows = Callable[[Projection, _Asked, GroupBy], Sequence[Frozen]]
_TABLES: Final[dict[str, tuple[type[Frozen], Rows]]] = {
    "days": (ViewsOfGroup, lambda shown, asked, _: shown.views_by_day(asked.films(shown))),
    "choices": (ViewsOfGroup, lambda shown, asked, by: shown.views_by_choice(asked.films(shown), by)),
    "films": (FilmRow, lambda shown, asked, _: shown.film_rows(asked.films(shown))),
    "funnel": (
        FunnelRow,
        lambda shown, asked, by: shown.funnel(asked.films(shown), GroupBy.BAND if by is GroupBy.BAND else GroupBy.SITE),
    ),
    "reviewers": (ReviewerRow, lambda shown, asked, _: shown.reviewers(asked.period)),
    "reasons": (DeclineReasonRow, lambda shown, asked, _: shown.decline_reasons(asked.period)),
    "failures": (FailureRow, lambda shown, asked, _: shown.failure_codes(asked.period)),
}
"""Each table by its name: the type of its rows, and the query that gives them; that of stages needs the settings."""


def insight_routes(bus: Bus, projection: Projection, settings: Settings) -> APIRouter:
    """``/api/insights/…``: the overview, each table, and a film's retention."""
    router = APIRouter(prefix="/api/insights")

    @router.get("/overview")
    async def overview(asked: Asked) -> PeriodOverview:
        return await asyncio.to_thread(_overview, projection, settings, asked)

    @router.get("/retention/{key}")
    async def retention(key: Key, platform: Platform, revision: int) -> FilmViewerRetention:
        found = film_viewer_retention(await bus.facts_of_post(key), revision, platform)
        if found is None:
            raise BadInput("post.no_film")
        return found

    def stages(shown: Projection, asked: _Asked, _: GroupBy) -> Sequence[StageRow]:
        return [_with_electricity(row, settings.insight) for row in shown.stages(asked.period)]

    for name, (kind, rows) in (_TABLES | {"stages": (StageRow, stages)}).items():
        endpoint = _table_endpoint(projection, name, kind, rows)
        router.add_api_route(f"/{name}", endpoint, response_model=list[kind])  # type: ignore[valid-type]
    return router


def _table_endpoint(projection: Projection, name: str, kind: type[Frozen], rows: Rows) -> Callable[..., Awaitable[Any]]:
    async def table(asked: Asked, by: GroupBy = GroupBy.SITE, format: Literal["json", "csv"] = "json") -> Any:  # noqa: A002
        found = await asyncio.to_thread(rows, projection, asked, by)
        if format == "json":
            return found
        heads = {"Content-Disposition": f'attachment; filename="wagglebot-{name}.csv"'}
        return Response(csv_text(kind, found), media_type="text/csv; charset=utf-8", headers=heads)

    return table


def _with_electricity(row: StageRow, settings: InsightSettings) -> StageRow:
    """The row with the electricity that a film takes in the stage, by the machine's power while it works."""
    if row.mean is None or not settings.watts:
        return row
    hours = row.mean * settings.watts / 3600
    won = hours / 1000 * settings.won_per_kwh if settings.won_per_kwh else None
    return row.model_copy(update={"watt_hours": hours, "won": won})


def _overview(projection: Projection, settings: Settings, asked: _Asked) -> PeriodOverview:
    films = asked.films(projection)
    waiting, cap = projection.count_unpublished_films(), _daily_cap(settings, films.platform)
    return PeriodOverview(
        platforms=tuple(projection.published_platforms()),
        platform=films.platform,
        now=projection.period_figures(films),
        before=projection.period_figures(films.model_copy(update={"period": films.period.preceding})),
        days=tuple(projection.views_by_day(films)),
        queue=FilmQueue(waiting=waiting, cap=cap, days=waiting / cap),
    )


def _daily_cap(settings: Settings, platform: str) -> int:
    """Films that a platform takes on one day; the channel's usual cap where the platform has none of its own."""
    try:
        _, section = settings.publish.account_settings(platform)
    except ConfigurationError:  # of a platform or a channel that is not set up any more
        return _USUAL_CAP
    return int(getattr(section, "daily_cap", _USUAL_CAP))
