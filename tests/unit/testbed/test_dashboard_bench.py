"""The bench of the insights page: its invented year is what its queries count, and each of them is timed."""

import random
from pathlib import Path

from schemas.insights import FilmFilter, GroupBy, Period
from services.projector.queries.projection_queries import SqlProjection
from testbed.benchmarks.insight.dashboard import (
    invented_records,
    measure_query_times,
    write_invented_year,
    year_queries,
)


def test_every_query_finds_the_invented_year(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'year.db'}"
    write_invented_year(url, 400)
    projection = SqlProjection.open(url)
    for name, query in year_queries(projection):
        assert query() or name == "ahead", name
    asked = FilmFilter(period=Period(first=20_000, last=20_365), platform="youtube")
    assert sum(one.films for one in projection.views_by_choice(asked, GroupBy.HOUR)) == 400
    assert projection.period_figures(asked).measured == 400
    projection.close()
    assert all(one.wall >= 0 for one in measure_query_times(url, 1).values())


def test_the_year_is_the_same_each_time() -> None:
    one, other = (invented_records(7, 100, random.Random(2)) for _ in range(2))
    assert (one.outcome, one.films) == (other.outcome, other.films)
