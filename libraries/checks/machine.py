"""Checks of this machine: Python, packages, disks, folders, ports, memory, open files, secrets that others can read."""

import locale
import os
import resource
import shutil
import socket
import sys
import tempfile
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Final

from libraries.checks.finding import Check, Finding, errors_as_finding, finding_of
from libraries.paths import PACKAGES

_LEAST_FILES: Final = 1024
"""Open files: a run of all stations has about 200, a crawl of many sites a few hundred."""
_LEAST_MEMORY: Final = 3.0
"""GiB. All stations on the CPU take about 0.5, a film 0.5, the database 0.25 and the system the rest."""


def check_python_version() -> Finding:
    """Check that this Python is 3.11 or newer."""
    version = ".".join(str(part) for part in sys.version_info[:3])
    good = sys.version_info >= (3, 11)
    return Finding(
        what="python",
        state="ok" if good else "fail",
        found=version,
        remedy="" if good else "Install Python 3.11 or newer.",
    )


def check_packages() -> Finding:
    """Check that no other distribution has installed files under the names of our packages."""
    owners = packages_distributions()
    shared = {name: others for name in PACKAGES if (others := set(owners.get(name, ())) - {"wagglebot"})}
    found = "; ".join(f"{name} also comes with {', '.join(sorted(others))}" for name, others in shared.items())
    return Finding(
        what="packages",
        state="fail" if shared else "ok",
        found=found or ", ".join(PACKAGES),
        remedy="Give it an environment of its own: pipx install, or uv tool install." if shared else "",
    )


def disk_space_check(folder: Path, *, least: int = 2_000_000_000) -> Check:
    """Check that there is room where the media and the streams lie; ``least`` in bytes."""

    def check() -> Finding:
        place = folder
        while not place.exists():
            place = place.parent
        free = shutil.disk_usage(place).free
        remedy = "Free some space (wagglebot gc): a film takes 55 MB, 29 MB after a week. Work waits on a full disk."
        return finding_of(
            f"disk {folder}", ok=free >= least, found=f"{free / 1e9:.1f} GB free", remedy=remedy, bad="warn"
        )

    return errors_as_finding(f"disk {folder}", check)


def free_port_check(host: str, number: int, setting: str) -> Check:
    """Check that nobody else listens on a port of ours; ``setting`` says where that is."""

    def check() -> Finding:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, number))
            except OSError as error:
                return Finding(
                    what=f"port {number}",
                    state="warn",
                    found=error.strerror or str(error),
                    remedy=f"Somebody listens there (WaggleBot itself?). Set {setting} to another.",
                )
        return Finding(what=f"port {number}", state="ok", found="free")

    return check


def writable_folder_check(what: str, folder: Path, setting: str) -> Check:
    """A file can be made, written and deleted in ``folder``, or in the nearest folder above where it is not there."""

    def check() -> Finding:
        place = folder
        while not place.exists():
            place = place.parent
        try:
            with tempfile.NamedTemporaryFile(dir=place, prefix=".wagglebot-check-") as file:
                file.write(b"x")
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            remedy = f"Let this user write there (chown -R $(id -u) {place}), mount its disk, or set {setting}."
            return Finding(what=what, state="fail", found=f"{place}: {error.strerror}", remedy=remedy)
        return Finding(what=what, state="ok", found=str(folder))

    return errors_as_finding(what, check)


def check_memory() -> Finding:
    """Check that there is enough memory for all stations and one film."""
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
    remedy = "Give it more memory (WSL2: memory= in .wslconfig), or run the studio on another machine."
    return finding_of("memory", ok=pages >= _LEAST_MEMORY, found=f"{pages:.1f} GiB", remedy=remedy, bad="warn")


def check_open_files() -> Finding:
    """Check how many files this user's processes may have open."""
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    few = 0 <= limit < _LEAST_FILES
    return finding_of(
        "open files", ok=not few, found=str(limit), remedy=f"Raise it: ulimit -n {4 * _LEAST_FILES}", bad="warn"
    )


def check_text_encoding() -> Finding:
    """Check as what encoding names of files and output of other programs are read."""
    name = locale.getpreferredencoding(do_setlocale=False).lower()
    found = f"{name}, file names {sys.getfilesystemencoding()}"
    ok = sys.getfilesystemencoding().lower() in {"utf-8", "utf8"}
    return finding_of("text encoding", ok=ok, found=found, remedy="Start with: LANG=C.UTF-8 wagglebot …", bad="warn")


def private_files_check(what: str, *paths: Path) -> Check:
    """Files with secrets, of those that are there, that only their owner can read."""

    def check() -> Finding:
        there = [path for path in paths if path.is_file()]
        shown = [path for path in there if path.stat().st_mode & 0o077]
        found = f"{shown[0]} can be read by others" if shown else f"{len(there)} private"
        remedy = f"chmod 600 {' '.join(map(str, shown))}"
        return finding_of(what, ok=not shown, found=found, remedy=remedy, bad="warn")

    return errors_as_finding(what, check)
