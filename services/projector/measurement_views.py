"""Queries about the statistics of published films."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Engine, Row, Select, and_, select, tuple_

from schemas.posts import PostKey
from schemas.statistics import FilmAge, FilmStatistics, RetentionPoint
from schemas.views import FilmMeasurement, UnmeasuredFilm
from services.projector.engine import read_connection
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
        films = list(dict.fromkeys(tuple(row) for row in self._all(best.limit(limit * len(FilmAge)))))
        of_these = select(measurements).where(tuple_(*columns).in_(films), measurements.c.views.is_not(None))
        newest = {
            tuple(getattr(row, name) for name in _FILM): _measurement(row)
            for row in (self._all(of_these.order_by(measurements.c.sequence)) if films else [])
        }
        return sorted(newest.values(), key=lambda one: (-(one.statistics.views or 0), str(one.key)))[:limit]

    def unmeasured_films(self, platforms: Collection[str], since: datetime) -> list[UnmeasuredFilm]:
        return _unmeasured_films(self._all(_unmeasured_query(platforms, since))) if platforms else []

    def _all(self, query: Select[Any]) -> list[Row[Any]]:
        with read_connection(self._engine) as connection:
            return list(connection.execute(query))


def _unmeasured_query(platforms: Collection[str], since: datetime) -> Select[Any]:
    """Films with their measured ages, one row an age; a film without any has one row with NULL."""
    same = and_(
        *(measurements.c[name] == uploads.c[name] for name in ("post_key", "revision", "platform", "remote_id")),
    )
    columns = [uploads.c[name] for name in ("post_key", "revision", "platform", "remote_id", "uploaded_at")]
    query = select(*columns, measurements.c.age).select_from(uploads.outerjoin(measurements, same))
    wanted = (uploads.c.uploaded_at >= since, uploads.c.withdrawn_at.is_(None), uploads.c.platform.in_(platforms))
    return query.where(*wanted).order_by(uploads.c.uploaded_at, uploads.c.post_key, uploads.c.platform)


def _unmeasured_films(rows: list[Row[Any]]) -> list[UnmeasuredFilm]:
    """The films of `_unmeasured_query` that lack an age, in its order."""
    films: dict[tuple[str, int, str], UnmeasuredFilm] = {}
    for row in rows:
        place = (row.post_key, row.revision, row.platform)
        ages = {FilmAge(row.age)} if row.age else set[FilmAge]()
        if place in films:
            known = films[place]
            films[place] = known.model_copy(update={"measured": known.measured | ages})
            continue
        films[place] = UnmeasuredFilm(
            key=PostKey.parse(row.post_key),
            revision=row.revision,
            platform=row.platform,
            remote_id=row.remote_id,
            uploaded_at=row.uploaded_at,
            measured=frozenset(ages),
        )
    return [film for film in films.values() if len(film.measured) < len(FilmAge)]


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
