"""What is written is read again, letter by letter, and never as a part of the statement."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, create_engine, select

from libraries.bloom_filter import BloomFilter
from services.projector.database import read_connection, write_transaction
from services.projector.migrate import open_upgraded_database
from services.projector.tables import comments
from services.projector.upserts import upsert

TEXTS = (
    "그래서 '한 봉지' 사 줬습니다. \"정말?\"",
    "back\\slash \\' \\\" \\\\ \\n \\u0000 %s %% :name ? ;--",
    "'); DROP TABLE comments; -- ",
    "줄\n바꿈\r\n과 \t탭",
    "\x00\x01\x08\x0b\x0c\x1a\x1b\x7f 사이",
    "\x0c' \\\" \x1f\\",
    "\u2028\u2029\u202e\ufeff 🫠👩‍👩‍👧 \U0010ffff",
    "\\",
    "",
)


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = open_upgraded_database(database_url)
    yield engine
    engine.dispose()


def test_every_text_comes_back_as_it_was(engine: Engine) -> None:
    rows = [comment(f"{number}", text) for number, text in enumerate(TEXTS)]
    letters = [comment(f"letter {point}", chr(point)) for point in (*range(0x100), 0xAC00, 0xFFFD)]
    with write_transaction(engine) as connection:
        upsert(connection, comments, rows + letters, guard="seen_at")
    with read_connection(engine) as connection:
        rows_there = connection.execute(select(comments.c.post_key, comments.c.content))
        found = {row.post_key: row.content for row in rows_there}
    assert found == {row["post_key"]: row["content"] for row in rows + letters}


@pytest.mark.mariadb
def test_a_server_that_reads_quotes_otherwise_makes_no_difference(mariadb_url: str) -> None:
    """ANSI_QUOTES would take our texts for names; whether a backslash means anything is ours to say."""
    strange = create_engine(mariadb_url)
    with strange.begin() as connection:
        before = connection.exec_driver_sql("SELECT @@GLOBAL.sql_mode").scalar_one()
        connection.exec_driver_sql("SET GLOBAL sql_mode = 'ANSI_QUOTES,NO_BACKSLASH_ESCAPES'")
    try:
        engine = open_upgraded_database(mariadb_url)
        test_every_text_comes_back_as_it_was(engine)
        engine.dispose()
    finally:
        with strange.begin() as connection:
            connection.exec_driver_sql("SET GLOBAL sql_mode = %s", (before,))
        strange.dispose()


class Title(str):
    """A text of a class of its own, as parsers give them."""

    __slots__ = ()


def test_a_text_of_another_class_is_quoted_too(engine: Engine) -> None:
    """Its Python form would end the text early, or be another one."""
    rows = [comment(f"{number}", Title(text)) for number, text in enumerate(TEXTS)]
    with write_transaction(engine) as connection:
        upsert(connection, comments, rows, guard="seen_at")
    with read_connection(engine) as connection:
        found = connection.execute(select(comments.c.post_key, comments.c.content)).all()
    assert {row.post_key: row.content for row in found} == {row["post_key"]: row["content"] for row in rows}


def test_numbers_and_nothing_come_back_too(engine: Engine) -> None:
    row = comment("1", "") | {"likes": 2**63 - 1, "dislikes": -(2**63), "best": True, "created_at": None}
    with write_transaction(engine) as connection:
        upsert(connection, comments, [row], guard="seen_at")
    with read_connection(engine) as connection:
        found = connection.execute(select(comments)).one()
    assert (found.likes, found.dislikes, found.best, found.created_at) == (2**63 - 1, -(2**63), True, None)


def test_a_post_that_was_met_is_never_forgotten() -> None:
    met, keys = BloomFilter(), [f"board.{number}" for number in range(5000)]
    assert not met.add_and_list_known(keys)
    assert set(keys) <= set(met.add_and_list_known([*keys, "board.new"]))
    new = [f"other.{number}" for number in range(5000)]
    assert len(met.add_and_list_known(new)) < 100, "few new ones are taken for old ones"


def comment(key: str, content: str) -> dict[str, object]:
    moment = "2026-11-01 09:00:00.000000"
    return {
        "post_key": key, "content_hash": "0" * 64, "author": "느긋한고래", "content": content, "likes": 1,
        "dislikes": 0, "best": False, "created_at": moment, "seen_at": moment,
    }  # fmt: skip
