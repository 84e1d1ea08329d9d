"""The mark of the media store's folder, by which a disk that is away is told from an empty store."""

from pathlib import Path
from typing import Final

from libraries import files
from libraries.log import get_logger
from schemas.errors import ConfigurationError, NoSpace

log = get_logger(__name__)

MARK: Final = ".wagglebot-media"
"""File that says that a folder is a media store of ours, and not the mount point of a disk that is away."""


def mark_store_folder(root: Path, note: Path) -> None:
    """Mark ``root`` as the media store and note it in ``note``; a folder that was noted must bear its mark.

    What cannot be written now is left as it is. Raises NoSpace when a mark is missing.
    """
    place = str(root.resolve())
    require_store_mark(root, note)
    try:
        if not (root / MARK).is_file():
            files.write_atomically(root / MARK, b"")
        if not note.is_file() or note.read_text(encoding="utf-8") != place:
            files.write_atomically(note, place.encode(), mode=files.PRIVATE)
    except (NoSpace, ConfigurationError) as error:
        log.warning("the media store cannot be marked", root=str(root), why=str(error))


def require_store_mark(root: Path, note: Path) -> None:
    """Raises NoSpace when ``root`` is noted in ``note`` and bears no mark: the disk of the store is away."""
    noted = note.is_file() and note.read_text(encoding="utf-8") == str(root.resolve())
    if noted and not (root / MARK).is_file():
        raise unmounted_error(root)


def unmounted_error(root: Path) -> NoSpace:
    """The error for a store whose disk is away."""
    return NoSpace("media.unmounted", root=root, mark=MARK)
