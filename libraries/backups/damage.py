"""Damage of backups: which of their files are damaged or missing, but for media of posts withdrawn since."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple, Protocol

from libraries.backups.contents import exported_log_path, listed_media, read_media_uses
from libraries.backups.fact_log import FactLine, read_exported_log
from libraries.backups.layout import LIST, POOL, backup_begin_time, fetched_backup, list_complete_backups
from libraries.backups.manifest import MANIFEST, files_unlike_manifest
from libraries.backups.withdrawn_list import WITHDRAWN_LIST, read_withdrawn_lists, withdrawn_after
from libraries.log import get_logger
from libraries.media.damage import content_matches_name, path_in_store
from libraries.media.names_in_facts import names_in_fact
from libraries.object_store.settings import SCHEME
from libraries.object_store.store import ObjectMissing, ObjectStore, read_object
from libraries.object_store.store_opening import damaged_encrypted_objects
from schemas.errors import BadInput, ConfigurationError
from schemas.events import RecordedFact
from schemas.posts import PostKey

log = get_logger(__name__)


class DamagedFile(NamedTuple):
    """A file of a backup that is damaged or missing; ``name`` in the store of the backups."""

    name: str
    why: str


def find_backup_damage(place: ObjectStore, *, media: bool = True) -> list[DamagedFile]:
    """The files that are damaged or missing in the backups of ``place``, all of which are read.

    Without ``media``, the files of the pool are only looked for: reading a bucket through costs money.
    """
    found: list[DamagedFile] = []
    try:
        read_withdrawn_lists(place)
    except BadInput as error:
        found.append(DamagedFile(WITHDRAWN_LIST, str(error)))
    names, damaged_lists = media_needed_by_backups(place)
    there = {stored.name for stored in place.list_objects(POOL)}
    lost = [(name, "It is missing.") for name in sorted(names) if f"{POOL}/{name}" not in there]
    damaged = pool_media_faults(place, names) if media else lost
    if damaged:  # a backup that expired meanwhile, or a post withdrawn meanwhile, took its media along
        names, _ = media_needed_by_backups(place)
        damaged = [(name, why) for name, why in damaged if name in names]
    found += [*damaged_lists, *(DamagedFile(f"{POOL}/{name}", why) for name, why in damaged)]
    found += [DamagedFile(name, "Its content is not what its name says.") for name in damaged_encrypted_objects(place)]
    return found + [
        DamagedFile(name, "Its name or content was changed.") for name in getattr(place, "unrecognised", ())
    ]


def media_needed_by_backups(place: ObjectStore) -> tuple[set[str], list[DamagedFile]]:
    """The media that complete backups need by now, but for those of withdrawn posts; and their damaged files."""
    names: set[str] = set()
    found: list[DamagedFile] = []
    for _, name in list_complete_backups(place):
        needed, wrong = media_needed_by_backup(place, name)
        names |= needed
        found += wrong
    return names, found


def media_needed_by_backup(place: ObjectStore, name: str) -> tuple[set[str], list[DamagedFile]]:
    """As `media_needed_by_backups`, of one; nothing where it is gone by now, or is being deleted.

    While it is read it may be deleted, for its age, or written anew without a withdrawn post: what fails is read again
    until it is gone, or fails twice by the same manifest.
    """
    failed_by: bytes | None = None
    while True:
        wrong, manifest = [LIST], _manifest_bytes(place, name)
        try:
            with fetched_backup(place, name) as backup:
                try:
                    return set(listed_media(backup)) - media_used_only_by(backup, _withdrawn_since(place, name)), []
                except BadInput:
                    wrong = files_unlike_manifest(backup) or wrong
        except ObjectMissing as error:
            wrong = [str(error.fields["name"]).removeprefix(f"{name}/")]
        if name not in (complete for _, complete in list_complete_backups(place)):
            return set(), []
        if manifest == failed_by:
            return set(), [DamagedFile(f"{name}/{one}", "It is missing, or not what was written.") for one in wrong]
        failed_by = manifest


def _withdrawn_since(place: ObjectStore, name: str) -> Mapping[PostKey, object]:
    moment = backup_begin_time(name)
    try:
        return withdrawn_after(read_withdrawn_lists(place), moment) if moment else {}
    except BadInput:  # `find_backup_damage` says it
        return {}


def _manifest_bytes(place: ObjectStore, name: str) -> bytes:
    """Empty where it is missing, as in a backup of release 0.1.0, or damaged."""
    with suppress(ObjectMissing, BadInput):
        return read_object(place, f"{name}/{MANIFEST}")
    return b""


class _Opening(Protocol):
    def __call__(self, place: str, *, key: bool = True) -> ObjectStore | None: ...


def find_damage_at_low_cost(place: ObjectStore) -> list[DamagedFile]:
    """`find_backup_damage` as it is run every day: media in a bucket are only looked for, since reading costs money."""
    return find_backup_damage(place, media=not place.location.startswith(SCHEME))


def open_backups_even_without_key(opened: _Opening, place: str) -> ObjectStore | None:
    """Open the place of the backups; without the key of encrypted ones, their objects as they lie there.

    Without the key, each encrypted object is compared with its digest; whether any is missing cannot be known.
    """
    try:
        return opened(place)
    except ConfigurationError as error:
        if error.code != "backup.key_needed":
            raise
        log.warning("the backups are read without their key: damage is known, missing objects are not", place=place)
        return opened(place, key=False)


def pool_media_faults(place: ObjectStore, names: Iterable[str]) -> list[tuple[str, str]]:
    """Names of those media files that are missing or damaged in the pool, each with the reason."""
    found = []
    for name in sorted(names):
        try:
            with place.open_object(f"{POOL}/{name}") as file:
                if content_matches_name(name, file):
                    continue
            found.append((name, "Its content is not what its name says."))
        except ObjectMissing:
            found.append((name, "It is missing."))
        except BadInput as error:
            found.append((name, str(error)))
    return found


def media_used_only_by(backup: Path, posts: Mapping[PostKey, object]) -> set[str]:
    """Names of the media in a fetched backup that only these posts use."""
    if not posts:
        return set()
    mine: set[str] = set()
    others: set[str] = set()
    for line in read_exported_log(exported_log_path(backup)):
        if isinstance(line, FactLine):
            names = names_in_fact(RecordedFact(line.sequence, line.stored, line.fact))
            (mine if line.fact.post_key in posts else others).update(names)
    gone = {str(key) for key in posts}
    for post, name in read_media_uses(backup):
        (mine if post in gone else others).add(name)
    return {path_in_store(name) for name in mine - others}
