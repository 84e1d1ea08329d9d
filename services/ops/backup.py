"""Backups of the facts and of the media files.

A backup is a folder with the exported log and the list of its media files. The files are named by content, so each is
stored once, in a pool beside all backups. The projection is not in a backup: it is a fold of the facts.
"""

import asyncio
import shutil
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import NamedTuple

from libraries import files
from libraries.backups.check import media_of
from libraries.backups.folder import (
    LIST,
    LOG,
    POOL,
    STAMP,
    STATE,
    USES,
    alone,
    backups_in,
    drop_old,
    drop_unfinished,
    listed_media,
)
from libraries.backups.manifest import write_manifest
from libraries.backups.operator_state import Homes, save_state
from libraries.backups.pool import copy_media, forget, write_uses
from libraries.backups.transfer import export_log
from libraries.backups.withdrawn import note_withdrawn, read_withdrawn, retractions
from libraries.bus import Bus
from libraries.bus.stream.scrub import scrub
from libraries.waiting import in_background
from schemas.clock import utc_now
from schemas.errors import BadInput, ConfigurationError


class BackedUp(NamedTuple):
    """A finished backup. ``files``: in the media store; ``copied``: new ones; ``dropped``: old backups deleted.

    ``damaged``: names of files of the store that do not hold what their names say; they are not in the backup, and
    good copies of them that the pool has are kept.
    """

    folder: Path
    facts: int
    files: int
    copied: int
    dropped: int
    damaged: tuple[str, ...] = ()


async def back_up(
    bus: Bus, media: Path, folder: Path, homes: Homes | None = None, *, keep: int, now: datetime | None = None
) -> BackedUp:
    """Back up the facts of ``bus``, the files of ``media`` and the operator's state of ``homes`` into ``folder``.

    Backups older than ``keep`` days are deleted. A stream with facts missing is not backed up: its older backups have
    them.

    The backup appears under its name only when it is complete. Raises NoSpace, BadInput and ProviderDown.
    """
    lost = [fault for fault in (await scrub(bus.client)).faults if fault.what != "foreign"]
    if lost:
        raise BadInput("backup.stream_damaged", faults=len(lost), first=lost[0].post or lost[0].why)
    moment = (now or utc_now()).astimezone(UTC)
    begun = folder / f".{moment.strftime(STAMP)}"
    await asyncio.to_thread(_require_outside, folder, media)
    with alone(folder):
        return await _write(bus, media, begun, homes, moment - timedelta(days=keep))


async def _write(bus: Bus, media: Path, begun: Path, homes: Homes | None, oldest: datetime) -> BackedUp:
    folder = begun.parent
    try:
        await asyncio.to_thread(_begin, begun)
        gone = await _withdrawn(bus, folder, homes)
        # Facts first: every file that they name is in the store by then.
        exported = await export_log(bus, begun / LOG, sightings=True)
        if homes is not None:
            await save_state(bus, homes, begun / STATE)
        copies = await in_background(partial(copy_media, media, folder / POOL, begun / LIST))
        await asyncio.to_thread(write_uses, media, begun / USES)
        await asyncio.to_thread(write_manifest, begun)
        done = await asyncio.to_thread(begun.rename, folder / begun.name[1:])
        await asyncio.to_thread(files.sync_folder, folder)
        dropped = await asyncio.to_thread(drop_old, folder, oldest)
        await asyncio.to_thread(forget, folder / POOL, gone.difference(copies.names))
    except OSError as error:
        raise BadInput("backup.failed", folder=folder, file=error.filename or "?", why=error.strerror) from error
    except ConfigurationError as error:
        # The station that backs up goes on after a BadInput, and its cure speaks of backups.
        if error.code != "disk.not_writable":
            raise
        raise BadInput("backup.failed", folder=folder, file=error.fields["where"], why=error.fields["why"]) from error
    finally:
        await asyncio.to_thread(shutil.rmtree, begun, ignore_errors=True)
    return BackedUp(done, exported.facts, len(copies.names), copies.new, dropped, copies.damaged)


def _require_outside(folder: Path, media: Path) -> None:
    if folder.resolve().is_relative_to(media.resolve()):
        raise BadInput("backup.inside_media", folder=folder)


def _begin(begun: Path) -> None:
    """Raises OSError."""
    drop_unfinished(begun.parent)
    begun.mkdir()


async def _withdrawn(bus: Bus, folder: Path, homes: Homes | None) -> set[str]:
    """Note beside the backups what was withdrawn; gives the names of its media in backups made before that."""
    known = await asyncio.to_thread(read_withdrawn, *([homes.var] if homes else []))
    lines = known | {line.fact.post_key: line for line in await retractions(bus)}
    await asyncio.to_thread(note_withdrawn, folder, lines.values())
    gone: set[str] = set()
    for moment, path in backups_in(folder):
        posts = {key: line for key, line in lines.items() if line.stored > moment}
        with suppress(BadInput):  # a damaged backup: verify names it, and its files go with it
            await asyncio.to_thread(listed_media, path)
            gone |= await asyncio.to_thread(media_of, path, posts)
    return gone
