"""Making of a backup: the facts, the operator's state and the media files.

A backup has the exported log and the list of its media files. The files are named by content, so each is stored once,
in a pool beside all backups. The projection is not in a backup: it is a fold of the facts.
"""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import NamedTuple

from libraries.backups.deletion import delete_backup, delete_unfinished_backups
from libraries.backups.fact_log import FactLine
from libraries.backups.layout import LIST, LOG, STAMP, STATE, UNFINISHED, USES
from libraries.backups.manifest import write_manifest
from libraries.backups.media_pool import CopiedMedia, copy_media_to_pool, write_media_uses
from libraries.backups.operator_state import OperatorFolders, save_operator_state
from libraries.backups.retention import BackupRetention, delete_expired_backups
from libraries.backups.transfer.log_export import export_log
from libraries.backups.withdrawal import media_of_withdrawn_posts, remove_withdrawn_posts
from libraries.backups.withdrawn_list import add_to_withdrawn_list, read_withdrawn_lists, retractions_in_stream
from libraries.bus import Bus
from libraries.bus.stream.stream_damage import find_stream_damage
from libraries.object_store.folder import FolderStore
from libraries.object_store.settings import SCHEME
from libraries.object_store.store import ObjectStore
from libraries.temp_dirs import temporary_folder
from libraries.waiting import entered_in_thread, run_in_daemon_thread
from schemas.clock import utc_now
from schemas.errors import BadInput, ConfigurationError, NoSpace, WaggleError
from schemas.posts import PostKey


class FinishedBackup(NamedTuple):
    """A finished backup. ``files``: in the media store; ``copied``: new ones; ``dropped``: old backups deleted.

    ``damaged``: names of files of the store that do not hold what their names say; they are not in the backup, and
    good copies of them that the pool has are kept.
    """

    place: str
    name: str
    facts: int
    files: int
    copied: int
    dropped: int
    damaged: tuple[str, ...] = ()


async def back_up(
    bus: Bus,
    media: Path,
    place: ObjectStore,
    homes: OperatorFolders | None = None,
    *,
    keeping: BackupRetention = BackupRetention(),  # noqa: B008 (it cannot be changed)
    sign_ins: bool = False,
    now: datetime | None = None,
) -> FinishedBackup:
    """Back up the facts of ``bus``, the files of ``media`` and the operator's state of ``homes`` into ``place``.

    ``sign_ins``: also those at platforms, into an encrypted place only. A stream with facts missing is not backed up:
    its older backups have them. The backup counts from the moment on in which it is complete.

    Raises NoSpace, BadInput, ProviderDown and ConfigurationError.
    """
    if sign_ins and not place.encrypted:
        raise ConfigurationError("backup.sign_ins_open", where=place.location)
    lost = [fault for fault in (await find_stream_damage(bus.client)).faults if fault.what != "foreign"]
    if lost:
        raise BadInput("backup.stream_damaged", faults=len(lost), first=lost[0].post or lost[0].why)
    moment = (now or utc_now()).astimezone(UTC)
    await asyncio.to_thread(_require_outside, place, media)
    async with entered_in_thread(place.writer_lock()):
        try:
            return await _write(_Work(bus, media, place, moment, homes, keeping, sign_ins))
        except NoSpace:
            await asyncio.to_thread(delete_expired_backups, place, keeping, moment)  # the next one may find room
            raise
        except OSError as error:
            file, why = error.filename or "?", error.strerror
            raise BadInput("backup.failed", folder=place.location, file=file, why=why) from error
        except ConfigurationError as error:
            # The station that backs up goes on after a BadInput, and its cure speaks of backups.
            if error.code != "disk.not_writable":
                raise
            file, why = error.fields["where"], error.fields["why"]
            raise BadInput("backup.failed", folder=place.location, file=file, why=why) from error


class _Work(NamedTuple):
    """What `back_up` was asked for."""

    bus: Bus
    media: Path
    place: ObjectStore
    moment: datetime
    homes: OperatorFolders | None
    keeping: BackupRetention
    sign_ins: bool


async def _write(work: _Work) -> FinishedBackup:
    bus, media, place, moment, homes, keeping, sign_ins = work
    name = moment.strftime(STAMP)
    await asyncio.to_thread(delete_unfinished_backups, place)
    withdrawn = await _withdrawn(bus, place, homes)
    gone = await run_in_daemon_thread(partial(media_of_withdrawn_posts, place, withdrawn))
    await asyncio.to_thread(place.put, f"{name}/{UNFINISHED}", b"")
    try:
        async with entered_in_thread(temporary_folder("backup")) as folder:
            # Facts first: every file that they name is in the store by then.
            exported = await export_log(bus, folder / LOG, sightings=True)
            if homes is not None:
                await save_operator_state(bus, homes, folder / STATE, sign_ins=sign_ins)
            copies: CopiedMedia = await run_in_daemon_thread(partial(copy_media_to_pool, media, place, folder / LIST))
            await asyncio.to_thread(write_media_uses, media, folder / USES)
            await asyncio.to_thread(write_manifest, folder)
            await run_in_daemon_thread(partial(_put_all, folder, place, name))
    except BaseException:
        with suppress(WaggleError, OSError):  # the next backup deletes what is left
            await asyncio.to_thread(delete_backup, place, name)
        raise
    await asyncio.to_thread(place.delete, f"{name}/{UNFINISHED}")
    dropped = await run_in_daemon_thread(partial(delete_expired_backups, place, keeping, moment))
    await run_in_daemon_thread(partial(remove_withdrawn_posts, place, withdrawn, gone))
    return FinishedBackup(place.location, name, exported.facts, len(copies.names), copies.new, dropped, copies.damaged)


def _put_all(folder: Path, place: ObjectStore, name: str) -> None:
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        place.put(f"{name}/{path.relative_to(folder).as_posix()}", path)


def _require_outside(place: ObjectStore, media: Path) -> None:
    if not place.location.startswith(SCHEME) and Path(place.location).resolve().is_relative_to(media.resolve()):
        raise BadInput("backup.inside_media", folder=place.location)


async def _withdrawn(bus: Bus, place: ObjectStore, homes: OperatorFolders | None) -> Mapping[PostKey, FactLine]:
    """Note beside the backups what was withdrawn, and give it."""
    known = await asyncio.to_thread(read_withdrawn_lists, *([FolderStore(homes.var)] if homes else []))
    lines = known | {line.fact.post_key: line for line in await retractions_in_stream(bus)}
    await asyncio.to_thread(add_to_withdrawn_list, place, lines.values())
    return lines
