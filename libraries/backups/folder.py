"""A folder of backups: one dated folder each, and a pool of media files that all of them share."""

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from libraries.backups.manifest import NAME, wrong_files
from libraries.media.damage import is_whole
from schemas.errors import BadInput

STAMP: Final = "%Y-%m-%dT%H%M%SZ"
_DATED: Final = "????-??-??T??????Z"
LOG: Final = "facts.jsonl"
LIST: Final = "media.txt"
USES: Final = "uses.txt"
"""Which media each post uses: a line for each, the post's key and the name."""
POOL: Final = "media"
STATE: Final = "state"
"""Folder of a backup with the operator's state (`libraries.backups.operator_state`)."""


def backups_in(folder: Path) -> list[tuple[datetime, Path]]:
    """Complete backups with their times, oldest first."""
    whole = (path for path in folder.glob(_DATED) if (path / LIST).is_file() or (path / NAME).is_file())
    dated = ((_begun(path.name), path) for path in whole)
    return sorted((moment, path) for moment, path in dated if moment is not None)


def _begun(name: str) -> datetime | None:
    """The time in the name of a backup; None where it looks like one and is none, as in a person's own folder."""
    try:
        return datetime.strptime(name, STAMP).replace(tzinfo=UTC)
    except ValueError:
        return None


def newest(folder: Path) -> datetime | None:
    """When the newest complete backup in ``folder`` was begun; None without one."""
    return max((moment for moment, _ in backups_in(folder)), default=None)


def log_of(backup: Path) -> Path:
    """The exported log of a backup."""
    return backup / LOG


def listed_media(backup: Path) -> list[str]:
    """Names of the media files of a backup. Raises BadInput when the list is damaged."""
    if wrong := wrong_files(backup):
        raise BadInput("backup.damaged", backup=backup, file=wrong[0])
    try:
        return (backup / LIST).read_text(encoding="utf-8").split("\n")[:-1]
    except (OSError, ValueError) as error:
        raise BadInput("backup.not_whole", backup=backup, log=LOG, listing=LIST) from error


def uses_in(backup: Path) -> list[tuple[str, str]]:
    """Posts and the names of media they use; none in a backup of an earlier release."""
    file = backup / USES
    lines = file.read_text(encoding="utf-8").splitlines() if file.is_file() else []
    return [(post, name) for post, _, name in (line.partition(" ") for line in lines)]


def require_media(backup: Path, names: list[str]) -> None:
    """Raises BadInput naming the first of these media files that the pool lacks, or has damaged."""
    pool = backup.parent / POOL
    lost = [name for name in names if not (pool / name).is_file()]
    if lost:
        raise BadInput("backup.media_missing", backup=backup, missing=len(lost), files=len(names), first=lost[0])
    damaged = [name for name in names if not is_whole(pool / name)]
    if damaged:
        raise BadInput("backup.media_damaged", backup=backup, damaged=len(damaged), files=len(names), first=damaged[0])


def drop_old(folder: Path, before: datetime) -> int:
    """Delete backups begun before ``before``, never the newest, then pool files that no backup lists any more.

    The pool is left as it is while the list of a backup is damaged: what that names cannot be known.
    """
    backups = backups_in(folder)
    old = [path for moment, path in backups[:-1] if moment < before]
    for path in old:
        shutil.rmtree(path)
    try:
        kept = {name for _, path in backups if path not in old for name in listed_media(path)}
    except BadInput:
        return len(old)
    pool = folder / POOL
    for path in pool.rglob("*"):
        if path.is_file() and str(path.relative_to(pool)) not in kept:
            path.unlink()
    return len(old)


def drop_unfinished(folder: Path) -> None:
    """Delete what killed backups left: folders with a dot before their date."""
    for path in folder.glob(f".{_DATED}"):
        shutil.rmtree(path, ignore_errors=True)


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Make the folder of backups where it is missing, and hold it against a second backup at the same time.

    Raises BadInput when it may not be written, or a backup is being made there.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / ".lock").open("wb")
    except OSError as error:
        raise BadInput("backup.folder_not_written", folder=folder, why=error.strerror) from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BadInput("backup.running", folder=folder) from error
        yield
