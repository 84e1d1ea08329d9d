"""Deleting of backups, and of media that no backup lists any more."""

import hashlib
import json
from contextlib import suppress
from typing import Final

from libraries.backups.layout import LIST, POOL, UNFINISHED, backup_begin_time, list_complete_backups
from libraries.backups.manifest import MANIFEST
from libraries.object_store.store import ObjectMissing, ObjectStore, read_object
from schemas.errors import BadInput, NoSpace

_LONGEST_WRITE: Final = 86_400.0
"""Seconds after which a file of the pool that is not whole is no longer being written, by a repair for example."""


def _kept_media(place: ObjectStore, name: str) -> list[str]:
    """Names of the media files of a backup, of which only the list is read. Raises BadInput when that is damaged."""
    try:
        listing = read_object(place, f"{name}/{LIST}")
        with suppress(ObjectMissing):  # release 0.1.0 wrote no manifest
            if json.loads(read_object(place, f"{name}/{MANIFEST}"))[LIST] != hashlib.sha256(listing).hexdigest():
                raise BadInput("backup.damaged", backup=name, file=LIST)
        return listing.decode().split("\n")[:-1]
    except (ObjectMissing, ValueError, LookupError, TypeError, RecursionError) as error:
        raise BadInput("backup.damaged", backup=name, file=LIST) from error


def delete_backup(place: ObjectStore, name: str) -> None:
    """Delete a backup; killed meanwhile, it is taken for an unfinished one."""
    mark = f"{name}/{UNFINISHED}"
    with suppress(NoSpace):  # a full disk is why it goes
        place.put(mark, b"")
    for stored in place.list_objects(name):
        if stored.name != mark:
            place.delete(stored.name)
    place.delete_unfinished(name)  # else the folder stays, and is taken for a backup that never ends
    place.delete(mark)


def delete_unlisted_media(place: ObjectStore) -> None:
    """Delete files of the pool that no backup lists.

    All stay while the list of a backup is damaged: what that names cannot be known.
    """
    try:
        kept = {f"{POOL}/{media}" for _, name in list_complete_backups(place) for media in _kept_media(place, name)}
    except BadInput:
        return
    for stored in place.list_objects(POOL):
        if stored.name not in kept:
            place.delete(stored.name)
    place.delete_unfinished(POOL, _LONGEST_WRITE)


def delete_unfinished_backups(place: ObjectStore) -> None:
    """Delete what killed backups left, also of releases that put a dot before the date."""
    for name in place.top_folders():
        if backup_begin_time(name.removeprefix(".")) is None:
            continue
        files = {stored.name.partition("/")[2] for stored in place.list_objects(name)}
        # Nothing: killed before its mark was written, or while it was deleted, after the mark was.
        if name.startswith(".") or UNFINISHED in files or not files:
            delete_backup(place, name)
