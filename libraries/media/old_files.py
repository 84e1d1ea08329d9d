"""Posts whose files are old enough to be deleted: known from notes and times of files, without the broker."""

from collections.abc import Collection, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final, NamedTuple

from libraries.media.damage import path_in_store
from libraries.media.store import read_noted_names
from schemas.posts import PostKey

PICTURES: Final = (".jpg", ".webp")
"""Suffixes of the pictures of posts."""


class NotedPost(NamedTuple):
    """A post that notes files. ``noted_at``: when it last noted one, in seconds since the epoch.

    ``only_pictures``: no stage has worked on it yet.
    """

    key: PostKey
    noted_at: float
    only_pictures: bool


def posts_with_files_before(
    root: Path, moment: float, settled: Mapping[str, float], at_once: Collection[str]
) -> list[NotedPost]:
    """Posts that note a file which is there and was last written at ``moment`` or before, in seconds since the epoch.

    ``settled`` posts are left out, unless they noted something since the time given there; those ``at_once`` are given
    whatever is there. Notes stay when files go: after a year nearly all of them are of files that went long ago.
    Blocking.
    """
    found = []
    for notes in sorted((root / "posts").glob("*.txt")):
        with suppress(ValueError, FileNotFoundError):  # not ours; withdrawn meanwhile
            key, noted_at = PostKey.parse(notes.stem), notes.stat().st_mtime
            if settled.get(notes.stem) == noted_at and notes.stem not in at_once:
                continue
            names = read_noted_names(notes)
            if notes.stem in at_once or any(_was_written_before(root / path_in_store(name), moment) for name in names):
                found.append(NotedPost(key, noted_at, all(name.endswith(PICTURES) for name in names)))
    return found


def _was_written_before(path: Path, moment: float) -> bool:
    try:
        return path.stat().st_mtime <= moment
    except FileNotFoundError:
        return False
