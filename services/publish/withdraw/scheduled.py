"""Withdrawn films whose end is still to come: hidden for a time, or on a platform that was away."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

import structlog

from schemas.errors import ConfigurationError, Retryable
from services.bus import Bus
from services.media.store import MediaStore
from services.publish.platforms.base import BaseUploader
from services.publish.upload.journal import UploadJournal, UploadState
from services.publish.upload.trusted_clock import TrustedClock
from services.publish.withdraw.withdrawal import Withdrawal
from services.waiting import stopped_within

log = structlog.get_logger(__name__)

_HOUR: Final = 3600.0
_WEEK: Final = timedelta(days=7)
"""For so long a film is looked for that may or may not have arrived."""


async def end_holds(
    bus: Bus, store: MediaStore, uploaders: Sequence[BaseUploader], clock: TrustedClock, stop: asyncio.Event
) -> None:
    """Delete hidden films when their time is up, and finish withdrawals that a platform was not there for.

    Looks once an hour, until ``stop``.
    """
    while not stop.is_set():
        for uploader in uploaders:
            try:
                await finish(bus, store, uploader)
                await delete_due(bus, uploader, await clock.surely(bus, uploader))
            except (Retryable, ConfigurationError) as error:
                log.warning("withdrawn films not looked at", platform=uploader.platform, why=str(error))
        await stopped_within(stop, _HOUR)


async def finish(bus: Bus, store: MediaStore, uploader: BaseUploader) -> int:
    """Take down what a withdrawal left because the platform was away; gives how many films went.

    What only a person can delete is left to them.
    """
    gone = 0
    pages = [page async for page in UploadJournal(bus.ledger()).pages(uploader.platform)]
    for page in pages:
        record = page.record
        left = (record.remote_id or record.address or record.closing) and not record.taken_down
        fresh = datetime.now(UTC) - record.since < _WEEK
        if record.state is UploadState.WITHDRAWN and left and fresh and uploader.capabilities.takes_down:
            kept = record.delete_at - datetime.now(UTC) if record.delete_at else None
            again = Withdrawal(bus, store, [uploader], reason=record.reason, by="publish", hold=kept)
            gone += await again.take_down(uploader, page)
    return gone


async def delete_due(bus: Bus, uploader: BaseUploader, now: datetime) -> int:
    """Delete the hidden films whose time is up at ``now``; gives how many."""
    book, gone = UploadJournal(bus.ledger()), 0
    async for page in book.pages(uploader.platform):
        record = page.record
        if record.state is UploadState.WITHDRAWN and record.remote_id and record.delete_at and record.delete_at <= now:
            try:
                await uploader.withdraw(record.remote_id)
                await book.write(record.model_copy(update={"delete_at": None}), page.revision)
            except Retryable as error:
                log.warning("a hidden film is not deleted yet", post=str(record.post_key), why=str(error))
                continue
            gone += 1
    return gone
