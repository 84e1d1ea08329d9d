"""Queries over what became of posts and what films brought, for the figures of the review app."""

from collections.abc import Iterable
from statistics import fmean, median
from typing import Any, Final

from sqlalchemy import ColumnElement, Engine, Row, Select, and_, case, func, select

from libraries.film_statistics.order_statistics import QuantileRanks, quantile_ranks
from schemas.insights import (
    DeclineReasonRow,
    FailureRow,
    FilmFilter,
    FilmRow,
    FunnelRow,
    GroupBy,
    Period,
    PeriodFigures,
    ReviewerRow,
    StageRow,
    ViewsOfGroup,
)
from schemas.recipe import Stage
from schemas.states import Status
from services.projector.database import read_connection
from services.projector.insight_tables import STAGE_SECONDS, failures, films, outcomes
from services.projector.tables import posts

_GROUPS: Final = 40
_MOST_DAYS: Final = 366
_STAGED: Final = 10_000
"""Films whose seconds are counted, the newest ones."""
_AHEAD: Final = (Status.APPROVED, Status.PROCESSING, Status.RENDERED)
_FILM: Final = ("post_key", "revision", "seen_day", "site", "template", "opening", "voice", "mood", "length", "hour")
_SHOWN: Final = (*_FILM, "views_1h", "views_1d", "views_3d", "views_7d", "views_28d")


