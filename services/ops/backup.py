"""Backups of the facts and of the media files.

A backup is a folder with the exported log and the list of its media files. The files are named by content, so each is
stored once, in a pool beside all backups. The projection is not in a backup: it is a fold of the facts.
"""

import asyncio
import shutil
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final, NamedTuple

from libraries import files
from libraries.bus import Bus
from libraries.bus.stream.scrub import scrub
from libraries.media.damage import is_whole, stored_files
from schemas.errors import BadInput, ConfigurationError
from services.ops.operator_state import Homes, save_state
from services.ops.transfer import export_log

_STAMP: Final = "%Y-%m-%dT%H%M%SZ"
_LOG: Final = "facts.jsonl"
_LIST: Final = "media.txt"
_POOL: Final = "media"
STATE: Final = "state"
"""Folder of a backup with the operator's state (`services.ops.operator_state`)."""


class BackedUp(NamedTuple):
    """A finished backup. ``files``: in the media store; ``copied``: new ones; ``dropped``: old backups deleted.

    ``damaged``: names of files of the store that do not hold what their names say; they are not in the backup, and
    good copies of them that the pool has are kept.
    """

    folder: Path
    facts: int
    files: int
    copied: int
    dropped: int
    damaged: tuple[str, ...] = ()


async def back_up(
    bus: Bus, media: Path, folder: Path, homes: Homes | None = None, *, keep: int, now: datetime | None = None
) -> BackedUp:
    """Back up the facts of ``bus``, the files of ``media`` and the operator's state of ``homes`` into ``folder``.

    Backups older than ``keep`` days are deleted. A stream with facts missing is not backed up: its older backups have
    them.

    The backup appears under its name only when it is complete. Raises NoSpace, BadInput and ProviderDown.
    """
    lost = [fault for fault in (await scrub(bus.client)).faults if fault.what != "foreign"]
    if lost:
        raise BadInput("backup.stream_damaged", faults=len(lost), first=lost[0].post or lost[0].why)
    moment = (now or datetime.now(UTC)).astimezone(UTC)
    begun = folder / f".{moment.strftime(_STAMP)}"
    await asyncio.to_thread(_begin, begun, media)
    try:
        # Facts first: every file that they name is in the store by then.
        exported = await export_log(bus, begun / _LOG, sightings=True)
        if homes is not None:
            await save_state(bus, homes, begun / STATE)
        copies = await asyncio.to_thread(_copy, media, folder / _POOL, begun / _LIST)
        done = await asyncio.to_thread(begun.rename, folder / begun.name[1:])
        dropped = await asyncio.to_thread(_drop, folder, moment - timedelta(days=keep))
    except OSError as error:
        raise BadInput("backup.failed", folder=folder, file=error.filename or "?", why=error.strerror) from error
    except ConfigurationError as error:
        # The station that backs up goes on after a BadInput, and its cure speaks of backups.
        if error.code != "disk.not_writable":
            raise
        raise BadInput("backup.failed", folder=folder, file=error.fields["where"], why=error.fields["why"]) from error
    finally:
        await asyncio.to_thread(shutil.rmtree, begun, ignore_errors=True)
    return BackedUp(done, exported.facts, copies.files, copies.new, dropped, copies.damaged)


def newest(folder: Path) -> datetime | None:
    """When the newest complete backup in ``folder`` was begun; None without one."""
    return max((moment for moment, _ in _backups(folder)), default=None)


def restore_media(backup: Path, media: Path) -> int:
    """Copy the media files of a backup into an empty or older store; returns how many were copied.

    All of them are read and compared with their names before the first is copied. Raises BadInput when the backup is
    incomplete or damaged, and NoSpace.
    """
    listed = backup / _LIST
    if not listed.is_file() or not (backup / _LOG).is_file():
        raise BadInput("backup.not_whole", backup=backup, log=_LOG, listing=_LIST)
    names = listed.read_text(encoding="utf-8").split("\n")[:-1]
    pool = backup.parent / _POOL
    lost = [name for name in names if not (pool / name).is_file()]
    if lost:
        raise BadInput("backup.media_missing", backup=backup, missing=len(lost), files=len(names), first=lost[0])
    damaged = [name for name in names if not is_whole(pool / name)]
    if damaged:
        raise BadInput("backup.media_damaged", backup=backup, damaged=len(damaged), files=len(names), first=damaged[0])
    return sum(_place(pool / name, media / name) for name in names)


def log_of(backup: Path) -> Path:
    """The exported log of a backup."""
    return backup / _LOG


def _begin(begun: Path, media: Path) -> None:
    if begun.resolve().is_relative_to(media.resolve()):
        raise BadInput("backup.inside_media", folder=begun.parent)
    try:
        begun.mkdir(parents=True)
    except OSError as error:
        raise BadInput("backup.folder_not_written", folder=begun.parent, why=error.strerror) from error


class _Copies(NamedTuple):
    """What the store has, and what of it is new in the pool."""

    files: int
    new: int
    damaged: tuple[str, ...]


def _copy(media: Path, pool: Path, listing: Path) -> _Copies:
    """Copy all media files and stage results into the pool; what is damaged never takes the place of a good copy."""
    names, damaged, new = [], [], 0
    for path in stored_files(media):
        name = str(path.relative_to(media))
        # A withdrawal may delete a file meanwhile: it does not belong in the backup then.
        with suppress(FileNotFoundError):
            if _in_pool(path, pool / name):
                names.append(name)
            elif is_whole(path):
                files.copy(path, pool / name, mode=files.PRIVATE)
                new += 1
                names.append(name)
            else:
                damaged.append(name)
                if (pool / name).is_file() and is_whole(pool / name):
                    names.append(name)
    files.write(listing, "".join(f"{name}\n" for name in names).encode(), mode=files.PRIVATE)
    return _Copies(len(names), new, tuple(damaged))


def _in_pool(source: Path, copy: Path) -> bool:
    """Whether the pool has this file. Media files are named by content and never change; a result may be rewritten."""
    wanted = source.stat()
    if not copy.is_file() or copy.stat().st_size != wanted.st_size:
        return False
    return source.parent.parent.name != "stages" or copy.stat().st_mtime >= wanted.st_mtime


def _place(source: Path, target: Path) -> bool:
    """Copy a file that is missing, damaged or another in the store; returns whether it was."""
    if target.is_file() and target.stat().st_size == source.stat().st_size and is_whole(target):
        return False
    files.copy(source, target, mode=files.PRIVATE)
    return True


def _backups(folder: Path) -> list[tuple[datetime, Path]]:
    """Complete backups with their times, oldest first."""
    found = (path for path in folder.glob("????-??-??T??????Z") if (path / _LIST).is_file())
    return sorted((datetime.strptime(path.name, _STAMP).replace(tzinfo=UTC), path) for path in found)


def _drop(folder: Path, before: datetime) -> int:
    """Delete backups begun before ``before``, never the newest, then pool files that no backup lists any more."""
    backups = _backups(folder)
    old = [path for moment, path in backups[:-1] if moment < before]
    for path in old:
        shutil.rmtree(path)
    kept = {
        name
        for _, path in backups
        if path not in old
        for name in (path / _LIST).read_text(encoding="utf-8").split("\n")[:-1]
    }
    pool = folder / _POOL
    for path in pool.rglob("*"):
        if path.is_file() and str(path.relative_to(pool)) not in kept:
            path.unlink()
    return len(old)
