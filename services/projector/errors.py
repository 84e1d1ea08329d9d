"""What the errors of a database mean for the work."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError

from schemas.errors import ConfigurationError, NoSpace, ProviderDown, WaggleError

_REBUILD = "Rebuild it: wagglebot replay projection."

_MARIADB_REFUSES = {
    1044: ("the user may not use this database", "Grant it: GRANT ALL ON db.* TO user."),
    1045: ("user name or password is refused", "Check them."),
    1049: ("the database does not exist", "Create it: CREATE DATABASE name CHARACTER SET utf8mb4."),
    1146: ("a table is missing", _REBUILD),
    1698: ("user name or password is refused", "Check them."),
}
"""https://mariadb.com/kb/en/mariadb-error-code-reference/"""
_MARIADB_AWAY = {0, 1020, 1040, 1053, 1129, 1205, 1213, 1927, 2002, 2003, 2006, 2013, 2014, 2055}
_MARIADB_FULL = {1021, 1114}

_SQLITE_REFUSES = {
    "SQLITE_CANTOPEN": ("the file cannot be opened", "Check the folder and its rights."),
    "SQLITE_READONLY": ("the file may not be written", "Check its rights."),
    "SQLITE_NOTADB": ("the file is no SQLite database", "Choose another, or move this one away and start again."),
    "SQLITE_CORRUPT": ("the file is damaged", "Move it away and start again: it is rebuilt from the stream."),
}
"""https://www.sqlite.org/rescode.html"""
_SQLITE_AWAY = ("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_IOERR", "SQLITE_PROTOCOL")


@contextmanager
def explained(url: URL) -> Iterator[None]:
    """Turns what a driver raises into one of our families, where one fits; a defect of ours stays what it is."""
    try:
        yield
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
        why, remedy = _MARIADB_REFUSES[code]
        return ConfigurationError(setting="store.url", why=f"{why} ({where})", remedy=remedy)
    if code in _MARIADB_FULL:
        return NoSpace(where=where)
    if error.connection_invalidated or code in _MARIADB_AWAY:
        said = str(arguments[-1]) if arguments else "no answer"
        return ProviderDown(provider=f"The database {where}", why=f"{said}; check that MariaDB runs and can be reached")
    return None


def _sqlite(url: URL, error: DBAPIError) -> WaggleError | None:
    name = getattr(error.orig, "sqlite_errorname", "") if isinstance(error.orig, sqlite3.Error) else ""
    if name.startswith("SQLITE_FULL"):
        return NoSpace(where=url.database)
    for prefix, (why, remedy) in _SQLITE_REFUSES.items():
        if name.startswith(prefix):
            return ConfigurationError(setting="store.url", why=f"{why} ({url.database})", remedy=remedy)
    if name.startswith(_SQLITE_AWAY):
        return ProviderDown(provider=f"The database {url.database}", why=f"{error.orig}")
    if "no such table" in str(error.orig):
        return ConfigurationError(setting="store.url", why=f"a table is missing ({url.database})", remedy=_REBUILD)
    return None
