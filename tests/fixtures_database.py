"""Fixtures of the databases: SQLite files, and a real MariaDB on a unix socket."""

import os
import shutil
import subprocess
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy
from sqlalchemy.exc import OperationalError

_PACKAGE = {"setpriv": "util-linux"}
_FOLDERS = "/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin"


def _program(name: str) -> str:
    """Path of a program; Debian keeps those of servers off the path of users. Skips the test when it is absent."""
    found = shutil.which(name) or shutil.which(name, path=_FOLDERS)
    if found is None:
        pytest.skip(f"{name} is not installed (Debian: apt-get install {_PACKAGE.get(name, 'mariadb-server-core')})")
    return found


class MariaDB:
    """A mariadbd of our own in ``folder``: unix socket only, ends with this process."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.socket = folder / "s"
        self._user = ["--user=root"] if os.geteuid() == 0 else []
        self._process: subprocess.Popen[bytes] | None = None
        install = [_program("mariadb-install-db"), "--no-defaults", "--skip-test-db", f"--datadir={folder / 'data'}"]
        made = subprocess.run(
            [*install, "--auth-root-authentication-method=normal", *self._user], capture_output=True, check=False
        )
        assert made.returncode == 0, made.stderr.decode()

    def start(self) -> None:
        """Start it and wait for the first answer."""
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [
                    *(_program("setpriv"), "--pdeathsig", "KILL"),
                    _program("mariadbd"),
                    "--no-defaults",
                    f"--datadir={self.folder / 'data'}",
                    f"--socket={self.socket}",
                    f"--pid-file={self.folder / 'pid'}",
                    "--skip-networking",
                    "--innodb-buffer-pool-size=64M",
                    *self._user,
                ],
                stdout=log,
                stderr=log,
            )
        deadline = time.monotonic() + 30
        while not self._answers():
            assert self._process.poll() is None, (self.folder / "log").read_text()
            assert time.monotonic() < deadline, "mariadbd did not answer within 30 s"
            time.sleep(0.02)

    def kill(self) -> None:
        """End it as a power cut would: SIGKILL."""
        assert self._process is not None
        self._process.kill()
        self._process.wait()

    def url(self, database: str) -> str:
        return f"mysql+pymysql://root@localhost/{database}?unix_socket={self.socket}"

    def run(self, statement: str) -> None:
        engine = sqlalchemy.create_engine(self.url(""), poolclass=sqlalchemy.NullPool)
        with engine.connect() as connection:
            connection.exec_driver_sql(statement)

    def _answers(self) -> bool:
        try:
            self.run("DO 1")
        except OperationalError:
            return False
        return True


@pytest.fixture(scope="session")
def mariadb_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MariaDB]:
    """One running server for the whole session."""
    folder = tmp_path_factory.mktemp("mariadb")
    server = MariaDB(folder)
    server.start()
    yield server
    server.kill()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def mariadb_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MariaDB]:
    """A running server that the test may kill and start again."""
    folder = tmp_path_factory.mktemp("mariadb")
    server = MariaDB(folder)
    server.start()
    yield server
    server.kill()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """An SQLite database that does not exist yet."""
    return f"sqlite:///{tmp_path / 'projection.db'}"


@pytest.fixture
def mariadb_url(mariadb_server: MariaDB) -> Iterator[str]:
    """An empty database on a real MariaDB."""
    name = f"t{uuid.uuid4().hex}"
    mariadb_server.run(f"CREATE DATABASE {name} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin")
    yield mariadb_server.url(name)
    mariadb_server.run(f"DROP DATABASE {name}")


@pytest.fixture(params=["sqlite", pytest.param("mariadb", marks=pytest.mark.mariadb)])
def database_url(request: pytest.FixtureRequest) -> str:
    """An empty database: every test with it runs on SQLite and on MariaDB."""
    return str(request.getfixturevalue(f"{request.param}_url"))
