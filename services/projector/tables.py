"""The tables of the projection. They are derived from the stream and can be rebuilt at any time.

There are no foreign keys: every row comes out of the same fold, so a key could only check the fold against itself.
JSON is stored as text and always replaced as a whole.
"""

from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Dialect,
    Double,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
)
from sqlalchemy.dialects import mysql
from sqlalchemy.types import TypeEngine
from typing_extensions import override


def naive_utc(value: datetime | None) -> datetime | None:
    """A time as both databases store it: UTC without a zone."""
    if value is None:
        return None
    try:
        return value.astimezone(UTC).replace(tzinfo=None)
    except OverflowError:
        # A page may claim a time in the first hours of year 1, which has no UTC form; it must not stop the fold.
        return value.replace(tzinfo=None)


def database_time(value: datetime | str | None) -> str | None:
    """A time, or its ISO 8601 text, in the databases' text form: ``2026-11-01 09:00:00.000000``, UTC."""
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    plain = naive_utc(value)
    return None if plain is None else plain.isoformat(" ", "microseconds")


def database_time_of_micros(micros: int) -> str:
    """The databases' text form of a time in microseconds since 1970."""
    seconds, rest = divmod(micros, 1_000_000)
    return f"{_second(seconds)}.{rest:06d}"


@lru_cache(maxsize=4096)
def _second(seconds: int) -> str:
    """Cached: facts come in time order, so most share their second with the one before."""
    return datetime.fromtimestamp(seconds, UTC).replace(tzinfo=None).isoformat(" ")


class UtcDateTime(TypeDecorator[datetime]):
    """Column type for times: zone-aware in Python, UTC with microseconds in both databases."""

    impl = DateTime
    cache_ok = True

    @override
    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[datetime]:
        kind = DateTime() if dialect.name == "sqlite" else mysql.DATETIME(fsp=6)
        return dialect.type_descriptor(kind)

    @override
    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return naive_utc(value)

    @override
    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.replace(tzinfo=UTC) if value else None


def _long_text() -> Text:
    """Text of any length; MariaDB's TEXT holds 64 KB, less than 60,000 Korean letters."""
    text = Text()
    return text.with_variant(mysql.LONGTEXT(), "mysql", "mariadb")


def post_key_column() -> Column[str]:
    return Column("post_key", String(129), primary_key=True)


def sequence_column() -> Column[int]:
    """Sequence of the fact the row was last written for; an older fact never overwrites it."""
    return Column("sequence", BigInteger, nullable=False)


OPTIONS: Final[dict[str, Any]] = {
    f"{dialect}_{option}": value
    for dialect in ("mysql", "mariadb")
    for option, value in (("engine", "InnoDB"), ("charset", "utf8mb4"), ("collate", "utf8mb4_bin"))
}

metadata = MetaData()

