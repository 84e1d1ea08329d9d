"""Uploads a film to a platform exactly once, whatever breaks on the way.

The order of writes makes it so. A handle is recorded before the first byte is sent; that the last byte may be sent is
recorded before it is. After a break the handle is asked, and no new one is opened while the old one may have become a
film. When the handle has expired too, the list of uploads decides once it had time to catch up; and when that does not
tell either, a person decides.
"""

import asyncio
import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final

from libraries.bus import Bus
from libraries.bus.kv.upload_lock import UploadLock, upload_lock
from libraries.log import get_logger
from libraries.platform_apis.answers import unexpected_answer_error
from schemas.errors import Conflict, IllegalTransition, Parked, Permanent, ProviderDown
from services.publish.platforms.base import (
    RELEASE_IN_DOUBT,
    BaseUploader,
    Privacy,
    Publication,
    UploadProgress,
    UploadReceipt,
)
from services.publish.upload.alerts import alert
from services.publish.upload.finishing import UploadFinisher, upload_in_doubt_error
from services.publish.upload.journal import JournalEntry, UploadJournal, UploadState, new_upload_record, upload_key

log = get_logger(__name__)

Clock = Callable[[], datetime]
OnStep = Callable[[str], None]
"""Called with the name of each step that cannot be undone, as soon as it is done."""

_ATTEMPTS: Final = 6
"""Attempts at a platform that does not answer, before the film waits for its retry."""
_CONFLICTS: Final = 12
"""Times the journal may be changed by somebody else during one upload."""
_STATES: Final = 5
"""Journal states worked through in one call: two from a new record to a finished one, more when handles expire."""


def real_clock_time() -> datetime:
    """The machine's time. No drill moves it: a journal is compared with what the broker dates."""
    return datetime.now(UTC)


