"""Where backups lie: one dated folder each, and a pool of media files that all of them share.

A backup is whole from the moment on in which the mark `UNFINISHED` is deleted from its folder, until it is put back.
"""

import hashlib
import json
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from libraries import files
from libraries.backups.manifest import NAME, listed_sums, wrong_files
from libraries.object_store.folder import FolderObjects
from libraries.object_store.store import ObjectMissing, ObjectStore, fetch, read, require_inside
from libraries.temp_dirs import scratch
from schemas.errors import BadInput, NoSpace

STAMP: Final = "%Y-%m-%dT%H%M%SZ"
LOG: Final = "facts.jsonl"
LIST: Final = "media.txt"
USES: Final = "uses.txt"
"""Which media each post uses: a line for each, the post's key and the name."""
POOL: Final = "media"
STATE: Final = "state"
"""Folder of a backup with the operator's state (`libraries.backups.operator_state`)."""
UNFINISHED: Final = "unfinished"
"""Mark in the folder of a backup that is being written or deleted."""


def backups_in(place: ObjectStore) -> list[tuple[datetime, str]]:
    """Complete backups, oldest first: when each was begun, and the name of its folder."""
    found = []
    for name in place.folders():
        moment = begun(name)
        if moment is not None:
            there = {stored.name.partition("/")[2] for stored in place.listed(name)}
            if UNFINISHED not in there and there & {LIST, NAME}:
                found.append((moment, name))
    return sorted(found)


def begun(name: str) -> datetime | None:
    """The time in the name of a backup; None where it looks like one and is none, as in a person's own folder."""
    try:
        return datetime.strptime(name, STAMP).replace(tzinfo=UTC)
    except ValueError:
        return None


def newest(place: ObjectStore) -> datetime | None:
    """When the newest complete backup was begun; None without one."""
    return max((moment for moment, _ in backups_in(place)), default=None)


@contextmanager
def fetched(place: ObjectStore, name: str) -> Iterator[Path]:
    """A backup's own files in a folder, to be read only. Raises BadInput when there is no such backup."""
    if isinstance(place, FolderObjects):
        yield place.root / name
        return
    with scratch("backup") as folder:
        (folder / name).mkdir()
        for stored in place.listed(name):
            target = folder / require_inside(stored.name)
            try:
                fetch(place, stored.name, target)
            except BadInput:  # damaged: whoever compares it with the manifest says so
                files.write(target, b"", mode=files.PRIVATE)
        yield folder / name


def log_of(backup: Path) -> Path:
    """The exported log of a fetched backup; it has another name once withdrawn posts were taken out of it."""
    names = [name for name in listed_sums(backup) if _is_log(name)]
    return backup / (names[0] if names else LOG)


def _is_log(name: str) -> bool:
    return name.startswith("facts") and name.endswith(".jsonl")


def _is_gone(name: str) -> bool:
    """Whether a file lists media that left the backup, with a post that was withdrawn since."""
    return name.startswith("gone-") and name.endswith(".txt")


def gone_media(backup: Path) -> set[str]:
    """Names of the media that left a fetched backup. Raises OSError, ValueError."""
    return {line for name in listed_sums(backup) if _is_gone(name) for line in _lines(backup / name)}


def is_rewritten(name: str) -> bool:
    """Whether a file of a backup is put anew, under another name, when a post is withdrawn."""
    return _is_log(name) or _is_gone(name)


def _lines(file: Path) -> list[str]:
    """Raises OSError, ValueError."""
    return file.read_text(encoding="utf-8").split("\n")[:-1]


def listed_media(backup: Path) -> list[str]:
    """Names of the media files of a fetched backup. Raises BadInput when it is unfinished or damaged."""
    if (backup / UNFINISHED).exists():
        raise BadInput("backup.unfinished", backup=backup.name)
    if wrong := wrong_files(backup):
        raise BadInput("backup.damaged", backup=backup.name, file=wrong[0])
    try:
        gone = gone_media(backup)
        return [name for name in _lines(backup / LIST) if name not in gone]
    except (OSError, ValueError) as error:
        raise BadInput("backup.not_whole", backup=backup.name, log=LOG, listing=LIST) from error


def _kept_media(place: ObjectStore, name: str) -> list[str]:
    """Names of the media files of a backup, of which only the list is read. Raises BadInput when that is damaged."""
    try:
        listing = read(place, f"{name}/{LIST}")
        with suppress(ObjectMissing):  # release 0.1.0 wrote no manifest
            if json.loads(read(place, f"{name}/{NAME}"))[LIST] != hashlib.sha256(listing).hexdigest():
                raise BadInput("backup.damaged", backup=name, file=LIST)
        return listing.decode().split("\n")[:-1]
    except (ObjectMissing, ValueError, LookupError, TypeError, RecursionError) as error:
        raise BadInput("backup.damaged", backup=name, file=LIST) from error


def uses_in(backup: Path) -> list[tuple[str, str]]:
    """Posts and the names of media they use; none in a backup of an earlier release."""
    file = backup / USES
    lines = file.read_text(encoding="utf-8").splitlines() if file.is_file() else []
    return [(post, name) for post, _, name in (line.partition(" ") for line in lines)]


def drop(place: ObjectStore, name: str) -> None:
    """Delete a backup; killed meanwhile, it is taken for an unfinished one."""
    mark = f"{name}/{UNFINISHED}"
    with suppress(NoSpace):  # a full disk is why it goes
        place.put(mark, b"")
    for stored in place.listed(name):
        if stored.name != mark:
            place.delete(stored.name)
    place.delete(mark)


def drop_unlisted(place: ObjectStore) -> None:
    """Delete files of the pool that no backup lists.

    All stay while the list of a backup is damaged: what that names cannot be known.
    """
    try:
        kept = {f"{POOL}/{media}" for _, name in backups_in(place) for media in _kept_media(place, name)}
    except BadInput:
        return
    for stored in place.listed(POOL):
        if stored.name not in kept:
            place.delete(stored.name)


def drop_unfinished(place: ObjectStore) -> None:
    """Delete what killed backups left, also of releases that put a dot before the date."""
    for name in place.folders():
        if begun(name.removeprefix(".")) is None:
            continue
        if name.startswith(".") or any(stored.name == f"{name}/{UNFINISHED}" for stored in place.listed(name)):
            drop(place, name)


def replaced(place: ObjectStore, name: str, kept: Collection[str]) -> list[str]:
    """Objects of a backup with a log or with media that left, which its manifest (``kept``) does not list any more."""
    names = [stored.name.partition("/")[2] for stored in place.listed(name)]
    return [f"{name}/{one}" for one in names if is_rewritten(one) and one not in kept]