# The key is made of site and origin id (schemas.posts.PostKey.of), so it alone keeps them unique. A second unique
# index would let MariaDB's ON DUPLICATE KEY write one post over another if a crawler ever contradicted itself.
posts = Table(
    "posts",
    metadata,
    post_key_column(),
    Column("site_code", String(64), nullable=False),
    Column("origin_id", String(256), nullable=False),
    Column("site_name", String(64), nullable=False),
    Column("board", String(64), nullable=False),
    Column("url", _long_text(), nullable=False),
    Column("title", String(512), nullable=False),
    Column("content", _long_text(), nullable=False),
    Column("author", String(128), nullable=False),
    Column("status", String(16), nullable=False),
    Column("revision", Integer, nullable=False),
    sequence_column(),
    Column("views", BigInteger),
    Column("likes", BigInteger),
    Column("dislikes", BigInteger),
    Column("comments_count", BigInteger),
    Column("stats_at", UtcDateTime, nullable=False),
    Column("score", Double, nullable=False),
    Column("flags", _long_text(), nullable=False),
    Column("images", _long_text(), nullable=False),
    Column("image_count", Integer, nullable=False),
    Column("first_image", String(80)),
    Column("best_author", String(128)),
    Column("best_content", _long_text()),
    Column("best_likes", BigInteger),
    Column("posted_at", UtcDateTime),
    Column("collected_at", UtcDateTime, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
    Column("stage", String(16)),
    Column("stage_since", UtcDateTime, nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("message", _long_text(), nullable=False),
    Column("retry_at", UtcDateTime),
    Column("channel", String(24), nullable=False, server_default=""),
    # The part of the post's fold that no other column holds, as JSON: the next batch continues from the rows.
    Column("folded", _long_text()),
    # The digest of the facts up to ``sequence`` (libraries.stored_messages.digest_chain); NULL where it is not known.
    Column("chain", String(32)),
    Index("ix_posts_site", "site_code", "status"),
    Index("ix_posts_score", "status", "score"),
    Index("ix_posts_collected", "status", "collected_at"),
    Index("ix_posts_views", "status", "views"),
    Index("ix_posts_likes", "status", "likes"),
    Index("ix_posts_since", "status", "stage_since"),
    **OPTIONS,
)

comments = Table(
    "comments",
    metadata,
    post_key_column(),
    Column("content_hash", String(64), primary_key=True),
    Column("author", String(128), nullable=False),
    Column("content", _long_text(), nullable=False),
    Column("likes", BigInteger, nullable=False),
    Column("dislikes", BigInteger, nullable=False),
    Column("best", Boolean, nullable=False),
    Column("created_at", UtcDateTime),
    Column("seen_at", UtcDateTime, nullable=False),
    **OPTIONS,
)

contents = Table(
    "contents",
    metadata,
    post_key_column(),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    sequence_column(),
    Column("script", _long_text()),
    Column("summary", _long_text(), nullable=False),
    Column("audio", String(80)),
    Column("video", String(80)),
    Column("thumbnail", String(80)),
    Column("duration", Double),
    Column("encoder", _long_text()),
    Column("rendered_at", UtcDateTime),
    Index("ix_contents_rendered", "rendered_at"),
    **OPTIONS,
)

uploads = Table(
    "uploads",
    metadata,
    post_key_column(),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("platform", String(64), primary_key=True),
    sequence_column(),
    Column("url", _long_text(), nullable=False),
    Column("remote_id", _long_text(), nullable=False),
    Column("uploaded_at", UtcDateTime, nullable=False),
    Column("withdrawn_at", UtcDateTime),
    Index("ix_uploads_uploaded", "uploaded_at"),
    **OPTIONS,
)

measurements = Table(
    "measurements",
    metadata,
    post_key_column(),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("platform", String(64), primary_key=True),
    Column("age", String(8), primary_key=True),
    sequence_column(),
    Column("remote_id", _long_text(), nullable=False),
    Column("measured_at", UtcDateTime, nullable=False),
    Column("counted_until", UtcDateTime),
    Column("views", BigInteger),
    Column("engaged_views", BigInteger),
    Column("average_view_seconds", Double),
    Column("average_view_percentage", Double),
    Column("likes", BigInteger),
    Column("dislikes", BigInteger),
    Column("comments", BigInteger),
    Column("shares", BigInteger),
    Column("saves", BigInteger),
    Column("reach", BigInteger),
    Column("subscribers_gained", BigInteger),
    # Lists of points and of sources, as JSON.
    Column("retention", _long_text(), nullable=False),
    Column("traffic", _long_text(), nullable=False),
    Index("ix_measurements_views", "views"),
    Index("ix_measurements_age", "age", "views"),
    Index("ix_measurements_measured", "measured_at"),
    **OPTIONS,
)
"""Statistics of films on platforms at fixed ages; NULL is what the platform did not say."""

checkpoint = Table(
    "checkpoint",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("stream", String(128), nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("sightings", BigInteger, nullable=False),
    # Identity and last revision of the ledger when it was last looked at: an older one is a copy of before.
    Column("ledger", String(64)),
    **OPTIONS,
)
"""One row: which stream is folded in, and up to which sequence; written in the transaction of the rows."""


def shadow_tables() -> dict[Table, Table]:
    """Each table and a copy of it without indexes, which a rebuild fills; indexes are created once it is full."""
    copies = MetaData()
    doubles = {table: table.to_metadata(copies, name=f"new_{table.name}") for table in metadata.sorted_tables}
    for double in doubles.values():
        double.indexes.clear()
    return doubles
