"""The manifest of a backup: the sha256 of each of its files, so that damage and exchange are known."""

import hashlib
import json
from pathlib import Path
from typing import Final

from libraries import files

NAME: Final = "sums.json"


def write_manifest(folder: Path) -> None:
    """Write the manifest of every file below ``folder``. Raises NoSpace, ConfigurationError, OSError."""
    sums = {name: _sum(folder / name) for name in _names(folder)}
    files.write(folder / NAME, json.dumps(sums, separators=(",", ":")).encode(), mode=files.PRIVATE)


def wrong_files(folder: Path) -> list[str]:
    """Names of files that are not as the manifest says, and of the manifest where that cannot be read.

    A backup of release 0.1.0 has no manifest: nothing is wrong with it as far as can be known here.
    """
    listed = folder / NAME
    if not listed.exists() and not (folder / "state").is_dir():
        return []
    try:
        sums: dict[str, str] = json.loads(listed.read_bytes())
        return sorted(name for name, digest in sums.items() if _sum_of(folder / name) != digest)
    except (OSError, ValueError, AttributeError, RecursionError):
        return [NAME]


def _names(folder: Path) -> list[str]:
    found = (str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
    return sorted(name for name in found if name != NAME)


def _sum_of(path: Path) -> str:
    """Empty for a file that is not there, or cannot be read to its end."""
    try:
        return _sum(path)
    except (OSError, ValueError):
        return ""


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
