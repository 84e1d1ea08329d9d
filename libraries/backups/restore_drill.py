"""The restore drill: the newest backup is restored into an empty system of its own, and compared with the backup."""

import asyncio
import shutil
import time
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple, Self

from pydantic import ValidationError

from libraries import files
from libraries.backups.check import media_of
from libraries.backups.fact_log import FactLine, read_log
from libraries.backups.folder import LIST, POOL, STATE, backups_in, fetched, listed_media, log_of
from libraries.backups.manifest import sum_of
from libraries.backups.operator_state import Homes, saved_values, target_of, verify_state
from libraries.backups.restore import restore
from libraries.backups.withdrawn import read_withdrawn
from libraries.bus import Bus, connect
from libraries.bus.address import BrokerAddress
from libraries.bus.embedded import embedded_server
from libraries.bus.stream.chain import digest_of
from libraries.media.damage import is_whole
from libraries.media.store import LocalStore
from libraries.object_store.store import ObjectMissing, ObjectStore, read
from libraries.temp_dirs import scratch
from libraries.waiting import in_background, in_thread
from schemas.base import Frozen, Moment
from schemas.clock import utc_now
from schemas.errors import BadInput, NoSpace
from schemas.events import Event, PostRetracted, encode

RESULTS: Final = "restore-drill.json"
"""File in ``var/`` with the last drills."""
_LONGEST: Final = 4 * 3600.0
"""Seconds after which a drill is broken off."""
_SPARE: Final = 256 << 20
"""Bytes that a broker and a database need beside what is restored."""
_NAMED: Final = 20


class Drilled(Frozen):
    """A drill: what was restored, and what of it was ``wrong``: lost, changed, or not in the backup."""

    begun: Moment
    backup: str
    seconds: float
    facts: int = 0
    entries: int = 0
    files: int = 0
    media: int = 0
    wrong: tuple[str, ...] = ()

    @property
    def exact(self) -> bool:
        """Whether everything came back."""
        return not self.wrong


class Drills(Frozen):
    """What ``var/restore-drill.json`` holds: the last drill, and the last that was exact."""

    last: Drilled | None = None
    exact: Drilled | None = None


async def drill_restore(place: ObjectStore, living: Bus | None = None, *, longest: float = _LONGEST) -> Drilled:
    """Restore the newest backup of ``place`` into an empty temporary system with a broker of its own, and compare.

    ``living``: the running system, which must have every fact of the backup; it is only read. A restore that fails is
    a drill with that reason. Raises BadInput without a backup, NoSpace where there is no room for it, ProviderDown.
    """
    backups = await asyncio.to_thread(backups_in, place)
    if not backups:
        raise BadInput("backup.none", where=place.where)
    name, begun, began = backups[-1][1], utc_now(), time.monotonic()
    async with in_thread(scratch("restore")) as folder:
        try:
            await asyncio.to_thread(_require_room, place, name, folder)
            async with asyncio.timeout(longest):
                counts, wrong = await _restored(place, name, folder, living)
        except TimeoutError:
            counts, wrong = {}, [f"It was broken off after {longest:.0f} seconds."]
        except (BadInput, ObjectMissing) as error:
            counts, wrong = {}, [str(error)]
    if len(wrong) > _NAMED:
        wrong = [*wrong[:_NAMED], f"and {len(wrong) - _NAMED} more"]
    seconds = round(time.monotonic() - began, 1)
    return Drilled(begun=begun, backup=name, seconds=seconds, wrong=tuple(wrong), **counts)


async def _restored(
    place: ObjectStore, name: str, folder: Path, living: Bus | None
) -> tuple[dict[str, int], list[str]]:
    homes, store = Homes(folder / "var", folder / "sites"), LocalStore(folder / "media")
    for path in (*homes, store.root):
        path.mkdir()
    async with embedded_server(folder / "nats") as url, in_thread(fetched(place, name)) as backup:
        bus = await connect(BrokerAddress(url=url), "restore drill")
        try:
            done = await restore(bus, store, homes, place, name)
            withdrawn = await asyncio.to_thread(read_withdrawn, place)
            wrong = await _wrong_facts(bus, backup, {str(key) for key in withdrawn}, living)
            entries = saved_values(backup / STATE)
            kept = {entry.key: entry.value async for entry in bus.ledger().entries()}
            other = sorted(key for key, value in entries.items() if kept.get(key) != value)
            wrong += [f"entry {key} of the journal is not as it was" for key in other]
            wrong += await in_background(partial(_wrong_files, backup, homes))
            names = set(listed_media(backup)) - await asyncio.to_thread(media_of, backup, withdrawn)
            wrong += await in_background(partial(_wrong_media, store.root, names))
        finally:
            await bus.close()
    counts = {"facts": done.facts, "entries": len(entries), "files": done.state - len(entries), "media": len(names)}
    return counts, wrong


