"""How each fault is planted into an installation."""

import json
import shutil
import socket
import sqlite3
from collections.abc import Callable
from contextlib import ExitStack, closing
from datetime import UTC, datetime, timedelta
from typing import Final

from testbed.drills.doctor.installation import Installation
from testbed.drills.full_disks import small_disk

NOWHERE: Final = "/proc/nowhere"
"""Nothing can be made there, not even by root."""
Plant = Callable[[Installation, ExitStack], None]
"""Plants a fault; what it holds open or mounted is on the stack."""


def changed(**changes: str) -> Plant:
    lines = {f"WAGGLEBOT_{name}": value for name, value in changes.items()}
    return lambda there, _: there.write_settings(lines)


def changed_recipe(**parts: object) -> Plant:
    return changed(RECIPE=json.dumps({"film": {"blur": "none"}} | parts))


GOOD_RECIPE: Final = {"WAGGLEBOT_RECIPE": json.dumps({"film": {"blur": "none"}})}


def listening(setting: str, host: str = "127.0.0.1") -> Plant:
    """Somebody listens where a setting says that we do."""

    def plant(there: Installation, stack: ExitStack) -> None:
        server = stack.enter_context(socket.socket())
        server.bind((host, 0))
        server.listen()
        there.write_settings({setting: str(server.getsockname()[1])})

    return plant


def shown_name(name: str) -> Plant:
    """A file with a secret that others can read."""

    def plant(there: Installation, _: ExitStack) -> None:
        file = there.home / name
        if not file.exists():
            file.write_text("{}", encoding="utf-8")
        file.chmod(0o644)

    return plant


def unmounted(there: Installation, _: ExitStack) -> None:
    there.type_command("wagglebot gc")  # the store is claimed when it is opened
    (there.home / "media").rename(there.root / "disk")
    (there.home / "media").mkdir()


def mounted_again(there: Installation, _: ExitStack) -> None:
    (there.home / "media").rmdir()
    (there.root / "disk").rename(there.home / "media")


def nearly_full(there: Installation, stack: ExitStack) -> None:
    there.write_settings({"WAGGLEBOT_MEDIA__ROOT": str(stack.enter_context(small_disk(there.root / "small")))})


def old_backup(there: Installation, _: ExitStack) -> None:
    (newest,) = there.backups.glob("????-*")
    newest.rename(there.backups / (datetime.now(UTC) - timedelta(days=9)).strftime("%Y-%m-%dT%H%M%SZ"))


def no_backup(there: Installation, _: ExitStack) -> None:
    shutil.rmtree(there.backups)
    there.backups.mkdir()


def file_there(name: str, content: bytes) -> Plant:
    def plant(there: Installation, _: ExitStack) -> None:
        file = there.home / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)

    return plant


def file_away(name: str) -> Plant:
    def plant(there: Installation, _: ExitStack) -> None:
        (there.home / name).unlink()

    return plant


def both(*plants: Plant) -> Plant:
    def plant(there: Installation, stack: ExitStack) -> None:
        for each in plants:
            each(there, stack)

    return plant


def no_database(there: Installation, _: ExitStack) -> None:
    for file in there.var.glob("wagglebot.db*"):
        file.unlink()
    (there.var / "wagglebot.db").write_bytes(b"no database, " * 99)


def database_away(there: Installation, _: ExitStack) -> None:
    (there.var / "wagglebot.db").rename(there.root / "moved.db")


def dropped_table(there: Installation, _: ExitStack) -> None:
    with closing(sqlite3.connect(there.var / "wagglebot.db")) as database:
        database.execute("DROP TABLE uploads")
        database.commit()


def gone(there: Installation, _: ExitStack) -> None:
    """The broker's folder is gone, as after a move to another machine without it; the projection is there."""
    (there.var / "nats").rename(there.root / "lost")


def few_files(there: Installation, _: ExitStack) -> None:
    there.first = "ulimit -S -n 256"


def old_locale(there: Installation, _: ExitStack) -> None:
    there.environment |= {"LANG": "C", "LC_ALL": "", "LC_CTYPE": "", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}


def broken_package(there: Installation, _: ExitStack) -> None:
    """A plug-in whose module is not there."""
    metadata = there.root / "packages" / "torn_voice-1.0.dist-info"
    metadata.mkdir(parents=True)
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: torn-voice\nVersion: 1.0\n", encoding="utf-8")
    (metadata / "entry_points.txt").write_text("[wagglebot.voices]\ntorn = torn_voice:TORN\n", encoding="utf-8")
    there.environment["PYTHONPATH"] = str(there.root / "packages")


def foreign_package(there: Installation, _: ExitStack) -> None:
    """Another distribution that brings files under the name of one of our packages."""
    metadata = there.root / "packages" / "other_schemas-1.0.dist-info"
    metadata.mkdir(parents=True)
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: other-schemas\nVersion: 1.0\n", encoding="utf-8")
    (metadata / "top_level.txt").write_text("schemas\n", encoding="utf-8")
    there.environment["PYTHONPATH"] = str(there.root / "packages")


def without_packages(there: Installation, _: ExitStack) -> None:
    there.environment.pop("PYTHONPATH")
    shutil.rmtree(there.root / "packages")


def no_program(there: Installation, _: ExitStack) -> None:
    script = there.root / "ffmpeg"
    script.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    script.chmod(0o755)
    there.write_settings({"WAGGLEBOT_STUDIO__FFMPEG": str(script)})
