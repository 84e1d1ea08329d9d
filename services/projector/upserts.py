"""Insert or replace, never with something older. One statement for a whole batch, in both databases."""

from collections.abc import Collection, Sequence

from sqlalchemy import Connection, Insert, Table, func
from sqlalchemy.dialects import mysql, sqlite

from services.projector.rows import Row


def upsert(
    connection: Connection, table: Table, rows: Sequence[Row], guard: str = "sequence", fixed: Collection[str] = ()
) -> None:
    """Writes ``rows``. A row that exists is replaced only where ``guard`` grows; its ``fixed`` columns stay."""
    if not rows:
        return
    changing = [column.name for column in table.columns if not column.primary_key and column.name not in fixed]
    build = _sqlite if connection.dialect.name == "sqlite" else _mariadb
    connection.execute(build(table, changing, guard), rows)


def _sqlite(table: Table, changing: list[str], guard: str) -> Insert:
    statement = sqlite.insert(table)
    return statement.on_conflict_do_update(
        index_elements=list(table.primary_key),
        set_={name: statement.excluded[name] for name in changing},
        where=statement.excluded[guard] > table.c[guard],
    )


def _mariadb(table: Table, changing: list[str], guard: str) -> Insert:
    statement = mysql.insert(table)
    new = statement.inserted
    # MariaDB assigns from left to right and a column read later has its new value: the guard must come last.
    ordered = [name for name in changing if name != guard] + [guard]
    newer = new[guard] > table.c[guard]
    return statement.on_duplicate_key_update([(name, func.if_(newer, new[name], table.c[name])) for name in ordered])
