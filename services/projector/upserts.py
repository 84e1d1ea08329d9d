"""Insert or replace, never with something older. One statement for a whole batch, in both databases."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Any, Final, NamedTuple, cast

import orjson
from sqlalchemy import Connection, Insert, Table, func
from sqlalchemy.dialects import mysql, sqlite
from sqlalchemy.dialects.mysql import pymysql
from sqlalchemy.sql.compiler import SQLCompiler

from services.projector.rows import Row


def upsert(
    connection: Connection, table: Table, rows: Sequence[Row], guard: str = "sequence", fixed: Collection[str] = ()
) -> None:
    """Writes ``rows``, whose moments are text. One that exists is replaced only where ``guard`` grows.

    Of one that exists the ``fixed`` columns stay.
    """
    if not rows:
        return
    prepared = _prepared(table, connection.dialect.name, guard, tuple(fixed))
    values = map(prepared.values, rows)
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(prepared.text, list(values))
        return
    before, _, rest = prepared.text.partition(" VALUES (")
    after = rest.partition(")")[2].replace("%%", "%")
    for some in _portions(values):
        # The driver takes bytes as they are; making a text of so much and bytes again costs a fifth more.
        statement = cast("str", b"%b VALUES %b%b" % (before.encode(), some, after.encode()))
        connection.exec_driver_sql(statement, execution_options={"no_parameters": True})


_PORTION: Final = 600_000
"""Bytes of one statement, by and large."""


def _portions(rows: Iterable[tuple[Any, ...]]) -> Iterator[bytes]:
    """The rows as SQL, in statements of a good size. The driver's own way takes several times as long."""
    found: list[bytes] = []
    size = 0
    for row in rows:
        found.append(b"(" + _literals(row) + b")")
        size += len(found[-1])
        if size > _PORTION:
            yield b",".join(found)
            found, size = [], 0
    if found:
        yield b",".join(found)


def _literals(row: tuple[Any, ...]) -> bytes:
    """Values as SQL, for connections of `services.projector.engine`: all of them read quotes and backslashes alike.

    JSON writes texts, numbers and null as MariaDB reads them, but for control characters
    (https://mariadb.com/docs/server/reference/sql-structure/sql-language-structure/string-literals).
    """
    said = orjson.dumps(row)
    if b"\\u" in said or b"\\f" in said:
        return ",".join(map(_literal, row)).encode()
    return said[1:-1]


def _literal(value: str | float | None) -> str:
    """One value, whatever it holds."""
    if isinstance(value, str):
        doubled = value.replace("\\", "\\\\").replace("'", "''")
        return f"'{doubled}'"
    return "NULL" if value is None else repr(value)


class _Prepared(NamedTuple):
    """A statement as the driver takes it, and the values of a row in its order.

    Compiled once, and rows hold what drivers take: going through SQLAlchemy with each would cost half of a rebuild.
    """

    text: str
    values: Callable[[Row], tuple[Any, ...]]


@lru_cache(maxsize=64)
def _prepared(table: Table, database: str, guard: str, fixed: tuple[str, ...]) -> _Prepared:
    changing = [column.name for column in table.columns if not column.primary_key and column.name not in fixed]
    # Dialects of our own: those of an engine would keep it and its connections in the cache.
    dialect = sqlite.dialect(paramstyle="qmark") if database == "sqlite" else pymysql.dialect()
    build = _sqlite if database == "sqlite" else _mariadb
    compiled = build(table, changing, guard).compile(dialect=dialect)
    assert isinstance(compiled, SQLCompiler)
    assert compiled.positiontup is not None
    return _Prepared(str(compiled), itemgetter(*compiled.positiontup))


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
