"""What comes after the last byte: waiting for the platform's processing, and the steps that belong to a film.

Neither may lose a film or go on for ever. A platform that processes is looked at less and less often, and after a day
that ends; an optional step that the platform refuses is left out, and a person is told.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from libraries.bus import Bus
from libraries.bus.kv.upload_lock import UploadLock
from libraries.channel.channel_platform import account_key
from schemas.errors import Conflict, Parked, Permanent, ProviderDown
from services.publish.platforms.base import NOT_SEEN, STILL_PROCESSING, BaseUploader, Publication
from services.publish.upload.alerts import alert
from services.publish.upload.journal import JournalEntry, UploadJournal, UploadRecord, UploadState

_DAY: Final = timedelta(hours=24)
"""How long a platform may process a film before that is no longer waited for."""
_SOONEST: Final = timedelta(minutes=2)
_GROWTH: Final = 1.5
"""Pause in ages of the waiting: ten looks in a day, each of which asks the platform a few times."""
_BUSY_TRIES: Final = 4
"""Tries of an optional step that a busy platform does not take; the pauses between them are those of the service."""


def next_processing_check(since: datetime, now: datetime) -> datetime | None:
    """When to ask again about a film that is processed ``since``; None after a day."""
    if now >= since + _DAY:
        return None
    return min(since + _DAY, now + max(_SOONEST, _GROWTH * (now - since)))


def upload_in_doubt_error(record: UploadRecord) -> Permanent:
    """The error of an upload of which only a person can find out whether it is there."""
    where = {"post": record.post_key, "platform": record.platform}
    return Permanent("publish.upload_in_doubt", **where, key=record.key)


class UploadFinisher:
    """Does the last steps of uploads of one account. ``on_step`` is called with the name of each step that is done."""

    def __init__(
        self,
        bus: Bus,
        uploader: BaseUploader,
        journal: UploadJournal,
        now: Callable[[], datetime],
        on_step: Callable[[str], None],
    ) -> None:
        self._bus = bus
        self._uploader = uploader
        self._journal = journal
        self._now = now
        self._on_step = on_step

    async def finish(self, entry: JournalEntry, publication: Publication, lock: UploadLock) -> JournalEntry:
        """Do what is left of the uploader's steps. Raises as `BaseUploader.finish` does."""

        async def before_call(_may_complete: bool) -> None:
            await lock.require_held()

        for step in self._uploader.steps:
            if step in entry.record.steps:
                continue
            await lock.require_held()
            try:
                await self._uploader.finish(step, entry.record.receipt, publication, before_call)
            except Parked as parked:
                entry = await self.park_while_processing(entry, parked)
                if parked.code == NOT_SEEN and await self._uploader.find(publication) is None:
                    raise await self.leave_in_doubt(entry, "it was there, and for a day it is not") from parked
                entry = await self._record_skipped(entry, step, "its end was not seen within a day")
            except (Permanent, ProviderDown) as error:
                entry = await self._leave_step_out(entry, step, error)
            self._on_step(step)
            entry = await self._journal.change(entry, steps=(*entry.record.steps, step), tries=0)
        entry = await self._journal.change(entry, state=UploadState.DONE)
        self._on_step("finished")
        return entry

    async def park_while_processing(self, entry: JournalEntry, parked: Parked) -> JournalEntry:
        """Raises Parked until the platform had a day for a film that it has; then gives the entry as it is now.

        Anything else that ``parked`` waits for is raised as it is.
        """
        if parked.code not in (STILL_PROCESSING, NOT_SEEN):
            raise parked
        since = entry.record.waits or self._now()
        if entry.record.waits is None:
            entry = await self._journal.change(entry, waits=since)
        until = next_processing_check(since, self._now())
        if until is not None:
            raise Parked(parked.code, platform=self._uploader.platform, until=until)
        return entry

    async def leave_in_doubt(self, entry: JournalEntry, reason: str) -> Permanent:
        """Leave an upload to a person, and alert them; gives the error to raise."""
        entry = await self._journal.change(entry, state=UploadState.DOUBT, reason=reason, waits=None)
        await alert(self._bus, "upload in doubt", f"{entry.record.post_key} on {entry.record.platform}")
        return upload_in_doubt_error(entry.record)

    async def _leave_step_out(self, entry: JournalEntry, step: str, error: Permanent | ProviderDown) -> JournalEntry:
        """Leave an optional step out. Raises ``error`` for any other step, and while a busy platform has tries left."""
        if step not in self._uploader.optional:
            raise error
        tries = entry.record.tries + 1
        if isinstance(error, ProviderDown) and tries < _BUSY_TRIES:
            await self._journal.change(entry, tries=tries)
            raise error
        return await self._record_skipped(entry, step, str(error.fields.get("why", error.code)))

    async def _record_skipped(self, entry: JournalEntry, step: str, why: str) -> JournalEntry:
        """Record that a step was left out, and alert a person: once a day for each step of an account."""
        record = entry.record
        entry = await self._journal.change(entry, skipped={**record.skipped, step: why})
        today = f"told.{account_key(record.platform, record.channel)}.{step}.{self._now():%Y%m%d}"
        try:
            await self._journal.ledger.compare_and_set(today, why.encode(), expected=0)
        except Conflict:
            return entry
        await alert(self._bus, f"published without its {step}", f"{record.post_key} on {record.platform}: {why}")
        return entry
