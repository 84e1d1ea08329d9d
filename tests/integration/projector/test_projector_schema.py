"""The migrated schema."""

import multiprocessing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from fixtures.projection import event, recorded
from fixtures.rows import each_row
from sqlalchemy import Engine, inspect, text

from schemas.errors import ConfigurationError, NoSpace, ProviderDown
from schemas.posts import PostKey
from services.projector.database import create_database_engine, read_connection, write_transaction
from services.projector.migrate import open_upgraded_database, upgrade_schema
from services.projector.queries.projection_queries import SqlProjection
from services.projector.rebuild import _prepare
from services.projector.tables import metadata
from services.projector.writer import ProjectionWriter


def test_metadata_and_migrations_agree(database_url: str) -> None:
    engine = open_upgraded_database(database_url)
    with read_connection(engine) as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
    engine.dispose()


def test_migrated_columns_are_declared_to_the_digit(database_url: str) -> None:
    """Alembic overlooks lengths of fractions and character sets: the tables made for a rebuild tell them."""
    engine = open_upgraded_database(database_url)
    fresh = {table.name: shadow.name for table, shadow in _prepare(engine).items()}
    assert {name: declared(engine, name) for name in fresh} == {name: declared(engine, fresh[name]) for name in fresh}
    engine.dispose()


def declared(engine: Engine, table: str) -> dict[str, str]:
    """Type and nullability of each column as the database has it."""
    return {
        column["name"]: f"{column['type'].compile(engine.dialect)} {column['nullable']}"
        for column in inspect(engine).get_columns(table)
    }


def test_the_comparison_sees_a_difference(database_url: str) -> None:
    engine = open_upgraded_database(database_url)
    with write_transaction(engine) as connection:
        connection.execute(text("DROP INDEX ix_posts_views" + (" ON posts" if "mysql" in database_url else "")))
    with read_connection(engine) as connection:
        (difference,) = compare_metadata(MigrationContext.configure(connection), metadata)
    assert difference[0] == "add_index"
    engine.dispose()


@pytest.mark.quick_cases(1)
def test_processes_that_start_together_do_not_collide(database_url: str) -> None:
    """Each of them upgrades the same empty database at once."""
    starting = multiprocessing.get_context("spawn")
    processes = [starting.Process(target=upgrade_schema, args=(database_url,)) for _ in range(3)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
    assert [process.exitcode for process in processes] == [0, 0, 0]
    engine = create_database_engine(database_url)
    with read_connection(engine) as connection:
        assert connection.scalar(text("SELECT COUNT(*) FROM checkpoint")) == 1
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) == "0006"
    engine.dispose()


def test_an_interrupted_migration_is_finished_by_the_next_start(mariadb_url: str) -> None:
    """MariaDB cannot undo the statements of a migration that was cut off."""
    engine = open_upgraded_database(mariadb_url)
    with write_transaction(engine) as connection:
        for statement in ("DROP TABLE checkpoint", "DROP TABLE uploads", "DELETE FROM alembic_version"):
            connection.execute(text(statement))
    open_upgraded_database(mariadb_url).dispose()
    with read_connection(engine) as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
        assert connection.scalar(text("SELECT COUNT(*) FROM checkpoint")) == 1
    engine.dispose()


def test_text_is_kept_as_four_byte_unicode(mariadb_url: str) -> None:
    engine = open_upgraded_database(mariadb_url)
    options = inspect(engine).get_table_options("posts")
    assert options["mysql_default charset"] == "utf8mb4"
    assert options["mysql_collate"] == "utf8mb4_bin"
    engine.dispose()


@each_row(
    ("url", "said"),
    [
        ("postgresql://localhost/x", "postgresql is not supported"),
        ("mysql://root@localhost/x", "mysql is not supported"),
        ("sqlite://", "names no database"),
        ("sqlite:///:memory:", "names no database"),
        ("nonsense", "not a database address"),
        ("sqlite:////proc/none/x.db", "cannot be made"),
    ],
)
def test_an_address_that_cannot_be_used_is_explained(url: str, said: str) -> None:
    with pytest.raises(ConfigurationError, match=said):
        open_upgraded_database(url)


@pytest.mark.parametrize("name", ["내 폴더", "what?", "100%41 #1", "a@b:c", "it's"])
def test_a_folder_of_any_name_may_hold_the_database(tmp_path: Path, name: str) -> None:
    file = tmp_path / name / "x.db"
    open_upgraded_database(f"sqlite:///{file}").dispose()
    assert file.is_file()


def test_a_server_that_does_not_answer_is_explained() -> None:
    with pytest.raises(ProviderDown, match=r"none of somebody at 127\.0\.0\.1:1 does.*Check that it runs") as raised:
        open_upgraded_database("mysql+pymysql://somebody:topsecret@127.0.0.1:1/none")
    assert "topsecret" not in str(raised.value)


def test_a_missing_database_is_explained(mariadb_url: str) -> None:
    with pytest.raises(ConfigurationError, match="does not exist"):
        open_upgraded_database(mariadb_url.replace("/t", "/absent_", 1))


def test_a_file_that_is_no_database_is_explained(sqlite_url: str) -> None:
    Path(sqlite_url.removeprefix("sqlite:///")).write_text("안녕하세요. " * 1000, encoding="utf-8")
    with pytest.raises(ConfigurationError, match="not a SQLite database"):
        open_upgraded_database(sqlite_url)


def test_a_wrong_password_is_explained(mariadb_url: str) -> None:
    with pytest.raises(ConfigurationError, match="refuses the user name or the password") as raised:
        open_upgraded_database(mariadb_url.replace("root@", "root:topsecret@"))
    assert "topsecret" not in str(raised.value)


def test_a_missing_table_is_explained(database_url: str) -> None:
    engine = open_upgraded_database(database_url)
    with write_transaction(engine) as connection:
        connection.execute(text("DROP TABLE posts"))
    with pytest.raises(ConfigurationError, match=r"a table of the projection is missing.*wagglebot replay projection"):
        SqlProjection(engine).sites()
    engine.dispose()


def test_a_full_disk_undoes_the_batch_and_the_next_try_goes_on(sqlite_url: str) -> None:
    """The file may not grow beyond what it has: SQLite then says what it says on a full disk."""
    engine = open_upgraded_database(sqlite_url)
    writer = ProjectionWriter(engine)
    facts = recorded([event(PostKey.of("sample", str(number)), "collected") for number in range(200)])
    with engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 5}")
    with pytest.raises(NoSpace, match="Free some space"):
        writer.fold_facts(facts, 0)
    assert writer.checkpoint().sequence == 0
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 100000")
    assert len(writer.fold_facts(facts, 0).keys) == 200
    engine.dispose()


def test_a_held_lock_is_waited_for_and_then_explained(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("services.projector.database._BUSY_MS", 50)
    engine = open_upgraded_database(sqlite_url)
    with (
        write_transaction(engine),
        pytest.raises(ProviderDown, match="locked"),
        write_transaction(create_database_engine(sqlite_url)),
    ):
        raise AssertionError("two writers at once")
    engine.dispose()
