"""Posts whose files are old enough to be deleted: known from notes and times of files, without the broker."""

from contextlib import suppress
from pathlib import Path

from libraries.media.damage import path_in_store
from libraries.media.store import read_noted_names
from schemas.posts import PostKey


def posts_with_files_before(root: Path, moment: float) -> list[PostKey]:
    """Posts that note a file which is there and was last written at ``moment`` or before, in seconds since the epoch.

    Notes stay when files go: after a year nearly all of them are of files that went long ago. Blocking.
    """
    found = []
    for notes in sorted((root / "posts").glob("*.txt")):
        with suppress(ValueError, FileNotFoundError):  # not ours; withdrawn meanwhile
            key = PostKey.parse(notes.stem)
            if any(_was_written_before(root / path_in_store(name), moment) for name in read_noted_names(notes)):
                found.append(key)
    return found


def _was_written_before(path: Path, moment: float) -> bool:
    try:
        return path.stat().st_mtime <= moment
    except FileNotFoundError:
        return False
