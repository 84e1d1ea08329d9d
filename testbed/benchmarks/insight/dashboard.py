"""How long the figures of the review app take over a year of invented films in the projection."""

import random
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from math import ceil
from pathlib import Path
from typing import Any, Final, NamedTuple

from libraries.film_statistics.record_fold import PostRecords
from libraries.film_statistics.records import AGES, FilmRecord, PostOutcome, StageFailure
from schemas.insights import FilmFilter, GroupBy, Period
from services.projector.database import write_transaction
from services.projector.insight_tables import changed_insight_rows
from services.projector.migrate import open_upgraded_database
from services.projector.queries.projection_queries import SqlProjection
from services.projector.upserts import upsert

FILMS: Final = 100_000
_FIRST: Final = 20_000
_DAYS: Final = 365
_BATCH: Final = 5_000
_TIMES: Final = 20
_VALUES: Final[dict[str, str]] = {
    "template": "card chat story meme",
    "theme": "dusk dawn paper night sea",
    "opening": "card question number",
    "narrator": "narrator-1 narrator-2",
    "writer": "extractive gguf",
    "voice": "supertonic espeak",
    "mood": "humor touching anger daily",
}

Report = Callable[[str], None]


class QueryTime(NamedTuple):
    """The slowest but one in twenty of the times of a query, in milliseconds: on the clock, and of this process."""

    wall: float
    cpu: float


def bench_dashboard(report: Report, films: int = FILMS) -> dict[str, float]:
    """``dashboard_ms``: of every query over a whole year the 95th percentile, the slowest query; ``dashboard_cpu_ms``
    the same without what others computed meanwhile."""
    with tempfile.TemporaryDirectory(prefix="wagglebot-bench-") as folder:
        url = f"sqlite:///{Path(folder) / 'year.db'}"
        report(f"{films} invented films")
        write_invented_year(url, films)
        found = measure_query_times(url, _TIMES)
    for name, one in found.items():
        report(f"{name}: {one.wall:.0f} ms, {one.cpu:.0f} ms of the processor")
    return {
        "dashboard_films": films,
        "dashboard_ms": round(max(one.wall for one in found.values()), 1),
        "dashboard_cpu_ms": round(max(one.cpu for one in found.values()), 1),
    }


def write_invented_year(url: str, films: int, seed: int = 0) -> None:
    """Write a year of invented films, their posts and failures, and half as many declined posts into a projection."""
    engine = open_upgraded_database(url)
    chance = random.Random(seed)  # noqa: S311 (it guards nothing)
    for start in range(0, films, _BATCH):
        records = [invented_records(number, films, chance) for number in range(start, min(films, start + _BATCH))]
        records += [invented_declined_post(number, films) for number in range(start, min(films, start + _BATCH), 2)]
        with write_transaction(engine) as connection:
            for table, rows in changed_insight_rows(records):
                upsert(connection, table, rows)
    engine.dispose()


def invented_records(number: int, films: int, chance: random.Random) -> PostRecords:
    """The rows of one published post; of twenty, one failed once before."""
    key, sequence, day = f"bench.{number}", 10 * number + 1, _FIRST + number * _DAYS // films
    at, band = f"2026-01-01 {number % 24:02}:00:00.000000", chance.randrange(10)
    site, reviewer = f"site{number % 12}", f"reviewer{number % 3}"
    views = int(chance.lognormvariate(7.0 + band / 10, 1.2))
    outcome = PostOutcome(
        post_key=key,
        sequence=sequence,
        site=site,
        score=band / 10,
        band=band,
        collected_day=day,
        waiting_since=at,
        decision="approved",
        reviewer=reviewer,
        decided_day=day,
        waited=chance.expovariate(1 / 600),
        published_at=at,
    )
    chosen: dict[str, Any] = {name: chance.choice(values.split()) for name, values in _VALUES.items()}
    chosen |= {f"{stage}_seconds": chance.expovariate(1 / 20) for stage in ("script", "voice", "picture", "film")}
    made = FilmRecord(
        post_key=key,
        revision=1,
        platform="",
        sequence=sequence,
        site=site,
        band=band,
        collected_day=day,
        made_day=day,
        reviewer=reviewer,
        verdict=number % 2 == 0,
        length=chance.choice((30, 40, 50)),
        results=4,
        **chosen,
    )
    read = {f"{measure}_{age}": views // part for age in AGES for measure, part in (("views", 1), ("engaged", 2))}
    seen = replace(made, platform="youtube", seen_at=at, seen_day=day, hour=number % 24, **read)  # type: ignore[arg-type]
    records = PostRecords(outcome, (made, seen))
    records.outcome_written, records.written = True, set(records.films)
    if number % 20 == 0:
        records.failures.append(StageFailure(key, sequence, 1, "voice", f"code.{number % 7}", day, last=False))
    return records


def invented_declined_post(number: int, films: int) -> PostRecords:
    """The row of a post that was declined."""
    day = _FIRST + number * _DAYS // films
    outcome = PostOutcome(
        post_key=f"declined.{number}",
        sequence=10 * number + 2,
        site=f"site{number % 12}",
        score=0.3,
        band=3,
        collected_day=day,
        waiting_since="2026-01-01 09:00:00.000000",
        decision="declined",
        reviewer=f"reviewer{number % 3}",
        reason=f"reason {number % 9}",
        decided_day=day,
        waited=float(number % 900),
    )
    records = PostRecords(outcome)
    records.outcome_written = True
    return records


def year_queries(projection: SqlProjection) -> Iterator[tuple[str, Callable[[], object]]]:
    """Every query of the page over the whole year."""
    year = Period(first=_FIRST, last=_FIRST + _DAYS)
    asked = FilmFilter(period=year, platform="youtube")
    yield "platforms", projection.published_platforms
    yield "period", partial(projection.period_figures, asked)
    yield "days", partial(projection.views_by_day, asked)
    for choice in GroupBy:
        yield f"by {choice}", partial(projection.views_by_choice, asked, choice)
    yield "films", partial(projection.film_rows, asked)
    yield "funnel by site", partial(projection.funnel, asked, GroupBy.SITE)
    yield "funnel by score", partial(projection.funnel, asked, GroupBy.BAND)
    yield "reviewers", partial(projection.reviewers, year)
    yield "reasons", partial(projection.decline_reasons, year)
    yield "stages", partial(projection.stages, year)
    yield "failures", partial(projection.failure_codes, year)
    yield "ahead", projection.count_unpublished_films


def measure_query_times(url: str, times: int) -> dict[str, QueryTime]:
    """The time of each query, asked so often."""
    projection = SqlProjection.open(url)
    found = {}
    for name, query in year_queries(projection):
        walls, cpus = [], []
        for _ in range(times):
            wall, cpu = time.perf_counter(), time.thread_time()
            query()
            walls.append(time.perf_counter() - wall)
            cpus.append(time.thread_time() - cpu)
        place = ceil(0.95 * times) - 1
        found[name] = QueryTime(1000 * sorted(walls)[place], 1000 * sorted(cpus)[place])
    projection.close()
    return found
