"""Restoring a backup into an empty system, with what a damaged broker still has beside it."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple

from libraries.backups.contents import exported_log_path, listed_media, read_media_uses
from libraries.backups.damage import media_used_only_by
from libraries.backups.fact_log import FactLine, read_exported_log
from libraries.backups.layout import STATE, backup_begin_time, fetched_backup, list_complete_backups
from libraries.backups.media_pool import restore_media_from_pool
from libraries.backups.operator_state import (
    OperatorFolders,
    holds_sign_ins,
    restore_operator_state,
    verified_state_files,
)
from libraries.backups.salvage import SalvagedData, salvage_broker_data
from libraries.backups.transfer.log_import import import_log, require_importable
from libraries.backups.withdrawn_list import add_to_withdrawn_list, read_withdrawn_lists
from libraries.bus import Bus
from libraries.bus.connection.client import BrokerClient
from libraries.bus.connection_settings import ConnectionSettings
from libraries.bus.embedded import run_embedded_server
from libraries.media.store import LocalStore
from libraries.object_store.folder import FolderStore
from libraries.object_store.store import ObjectStore
from libraries.waiting import entered_in_thread, run_in_daemon_thread
from schemas.errors import BadInput
from schemas.events import PostRetracted
from schemas.posts import PostKey

_PATIENCE: Final = 10.0
"""Seconds the damaged broker has to answer."""


NOT_IN_IT: Final = (
    "settings (.env)",
    "models: wagglebot models get NAME",
    "own fonts, sounds and pictures in assets/",
    "exported films: copy the folder export/ of the media store",
)
"""What no backup holds, as a restore says it."""
_SIGN_INS: Final = "sign-ins at platforms: wagglebot auth PLATFORM"


class RestoredBackup(NamedTuple):
    """How much was restored. ``state``: switches, journal entries and files of the operator.

    ``withdrawn``: posts of the backup that were withdrawn since and stay away. ``left_out``: posts whose newest facts
    were not taken from the damaged broker, since a fact before them is lost. ``missing``: what is not in the backup.
    """

    facts: int
    sightings: int
    files: int
    state: int
    withdrawn: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


def find_backup(named: str, opened: Callable[[str], ObjectStore | None]) -> tuple[ObjectStore, str]:
    """The place and the name of a backup that a person named; the newest where only the place is named.

    ``opened`` opens a place. Raises BadInput, and what opening raises.
    """
    above, _, name = named.rstrip("/").rpartition("/")
    if backup_begin_time(name) is not None:
        place = opened(above or ".")
        assert place is not None
        return place, name
    place = opened(named)
    assert place is not None
    whole = list_complete_backups(place)
    if not whole:
        raise BadInput("backup.none", where=place.location)
    return place, whole[-1][1]


async def restore_backup(
    bus: Bus,
    store: LocalStore,
    homes: OperatorFolders,
    place: ObjectStore,
    name: str,
    damaged: BrokerClient | None = None,
    *,
    trial: bool = False,
) -> RestoredBackup:
    """Restore the backup ``name``, but for posts that were withdrawn since, into an empty system.

    ``damaged``: the broker that the backup was taken from; its newer facts and entries are taken over. The whole
    backup is verified before the first file is written. ``trial``: the system is thrown away afterwards, so that its
    media need not outlive a power cut. Raises BadInput, ProviderDown, NoSpace, ConfigurationError.
    """
    async with entered_in_thread(fetched_backup(place, name)) as backup:
        log = exported_log_path(backup)
        names = set(await asyncio.to_thread(listed_media, backup))
        await require_importable(bus, log)
        files = await asyncio.to_thread(verified_state_files, backup / STATE)
        var = FolderStore(homes.var)
        withdrawn = await asyncio.to_thread(read_withdrawn_lists, place, var)
        more = await _salvaged(damaged, log, withdrawn) if damaged is not None else SalvagedData()
        withdrawn |= {one.fact.post_key: one for one in more.facts if isinstance(one.fact, PostRetracted)}
        names -= await asyncio.to_thread(media_used_only_by, backup, withdrawn)
        restore_media = partial(restore_media_from_pool, place, name, store.root, names, durable=not trial)
        placed = await run_in_daemon_thread(restore_media)
        await asyncio.to_thread(_note_uses, store, read_media_uses(backup), withdrawn)
        # The journal first: a publisher that runs already must know what was uploaded before it sees the films.
        state = await restore_operator_state(bus, homes, backup / STATE, more.entries, more.ledger)
        done = await import_log(bus, log, (*more.facts, *more.sightings), withdrawn)
        await asyncio.to_thread(add_to_withdrawn_list, var, withdrawn.values())
        away = tuple(str(key) for key in sorted(withdrawn, key=str))
        missing = NOT_IN_IT if holds_sign_ins(files) else (_SIGN_INS, *NOT_IN_IT)
        return RestoredBackup(done.facts, done.sightings, placed, state, away, more.left_out, missing)


@asynccontextmanager
async def open_damaged_broker(folder: Path | None) -> AsyncIterator[BrokerClient | None]:
    """A broker over the folder of a damaged one, without laying out anything there; None without a folder.

    Raises ProviderDown when it does not start.
    """
    if folder is None:
        yield None
        return
    async with run_embedded_server(folder) as address:
        client = await BrokerClient.open(ConnectionSettings(url=address), "restore", patience=_PATIENCE)
        try:
            yield client
        finally:
            await client.close()


async def _salvaged(damaged: BrokerClient, log: Path, withdrawn: Mapping[PostKey, object]) -> SalvagedData:
    lines = await asyncio.to_thread(lambda: [line for line in read_exported_log(log) if isinstance(line, FactLine)])
    return await salvage_broker_data(damaged, {line.sequence: line for line in lines}, withdrawn)


def _note_uses(store: LocalStore, uses: list[tuple[str, str]], withdrawn: Mapping[PostKey, object]) -> None:
    names_by_post: dict[str, list[str]] = {}
    for post, name in uses:
        names_by_post.setdefault(post, []).append(name)
    for post in names_by_post.keys() - {str(key) for key in withdrawn}:
        key = PostKey.parse(post)
        known = store.used_by(key)
        if fresh := [name for name in names_by_post[post] if name not in known]:
            store.note_uses(key, fresh)
