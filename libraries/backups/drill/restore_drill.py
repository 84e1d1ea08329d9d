"""The restore drill: the newest backup is restored into an empty system of its own, and compared with the backup."""

import asyncio
import shutil
import time
from functools import partial
from pathlib import Path
from typing import Final

from libraries.backups.contents import listed_media
from libraries.backups.damage import media_used_only_by
from libraries.backups.drill.fact_comparison import fact_differences
from libraries.backups.drill.results import DrillResult
from libraries.backups.drill.state_comparison import (
    ledger_entry_differences,
    media_file_differences,
    operator_file_differences,
)
from libraries.backups.layout import LIST, POOL, STATE, fetched_backup, list_complete_backups
from libraries.backups.operator_state import OperatorFolders, saved_ledger_values
from libraries.backups.restore import restore_backup
from libraries.backups.withdrawn_list import read_withdrawn_lists
from libraries.bus import Bus, connect
from libraries.bus.connection_settings import ConnectionSettings
from libraries.bus.embedded import run_embedded_server
from libraries.media.store import LocalStore
from libraries.object_store.store import ObjectMissing, ObjectStore, read_object
from libraries.temp_dirs import temporary_folder
from libraries.waiting import entered_in_thread, run_in_daemon_thread
from schemas.clock import utc_now
from schemas.errors import BadInput, NoSpace

_LONGEST: Final = 4 * 3600.0
"""Seconds after which a drill is broken off."""
_SPARE: Final = 256 << 20
"""Bytes that a broker and a database need beside what is restored."""
_NAMED: Final = 20


async def run_restore_drill(place: ObjectStore, living: Bus | None = None, *, longest: float = _LONGEST) -> DrillResult:
    """Restore the newest backup of ``place`` into an empty temporary system with a broker of its own, and compare.

    ``living``: the running system, which must have every fact of the backup; it is only read. A restore that fails is
    a drill with that reason. Raises BadInput without a backup, NoSpace where there is no room for it, ProviderDown.
    """
    backups = await asyncio.to_thread(list_complete_backups, place)
    if not backups:
        raise BadInput("backup.none", where=place.location)
    name, begun, began = backups[-1][1], utc_now(), time.monotonic()
    async with entered_in_thread(temporary_folder("restore")) as folder:
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
    return DrillResult(begun=begun, backup=name, seconds=seconds, wrong=tuple(wrong), **counts)


async def _restored(
    place: ObjectStore, name: str, folder: Path, living: Bus | None
) -> tuple[dict[str, int], list[str]]:
    homes, store = OperatorFolders(folder / "var", folder / "sites"), LocalStore(folder / "media")
    for path in (*homes, store.root):
        path.mkdir()
    async with run_embedded_server(folder / "nats") as url, entered_in_thread(fetched_backup(place, name)) as backup:
        bus = await connect(ConnectionSettings(url=url), "restore drill")
        try:
            done = await restore_backup(bus, store, homes, place, name, trial=True)
            withdrawn = await asyncio.to_thread(read_withdrawn_lists, place)
            wrong = await fact_differences(bus, backup, {str(key) for key in withdrawn}, living)
            entries = saved_ledger_values(backup / STATE)
            wrong += await ledger_entry_differences(bus, entries)
            wrong += await run_in_daemon_thread(partial(operator_file_differences, backup, homes))
            names = set(listed_media(backup)) - await asyncio.to_thread(media_used_only_by, backup, withdrawn)
            wrong += await run_in_daemon_thread(partial(media_file_differences, store.root, names))
        finally:
            await bus.close()
    counts = {"facts": done.facts, "entries": len(entries), "files": done.state - len(entries), "media": len(names)}
    return counts, wrong


def _require_room(place: ObjectStore, name: str, folder: Path) -> None:
    """Raises NoSpace when the disk of ``folder`` cannot take the backup: files once, the log as facts and as a copy."""
    sizes = {stored.name.removeprefix(f"{POOL}/"): stored.size for stored in place.list_objects(POOL)}
    media = sum(sizes.get(one, 0) for one in read_object(place, f"{name}/{LIST}").decode().splitlines())
    needed = media + 4 * sum(stored.size for stored in place.list_objects(name)) + _SPARE
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise NoSpace("backup.drill_no_room", where=folder.parent, needed=needed >> 20, free=free >> 20)