class _Fact(NamedTuple):
    """What is compared of a fact: its digest, its post, and whether it is a retraction."""

    digest: str
    post: str
    retracts: bool

    @classmethod
    def of(cls, event: Event) -> Self:
        return cls(digest_of(encode(event)), str(event.post_key), isinstance(event, PostRetracted))


async def _wrong_facts(bus: Bus, backup: Path, withdrawn: set[str], living: Bus | None) -> list[str]:
    """Facts that the restored system lacks or has otherwise, and what the backup and the running one do not share."""
    logged, end = await asyncio.to_thread(_logged, backup)
    wanted = {key: fact for key, fact in logged.items() if fact.post not in withdrawn}
    found = await _facts(bus)
    wrong = [f"fact {key} is missing" for key in sorted(wanted.keys() - found.keys())]
    wrong += [f"fact {key} is another" for key in wanted.keys() & found.keys() if wanted[key] != found[key]]
    more = sorted(key for key in found.keys() - wanted.keys() if found[key].post not in withdrawn)
    wrong += [f"fact {key} is not in the backup" for key in more]
    if living is None:
        return wrong
    now = await _facts(living, end)
    gone = withdrawn | {fact.post for fact in now.values() if fact.retracts}
    lost = sorted(key for key in wanted.keys() - now.keys() if wanted[key].post not in gone)
    wrong += [f"fact {key} is not in the running system" for key in lost]
    more = sorted(key for key in now.keys() - wanted.keys() if now[key].post not in gone)
    return wrong + [f"fact {key} is only in the running system" for key in more]


def _logged(backup: Path) -> tuple[dict[str, _Fact], int]:
    """The facts of a backup by their ids, and the last sequence."""
    found: dict[str, _Fact] = {}
    end = 0
    for line in read_log(log_of(backup)):
        if isinstance(line, FactLine):
            found[line.fact.event_id] = _Fact.of(line.fact)
            end = max(end, line.sequence)
    return found, end


async def _facts(bus: Bus, end: int = 0) -> dict[str, _Fact]:
    """The facts of a stream by their ids, up to a sequence, and every retraction."""
    return {
        fact.event.event_id: _Fact.of(fact.event)
        async for batch in bus.facts()
        for fact in batch
        if not end or fact.sequence <= end or isinstance(fact.event, PostRetracted)
    }


def _wrong_files(backup: Path, homes: Homes) -> list[str]:
    """Files of the operator that are not as in the backup."""
    wrong = []
    for name in verify_state(backup / STATE):
        target = target_of(homes, name)
        if target is not None and not (target.is_file() and sum_of(target) == sum_of(backup / STATE / name)):
            wrong.append(f"{name} is not as it was")
    return wrong


def _wrong_media(root: Path, names: set[str]) -> list[str]:
    return [
        f"{name} is not as it was" for name in sorted(names) if not ((root / name).is_file() and is_whole(root / name))
    ]


def _require_room(place: ObjectStore, name: str, folder: Path) -> None:
    """Raises NoSpace when the disk of ``folder`` cannot take the backup: files once, the log as facts and as a copy."""
    sizes = {stored.name.removeprefix(f"{POOL}/"): stored.size for stored in place.listed(POOL)}
    media = sum(sizes.get(one, 0) for one in read(place, f"{name}/{LIST}").decode().splitlines())
    needed = media + 4 * sum(stored.size for stored in place.listed(name)) + _SPARE
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise NoSpace("backup.drill_no_room", where=folder.parent, needed=needed >> 20, free=free >> 20)


def read_drills(var: Path) -> Drills:
    """The last drills; none where they were never noted, or the file is damaged."""
    try:
        return Drills.model_validate_json((var / RESULTS).read_bytes())
    except (OSError, ValidationError):
        return Drills()


def note_drill(var: Path, done: Drilled) -> None:
    """Raises NoSpace, ConfigurationError."""
    before = read_drills(var)
    drills = Drills(last=done, exact=done if done.exact else before.exact)
    files.write(var / RESULTS, drills.model_dump_json(indent=1).encode(), mode=files.PRIVATE)
