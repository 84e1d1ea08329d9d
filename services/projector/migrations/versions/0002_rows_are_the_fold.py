"""The rows hold all that the next fact is folded onto: no table of folds beside them.

What the old folds held is taken from the stream again: the projection is emptied, and its projector begins anew.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0002"
down_revision = "0001"

_EMPTIED = ("posts", "comments", "contents", "uploads")


def upgrade() -> None:
    connection = op.get_bind()
    op.drop_table("folds", if_exists=True)
    for table in _EMPTIED:
        connection.execute(sa.delete(sa.table(table)))
    checkpoint = sa.table("checkpoint", *map(sa.column, ("stream", "sequence", "sightings")))
    connection.execute(sa.update(checkpoint).values(stream="", sequence=0, sightings=0))
    # MariaDB commits each statement: one that was run before an interruption is not run again.
    if "folded" not in {column["name"] for column in sa.inspect(connection).get_columns("posts")}:
        long_text = sa.Text().with_variant(mysql.LONGTEXT(), "mysql", "mariadb")
        op.add_column("posts", sa.Column("folded", long_text, nullable=True))
