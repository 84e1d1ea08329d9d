"""Upserts: insert rows or replace older ones, a whole batch in one statement, on SQLite and MariaDB."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from operator import attrgetter, itemgetter
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, Insert, Table, func
from sqlalchemy.dialects import mysql, sqlite
from sqlalchemy.dialects.mysql import pymysql
from sqlalchemy.sql.compiler import SQLCompiler

_PORTION: Final = 300_000
"""Letters of one statement, by and large: less than the megabyte that servers take at least, also in Korean."""


def upsert(
    connection: Connection, table: Table, rows: Sequence[object], guard: str = "sequence", fixed: Collection[str] = ()
) -> None:
    """Insert ``rows``, or replace those that exist where the column ``guard`` grows. Moments in them are text.

    Rows are all dictionaries, or all objects, by the names of the columns. The ``fixed`` columns of a row that exists
    are kept.
    """
    if not rows:
        return
    read = itemgetter if isinstance(rows[0], dict) else attrgetter
    prepared = _prepared(table, connection.dialect.name, guard, tuple(fixed), read)
    values = map(prepared.values, rows)
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(prepared.text, list(values))
        return
    before, _, rest = prepared.text.partition(" VALUES (")
    after = rest.partition(")")[2].replace("%%", "%")
    for some in _portions(values):
        connection.exec_driver_sql(f"{before} VALUES {some}{after}", execution_options={"no_parameters": True})


def _portions(rows: Iterable[tuple[Any, ...]]) -> Iterator[str]:
    """The rows as SQL, in portions of a statement each. The driver's quoting takes a tenth of a rebuild more."""
    found: list[str] = []
    size = 0
    for row in rows:
        found.append(_values(row))
        size += len(found[-1])
        if size > _PORTION:
            yield ",".join(found)
            found, size = [], 0
    if found:
        yield ",".join(found)


def _values(row: Iterable[str | float | None]) -> str:
    """A row as SQL, for connections of `projector.database`: of a text only the quote means anything there."""
    said = [
        "NULL"
        if value is None
        else "'" + value.replace("'", "''") + "'"
        if isinstance(value, str)
        else repr(0 + value)  # a number, or a TypeError
        for value in row
    ]
    return f"({','.join(said)})"


_Getter = Callable[..., Callable[[Any], tuple[Any, ...]]]
"""`itemgetter` or `attrgetter`."""


class _Prepared(NamedTuple):
    """A statement as the driver takes it, and a function that gives a row's values in its order.

    Statements are compiled once and rows already hold driver values: compiling for each batch would take half of the
    time of a rebuild.
    """

    text: str
    values: Callable[[Any], tuple[Any, ...]]


@lru_cache(maxsize=64)
def _prepared(table: Table, database: str, guard: str, fixed: tuple[str, ...], read: _Getter) -> _Prepared:
    changing = [column.name for column in table.columns if not column.primary_key and column.name not in fixed]
    # New dialect objects: an engine's own would keep the engine and its connections alive in this cache.
    dialect = sqlite.dialect(paramstyle="qmark") if database == "sqlite" else pymysql.dialect()
    build = _sqlite if database == "sqlite" else _mariadb
    compiled = build(table, changing, guard).compile(dialect=dialect)
    assert isinstance(compiled, SQLCompiler)
    assert compiled.positiontup is not None
    return _Prepared(str(compiled), read(*compiled.positiontup))


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
    # MariaDB assigns from left to right, and later assignments read the new values: the guard must come last.
    ordered = [name for name in changing if name != guard] + [guard]
    newer = new[guard] > table.c[guard]
    return statement.on_duplicate_key_update([(name, func.if_(newer, new[name], table.c[name])) for name in ordered])
