"""Check of a folder of backups: what of them is damaged or missing, and which media belong to posts withdrawn since."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from libraries.backups.fact_log import FactLine, read_log
from libraries.backups.folder import LIST, POOL, backups_in, listed_media, log_of, uses_in
from libraries.backups.manifest import wrong_files
from libraries.backups.withdrawn import NAME, read_withdrawn
from libraries.media.damage import file_of, is_whole
from libraries.media.named import named
from schemas.errors import BadInput
from schemas.events import Recorded
from schemas.posts import PostKey


class WrongFile(NamedTuple):
    """A file of a backup that is damaged or missing; ``name`` below the folder of the backups."""

    name: str
    why: str


def damage_in(folder: Path) -> list[WrongFile]:
    """Everything that is damaged or missing in the backups of ``folder``; reads all of it."""
    found: list[WrongFile] = []
    names: set[str] = set()
    try:
        withdrawn = read_withdrawn(folder)
    except BadInput as error:
        found.append(WrongFile(NAME, str(error)))
        withdrawn = {}
    for moment, backup in backups_in(folder):
        try:
            later = {key: line for key, line in withdrawn.items() if line.stored > moment}
            names |= set(listed_media(backup)) - media_of(backup, later)
        except BadInput:
            if not backup.is_dir():  # it was old, and deleted meanwhile
                continue
            wrong = wrong_files(backup) or [LIST]
            found += [WrongFile(f"{backup.name}/{name}", "It is missing, or not what was written.") for name in wrong]
    return found + [WrongFile(f"{POOL}/{name}", why) for name, why in _wrong_media(folder / POOL, names)]


def _wrong_media(pool: Path, names: Iterable[str]) -> list[tuple[str, str]]:
    found = []
    for name in sorted(names):
        if not (pool / name).is_file():
            found.append((name, "It is missing."))
        elif not is_whole(pool / name):
            found.append((name, "Its content is not what its name says."))
    return found


def media_of(backup: Path, posts: Mapping[PostKey, object]) -> set[str]:
    """Names of the media in a backup that only these posts use."""
    if not posts:
        return set()
    mine: set[str] = set()
    others: set[str] = set()
    for line in read_log(log_of(backup)):
        if isinstance(line, FactLine):
            names = named(Recorded(line.sequence, line.stored, line.fact))
            (mine if line.fact.post_key in posts else others).update(names)
    gone = {str(key) for key in posts}
    for post, name in uses_in(backup):
        (mine if post in gone else others).add(name)
    return {file_of(name) for name in mine - others}