class SqlInsights:
    """`schemas.insights.Insights` over SQLite or MariaDB. Raises ProviderDown, ConfigurationError."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def published_platforms(self) -> list[str]:
        number = func.count().label("number")
        query = select(films.c.platform, number).where(films.c.platform != "").group_by(films.c.platform)
        return [row.platform for row in self._rows(query.order_by(number.desc(), films.c.platform))]

    def period_figures(self, asked: FilmFilter) -> PeriodFigures:
        views = _views(asked)
        collected = select(func.count()).where(_within(outcomes.c.collected_day, asked.period))
        decided = select(
            func.count(case((outcomes.c.decision == "approved", 1))).label("approved"),
            func.count(case((outcomes.c.decision == "declined", 1))).label("declined"),
        ).where(_within(outcomes.c.decided_day, asked.period))
        (found,) = self._groups(films.c.platform, views, _seen(asked)) or [_NOTHING]
        (decisions,) = self._rows(decided)
        return PeriodFigures(
            collected=self._rows(collected)[0][0],
            approved=decisions.approved,
            declined=decisions.declined,
            published=found.films,
            measured=found.measured,
            views=None if found.mean is None else found.mean * found.measured,
            median=found.median,
        )

    def views_by_day(self, asked: FilmFilter) -> list[ViewsOfGroup]:
        found = self._groups(films.c.seen_day, _views(asked), _seen(asked), groups=_MOST_DAYS, interval=False)
        return sorted(found, key=lambda one: int(one.value))

    def views_by_choice(self, asked: FilmFilter, choice: GroupBy) -> list[ViewsOfGroup]:
        return self._groups(films.c[choice.value], _views(asked), _seen(asked))

    def film_rows(self, asked: FilmFilter, limit: int = 100) -> list[FilmRow]:
        views = _views(asked)
        best = select(films.c.post_key, films.c.revision, films.c.platform).where(_seen(asked), views.is_not(None))
        first = best.order_by(views.desc(), films.c.post_key, films.c.revision).limit(limit).subquery()
        same = and_(*(films.c[name] == first.c[name] for name in ("post_key", "revision", "platform")))
        columns = [films.c[name] for name in _SHOWN]
        joined = films.join(first, same).outerjoin(posts, posts.c.post_key == films.c.post_key)
        query = select(*columns, posts.c.title).select_from(joined).order_by(views.desc(), films.c.post_key)
        rows = [dict(row._mapping) for row in self._rows(query)]  # noqa: SLF001 (its public name in SQLAlchemy)
        return [FilmRow(**row | {"post": row.pop("post_key"), "title": row["title"] or ""}) for row in rows]

    def funnel(self, asked: FilmFilter, by: GroupBy) -> list[FunnelRow]:
        value = outcomes.c[by.value]
        counted = select(
            value.label("value"),
            func.count().label("collected"),
            func.count(case((outcomes.c.decision == "approved", 1))).label("approved"),
            func.count(case((outcomes.c.decision == "declined", 1))).label("declined"),
            func.count(outcomes.c.published_at).label("published"),
        ).where(_within(outcomes.c.collected_day, asked.period), value.is_not(None))
        largest = counted.group_by(value).order_by(func.count().desc(), value).limit(_GROUPS)
        here = and_(films.c.platform == asked.platform, _within(films.c.collected_day, asked.period))
        views = {one.value: one for one in self._groups(films.c[by.value], _views(asked), here)}
        return [
            FunnelRow(
                **dict(row._mapping) | {"value": str(row.value)},  # noqa: SLF001 (its public name in SQLAlchemy)
                measured=views.get(str(row.value), _NOTHING).measured,
                median=views.get(str(row.value), _NOTHING).median,
            )
            for row in self._rows(largest)
        ]

    def reviewers(self, period: Period) -> list[ReviewerRow]:
        decided = and_(_within(outcomes.c.decided_day, period), outcomes.c.decision != "")
        approved = and_(decided, outcomes.c.decision == "approved")
        speeds = self._groups(outcomes.c.reviewer, outcomes.c.waited, decided)
        number = select(outcomes.c.reviewer, func.count().label("approved")).where(approved)
        taken = {row.reviewer: row.approved for row in self._rows(number.group_by(outcomes.c.reviewer))}
        return [
            ReviewerRow(
                reviewer=one.value,
                approved=taken.get(one.value, 0),
                declined=one.films - taken.get(one.value, 0),
                median_seconds=one.median,
            )
            for one in speeds
        ]

    def decline_reasons(self, period: Period) -> list[DeclineReasonRow]:
        number = func.count().label("posts")
        declined = and_(_within(outcomes.c.decided_day, period), outcomes.c.decision == "declined")
        query = select(outcomes.c.reason, number).where(declined).group_by(outcomes.c.reason)
        rows = self._rows(query.order_by(number.desc(), outcomes.c.reason).limit(_GROUPS))
        return [DeclineReasonRow(reason=row.reason, posts=row.posts) for row in rows]

    def stages(self, period: Period) -> list[StageRow]:
        failed = {row.stage: row.failures for row in self._failures(period, failures.c.stage)}
        here = and_(films.c.platform == "", _within(films.c.made_day, period))
        seconds = [films.c[name] for name in STAGE_SECONDS]
        (numbers,) = self._rows(select(*map(func.count, seconds)).where(here))
        newest = self._rows(select(*seconds).where(here).order_by(films.c.made_day.desc()).limit(_STAGED))
        found = []
        for place, name in enumerate(STAGE_SECONDS):
            stage = name.removesuffix("_seconds")
            ordered = sorted(row[place] for row in newest if row[place] is not None)
            found.append(_stage_row(stage, ordered, numbers[place], failed.get(stage, 0)))
        published = select(func.count()).where(films.c.platform != "", _within(films.c.seen_day, period))
        number = int(self._rows(published)[0][0])
        return [*found, _stage_row(Stage.PUBLISH.value, [], number, failed.get(Stage.PUBLISH.value, 0))]

    def failure_codes(self, period: Period) -> list[FailureRow]:
        rows = self._failures(period, failures.c.stage, failures.c.code)
        return [FailureRow(stage=row.stage, code=row.code, failures=row.failures, last=row.last) for row in rows]

    def count_unpublished_films(self) -> int:
        query = select(func.count()).where(posts.c.status.in_([status.value for status in _AHEAD]))
        return int(self._rows(query)[0][0])

    def _failures(self, period: Period, *groups: ColumnElement[Any]) -> list[Row[Any]]:
        number, last = func.count().label("failures"), func.count(case((failures.c.last, 1))).label("last")
        query = select(*groups, number, last).where(_within(failures.c.day, period)).group_by(*groups)
        return self._rows(query.order_by(number.desc(), *groups).limit(_GROUPS))

    def _groups(
        self,
        group: ColumnElement[Any],
        figure: ColumnElement[Any],
        where: ColumnElement[bool],
        *,
        groups: int = _GROUPS,
        interval: bool = True,
    ) -> list[ViewsOfGroup]:
        """The figures of the largest groups, largest first; a group without a value is left out."""
        counted = select(
            group.label("value"),
            func.count().label("films"),
            func.count(figure).label("measured"),
            func.avg(figure).label("mean"),
        ).where(where, group.is_not(None))
        rows = self._rows(counted.group_by(group).order_by(func.count().desc(), group).limit(groups))
        places = {row.value: quantile_ranks(row.measured) for row in rows if row.measured}
        if not interval:
            places = {value: one._replace(interval=None) for value, one in places.items()}
        wanted = {value: [*one.median, *(one.interval or ())] for value, one in places.items()}
        found = self._at_places(group, figure, where, wanted)
        return [_group(row, places.get(row.value), found) for row in rows]

    def _at_places(
        self,
        group: ColumnElement[Any],
        figure: ColumnElement[Any],
        where: ColumnElement[bool],
        wanted: dict[Any, list[int]],
    ) -> dict[tuple[Any, int], float]:
        """The values at some places of each group in order."""
        if not wanted:
            return {}
        place = func.row_number().over(partition_by=group, order_by=figure).label("place")
        ordered = select(group.label("value"), figure.label("figure"), place)
        sorted_values = ordered.where(where, figure.is_not(None)).subquery()
        # Every place of every group: some too many, but a condition for each group would be tried on every row.
        places = {place for some in wanted.values() for place in some}
        rows = self._rows(select(sorted_values).where(sorted_values.c.place.in_(places)))
        return {(row.value, row.place): float(row.figure) for row in rows}

    def _rows(self, query: Select[*tuple[Any, ...]]) -> list[Row[Any]]:
        with read_connection(self._engine) as connection:
            return list(connection.execute(query))


_NOTHING: Final = ViewsOfGroup(value="", films=0, measured=0, mean=None, median=None, low=None, high=None)


def _views(asked: FilmFilter) -> ColumnElement[Any]:
    return films.c[f"{asked.measure.value}_{asked.age.value}"]


def _seen(asked: FilmFilter) -> ColumnElement[bool]:
    return and_(films.c.platform == asked.platform, _within(films.c.seen_day, asked.period))


def _within(day: ColumnElement[Any], period: Period) -> ColumnElement[bool]:
    return day.between(period.first, period.last)


def _stage_row(stage: str, ordered: list[float], films: int, failures: int) -> StageRow:
    places = quantile_ranks(len(ordered)) if ordered else None
    return StageRow(
        stage=stage,
        films=films,
        median=median(ordered) if ordered else None,
        most=ordered[places.ninth - 1] if places else None,
        mean=fmean(ordered) if ordered else None,
        failures=failures,
        tries=films + failures,
    )


def _group(row: Row[Any], places: QuantileRanks | None, found: dict[tuple[Any, int], float]) -> ViewsOfGroup:
    def at(wanted: Iterable[int]) -> list[float]:
        return [found[row.value, place] for place in wanted]

    middle = at(places.median) if places else []
    low, high = at(places.interval) if places and places.interval else (None, None)
    return ViewsOfGroup(
        value=str(row.value),
        films=row.films,
        measured=row.measured,
        mean=None if row.mean is None else float(row.mean),
        median=sum(middle) / 2 if middle else None,
        low=low,
        high=high,
    )
