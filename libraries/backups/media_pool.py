"""The pool of media files that all backups of a place share: copied into it, and out of it into a store."""

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from shutil import rmtree
from typing import Final, NamedTuple

from libraries import files
from libraries.backups.layout import POOL
from libraries.media.damage import content_matches_name, is_whole_file, stored_files
from libraries.media.store import read_noted_names
from libraries.object_store.store import ObjectMissing, ObjectStore, StoredObject, fetch_object
from schemas.errors import BadInput

_STAGED: Final = f"{files.PART}restore"
"""Folder in the media store in which a restore gathers files, until all of them are there and whole."""


def restore_media_from_pool(
    place: ObjectStore, backup: str, root: Path, names: Iterable[str], *, durable: bool = True
) -> int:
    """Copy what is missing or damaged in the store at ``root``; gives how many.

    All files are fetched and verified before the first is put into its place. ``durable`` as in
    `files.open_replacement`; what is gathered before that need not outlive a power cut.
    Raises BadInput, NoSpace, ConfigurationError, ProviderDown.
    """
    wanted = sorted(name for name in names if not ((root / name).is_file() and is_whole_file(root / name)))
    staged, new = root / _STAGED, not root.exists()
    rmtree(staged, ignore_errors=True)  # of a restore that was killed
    try:
        missing, damaged = _stage(place, wanted, staged)
        if missing:
            raise BadInput(
                "backup.media_missing", backup=backup, missing=len(missing), files=len(wanted), first=missing[0]
            )
        if damaged:
            raise BadInput(
                "backup.media_damaged", backup=backup, damaged=len(damaged), files=len(wanted), first=damaged[0]
            )
        for name in wanted:
            files.move_atomically(staged / name, root / name, mode=files.PRIVATE, durable=durable)
    finally:
        rmtree(staged, ignore_errors=True)
        if new and root.is_dir() and not any(root.iterdir()):
            root.rmdir()
    return len(wanted)


def _stage(place: ObjectStore, names: list[str], staged: Path) -> tuple[list[str], list[str]]:
    """Fetch files of the pool; gives the names of those that are missing, and of those that are damaged."""
    missing, damaged = [], []
    for name in names:
        try:
            fetch_object(place, f"{POOL}/{name}", staged / name, durable=False)
            if not is_whole_file(staged / name):
                damaged.append(name)
        except ObjectMissing:
            missing.append(name)
        except BadInput:
            damaged.append(name)
    return missing, damaged


def delete_pool_media(place: ObjectStore, names: set[str]) -> None:
    """Delete files of the pool."""
    for name in names:
        place.delete(f"{POOL}/{name}")


def write_media_uses(media: Path, listing: Path) -> None:
    """Write which media each post uses: a withdrawal after a restore must find them."""
    lines: list[str] = []
    for file in sorted((media / "posts").glob("*.txt")):
        with suppress(FileNotFoundError):  # its post was withdrawn meanwhile
            lines += [f"{file.stem} {name}\n" for name in sorted(read_noted_names(file))]
    files.write_atomically(listing, "".join(lines).encode(), mode=files.PRIVATE)


class CopiedMedia(NamedTuple):
    """What the backup holds of the store, and how much of it is new in the pool."""

    names: list[str]
    new: int
    damaged: tuple[str, ...]


def copy_media_to_pool(media: Path, place: ObjectStore, listing: Path) -> CopiedMedia:
    """Copy all media files and stage results into the pool; what is damaged never takes the place of a good copy."""
    names, damaged, new = [], [], 0
    known = {stored.name: stored for stored in place.list_objects(POOL)}
    for path in stored_files(media):
        name = str(path.relative_to(media))
        there = f"{POOL}/{name}"
        # A withdrawal may delete a file meanwhile: it does not belong in the backup then.
        with suppress(FileNotFoundError):
            if _is_copy(known.get(there), path, exact=place.has_exact_sizes):
                names.append(name)
            elif is_whole_file(path):
                place.put(there, path)
                new += 1
                names.append(name)
            else:
                damaged.append(name)
                if there in known and has_whole_copy(place, name):
                    names.append(name)
    files.write_atomically(listing, "".join(f"{name}\n" for name in names).encode(), mode=files.PRIVATE)
    return CopiedMedia(names, new, tuple(damaged))


def has_whole_copy(place: ObjectStore, name: str) -> bool:
    """Whether the pool has a whole copy of a media file."""
    try:
        with place.open_object(f"{POOL}/{name}") as file:
            return content_matches_name(name, file)
    except (ObjectMissing, BadInput):
        return False


def _is_copy(copy: StoredObject | None, source: Path, *, exact: bool) -> bool:
    """Whether the pool has this file. Media files are named by content and never change; a result may be rewritten."""
    wanted = source.stat()
    if copy is None or (exact and copy.size != wanted.st_size):
        return False
    return source.parent.parent.name != "stages" or copy.modified >= wanted.st_mtime
