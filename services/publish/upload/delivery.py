"""Bringing a film to a platform exactly once, whatever breaks on the way.

The order is what makes it so. A handle is written down before the first byte; that the last byte may leave is written
down before it leaves. After a break the handle is asked, never a new one opened while the old one may have become a
film. Is it gone too, the list of uploads decides once it had time to catch up; and if that does not know, a person.
"""

import asyncio
import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final

import structlog

from schemas import subjects
from schemas.errors import Conflict, IllegalTransition, Parked, Permanent, ProviderDown
from services.bus import Bus
from services.publish.platforms.base import BaseUploader, InDoubt, Privacy, Publication, UploadProgress, UploadReceipt
from services.publish.upload.journal import JournalEntry, UploadJournal, UploadRecord, UploadState, first, page_key
from services.publish.upload.lock import UploadLock, hold

log = structlog.get_logger(__name__)

Clock = Callable[[], datetime]
OnStep = Callable[[str], None]
"""Told the name of each point of no return as it is passed."""

_TRIES: Final = 6
"""Of a platform that does not answer, before the film waits for its retry."""
_OVERTAKEN: Final = 12
_STEPS: Final = 5
"""From a first page to a finished one it is two; more are sessions that ended too early."""


def utc_now() -> datetime:
    return datetime.now(UTC)


