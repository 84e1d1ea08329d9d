"""Connections to the database of the projection."""

import fcntl
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import ConnectionPoolEntry

from schemas.errors import ConfigurationError, ProviderDown
from services.projector.error_translation import translated_database_errors

_SQLITE = ("sqlite", "sqlite+pysqlite")
_MARIADB = ("mysql+pymysql", "mariadb+pymysql")
_BUSY_MS = 20_000
_LOCK_SECONDS = 20


def create_database_engine(url: str) -> Engine:
    """SQLAlchemy engine for an address; nothing is opened yet. Raises ConfigurationError for an unsupported address."""
    parsed = _parsed(url)
    if parsed.drivername in _SQLITE:
        return _sqlite(parsed)
    return create_engine(
        parsed.update_query_dict({"charset": "utf8mb4"}),
        # Under REPEATABLE READ newer MariaDB refuses to update a row that changed since the snapshot (error 1020).
        isolation_level="READ COMMITTED",
        pool_pre_ping=True,
        connect_args={
            "connect_timeout": 5,
            "read_timeout": 120,
            "write_timeout": 120,
            # Truncated or converted values are errors, whatever the server's default mode is; and a backslash is a
            # letter like others, as in the SQL standard: texts are then quoted several times as fast.
            "init_command": "SET SESSION sql_mode = 'STRICT_TRANS_TABLES,NO_ENGINE_SUBSTITUTION,NO_BACKSLASH_ESCAPES'",
        },
    )


@contextmanager
def read_connection(engine: Engine) -> Iterator[Connection]:
    """A connection for reading. Raises ProviderDown, ConfigurationError."""
    with translated_database_errors(engine.url), engine.connect() as connection:
        yield connection


@contextmanager
def read_snapshot(engine: Engine) -> Iterator[Connection]:
    """A connection that reads the database as it was at its first query. Raises as `read_connection`."""
    with read_connection(engine) as connection:
        if engine.dialect.name != "sqlite":
            connection.execution_options(isolation_level="REPEATABLE READ")
        yield connection


@contextmanager
def write_transaction(engine: Engine) -> Iterator[Connection]:
    """A transaction, rolled back on an error. Raises ProviderDown, NoSpace, ConfigurationError."""
    with (
        translated_database_errors(engine.url),
        engine.connect().execution_options(writes=True) as connection,
        connection.begin(),
    ):
        yield connection


@contextmanager
def process_lock(engine: Engine, name: str) -> Iterator[None]:
    """A lock across processes, freed when its process ends. Raises ProviderDown when it stays taken."""
    if engine.dialect.name == "sqlite":
        with Path(f"{engine.url.database}.{name}.lock").open("wb") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield
        return
    with read_connection(engine) as connection:
        scope = f"wagglebot.{name}.{engine.url.database}"[:64]
        got = connection.scalar(text("SELECT GET_LOCK(:scope, :seconds)"), {"scope": scope, "seconds": _LOCK_SECONDS})
        if got != 1:
            raise ProviderDown("store.lock_taken", name=name)
        try:
            yield
        finally:
            connection.execute(text("DO RELEASE_LOCK(:scope)"), {"scope": scope})


@contextmanager
def turn_to_write(engine: Engine) -> Iterator[None]:
    """The turn of one of several processes that write at the same time; MariaDB needs none.

    SQLite itself lets one wait in pauses of up to 100 ms; here the next one begins at once.
    """
    if engine.dialect.name == "sqlite":
        with process_lock(engine, "write"):
            yield
    else:
        yield


def _parsed(url: str) -> URL:
    driver, _, path = url.partition(":///")
    if driver in _SQLITE and path not in ("", ":memory:"):
        return URL.create(driver, database=path)  # as it is: a folder may have "?" in its name
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise ConfigurationError("store.address_invalid") from error
    if parsed.drivername not in _SQLITE + _MARIADB:
        raise ConfigurationError("store.driver_unsupported", driver=parsed.drivername)
    if parsed.database in (None, "", ":memory:"):
        raise ConfigurationError("store.address_without_database")
    return parsed


def _sqlite(url: URL) -> Engine:
    engine = create_engine(url, connect_args={"timeout": _BUSY_MS / 1000})
    folder = Path(str(url.database)).parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigurationError("store.folder_not_made", folder=folder, why=error.strerror) from error
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    assert isinstance(connection, sqlite3.Connection)
    # The driver would begin a transaction only at the first write; a fold needs the lock from its first read on.
    connection.isolation_level = None
    if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        connection.execute("PRAGMA journal_mode = WAL")
    # A power cut may lose the last commits but never half of one: the checkpoint goes back together with its rows.
    connection.execute("PRAGMA synchronous = NORMAL")


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
