"""A temporary installation on which commands are typed: a home with settings, a small system and a backup."""

import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from libraries import files
from libraries.paths import pythonpath_for_child
from schemas.base import Frozen
from schemas.errors import Permanent

_LONGEST: Final = 180.0
"""Seconds within which a command that is typed must end."""
_NOBODY: Final = 9
"""The discard port, which nobody listens on: no alert is sent by checks."""


class DoctorFinding(Frozen):
    """A finding of the doctor that is not ok, or the sentence with which the command refused to begin (``what`` is
    empty then).
    """

    what: str
    text: str


class Installation:
    """A temporary installation below ``root``. ``settings``: its .env; ``environment``: of the shell that commands are
    typed in; ``first``: what was typed in that shell before.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.home = root / "home"
        self.settings: dict[str, str] = {}
        self.environment: dict[str, str] = {}
        self.first = ""

    @property
    def backups(self) -> Path:
        """The folder of its backups."""
        return self.root / "backups"

    @property
    def var(self) -> Path:
        """The folder of its state: database, broker, accounts."""
        return self.home / "var"

    def set_up(self) -> None:
        """Make it a healthy installation: crawled once, projected, backed up. Raises Permanent."""
        self.home.mkdir(parents=True)
        self.backups.mkdir()
        self.write_settings(
            {
                "WAGGLEBOT_HEALTH__BACKUP_FOLDER": str(self.backups),
                "WAGGLEBOT_HEALTH__ALERT_WEBHOOK": f"http://127.0.0.1:{_NOBODY}/",
                "WAGGLEBOT_RECIPE": json.dumps({"film": {"blur": "none"}}),
                "WAGGLEBOT_REVIEW__PORT": str(free_port()),
            }
        )
        for command in ("crawl sample", "replay projection", f"backup {self.backups}", f"backup try {self.backups}"):
            self.type_command(f"wagglebot {command}")

    def copy_to(self, root: Path) -> "Installation":
        """Copy it to another folder; gives the copy, whose settings name places there."""
        shutil.copytree(self.root, root)
        other = Installation(root)
        moved = {name: value.replace(str(self.root), str(root)) for name, value in self.settings.items()}
        other.write_settings(moved | {"WAGGLEBOT_REVIEW__PORT": str(free_port())})
        (other.var / "media.root").unlink(missing_ok=True)  # it says where the media lay
        return other

    def write_settings(self, changes: Mapping[str, str | None]) -> None:
        """Change settings in its .env; None deletes one."""
        kept = {**self.settings, **changes}
        self.settings = {name: value for name, value in kept.items() if value is not None}
        lines = "".join(f"{name}='{value}'\n" for name, value in self.settings.items())
        files.write_atomically(self.home / ".env", lines.encode(), mode=files.PRIVATE)

    def type_command(self, command: str) -> str:
        """Run a command in its shell; gives what it printed. Raises Permanent when it fails."""
        ran = self._run(command)
        if ran.returncode:
            raise Permanent("drill.command_failed", command=command, why=(ran.stderr or ran.stdout).strip()[-500:])
        return ran.stdout

    def doctor_findings(self) -> list[DoctorFinding]:
        """Every finding of ``wagglebot doctor`` that is not ok."""
        ran = self._run("wagglebot doctor --json")
        try:
            found: list[dict[str, str]] = json.loads(ran.stdout)
        except json.JSONDecodeError:
            return [DoctorFinding(what="", text=ran.stderr.strip())]
        return [
            DoctorFinding(what=one["what"], text=f"{one['found']} {one['remedy']}")
            for one in found
            if one["state"] != "ok"
        ]

    def _run(self, command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["/bin/sh", "-c", f"{self.first}\n{command}"],
            cwd=self.home,
            env=self._environment(),
            capture_output=True,
            text=True,
            timeout=_LONGEST,
            stdin=subprocess.DEVNULL,
            check=False,
        )

    def _environment(self) -> dict[str, str]:
        own = {name: value for name, value in os.environ.items() if not name.startswith("WAGGLEBOT_")}
        path = os.pathsep.join((str(Path(sys.executable).parent), own.get("PATH", "")))
        ours = {"PATH": path, "WAGGLEBOT_HOME": str(self.home), "PYTHONPATH": pythonpath_for_child(own)}
        return own | ours | self.environment


def free_port() -> int:
    """A port of loopback that is free now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
