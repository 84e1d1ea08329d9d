"""Rows keep the digest of the facts that they were folded from, and the checkpoint where the ledger ended.

Rows of before know none: they are compared from the next rebuild on.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_ADDED = (("posts", "chain", 32), ("checkpoint", "ledger", 64))


def upgrade() -> None:
    for table, column, length in _ADDED:
        # MariaDB commits each statement: one that was run before an interruption is not run again.
        if column not in {known["name"] for known in sa.inspect(op.get_bind()).get_columns(table)}:
            op.add_column(table, sa.Column(column, sa.String(length), nullable=True))
