"""Translation of database errors into Retryable and Permanent errors."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError

from schemas.errors import ConfigurationError, NoSpace, ProviderDown, WaggleError

_MARIADB_REFUSES = {
    1044: "store.access_denied",
    1045: "store.login_refused",
    1049: "store.database_missing",
    1050: "store.schema_unknown",
    1146: "store.table_missing",
    1698: "store.login_refused",
}
"""Failure code by error number. Source: https://mariadb.com/kb/en/mariadb-error-code-reference/"""
_MARIADB_AWAY = {0, 1020, 1040, 1053, 1129, 1205, 1213, 1927, 2002, 2003, 2006, 2013, 2014, 2055}
_MARIADB_READ_ONLY = {1290, 1792, 1836}
_MARIADB_FULL = {1021, 1114}

_SQLITE_REFUSES = {
    "SQLITE_CANTOPEN": "store.file_not_opened",
    "SQLITE_READONLY": "store.file_read_only",
    "SQLITE_NOTADB": "store.file_not_sqlite",
    "SQLITE_CORRUPT": "store.file_damaged",
}
"""Failure code by the beginning of the error name. Source: https://www.sqlite.org/rescode.html"""
_SQLITE_SCHEMA = {
    "no such table": "store.table_missing",
    "already exists": "store.schema_unknown",
    "no such column": "store.file_damaged",
    "Could not decode to UTF-8": "store.file_damaged",
}
_SQLITE_AWAY = ("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_IOERR", "SQLITE_PROTOCOL")


@contextmanager
def translated_database_errors(url: URL) -> Iterator[None]:
    """Translate driver errors raised inside the block; one without a known meaning (a defect of ours) is re-raised.

    A value that is none of its column's type means damage in a SQLite file, which has no checksums of its own.
    """
    try:
        yield
    except ValueError as error:
        if url.get_backend_name() != "sqlite":
            raise
        raise ConfigurationError("store.file_damaged", where=url.database) from error
    except DBAPIError as error:
        meaning = _sqlite(url, error) if url.get_backend_name() == "sqlite" else _mariadb(url, error)
        if meaning is None:
            raise
        raise meaning from error


def _mariadb(url: URL, error: DBAPIError) -> WaggleError | None:
    arguments = error.orig.args if error.orig else ()
    code = arguments[0] if arguments and isinstance(arguments[0], int) else None
    server = url.query.get("unix_socket") or f"{url.host}:{url.port or 3306}"
    where = f"{url.database} of {url.username} at {server}"
    if code in _MARIADB_REFUSES:
        return ConfigurationError(_MARIADB_REFUSES[code], where=where)
    if code in _MARIADB_READ_ONLY:
        return ProviderDown("store.read_only", where=where)
    if code in _MARIADB_FULL:
        return NoSpace("store.full", where=where)
    if error.connection_invalidated or code in _MARIADB_AWAY:
        answer = str(arguments[-1]) if arguments else "no answer"
        return ProviderDown("store.no_answer", where=where, why=answer)
    return None


def _sqlite(url: URL, error: DBAPIError) -> WaggleError | None:
    name = getattr(error.orig, "sqlite_errorname", "") if isinstance(error.orig, sqlite3.Error) else ""
    if name.startswith("SQLITE_FULL"):
        return NoSpace("store.full", where=url.database)
    for prefix, refused in _SQLITE_REFUSES.items():
        if name.startswith(prefix):
            return ConfigurationError(refused, where=url.database)
    if name.startswith(_SQLITE_AWAY):
        return ProviderDown("store.no_answer", where=url.database, why=str(error.orig))
    for words, refused in _SQLITE_SCHEMA.items():
        if words in str(error.orig):
            return ConfigurationError(refused, where=url.database)
    return None
