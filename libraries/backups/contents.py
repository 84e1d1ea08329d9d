"""What a fetched backup holds: its log, the media it lists or lost, and which post uses which."""

from collections.abc import Collection
from pathlib import Path

from libraries.backups.layout import LIST, LOG, UNFINISHED, USES
from libraries.backups.manifest import files_unlike_manifest, read_manifest
from libraries.object_store.store import ObjectStore
from schemas.errors import BadInput


def exported_log_path(backup: Path) -> Path:
    """The exported log of a fetched backup; it has another name once withdrawn posts were taken out of it."""
    names = [name for name in read_manifest(backup) if _is_log(name)]
    return backup / (names[0] if names else LOG)


def _is_log(name: str) -> bool:
    return name.startswith("facts") and name.endswith(".jsonl")


def _is_gone(name: str) -> bool:
    """Whether a file lists media that left the backup, with a post that was withdrawn since."""
    return name.startswith("gone-") and name.endswith(".txt")


def media_removed_by_withdrawals(backup: Path) -> set[str]:
    """Names of the media that withdrawals removed from a fetched backup. Raises OSError, ValueError."""
    return {line for name in read_manifest(backup) if _is_gone(name) for line in _lines(backup / name)}


def is_rewritten_by_withdrawals(name: str) -> bool:
    """Whether a file of a backup is put anew, under another name, when a post is withdrawn."""
    return _is_log(name) or _is_gone(name)


def _lines(file: Path) -> list[str]:
    """Raises OSError, ValueError."""
    return file.read_text(encoding="utf-8").split("\n")[:-1]


def listed_media(backup: Path) -> list[str]:
    """Names of the media files of a fetched backup. Raises BadInput when it is unfinished or damaged."""
    if (backup / UNFINISHED).exists():
        raise BadInput("backup.unfinished", backup=backup.name)
    if wrong := files_unlike_manifest(backup):
        raise BadInput("backup.damaged", backup=backup.name, file=wrong[0])
    try:
        gone = media_removed_by_withdrawals(backup)
        return [name for name in _lines(backup / LIST) if name not in gone]
    except (OSError, ValueError) as error:
        raise BadInput("backup.not_whole", backup=backup.name, log=LOG, listing=LIST) from error


def read_media_uses(backup: Path) -> list[tuple[str, str]]:
    """The media that posts use, as pairs of post and name; none in a backup of an earlier release."""
    file = backup / USES
    lines = file.read_text(encoding="utf-8").splitlines() if file.is_file() else []
    return [(post, name) for post, _, name in (line.partition(" ") for line in lines)]


def objects_left_by_withdrawals(place: ObjectStore, name: str, kept: Collection[str]) -> list[str]:
    """Objects of a backup with a log or with media that left, which its manifest (``kept``) does not list any more."""
    names = [stored.name.partition("/")[2] for stored in place.list_objects(name)]
    return [f"{name}/{one}" for one in names if is_rewritten_by_withdrawals(one) and one not in kept]
