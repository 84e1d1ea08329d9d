"""Queries about the statistics of published films."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Engine, Row, Select, func, select

from schemas.posts import PostKey
from schemas.statistics import FilmAge, FilmStatistics, RetentionPoint
from schemas.views import FilmMeasurement, UnmeasuredFilm
from services.projector.database import read_connection
from services.projector.rows import COUNT_COLUMNS
from services.projector.tables import measurements, uploads

_FILM = ("post_key", "revision", "platform")
_ORDER = {age.value: place for place, age in enumerate(FilmAge)}


class SqlMeasurements:
    """The queries about measurements of `schemas.views.Projection`. Raises ProviderDown, ConfigurationError."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def measurements(self, key: PostKey) -> list[FilmMeasurement]:
        rows = self._all(select(measurements).where(measurements.c.post_key == str(key)))
        return sorted(map(_measurement, rows), key=_by_age)

    def most_viewed(self, limit: int = 50) -> list[FilmMeasurement]:
        columns = [measurements.c[name] for name in _FILM]
        # A film has a row an age, so among so many rows there are as many films as wanted.
        best = select(*columns).where(measurements.c.views.is_not(None)).order_by(measurements.c.views.desc())
        films = list(dict.fromkeys(tuple(row) for row in self._all(best.limit(limit * len(FilmAge)))))[:limit]
        # By the key alone, which has an index in every database; it may find other films of the post too.
        of_these = measurements.c.post_key.in_({key for key, *_ in films})
        found = select(measurements).where(of_these, measurements.c.views.is_not(None))
        newest = {tuple(getattr(row, name) for name in _FILM): row for row in self._all(found.order_by("sequence"))}
        shown = [_measurement(newest[film]) for film in films]
        return sorted(shown, key=lambda one: (-(one.statistics.views or 0), str(one.key)))

    def unmeasured_films(self, platforms: Collection[str], since: datetime) -> list[UnmeasuredFilm]:
        return list(map(_unmeasured_film, self._all(_unmeasured_query(platforms, since)))) if platforms else []

    def _all(self, query: Select[Any]) -> list[Row[Any]]:
        with read_connection(self._engine) as connection:
            return list(connection.execute(query))


def _unmeasured_query(platforms: Collection[str], since: datetime) -> Select[Any]:
    """Films that lack an age, with those that are measured as one text; the database leaves out the others."""
    same = [measurements.c[name] == uploads.c[name] for name in (*_FILM, "remote_id")]
    ages = select(func.group_concat(measurements.c.age)).where(*same).scalar_subquery()
    number = select(func.count()).select_from(measurements).where(*same).scalar_subquery()
    columns = [uploads.c[name] for name in (*_FILM, "remote_id", "uploaded_at")]
    wanted = (uploads.c.uploaded_at >= since, uploads.c.withdrawn_at.is_(None), uploads.c.platform.in_(platforms))
    query = select(*columns, ages.label("ages")).where(*wanted, number < len(FilmAge))
    return query.order_by(uploads.c.uploaded_at, uploads.c.post_key, uploads.c.platform)


def _unmeasured_film(row: Row[Any]) -> UnmeasuredFilm:
    return UnmeasuredFilm(
        key=PostKey.parse(row.post_key),
        revision=row.revision,
        platform=row.platform,
        remote_id=row.remote_id,
        uploaded_at=row.uploaded_at,
        measured=frozenset(map(FilmAge, row.ages.split(",") if row.ages else ())),
    )


def _measurement(row: Row[Any]) -> FilmMeasurement:
    """The measurement in a row of the table."""
    counts = {name: getattr(row, name) for name in COUNT_COLUMNS}
    return FilmMeasurement(
        key=PostKey.parse(row.post_key),
        revision=row.revision,
        platform=row.platform,
        remote_id=row.remote_id,
        age=FilmAge(row.age),
        statistics=FilmStatistics(
            **counts,
            average_view_seconds=row.average_view_seconds,
            average_view_percentage=row.average_view_percentage,
            retention=tuple(RetentionPoint.model_validate(point) for point in orjson.loads(row.retention)),
            traffic=orjson.loads(row.traffic),
        ),
        counted_until=row.counted_until,
        at=row.measured_at,
    )


def _by_age(found: FilmMeasurement) -> tuple[int, str, int]:
    return found.revision, found.platform, _ORDER[found.age.value]
