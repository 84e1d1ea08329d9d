"""Statistics of published films at fixed ages. No fact of an earlier release has any, so nothing is folded anew."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0004"
down_revision = "0003"

_OPTIONS = {
    f"{dialect}_{option}": value
    for dialect in ("mysql", "mariadb")
    for option, value in (("engine", "InnoDB"), ("charset", "utf8mb4"), ("collate", "utf8mb4_bin"))
}
_COUNTS = ("views", "engaged_views", "likes", "dislikes", "comments", "shares", "saves", "reach", "subscribers_gained")
_INDEXES = (
    ("ix_measurements_views", "measurements", ["views"]),
    ("ix_measurements_age", "measurements", ["age", "views"]),
    ("ix_measurements_measured", "measurements", ["measured_at"]),
    ("ix_uploads_uploaded", "uploads", ["uploaded_at"]),
)


def _text(name: str) -> "sa.Column[str]":
    return sa.Column(name, sa.Text().with_variant(mysql.LONGTEXT(), "mysql", "mariadb"), nullable=False)


def _moment(name: str, *, nullable: bool) -> "sa.Column[Any]":
    return sa.Column(name, sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"), nullable=nullable)


def upgrade() -> None:
    op.create_table(
        "measurements",
        sa.Column("post_key", sa.String(129), nullable=False),
        sa.Column("revision", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("platform", sa.String(64), nullable=False),
        sa.Column("age", sa.String(8), nullable=False),
        sa.Column("sequence", sa.BigInteger, nullable=False),
        _text("remote_id"),
        _moment("measured_at", nullable=False),
        _moment("counted_until", nullable=True),
        *(sa.Column(name, sa.BigInteger) for name in _COUNTS),
        *(sa.Column(name, sa.Double) for name in ("average_view_seconds", "average_view_percentage")),
        _text("retention"),
        _text("traffic"),
        sa.PrimaryKeyConstraint("post_key", "revision", "platform", "age"),
        if_not_exists=True,
        **_OPTIONS,
    )
    for name, table, columns in _INDEXES:
        op.create_index(name, table, columns, if_not_exists=True)
