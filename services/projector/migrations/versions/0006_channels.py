"""The channel that a post's film is made for. Earlier films are the default one's: nothing is folded anew."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    # MariaDB commits each statement: one that was run before an interruption is not run again.
    if "channel" not in {known["name"] for known in sa.inspect(op.get_bind()).get_columns("posts")}:
        op.add_column("posts", sa.Column("channel", sa.String(24), nullable=False, server_default=""))
