"""Withdrawn posts in backups that were made before: their media and texts leave with the next backup."""

import json
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path

from libraries import files
from libraries.backups.contents import (
    exported_log_path,
    is_rewritten_by_withdrawals,
    listed_media,
    media_removed_by_withdrawals,
    objects_left_by_withdrawals,
)
from libraries.backups.damage import media_needed_by_backups, media_used_only_by
from libraries.backups.fact_log import FactLine, LogEntry, LogFooter, LogWriter, SightingLine, read_exported_log
from libraries.backups.layout import POOL, fetched_backup, list_complete_backups
from libraries.backups.manifest import MANIFEST, read_manifest
from libraries.backups.media_pool import delete_pool_media
from libraries.backups.withdrawn_list import withdrawn_after
from libraries.object_store.store import ObjectStore
from libraries.temp_dirs import temporary_folder
from schemas.errors import BadInput
from schemas.events import PostRetracted
from schemas.posts import PostKey


def media_of_withdrawn_posts(place: ObjectStore, lines: Mapping[PostKey, FactLine]) -> set[str]:
    """Names of the media that only withdrawn posts use, in backups that may hold them."""
    gone: set[str] = set()
    for name, posts in _older(place, lines):
        with fetched_backup(place, name) as backup, suppress(BadInput):  # a damaged backup: verify names it
            listed_media(backup)
            gone |= media_used_only_by(backup, posts)
    return gone


def remove_withdrawn_posts(place: ObjectStore, lines: Mapping[PostKey, FactLine], media: set[str]) -> None:
    """Remove withdrawn posts from older backups: their facts, and those of ``media`` that no whole backup needs.

    A new log is put beside the old one, then the manifest names it, then the old one goes: each backup is whole at any
    instant. Damaged backups stay as they are.
    """
    for name, posts in _older(place, lines):
        with fetched_backup(place, name) as backup, suppress(BadInput):
            listed_media(backup)
            _write_without(place, backup, posts)
    left = {one.name.removeprefix(f"{POOL}/") for one in place.list_objects(POOL)} & media
    if left:  # another post may use in one backup what only they use in another
        delete_pool_media(place, left - media_needed_by_backups(place)[0])


def _older(place: ObjectStore, lines: Mapping[PostKey, FactLine]) -> list[tuple[str, dict[PostKey, FactLine]]]:
    """Backups that may hold withdrawn posts, each with these posts."""
    found = [(name, withdrawn_after(lines, moment)) for moment, name in list_complete_backups(place)]
    return [(name, posts) for name, posts in found if posts]


def _write_without(place: ObjectStore, backup: Path, posts: Collection[PostKey]) -> None:
    """Put a log without these posts and a list of their media, then the manifest that names them instead."""
    sums, old = read_manifest(backup), exported_log_path(backup)
    if not sums:  # of release 0.1.0, which wrote no manifest: nothing could be exchanged in it at once
        return
    retracted = {
        line.fact.post_key: line.sequence
        for line in read_exported_log(old)
        if isinstance(line, FactLine) and isinstance(line.fact, PostRetracted)
    }
    kept = partial(_stays, posts, retracted)
    if not all(map(kept, read_exported_log(old))):
        with temporary_folder("log") as folder:
            _copy(old, kept, folder / "log")
            names = sorted(media_used_only_by(backup, dict.fromkeys(posts)) | media_removed_by_withdrawals(backup))
            files.write_atomically(folder / "gone", "".join(f"{name}\n" for name in names).encode(), mode=files.PRIVATE)
            sums = {name: digest for name, digest in sums.items() if not is_rewritten_by_withdrawals(name)}
            for file, pattern in ((folder / "log", "facts-{}.jsonl"), (folder / "gone", "gone-{}.txt")):
                there = pattern.format(files.sha256_of_file(file)[:16])
                place.put(f"{backup.name}/{there}", file)
                sums[there] = files.sha256_of_file(file)
        place.put(f"{backup.name}/{MANIFEST}", json.dumps(sums, separators=(",", ":")).encode())
    for name in objects_left_by_withdrawals(place, backup.name, sums):
        place.delete(name)


def _stays(posts: Collection[PostKey], retracted: Mapping[PostKey, int], line: LogEntry) -> bool:
    """Whether a line stays: of a withdrawn post only its retraction and what follows, such as films taken back."""
    if isinstance(line, SightingLine):
        return line.sighting.key not in posts
    if not isinstance(line, FactLine) or line.fact.post_key not in posts:
        return True
    return line.fact.post_key in retracted and line.sequence >= retracted[line.fact.post_key]


def _copy(log: Path, kept: Callable[[LogEntry], bool], target: Path) -> None:
    """Write the lines of a log that are kept."""
    with LogWriter(target) as writer:
        for line in filter(kept, read_exported_log(log)):
            if not isinstance(line, LogFooter):
                writer.write_entry(line)
        writer.write_footer()