class Delivery:
    """Uploads through one uploader. ``settle`` in seconds: how long the list of uploads may lag."""

    def __init__(
        self,
        bus: Bus,
        uploader: BaseUploader,
        *,
        settle: float = 600.0,
        now: Clock = utc_now,
        passed: OnStep = lambda _: None,
        pause: float = 0.5,
        lease: float = 30.0,
    ) -> None:
        self.uploader = uploader
        self.book = UploadJournal(bus.ledger())
        self._bus = bus
        self._settle = timedelta(seconds=settle)
        self._now = now
        self._passed = passed
        self._pause = pause
        self._lease = lease

    def key(self, publication: Publication) -> str:
        return page_key(self.uploader.platform, self.uploader.channel, publication.film.video.sha256)

    async def bring(self, publication: Publication, begun: datetime | None = None) -> UploadReceipt:
        """The film is on the platform, private, with all that belongs to it.

        ``begun``: when the broker recorded that this upload was begun; a ledger younger than that was lost.
        Raises Parked (it waits), ProviderDown, Permanent (in doubt), BadInput; IllegalTransition: it was withdrawn.
        """
        await self.uploader.validate(publication)
        key = self.key(publication)
        async with hold(self._bus, key, f"Uploading {publication.post_key}", self._lease) as held:
            for _ in range(_OVERTAKEN):
                try:
                    page = await self._stand(publication, begun)
                    for _ in range(_STEPS):
                        if page.record.state is UploadState.DONE:
                            return page.record.receipt
                        page = await self._step(page, publication, held)
                    raise ProviderDown(provider=self.uploader.platform, why="every upload that was begun is gone again")
                except Conflict as overtaken:
                    log.info("upload page moved on", why=str(overtaken))
        raise Conflict(post=f"The upload of {publication.post_key}", sequence=0)

    async def release(self, publication: Publication, privacy: Privacy) -> UploadReceipt:
        """Make a film that is there visible; gives what it is known by then. Raises as `bring` does."""
        async with hold(self._bus, self.key(publication), f"Releasing {publication.post_key}", self._lease) as held:
            page = await self.book.load(self.key(publication))
            if page is None or page.record.state is not UploadState.DONE:
                raise IllegalTransition(post=publication.post_key, status="not uploaded", event="content.released")
            if page.record.privacy == privacy:
                return page.record.receipt
            await held.sure()
            try:
                receipt = await self.uploader.release(page.record.receipt, publication, privacy)
            except InDoubt as doubt:
                await self._turn(page, state=UploadState.DOUBT, reason=str(doubt.fields["why"]))
                await alert(self._bus, "release in doubt", f"{publication.post_key} on {self.uploader.platform}")
                raise
            self._passed("released")
            if receipt is None:
                await self._turn(page, state=UploadState.OPEN, address="", closing=False, remote_id="", steps=())
                raise ProviderDown(provider=self.uploader.platform, why="what was uploaded has expired")
            known = {"remote_id": receipt.remote_id, "url": receipt.url}
            page = await self._turn(page, privacy=privacy, **known)
            return page.record.receipt

    async def _stand(self, publication: Publication, begun: datetime | None) -> JournalEntry:
        """The page as it is, or a first one with a handle in it."""
        page = await self.book.load(self.key(publication))
        if page is None and begun is not None and begun < await self._bus.ledger().born():
            # The book was lost with the handle in it: only the list of uploads can say what became of it.
            lost = first(self.uploader, publication, None, self._now())
            return await self.book.write(lost.model_copy(update={"state": UploadState.SETTLING, "closing": True}), 0)
        if page is None:
            return await self._open(publication, 0)
        if page.record.state is UploadState.DONE and self.uploader.capabilities.absence_is_proof:
            found = await self.uploader.find(publication)
            return page if found else await self._open(publication, page.revision)
        return page

    async def _step(self, page: JournalEntry, publication: Publication, held: UploadLock) -> JournalEntry:
        record = page.record
        match record.state:
            case UploadState.OPEN:
                return await self._send(page, publication, held)
            case UploadState.SENT:
                return await self._finish(page, publication, held)
            case UploadState.SETTLING:
                return await self._look(page, publication)
            case UploadState.DOUBT:
                raise self._doubt(record)
            case _:
                raise IllegalTransition(post=record.post_key, status="withdrawn", event="content.uploaded")

    async def _open(self, publication: Publication, expected: int) -> JournalEntry:
        handle = await self.uploader.open(publication)
        self._passed("opened")
        # Whoever writes first decides which handle is used; one that is never written down gets no byte.
        page = await self.book.write(first(self.uploader, publication, handle, self._now()), expected)
        self._passed("stored")
        return page

    async def _send(self, page: JournalEntry, publication: Publication, held: UploadLock) -> JournalEntry:
        """Ask, go on where it stands, ask again; until the film is there or the handle is gone."""
        current = page

        async def watch(whole: bool) -> None:
            nonlocal current
            await held.sure()
            if whole and not current.record.closing:
                current = await self._turn(current, closing=True)
                self._passed("closing")
            self._passed("chunk")

        why = "no answer"
        for attempt in range(_TRIES):
            try:
                progress = await self.uploader.confirm(current.record.handle, publication)
                if not _ended(progress):
                    progress = await self.uploader.send(current.record.handle, publication, progress.received, watch)
                if progress.receipt is not None:
                    self._passed("accepted")
                    return await self._sent(current, progress.receipt)
                if progress.void:
                    return await self._void(current, progress.void)
                if progress.gone:
                    return await self._gone(current, publication)
            except ProviderDown as error:
                why = str(error.fields["why"])
                await asyncio.sleep(self._pause * 2**attempt * random.uniform(0.5, 1.0))  # noqa: S311 (spreads retries)
        raise ProviderDown(provider=self.uploader.platform, why=why)

    async def _void(self, page: JournalEntry, why: str) -> JournalEntry:
        """The platform broke it off: the next try begins anew, after the pause of a failure."""
        if page.record.address:
            page = await self._turn(page, address="", closing=False)
        raise ProviderDown(provider=self.uploader.platform, why=why)

    async def _gone(self, page: JournalEntry, publication: Publication) -> JournalEntry:
        if not page.record.closing:
            # Its last byte never left: there is nothing on the platform that a second upload could double.
            return await self._open(publication, page.revision)
        return await self._turn(page, state=UploadState.SETTLING, since=self._now(), address="")

    async def _look(self, page: JournalEntry, publication: Publication) -> JournalEntry:
        found = await self.uploader.find(publication)
        if found is not None:
            return await self._sent(page, found)
        if self.uploader.capabilities.absence_is_proof:
            return await self._open(publication, page.revision)
        settled = page.record.since + self._settle
        if self._now() < settled:
            why = "its upload broke off at the end, and the list of uploads may lag"
            raise Parked(what=f"{publication.post_key} on {self.uploader.platform}", until=settled, why=why)
        page = await self._turn(page, state=UploadState.DOUBT, reason="all bytes were sent, no film is listed")
        await alert(self._bus, "upload in doubt", f"{publication.post_key} on {self.uploader.platform}")
        raise self._doubt(page.record)

    async def _sent(self, page: JournalEntry, receipt: UploadReceipt) -> JournalEntry:
        page = await self._turn(page, state=UploadState.SENT, remote_id=receipt.remote_id, url=receipt.url, address="")
        self._passed("sent")
        return page

    async def _finish(self, page: JournalEntry, publication: Publication, held: UploadLock) -> JournalEntry:
        async def watch(_whole: bool) -> None:
            await held.sure()

        for step in self.uploader.steps:
            if step not in page.record.steps:
                await watch(False)
                await self.uploader.finish(step, page.record.receipt, publication, watch)
                self._passed(step)
                page = await self._turn(page, steps=(*page.record.steps, step))
        page = await self._turn(page, state=UploadState.DONE)
        self._passed("finished")
        return page

    async def _turn(self, page: JournalEntry, **changes: object) -> JournalEntry:
        return await self.book.write(page.record.model_copy(update=changes), page.revision)

    def _doubt(self, record: UploadRecord) -> Permanent:
        remedy = f"Look there, then say what you found: wagglebot uploads settle {record.key} --video ID | --absent."
        return Permanent(
            what=f"Knowing whether {record.post_key} is on {record.platform}", why=record.reason, remedy=remedy
        )


def _ended(progress: UploadProgress) -> bool:
    return progress.receipt is not None or progress.gone or bool(progress.void)


async def alert(bus: Bus, what: str, where: str) -> None:
    """Tell a person: in the log, and to whoever listens for alerts."""
    log.error(what, alert=True, where=where)
    await bus.say(subjects.ALERT, f"{what}: {where}".encode())
