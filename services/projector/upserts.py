"""Insert or replace, never with something older. One statement for a whole batch, in both databases."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from functools import lru_cache
from operator import itemgetter
from typing import Any, NamedTuple

from sqlalchemy import Column, Connection, Dialect, Insert, Table, func
from sqlalchemy.dialects import mysql, sqlite
from sqlalchemy.dialects.mysql import pymysql
from sqlalchemy.sql.compiler import SQLCompiler

from services.projector.rows import Row
from services.projector.tables import Moment, naive_utc


def upsert(
    connection: Connection, table: Table, rows: Sequence[Row], guard: str = "sequence", fixed: Collection[str] = ()
) -> None:
    """Writes ``rows``. A row that exists is replaced only where ``guard`` grows; its ``fixed`` columns stay."""
    if not rows:
        return
    prepared = _prepared(table, connection.dialect.name, guard, tuple(fixed))
    connection.exec_driver_sql(prepared.text, [prepared.values(row) for row in rows])


class _Prepared(NamedTuple):
    """A statement as the driver takes it, and how each column's value gets there.

    Compiled once: going through SQLAlchemy with every row would cost half of a rebuild.
    """

    text: str
    take: Callable[[Row], tuple[Any, ...]]
    converted: tuple[tuple[int, Callable[[Any], Any]], ...]

    def values(self, row: Row) -> tuple[Any, ...]:
        values = list(self.take(row))
        for place, convert in self.converted:
            values[place] = convert(values[place])
        return tuple(values)


@lru_cache(maxsize=64)
def _prepared(table: Table, database: str, guard: str, fixed: tuple[str, ...]) -> _Prepared:
    changing = [column.name for column in table.columns if not column.primary_key and column.name not in fixed]
    # Dialects of our own: those of an engine would keep it and its connections in the cache.
    dialect = sqlite.dialect(paramstyle="qmark") if database == "sqlite" else pymysql.dialect()
    build = _sqlite if database == "sqlite" else _mariadb
    compiled = build(table, changing, guard).compile(dialect=dialect)
    assert isinstance(compiled, SQLCompiler)
    assert compiled.positiontup is not None
    names = compiled.positiontup
    converters = [_converter(table.columns[name], dialect) for name in names]
    converted = tuple((place, convert) for place, convert in enumerate(converters) if convert is not None)
    return _Prepared(str(compiled), itemgetter(*names), converted)


def _converter(column: Column[Any], dialect: Dialect) -> Callable[[Any], Any] | None:
    """What makes of a value what the driver takes; None where it takes it as it is."""
    if dialect.name == "sqlite" and isinstance(column.type, Moment):
        return _sqlite_moment
    return column.type.dialect_impl(dialect).bind_processor(dialect)


def _sqlite_moment(value: datetime | None) -> str | None:
    """As SQLAlchemy writes it there, in a third of the time."""
    plain = naive_utc(value)
    return None if plain is None else plain.isoformat(" ", "microseconds")


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
