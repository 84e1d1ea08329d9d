"""The tables of the projection. All of it is derived from the stream and can be rebuilt at any time.

There are no foreign keys: every row comes out of the same fold, so a key could only check the fold against itself.
JSON is kept as text and always written whole.
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
    """A moment as the databases keep it."""
    if value is None:
        return None
    try:
        return value.astimezone(UTC).replace(tzinfo=None)
    except OverflowError:
        # A page may claim the first hours of the year 1; that must not stop the fold.
        return value.replace(tzinfo=None)


def written(value: datetime | str | None) -> str | None:
    """A moment, or the text of one in JSON, as both databases take it: ``2026-11-01 09:00:00.000000`` in UTC."""
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    plain = naive_utc(value)
    return None if plain is None else plain.isoformat(" ", "microseconds")


def written_micros(micros: int) -> str:
    """The same of microseconds since 1970."""
    seconds, rest = divmod(micros, 1_000_000)
    return f"{_second(seconds)}.{rest:06d}"


@lru_cache(maxsize=4096)
def _second(seconds: int) -> str:
    """Facts come in the order of time: nearly all of them share their second with the one before."""
    return datetime.fromtimestamp(seconds, UTC).replace(tzinfo=None).isoformat(" ")


class UtcDateTime(TypeDecorator[datetime]):
    """A moment: aware in Python, UTC with microseconds in both databases."""

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
    """64 KB, MariaDB's TEXT, is too little for 60,000 Korean letters."""
    text = Text()
    return text.with_variant(mysql.LONGTEXT(), "mysql", "mariadb")


def _key() -> Column[str]:
    return Column("post_key", String(129), primary_key=True)


def _sequence() -> Column[int]:
    """Sequence of the fact the row was last written for: an older one never overwrites it."""
    return Column("sequence", BigInteger, nullable=False)


_OPTIONS: Final[dict[str, Any]] = {
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
    _key(),
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
    _sequence(),
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
    # What the rows do not say of a post, as JSON: the next batch goes on from them, not from the stream.
    Column("folded", _long_text()),
    Index("ix_posts_site", "site_code", "status"),
    Index("ix_posts_score", "status", "score"),
    Index("ix_posts_collected", "status", "collected_at"),
    Index("ix_posts_views", "status", "views"),
    Index("ix_posts_likes", "status", "likes"),
    Index("ix_posts_since", "status", "stage_since"),
    **_OPTIONS,
)

comments = Table(
    "comments",
    metadata,
    _key(),
    Column("content_hash", String(64), primary_key=True),
    Column("author", String(128), nullable=False),
    Column("content", _long_text(), nullable=False),
    Column("likes", BigInteger, nullable=False),
    Column("dislikes", BigInteger, nullable=False),
    Column("best", Boolean, nullable=False),
    Column("created_at", UtcDateTime),
    Column("seen_at", UtcDateTime, nullable=False),
    **_OPTIONS,
)

contents = Table(
    "contents",
    metadata,
    _key(),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    _sequence(),
    Column("script", _long_text()),
    Column("summary", _long_text(), nullable=False),
    Column("audio", String(80)),
    Column("video", String(80)),
    Column("thumbnail", String(80)),
    Column("duration", Double),
    Column("encoder", _long_text()),
    Column("rendered_at", UtcDateTime),
    Index("ix_contents_rendered", "rendered_at"),
    **_OPTIONS,
)

uploads = Table(
    "uploads",
    metadata,
    _key(),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("platform", String(64), primary_key=True),
    _sequence(),
    Column("url", _long_text(), nullable=False),
    Column("remote_id", _long_text(), nullable=False),
    Column("uploaded_at", UtcDateTime, nullable=False),
    Column("withdrawn_at", UtcDateTime),
    **_OPTIONS,
)

checkpoint = Table(
    "checkpoint",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("stream", String(128), nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("sightings", BigInteger, nullable=False),
    **_OPTIONS,
)
"""One row: how far which stream is folded in, written in the transaction of the rows."""


def shadows() -> dict[Table, Table]:
    """Each table and its double without indexes, into which a rebuild folds; they are made once, when it is full."""
    copies = MetaData()
    doubles = {table: table.to_metadata(copies, name=f"new_{table.name}") for table in metadata.sorted_tables}
    for double in doubles.values():
        double.indexes.clear()
    return doubles
