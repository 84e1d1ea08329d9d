"""The pool of media files that all backups of a folder share: copied into it, and out of it into a store."""

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from libraries import files
from libraries.backups.folder import POOL, require_media
from libraries.media.damage import is_whole, stored_files
from libraries.media.store import noted_names


def restore_media(backup: Path, root: Path, names: Iterable[str]) -> int:
    """Copy what is missing or damaged in the store at ``root``; gives how many. All is read before the first is copied.

    Raises BadInput, NoSpace, ConfigurationError.
    """
    wanted = sorted(name for name in names if not ((root / name).is_file() and is_whole(root / name)))
    require_media(backup, wanted)
    for name in wanted:
        files.copy(backup.parent / POOL / name, root / name, mode=files.PRIVATE)
    return len(wanted)


def forget(pool: Path, names: set[str]) -> None:
    """Delete files of the pool."""
    for name in names:
        (pool / name).unlink(missing_ok=True)


def write_uses(media: Path, listing: Path) -> None:
    """Write which media each post uses: a withdrawal after a restore must find them."""
    lines: list[str] = []
    for file in sorted((media / "posts").glob("*.txt")):
        with suppress(FileNotFoundError):  # its post was withdrawn meanwhile
            lines += [f"{file.stem} {name}\n" for name in sorted(noted_names(file))]
    files.write(listing, "".join(lines).encode(), mode=files.PRIVATE)


class Copies(NamedTuple):
    """What the backup holds of the store, and how much of it is new in the pool."""

    names: list[str]
    new: int
    damaged: tuple[str, ...]


def copy_media(media: Path, pool: Path, listing: Path) -> Copies:
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
    return Copies(names, new, tuple(damaged))


def _in_pool(source: Path, copy: Path) -> bool:
    """Whether the pool has this file. Media files are named by content and never change; a result may be rewritten."""
    wanted = source.stat()
    if not copy.is_file() or copy.stat().st_size != wanted.st_size:
        return False
    return source.parent.parent.name != "stages" or copy.stat().st_mtime >= wanted.st_mtime
