"""The manifest of a backup: the sha256 of each of its files, so that damage and exchange are known."""

import json
from pathlib import Path
from typing import Final

from libraries import files

MANIFEST: Final = "sums.json"


def write_manifest(folder: Path) -> None:
    """Write the manifest of every file below ``folder``. Raises NoSpace, ConfigurationError, OSError."""
    sums = {name: files.sha256_of_file(folder / name) for name in _names(folder)}
    files.write_atomically(folder / MANIFEST, json.dumps(sums, separators=(",", ":")).encode(), mode=files.PRIVATE)


def read_manifest(folder: Path) -> dict[str, str]:
    """The names and digests of a manifest; none where there is no manifest, or a damaged one."""
    try:
        sums = json.loads((folder / MANIFEST).read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return sums if isinstance(sums, dict) else {}


def files_unlike_manifest(folder: Path) -> list[str]:
    """Names of files that are not as the manifest says, and of the manifest where that cannot be read.

    A backup of release 0.1.0 has no manifest: nothing is wrong with it as far as can be known here.
    """
    listed = folder / MANIFEST
    if not listed.exists() and not (folder / "state").is_dir():
        return []
    try:
        sums: dict[str, str] = json.loads(listed.read_bytes())
        return sorted(name for name, digest in sums.items() if _sum_or_empty(folder / name) != digest)
    except (OSError, ValueError, AttributeError, RecursionError):
        return [MANIFEST]


def _names(folder: Path) -> list[str]:
    found = (str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
    return sorted(name for name in found if name != MANIFEST)


def _sum_or_empty(path: Path) -> str:
    """Empty for a file that is not there, or cannot be read to its end."""
    try:
        return files.sha256_of_file(path)
    except (OSError, ValueError):
        return ""
