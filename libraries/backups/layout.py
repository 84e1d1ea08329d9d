"""The layout of backups in their store: one dated folder each, and a pool of media files that all of them share.

A backup is whole from the moment on in which the mark `UNFINISHED` is deleted from its folder, until it is put back.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from libraries import files
from libraries.backups.manifest import MANIFEST
from libraries.object_store.folder import FolderStore
from libraries.object_store.store import ObjectStore, fetch_object, safe_object_name
from libraries.temp_dirs import temporary_folder
from schemas.errors import BadInput

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


def list_complete_backups(place: ObjectStore) -> list[tuple[datetime, str]]:
    """Complete backups, oldest first: when each was begun, and the name of its folder."""
    found = []
    for name in place.top_folders():
        moment = backup_begin_time(name)
        if moment is not None:
            there = {stored.name.partition("/")[2] for stored in place.list_objects(name)}
            if UNFINISHED not in there and there & {LIST, MANIFEST}:
                found.append((moment, name))
    return sorted(found)


def backup_begin_time(name: str) -> datetime | None:
    """When a backup was begun, by its name; None where it looks like one and is none, as in a person's own folder."""
    try:
        return datetime.strptime(name, STAMP).replace(tzinfo=UTC)
    except ValueError:
        return None


def newest_backup_begin_time(place: ObjectStore) -> datetime | None:
    """When the newest complete backup was begun; None without one."""
    return max((moment for moment, _ in list_complete_backups(place)), default=None)


@contextmanager
def fetched_backup(place: ObjectStore, name: str) -> Iterator[Path]:
    """The files of a backup in a local folder, to be read only. Raises BadInput when there is no such backup."""
    if isinstance(place, FolderStore):
        yield place.root / name
        return
    with temporary_folder("backup") as folder:
        (folder / name).mkdir()
        for stored in place.list_objects(name):
            target = folder / safe_object_name(stored.name)
            try:
                fetch_object(place, stored.name, target)
            except BadInput:  # damaged: whoever compares it with the manifest says so
                files.write_atomically(target, b"", mode=files.PRIVATE)
        yield folder / name
