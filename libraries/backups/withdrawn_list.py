"""The list of withdrawn posts, beside backups and in ``var/``: no restore brings back a post that is in it.

JSON lines, each sealed with a checksum: the retraction of a post, with its time. It only grows.
"""

import asyncio
import hashlib
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from libraries.backups.fact_log import FactLine
from libraries.backups.layout import newest_backup_begin_time
from libraries.bus import Bus
from libraries.object_store.folder import FolderStore
from libraries.object_store.store import ObjectMissing, ObjectStore, read_object
from schemas.errors import BadInput
from schemas.posts import PostKey

WITHDRAWN_LIST: Final = "withdrawn.jsonl"
_LONGEST_PURGE: Final = timedelta(days=7)
"""From a retraction to the purge of the facts before it, where the station was killed between the two."""


async def retractions_in_stream(bus: Bus) -> list[FactLine]:
    """The retractions in the stream. Raises ProviderDown, StreamDamaged."""
    found = [fact async for batch in bus.facts(kinds=("post.retracted",)) for fact in batch]
    return [FactLine.model_validate({"sequence": one.sequence, "stored": one.time, "fact": one.event}) for one in found]


async def note_withdrawals_everywhere(bus: Bus, var: Path, opened: Callable[[], ObjectStore | None]) -> None:
    """Note the retractions of the stream in ``var`` and, where there are backups, beside them.

    Raises ProviderDown, BadInput (a list is damaged), NoSpace, ConfigurationError.
    """
    found = await retractions_in_stream(bus)
    await asyncio.to_thread(add_to_withdrawn_list, FolderStore(var), found)
    place = await asyncio.to_thread(opened)
    if (
        place is not None and await asyncio.to_thread(newest_backup_begin_time, place) is not None
    ):  # else the first backup writes it
        await asyncio.to_thread(add_to_withdrawn_list, place, found)


def add_to_withdrawn_list(place: ObjectStore, retractions: Iterable[FactLine]) -> None:
    """Add retractions of posts that are not in the list of ``place`` yet. Raises BadInput, NoSpace, ProviderDown."""
    known = read_withdrawn_lists(place)
    fresh = [one for one in retractions if one.fact.post_key not in known]
    if fresh:
        place.put(WITHDRAWN_LIST, _list_of(place) + b"".join(map(_line, fresh)))


def read_withdrawn_lists(*places: ObjectStore) -> dict[PostKey, FactLine]:
    """The withdrawn posts in the lists of these places. Raises BadInput when a line is damaged."""
    found: dict[PostKey, FactLine] = {}
    for place in places:
        for number, line in enumerate(_list_of(place).splitlines(), 1):
            fact = _read(line)
            if fact is None:
                raise BadInput("backup.withdrawn_damaged", file=f"{place.location}/{WITHDRAWN_LIST}", line=number)
            found[fact.fact.post_key] = fact
    return found


def withdrawn_after(lines: Mapping[PostKey, FactLine], moment: datetime) -> dict[PostKey, FactLine]:
    """Those of the withdrawn posts that a backup begun at ``moment`` may hold."""
    return {key: line for key, line in lines.items() if line.stored > moment - _LONGEST_PURGE}


def repair_withdrawn_list(place: ObjectStore, retractions: Iterable[FactLine]) -> None:
    """Write a damaged list anew: what can be read of it, and these retractions. Raises NoSpace, ProviderDown."""
    try:
        whole = [fact for line in _list_of(place).splitlines() if (fact := _read(line))]
    except BadInput:  # encrypted, and nothing of it can be read
        whole = []
    lines = {one.fact.post_key: one for one in (*retractions, *whole)}
    place.put(WITHDRAWN_LIST, b"".join(map(_line, lines.values())))


def _read(line: bytes) -> FactLine | None:
    """The retraction in a line; None where it is damaged."""
    digest, _, body = line.partition(b" ")
    try:
        return FactLine.model_validate_json(body) if _digest(body) == digest else None
    except ValidationError:
        return None


def _list_of(place: ObjectStore) -> bytes:
    try:
        return read_object(place, WITHDRAWN_LIST)
    except ObjectMissing:
        return b""


def _line(one: FactLine) -> bytes:
    body = one.model_dump_json(by_alias=True).encode()
    return _digest(body) + b" " + body + b"\n"


def _digest(body: bytes) -> bytes:
    return hashlib.sha256(body).hexdigest().encode()