class ExactlyOnceUploader:
    """Uploads films exactly once, by one uploader. ``settle``: seconds its list may lag; by default its own figure."""

    def __init__(
        self,
        bus: Bus,
        uploader: BaseUploader,
        *,
        settle: float | None = None,
        now: Clock = real_clock_time,
        on_step: OnStep = lambda _: None,
        pause: float = 0.5,
        lease: float = 30.0,
    ) -> None:
        self.uploader = uploader
        self.journal = UploadJournal(bus.ledger())
        self._bus = bus
        self._settle = timedelta(seconds=uploader.settle_seconds if settle is None else settle)
        self._now = now
        self._on_step = on_step
        self._pause = pause
        self._lease = lease
        self._finisher = UploadFinisher(bus, uploader, self.journal, now, on_step)

    def journal_key(self, publication: Publication) -> str:
        """The key of the film's journal entry."""
        return upload_key(self.uploader.platform, self.uploader.channel, publication.film.video.sha256)

    async def upload(self, publication: Publication, begun: datetime | None = None) -> UploadReceipt:
        """Upload the film, private, with all that belongs to it; what is there already is not uploaded again.

        ``begun``: when the broker recorded that this upload began; a ledger younger than that was lost.
        Raises Parked (it waits), ProviderDown, Permanent (in doubt), BadInput; IllegalTransition: it was withdrawn.
        """
        await self.uploader.validate(publication)
        async with upload_lock(self._bus, self.journal_key(publication), publication.post_key, self._lease) as lock:
            for _ in range(_CONFLICTS):
                try:
                    entry = await self._load_or_open(publication, begun)
                    for _ in range(_STATES):
                        if entry.record.state is UploadState.DONE:
                            return entry.record.receipt
                        entry = await self._advance(entry, publication, lock)
                    raise ProviderDown("publish.uploads_expired", platform=self.uploader.platform)
                except Conflict as conflict:
                    log.info("the upload journal was changed by somebody else", why=str(conflict))
        raise Conflict("publish.contended", post=publication.post_key)

    async def is_released(self, publication: Publication, privacy: Privacy) -> bool:
        """Whether the film is uploaded and already as visible as that."""
        entry = await self.journal.load(self.journal_key(publication))
        return entry is not None and (entry.record.state, entry.record.privacy) == (UploadState.DONE, privacy)

    async def release(self, publication: Publication, privacy: Privacy) -> UploadReceipt:
        """Make an uploaded film visible; gives its receipt from then on. Raises as `upload` does."""
        async with upload_lock(self._bus, self.journal_key(publication), publication.post_key, self._lease) as lock:
            entry = await self.journal.load(self.journal_key(publication))
            if entry is None or entry.record.state is not UploadState.DONE:
                raise IllegalTransition("publish.not_uploaded", post=publication.post_key)
            if entry.record.privacy == privacy:
                return entry.record.receipt
            await lock.require_held()
            try:
                receipt = await self.uploader.release(entry.record.receipt, publication, privacy)
            except Permanent as error:
                if error.code == RELEASE_IN_DOUBT:
                    doubt = {"state": UploadState.DOUBT, "reason": "its upload is gone, no film is listed"}
                    await self.journal.change(entry, **doubt)
                    await alert(self._bus, "release in doubt", f"{publication.post_key} on {self.uploader.platform}")
                raise
            self._on_step("released")
            if receipt is None:
                again = {"state": UploadState.OPEN, "address": "", "closing": False, "remote_id": "", "steps": ()}
                await self.journal.change(entry, **again, waits=None, skipped={})
                raise ProviderDown("publish.upload_expired", platform=self.uploader.platform)
            entry = await self.journal.change(entry, privacy=privacy, remote_id=receipt.remote_id, url=receipt.url)
            return entry.record.receipt

    async def _load_or_open(self, publication: Publication, begun: datetime | None) -> JournalEntry:
        """The film's journal entry, or a first one with a handle in it."""
        entry = await self.journal.load(self.journal_key(publication))
        if entry is None and begun is not None and begun < await self._bus.ledger().created_at():
            # The journal was lost with the handle in it: only the list of uploads can say what became of it.
            lost = new_upload_record(self.uploader, publication, None, self._now())
            return await self.journal.write(lost.model_copy(update={"state": UploadState.SETTLING, "closing": True}), 0)
        if entry is None:
            return await self._open(publication, 0)
        if entry.record.state is UploadState.DONE and self.uploader.capabilities.absence_is_proof:
            found = await self.uploader.find(publication)
            return entry if found else await self._open(publication, entry.revision)
        return entry

    async def _advance(self, entry: JournalEntry, publication: Publication, lock: UploadLock) -> JournalEntry:
        """Do what the entry's state asks for; gives the entry after it."""
        match entry.record.state:
            case UploadState.OPEN:
                return await self._send(entry, publication, lock)
            case UploadState.SENT:
                return await self._finisher.finish(entry, publication, lock)
            case UploadState.SETTLING:
                return await self._search(entry, publication)
            case UploadState.DOUBT:
                raise upload_in_doubt_error(entry.record)
            case _:
                raise IllegalTransition("publish.withdrawn", post=entry.record.post_key)

    async def _open(self, publication: Publication, expected: int) -> JournalEntry:
        handle = await self.uploader.open(publication)
        self._on_step("opened")
        # Whoever writes first decides which handle is used; one that is never recorded gets no byte.
        entry = await self.journal.write(new_upload_record(self.uploader, publication, handle, self._now()), expected)
        self._on_step("stored")
        return entry

    async def _send(self, entry: JournalEntry, publication: Publication, lock: UploadLock) -> JournalEntry:
        """Ask the handle, send from where it is, ask again; until the film is there or the handle has expired."""
        current = entry

        async def before_call(may_complete: bool) -> None:
            nonlocal current
            await lock.require_held()
            if may_complete and not current.record.closing:
                current = await self.journal.change(current, closing=True)
                self._on_step("closing")
            self._on_step("chunk")

        failure = ProviderDown("publish.platform_down", platform=self.uploader.platform, why="incomplete")
        for attempt in range(_ATTEMPTS):
            try:
                progress = await self.uploader.ask_upload_progress(current.record.handle, publication)
                if not _has_ended(progress):
                    self._require_possible(progress.received, publication)
                    handle = current.record.handle
                    progress = await self.uploader.send(handle, publication, progress.received, before_call)
                if progress.receipt is not None:
                    self._on_step("accepted")
                    return await self._record_sent(current, progress.receipt)
                if progress.aborted:
                    failure = await self._forget_handle(current, progress.aborted)
                    break
                if progress.expired:
                    return await self._after_expiry(current, publication)
            except Parked as parked:
                current = await self._finisher.park_while_processing(current, parked)
                found = await self.uploader.find(publication)
                if found is not None:
                    return await self._record_sent(current, found)
                raise await self._finisher.leave_in_doubt(current, "processed for a day, no film is there") from parked
            except ProviderDown as error:
                failure = error
                await asyncio.sleep(self._pause * 2**attempt * random.uniform(0.5, 1.0))  # noqa: S311 (spreads retries)
        raise failure

    def _require_possible(self, received: int, publication: Publication) -> None:
        """Raises ProviderDown when a platform says that it has more bytes than there are, or fewer than none."""
        size = publication.film.video.size
        if not 0 <= received <= size:
            raise unexpected_answer_error(self.uploader.platform, f"{received} of {size} bytes received")

    async def _forget_handle(self, entry: JournalEntry, why: str) -> ProviderDown:
        """Forget the handle; gives the error to raise, after whose pause a new one is opened."""
        if entry.record.address:
            await self.journal.change(entry, address="", closing=False, waits=None)
        return ProviderDown("publish.upload_aborted", platform=self.uploader.platform, why=why)

    async def _after_expiry(self, entry: JournalEntry, publication: Publication) -> JournalEntry:
        if not entry.record.closing:
            # Its last byte was never sent: there is nothing on the platform that a second upload could double.
            return await self._open(publication, entry.revision)
        return await self.journal.change(entry, state=UploadState.SETTLING, since=self._now(), address="")

    async def _search(self, entry: JournalEntry, publication: Publication) -> JournalEntry:
        """Search the list of uploads for a film whose handle has expired. Raises Parked, then Permanent (in doubt)."""
        found = await self.uploader.find(publication)
        if found is not None:
            return await self._record_sent(entry, found)
        if self.uploader.capabilities.absence_is_proof:
            return await self._open(publication, entry.revision)
        until = entry.record.since + self._settle
        if self._now() < until:
            post, platform = publication.post_key, self.uploader.platform
            raise Parked("publish.list_lags", post=post, platform=platform, until=until)
        raise await self._finisher.leave_in_doubt(entry, "all bytes were sent, no film is listed")

    async def _record_sent(self, entry: JournalEntry, receipt: UploadReceipt) -> JournalEntry:
        remote = {"remote_id": receipt.remote_id, "url": receipt.url}
        entry = await self.journal.change(entry, state=UploadState.SENT, address="", **remote)
        self._on_step("sent")
        return entry


def _has_ended(progress: UploadProgress) -> bool:
    return progress.receipt is not None or progress.expired or bool(progress.aborted)
