"""The tables that the figures of the review app are counted over: one row a post, a film and a failed stage.

Their columns are the fields of the rows in `libraries.film_statistics.records`.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import BigInteger, Boolean, Column, Connection, Double, Index, Integer, String, Table, select

from libraries.film_statistics.record_fold import PostRecords
from libraries.film_statistics.records import AGES, NAME_LENGTH, REASON_LENGTH, FilmRecord, PostOutcome, StageFailure
from services.projector.rows import Row
from services.projector.tables import OPTIONS, UtcDateTime, database_time, metadata, post_key_column, sequence_column

STAGE_SECONDS: Final = ("script_seconds", "voice_seconds", "picture_seconds", "film_seconds")
CHOICES: Final = (
    *("site", "template", "theme", "opening", "narrator", "writer", "voice", "mood", "reviewer"),
    *("length", "hour", "band", "verdict"),
)
VIEWS: Final = tuple(f"{measure}_{age}" for measure in ("views", "engaged") for age in AGES)


def _name(name: str) -> Column[str]:
    return Column(name, String(NAME_LENGTH), nullable=False)


def _whole(name: str, *, nullable: bool = True) -> Column[int]:
    return Column(name, Integer, nullable=nullable)


outcomes = Table(
    "post_outcomes",
    metadata,
    post_key_column(),
    sequence_column(),
    _name("site"),
    Column("score", Double),
    _whole("band"),
    _whole("collected_day", nullable=False),
    Column("waiting_since", UtcDateTime, nullable=False),
    _name("decision"),
    _name("reviewer"),
    Column("reason", String(REASON_LENGTH), nullable=False),
    _whole("decided_day"),
    Column("waited", Double),
    Column("published_at", UtcDateTime),
    Index("ix_outcomes_collected", "collected_day", "site", "band", "decision", "published_at"),
    Index("ix_outcomes_decided", "decided_day", "reviewer", "decision", "waited"),
    **OPTIONS,
)

films = Table(
    "film_records",
    metadata,
    post_key_column(),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("platform", String(NAME_LENGTH), primary_key=True),
    sequence_column(),
    _name("site"),
    _whole("band"),
    _whole("collected_day", nullable=False),
    _whole("made_day", nullable=False),
    _name("reviewer"),
    Column("verdict", Boolean, nullable=False),
    *map(_name, ("template", "theme", "opening", "narrator", "writer", "voice", "mood")),
    _whole("length"),
    *(Column(name, Double) for name in STAGE_SECONDS),
    _whole("results", nullable=False),
    _whole("reused", nullable=False),
    Column("seen_at", UtcDateTime),
    _whole("seen_day"),
    _whole("hour"),
    *(Column(name, BigInteger) for name in VIEWS),
    # They hold all that the usual question reads (views after a week), so that no row is looked up for it.
    Index("ix_films_seen", "platform", "seen_day", *CHOICES, "views_7d"),
    Index("ix_films_collected", "platform", "collected_day", "site", "band", "views_7d"),
    Index("ix_films_made", "platform", "made_day", *STAGE_SECONDS, "results", "reused"),
    **OPTIONS,
)

failures = Table(
    "stage_failures",
    metadata,
    post_key_column(),
    Column("sequence", BigInteger, primary_key=True, autoincrement=False),
    _whole("revision", nullable=False),
    _name("stage"),
    _name("code"),
    _whole("day", nullable=False),
    Column("last", Boolean, nullable=False),
    Index("ix_failures_day", "day", "stage", "code"),
    **OPTIONS,
)

RECORD_TABLES: Final = (outcomes, films, failures)

TableOf = Callable[[Table], Table]
"""The table that stands for another: its double during a rebuild."""


def stored_insight_records(connection: Connection, table_of: TableOf, keys: Sequence[str]) -> dict[str, PostRecords]:
    """What the tables hold of these posts."""
    found = {key: PostRecords() for key in keys}
    for row in _rows(connection, table_of(outcomes), keys):
        found[row["post_key"]].outcome = PostOutcome(**row)
    for row in _rows(connection, table_of(films), keys):
        film = FilmRecord(**row)
        found[film.post_key].films[film.revision, film.platform] = film
    return found


def _rows(connection: Connection, table: Table, keys: Sequence[str]) -> Iterator[Row]:
    for row in connection.execute(select(table).where(table.c.post_key.in_(keys))).mappings():
        yield {name: database_time(value) if isinstance(value, datetime) else value for name, value in row.items()}


InsightRecord = PostOutcome | FilmRecord | StageFailure


def changed_insight_rows(records: Iterable[PostRecords]) -> Iterator[tuple[Table, Sequence[InsightRecord]]]:
    """The rows that facts changed, table by table."""
    changed = list(records)
    yield outcomes, [one.outcome for one in changed if one.outcome is not None and one.outcome_written]
    yield films, [one.films[place] for one in changed for place in sorted(one.written)]
    yield failures, [failure for one in changed for failure in one.failures]
