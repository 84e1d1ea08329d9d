"""What became of each post, what each film was made of and brought, and the stages that failed.

Facts of before have all this too: the projection is emptied, and its projector begins anew.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0005"
down_revision = "0004"

_OPTIONS = {
    f"{dialect}_{option}": value
    for dialect in ("mysql", "mariadb")
    for option, value in (("engine", "InnoDB"), ("charset", "utf8mb4"), ("collate", "utf8mb4_bin"))
}
_EMPTIED = ("posts", "comments", "contents", "uploads", "measurements")
_SECONDS = ("script_seconds", "voice_seconds", "picture_seconds", "film_seconds")
_AGES = ("1h", "1d", "3d", "7d", "28d")
_TYPES: dict[str, Any] = {
    "name": sa.String(64),
    "text": sa.String(200),
    "key": sa.String(129),
    "int": sa.Integer(),
    "big": sa.BigInteger(),
    "real": sa.Double(),
    "flag": sa.Boolean(),
    "time": sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
}
# Columns as "name:type", with a question mark where NULL may stand.
_TABLES = {
    "post_outcomes": (
        "post_key:key sequence:big site:name score:real? band:int? collected_day:int waiting_since:time decision:name \
reviewer:name reason:text decided_day:int? waited:real? published_at:time?",
        ["post_key"],
    ),
    "film_records": (
        "post_key:key revision:int platform:name sequence:big site:name band:int? collected_day:int made_day:int \
reviewer:name verdict:flag template:name theme:name opening:name narrator:name writer:name voice:name \
mood:name length:int? "
        + " ".join(f"{name}:real?" for name in _SECONDS)
        + " results:int reused:int seen_at:time? seen_day:int? hour:int? "
        + " ".join(f"{measure}_{age}:big?" for measure in ("views", "engaged") for age in _AGES),
        ["post_key", "revision", "platform"],
    ),
    "stage_failures": (
        "post_key:key sequence:big revision:int stage:name code:name day:int last:flag",
        ["post_key", "sequence"],
    ),
}
_CHOICES = (
    *("site", "template", "theme", "opening", "narrator", "writer", "voice", "mood", "reviewer"),
    *("length", "hour", "band", "verdict"),
)
_INDEXES = (
    ("ix_outcomes_collected", "post_outcomes", ["collected_day", "site", "band", "decision", "published_at"]),
    ("ix_outcomes_decided", "post_outcomes", ["decided_day", "reviewer", "decision", "waited"]),
    ("ix_films_seen", "film_records", ["platform", "seen_day", *_CHOICES, "views_7d"]),
    ("ix_films_collected", "film_records", ["platform", "collected_day", "site", "band", "views_7d"]),
    ("ix_films_made", "film_records", ["platform", "made_day", *_SECONDS, "results", "reused"]),
    ("ix_failures_day", "stage_failures", ["day", "stage", "code"]),
)


def _column(said: str, key: list[str]) -> "sa.Column[Any]":
    name, kind = said.rstrip("?").split(":")
    numbered: Any = False if name in key else "auto"
    return sa.Column(name, _TYPES[kind], nullable=said.endswith("?"), autoincrement=numbered)


def upgrade() -> None:
    connection = op.get_bind()
    for name, (columns, key) in _TABLES.items():
        made = [_column(said, key) for said in columns.split()]
        op.create_table(name, *made, sa.PrimaryKeyConstraint(*key), if_not_exists=True, **_OPTIONS)
    for name, table, indexed in _INDEXES:
        op.create_index(name, table, indexed, if_not_exists=True)
    for emptied in _EMPTIED:
        connection.execute(sa.delete(sa.table(emptied)))
    checkpoint = sa.table("checkpoint", *map(sa.column, ("stream", "sequence", "sightings")))
    connection.execute(sa.update(checkpoint).values(stream="", sequence=0, sightings=0))
