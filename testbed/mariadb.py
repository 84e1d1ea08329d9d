"""A MariaDB server for the length of a benchmark or drill: unix socket only, ends with this process."""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from schemas.errors import ProviderDown

_FOLDERS: Final = "/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin"
"""Debian keeps the programs of servers off the path of users."""
_PATIENCE: Final = 30.0
OPTIONS: Final = (
    "--innodb-flush-log-at-trx-commit=2",
    "--innodb-log-file-size=512M",
    "--innodb-buffer-pool-size=512M",
    "--innodb-sort-buffer-size=8M",
)
"""As in docker-compose.yml: a projection that a power cut sets back by a second goes on from its checkpoint."""


def mariadb_program_paths() -> dict[str, str] | None:
    """The paths of the MariaDB programs; None where one is not installed (Debian: mariadb-server-core)."""
    names = ("mariadb-install-db", "mariadbd", "setpriv")
    found = {name: shutil.which(name) or shutil.which(name, path=_FOLDERS) for name in names}
    return {name: path for name, path in found.items() if path} if all(found.values()) else None


class MariaDB:
    """A MariaDB server over ``folder`` with one empty database. Blocking; raises ProviderDown.

    It ends with the thread that started it: Linux sends it the signal of that thread's death.
    """

    def __init__(self, folder: Path) -> None:
        tools = mariadb_program_paths()
        if tools is None:
            raise ProviderDown("mariadb.not_installed")
        user = ["--user=root"] if os.geteuid() == 0 else []
        self._folder = folder
        self._socket = folder / "s"
        self._process: subprocess.Popen[bytes] | None = None
        folder.mkdir(parents=True)
        options = ["--no-defaults", f"--datadir={folder / 'data'}", *user]
        install = [tools["mariadb-install-db"], *options, "--skip-test-db", "--auth-root-authentication-method=normal"]
        made = subprocess.run(install, capture_output=True, check=False)
        if made.returncode:
            raise ProviderDown("mariadb.not_started", why=made.stderr.decode("utf-8", "replace")[-300:])
        # A database is made by the server itself at its start: there is no client of ours yet that could.
        start = folder / "start.sql"
        start.write_text("CREATE DATABASE IF NOT EXISTS bench CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;\n")
        self._command = [tools["setpriv"], "--pdeathsig", "KILL", tools["mariadbd"], *options]
        self._command += [f"--socket={self._socket}", f"--pid-file={folder / 'pid'}", "--skip-networking"]
        self._command += [f"--init-file={start}", *OPTIONS]

    @property
    def url(self) -> str:
        """The address of its one database, as SQLAlchemy writes it."""
        return f"mysql+pymysql://root@localhost/bench?unix_socket={self._socket}"

    def start(self) -> None:
        """Start it and wait until it takes connections."""
        with (self._folder / "log").open("wb") as log:
            self._process = subprocess.Popen(self._command, stdout=log, stderr=log)
        _wait(self._process, self._socket, self._folder / "log")

    def kill(self) -> None:
        """End it as a power cut would."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()


@contextmanager
def running_mariadb(folder: Path) -> Iterator[str]:
    """A MariaDB server over ``folder`` within the block; gives the address of its empty database. Blocking. Raises
    ProviderDown.
    """
    server = MariaDB(folder)
    try:
        server.start()
        yield server.url
    finally:
        server.kill()


def _wait(process: subprocess.Popen[bytes], socket: Path, log: Path) -> None:
    deadline = time.monotonic() + _PATIENCE
    # The server says so itself once it takes connections and has run its first statements.
    while not (socket.exists() and b"ready for connections" in log.read_bytes()):
        if process.poll() is not None or time.monotonic() > deadline:
            raise ProviderDown("mariadb.not_started", why=log.read_text(encoding="utf-8", errors="replace")[-300:])
        time.sleep(0.02)
