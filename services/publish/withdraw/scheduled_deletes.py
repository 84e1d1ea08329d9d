"""Withdrawn films that are still to be deleted: hidden for a time, or on a platform that did not answer."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from libraries.bus import BucketEntry, Bus
from libraries.bus.kv.kept_entries import KeptEntries
from libraries.log import get_logger
from libraries.media.store import MediaStore
from libraries.waiting import wait_for_stop
from schemas.errors import Permanent, Retryable
from services.publish.platforms.base import BaseUploader
from services.publish.upload.journal import JournalEntry, UploadJournal, UploadState, readable_journal_entry
from services.publish.upload.trusted_clock import TrustedClock
from services.publish.withdraw.withdrawal import Withdrawer

log = get_logger(__name__)

_HOUR: Final = 3600.0
_WEEK: Final = timedelta(days=7)
"""How long a film that may or may not have arrived is searched for."""


async def run_scheduled_deletes(
    bus: Bus, store: MediaStore, uploaders: Sequence[BaseUploader], clock: TrustedClock, stop: asyncio.Event
) -> None:
    """Delete hidden films when their time is up, and finish withdrawals that a platform did not answer to.

    Checks once an hour, until ``stop``.
    """
    withdrawn = open_withdrawals(bus)
    while not stop.is_set():
        for uploader in uploaders:
            try:
                now = await clock.earliest_time(bus, uploader)
                await finish_withdrawals(bus, store, uploader, now, withdrawn)
                await delete_due_films(bus, uploader, now, withdrawn)
            except (Retryable, Permanent) as error:
                log.warning("withdrawn films were not checked", platform=uploader.platform, why=str(error))
        await wait_for_stop(stop, _HOUR)


def open_withdrawals(bus: Bus) -> KeptEntries[JournalEntry]:
    """The withdrawn films of all platforms of which something may be left to do."""

    def keep(entry: BucketEntry) -> JournalEntry | None:
        found = readable_journal_entry(entry)
        if found is None:
            return None
        record = found.record
        there = record.state is UploadState.WITHDRAWN and (record.remote_id or record.address or record.closing)
        left = there and (record.delete_at or not record.taken_down)
        return found if left else None

    return KeptEntries(bus.ledger(), "upload.*.*.*", keep)


async def finish_withdrawals(
    bus: Bus, store: MediaStore, uploader: BaseUploader, now: datetime, withdrawn: KeptEntries[JournalEntry]
) -> int:
    """Take down films whose withdrawal the platform did not answer to at ``now``; gives how many.

    Films that only a person can delete are left to them.
    """
    gone = 0
    for entry in await withdrawn.read():
        record = entry.record
        pending = record.platform == uploader.platform and not record.taken_down
        if pending and now - record.since < _WEEK and uploader.capabilities.takes_down:
            hold = record.delete_at - now if record.delete_at else None
            again = Withdrawer(bus, store, [uploader], reason=record.reason, by="publish", hold=hold)
            gone += await again.take_down_film(uploader, entry)
    return gone


async def delete_due_films(
    bus: Bus, uploader: BaseUploader, now: datetime, withdrawn: KeptEntries[JournalEntry]
) -> int:
    """Delete the hidden films whose time is up at ``now``; gives how many."""
    journal, gone = UploadJournal(bus.ledger()), 0
    for entry in await withdrawn.read():
        record = entry.record
        if record.platform == uploader.platform and record.remote_id and record.delete_at and record.delete_at <= now:
            try:
                await uploader.withdraw(record.remote_id)
                await journal.write(record.model_copy(update={"delete_at": None}), entry.revision)
            except (Retryable, Permanent) as error:
                log.warning("a hidden film is not deleted yet", post=str(record.post_key), why=str(error))
                continue
            gone += 1
    return gone
