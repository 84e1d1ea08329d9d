"""Repair of backups: files of the pool come from the media store, damaged backups are set aside."""

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Protocol, runtime_checkable

from libraries.backups.damage import media_needed_by_backup
from libraries.backups.deletion import delete_backup
from libraries.backups.layout import POOL
from libraries.media.damage import ASIDE, RepairedFiles, is_whole_file
from libraries.object_store.store import ObjectMissing, ObjectStore, fetch_object
from libraries.temp_dirs import temporary_folder
from schemas.errors import BadInput


@runtime_checkable
class StoreWithUnrecognisedObjects(Protocol):
    """A store that may hold objects which its key did not give (`libraries.object_store.encrypted`)."""

    def set_aside_unrecognised(self) -> tuple[str, ...]:
        """Move the objects that the key did not give out of the way; gives their names there."""


def repair_backups(place: ObjectStore, root: Path, wrong: Iterable[str]) -> RepairedFiles:
    """Put the files of the pool right from the media store at ``root``, and set damaged backups aside.

    ``wrong``: names as of `libraries.backups.damage.find_backup_damage`; a backup is looked at once more.

    Raises NoSpace, ConfigurationError, ProviderDown, BadInput (a backup is being made).
    """
    restored: list[str] = []
    aside: list[str] = []
    with place.writer_lock():
        if isinstance(place, StoreWithUnrecognisedObjects):
            aside += place.set_aside_unrecognised()
        for name in wrong:
            room, _, rest = name.partition("/")
            if room == POOL:
                if (root / rest).is_file() and is_whole_file(root / rest):
                    place.put(name, root / rest)
                    restored.append(name)
            elif room not in aside and media_needed_by_backup(place, room)[1]:
                _set_aside(place, room)
                aside.append(room)
    return RepairedFiles(tuple(restored), tuple(aside))


def _set_aside(place: ObjectStore, backup: str) -> None:
    """Give a damaged backup another name, under which nothing restores it; a person may look at it."""
    with temporary_folder("aside") as folder:
        for stored in place.list_objects(backup):
            with suppress(ObjectMissing, BadInput):  # what cannot be read is what it is set aside for
                fetch_object(place, stored.name, folder / "object")
                place.put(f"{backup}.{ASIDE}{stored.name.removeprefix(backup)}", folder / "object")
    delete_backup(place, backup)
