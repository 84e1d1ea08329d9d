"""The printed cures followed as a person would: repair, restore with what is left, rebuild, back up."""

import asyncio
import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import Final

from libraries.backups.layout import list_complete_backups
from libraries.backups.restore import RestoredBackup, open_damaged_broker, restore_backup
from libraries.bus import Bus
from libraries.bus.connection.topology import ensure_topology
from libraries.maintenance.keep_days import KeepDays
from libraries.maintenance.verification import repair_media_and_backups
from libraries.media.damage import RepairedFiles
from schemas.errors import BadInput, Permanent, ProviderDown
from services.projector.rebuild import rebuild_projection
from services.publish.upload.journal import UploadJournal
from testbed.drills.damage.small_system import CHANNEL, SmallSystem

_FURTHER: Final = """SELECT p.post_key FROM posts p LEFT JOIN made.posts m ON m.post_key = p.post_key
WHERE m.post_key IS NULL OR m.status <> p.status OR m.revision <> p.revision"""
_KEEPS: Final = KeepDays(0, 0, 0)
_NEEDS_RESTORE: Final = ("verify stream", "verify ledger", "broker:", "facts:", "ledger:")


async def follow_cures(system: SmallSystem, words: Sequence[str]) -> list[str]:
    """Do what the printed cures say; gives what was reported as left out or set aside.

    Raises WaggleError when a cure fails.
    """
    said: list[str] = []
    text = "\n".join(words)
    if any(asked in text for asked in ("ove it away", "move this file away", "move the database file away")):
        await asyncio.to_thread(_move_database, system)
    if any(word.startswith(_NEEDS_RESTORE) for word in words):
        said += await _restore(system)
    else:
        async with system.running_broker() as bus:
            if "wagglebot repair" in text:
                said += _aside(await repair_media_and_backups(bus, system.store.root, system.backup_store, _KEEPS))
            if "wagglebot topology apply" in text:
                await ensure_topology(bus.client, change=True)
            if "replay projection" in text:
                await rebuild_projection(bus, system.database_url)
            if "wagglebot backup FOLDER" in text:
                await asyncio.sleep(1)  # two backups of one second have one name
                await system.back_up(bus)
    return said


async def _restore(system: SmallSystem) -> list[str]:
    """Restore the newest backup that is whole into an empty store, with what is left of the damaged one."""
    moved = system.root / "moved"
    await asyncio.to_thread(shutil.move, system.nats_folder, moved)
    async with system.running_broker() as bus:
        done = await _newest_whole(system, moved, bus)
        facts = bus.facts(kinds=("content.uploaded",))
        made = await UploadJournal(bus.ledger()).restore_missing_entries(facts, {"export": CHANNEL})
        await rebuild_projection(bus, system.database_url)
    kept = [f"kept: {post}" for post in await asyncio.to_thread(_kept, system)]
    again = (f"made again from the fact: {key}" for key in made)
    return [*kept, *again, *(f"left out: {post}" for post in done.left_out)]


def _kept(system: SmallSystem) -> list[str]:
    """Posts that the copies of rows, which a rebuild kept, have further than the rows that it made."""
    found: list[str] = []
    for file in system.database_file.parent.glob(f"{system.database_file.name}.kept-*"):
        with closing(sqlite3.connect(file)) as database:
            database.execute("ATTACH ? AS made", (str(system.database_file),))
            found += [str(key) for (key,) in database.execute(_FURTHER)]
    return found


async def _newest_whole(system: SmallSystem, moved: Path, bus: Bus) -> RestoredBackup:
    for _, name in reversed(await asyncio.to_thread(list_complete_backups, system.backup_store)):
        for damaged in (moved, None):  # a broker that does not start any more has nothing to give
            with suppress(BadInput, ProviderDown):
                async with open_damaged_broker(damaged) as broker:
                    return await restore_backup(
                        bus, system.store, system.operator_folders, system.backup_store, name, broker
                    )
    raise Permanent("drill.stuck", done=0, wanted=1, kind="restored")


def _aside(done: RepairedFiles) -> list[str]:
    return [f"set aside: {name}" for name in done.aside]


def _move_database(system: SmallSystem) -> None:
    for file in system.database_file.parent.glob(f"{system.database_file.name}*"):
        file.rename(system.root / f"moved-{file.name}")
