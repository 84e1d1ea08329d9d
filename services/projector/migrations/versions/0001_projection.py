"""The projection: posts, comments, contents, uploads, folds, checkpoint.

MariaDB commits every statement by itself, so each may be run again after an interruption.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0001"
down_revision = None

_OPTIONS = {
    f"{dialect}_{option}": value
    for dialect in ("mysql", "mariadb")
    for option, value in (("engine", "InnoDB"), ("charset", "utf8mb4"), ("collate", "utf8mb4_bin"))
}


def _text(name: str, *, nullable: bool = False) -> "sa.Column[str]":
    return sa.Column(name, sa.Text().with_variant(mysql.LONGTEXT(), "mysql", "mariadb"), nullable=nullable)


def _moment(name: str, *, nullable: bool = False) -> "sa.Column[Any]":
    return sa.Column(name, sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"), nullable=nullable)


def _short(name: str, length: int, *, nullable: bool = False) -> "sa.Column[str]":
    return sa.Column(name, sa.String(length), nullable=nullable)


def _whole(name: str, *, nullable: bool = False) -> "sa.Column[int]":
    return sa.Column(name, sa.BigInteger, nullable=nullable)


def _table(name: str, *columns: "sa.Column[Any]", key: tuple[str, ...] = ("post_key",)) -> None:
    op.create_table(name, *columns, sa.PrimaryKeyConstraint(*key), if_not_exists=True, **_OPTIONS)


def upgrade() -> None:
    _posts()
    _comments()
    _contents()
    _uploads()
    _table("folds", _short("post_key", 129), _whole("sequence"), _text("folded"))
    _checkpoint()


def _posts() -> None:
    _table(
        "posts",
        _short("post_key", 129),
        _short("site_code", 64),
        _short("origin_id", 256),
        _short("site_name", 64),
        _short("board", 64),
        _text("url"),
        _short("title", 512),
        _text("content"),
        _short("author", 128),
        _short("status", 16),
        sa.Column("revision", sa.Integer, nullable=False),
        _whole("sequence"),
        *(_whole(name, nullable=True) for name in ("views", "likes", "dislikes", "comments_count")),
        _moment("stats_at"),
        sa.Column("score", sa.Double, nullable=False),
        _text("flags"),
        _text("images"),
        sa.Column("image_count", sa.Integer, nullable=False),
        _short("first_image", 80, nullable=True),
        _short("best_author", 128, nullable=True),
        _text("best_content", nullable=True),
        _whole("best_likes", nullable=True),
        _moment("posted_at", nullable=True),
        _moment("collected_at"),
        _moment("updated_at"),
        _short("stage", 16, nullable=True),
        _moment("stage_since"),
        sa.Column("attempt", sa.Integer, nullable=False),
        _text("message"),
        _moment("retry_at", nullable=True),
    )
    op.create_index("ix_posts_site", "posts", ["site_code", "status"], if_not_exists=True)
    for name, column in (
        ("score", "score"),
        ("collected", "collected_at"),
        ("views", "views"),
        ("likes", "likes"),
        ("since", "stage_since"),
    ):
        op.create_index(f"ix_posts_{name}", "posts", ["status", column], if_not_exists=True)


def _comments() -> None:
    _table(
        "comments",
        _short("post_key", 129),
        _short("content_hash", 64),
        _short("author", 128),
        _text("content"),
        _whole("likes"),
        _whole("dislikes"),
        sa.Column("best", sa.Boolean, nullable=False),
        _moment("created_at", nullable=True),
        _moment("seen_at"),
        key=("post_key", "content_hash"),
    )


def _contents() -> None:
    _table(
        "contents",
        _short("post_key", 129),
        sa.Column("revision", sa.Integer, autoincrement=False, nullable=False),
        _whole("sequence"),
        _text("script", nullable=True),
        _text("summary"),
        *(_short(name, 80, nullable=True) for name in ("audio", "video", "thumbnail")),
        sa.Column("duration", sa.Double, nullable=True),
        _text("encoder", nullable=True),
        _moment("rendered_at", nullable=True),
        key=("post_key", "revision"),
    )
    op.create_index("ix_contents_rendered", "contents", ["rendered_at"], if_not_exists=True)


def _uploads() -> None:
    _table(
        "uploads",
        _short("post_key", 129),
        sa.Column("revision", sa.Integer, autoincrement=False, nullable=False),
        _short("platform", 64),
        _whole("sequence"),
        _text("url"),
        _text("remote_id"),
        _moment("uploaded_at"),
        _moment("withdrawn_at", nullable=True),
        key=("post_key", "revision", "platform"),
    )


def _checkpoint() -> None:
    _table(
        "checkpoint",
        sa.Column("id", sa.Integer, autoincrement=False, nullable=False),
        _short("stream", 128),
        _whole("sequence"),
        _whole("sightings"),
        key=("id",),
    )
    connection = op.get_bind()
    table = sa.table("checkpoint", *map(sa.column, ("id", "stream", "sequence", "sightings")))
    if connection.scalar(sa.select(sa.func.count()).select_from(table)) == 0:
        connection.execute(sa.insert(table).values(id=1, stream="", sequence=0, sightings=0))
