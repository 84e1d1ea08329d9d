"""Driver errors become the kind of error that decides what happens next: wait, give up, or make room."""

import sqlite3

import pytest
from fixtures.rows import each_row
from sqlalchemy import make_url
from sqlalchemy.exc import DBAPIError

from schemas.errors import ConfigurationError, NoSpace, ProviderDown, WaggleError
from services.projector.error_translation import translated_database_errors

MARIADB = make_url("mysql+pymysql://somebody:topsecret@db.host/waggle")
SQLITE = make_url("sqlite:////data/waggle.db")


def mariadb(number: int | None, text: str = "said") -> DBAPIError:
    return DBAPIError("SELECT 1", {}, Exception(*((number, text) if number is not None else ())))


def sqlite(name: str, text: str = "said") -> DBAPIError:
    error = sqlite3.OperationalError(text)
    error.sqlite_errorname = name
    return DBAPIError("SELECT 1", {}, error)


def raised(url: str, error: DBAPIError | ValueError) -> WaggleError:
    with pytest.raises(WaggleError) as caught, translated_database_errors(make_url(url)):
        raise error
    return caught.value


@each_row(
    ("number", "kind", "code"),
    [
        (1044, ConfigurationError, "store.access_denied"),
        (1045, ConfigurationError, "store.login_refused"),
        (1698, ConfigurationError, "store.login_refused"),
        (1049, ConfigurationError, "store.database_missing"),
        (1146, ConfigurationError, "store.table_missing"),
        (1021, NoSpace, "store.full"),
        (1114, NoSpace, "store.full"),
        (2002, ProviderDown, "store.no_answer"),
        (2013, ProviderDown, "store.no_answer"),
        (1213, ProviderDown, "store.no_answer"),
        (1205, ProviderDown, "store.no_answer"),
        (1290, ProviderDown, "store.read_only"),
        (1792, ProviderDown, "store.read_only"),
    ],
)
def test_a_mariadb_error_number_decides(number: int, kind: type[WaggleError], code: str) -> None:
    error = raised(MARIADB.render_as_string(hide_password=False), mariadb(number))
    assert (type(error), error.code) == (kind, code)
    assert "waggle of somebody at db.host:3306" in str(error)
    assert "topsecret" not in str(error)


@pytest.mark.parametrize("error", [mariadb(1064, "You have an error in your SQL syntax"), mariadb(None)])
def test_a_defect_of_ours_stays_a_database_error(error: DBAPIError) -> None:
    with pytest.raises(DBAPIError), translated_database_errors(MARIADB):
        raise error


def test_a_lost_connection_is_an_absent_database_whatever_its_number() -> None:
    error = mariadb(9999)
    error.connection_invalidated = True
    assert raised(str(MARIADB), error).code == "store.no_answer"


@each_row(
    ("name", "kind", "code"),
    [
        ("SQLITE_FULL", NoSpace, "store.full"),
        ("SQLITE_CANTOPEN_ISDIR", ConfigurationError, "store.file_not_opened"),
        ("SQLITE_READONLY_DBMOVED", ConfigurationError, "store.file_read_only"),
        ("SQLITE_NOTADB", ConfigurationError, "store.file_not_sqlite"),
        ("SQLITE_CORRUPT_INDEX", ConfigurationError, "store.file_damaged"),
        ("SQLITE_BUSY_SNAPSHOT", ProviderDown, "store.no_answer"),
        ("SQLITE_IOERR_WRITE", ProviderDown, "store.no_answer"),
        ("SQLITE_LOCKED", ProviderDown, "store.no_answer"),
    ],
)
def test_a_sqlite_error_name_decides(name: str, kind: type[WaggleError], code: str) -> None:
    error = raised(str(SQLITE), sqlite(name))
    assert (type(error), error.code) == (kind, code)
    assert "/data/waggle.db" in str(error)


def test_a_missing_sqlite_table_names_the_rebuild() -> None:
    error = raised(str(SQLITE), sqlite("SQLITE_ERROR", "no such table: posts"))
    assert error.code == "store.table_missing"
    assert "wagglebot replay projection" in str(error)


def test_a_value_of_another_type_is_damage_in_a_file_without_checksums() -> None:
    error = raised(str(SQLITE), ValueError("Invalid isoformat string: '2026=11-29'"))
    assert error.code == "store.file_damaged"
    with pytest.raises(ValueError, match="a defect"), translated_database_errors(MARIADB):
        raise ValueError("a defect")


def test_letters_that_are_none_are_damage() -> None:
    error = raised(str(SQLITE), sqlite("SQLITE_ERROR", "Could not decode to UTF-8 column 'title' with text 'x'"))
    assert error.code == "store.file_damaged"


def test_an_unknown_sqlite_error_is_a_defect_of_ours() -> None:
    with pytest.raises(DBAPIError), translated_database_errors(SQLITE):
        raise sqlite("SQLITE_ERROR", "near SELEC: syntax error")
