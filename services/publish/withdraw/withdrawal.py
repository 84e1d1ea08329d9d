"""Taking a post back, whatever state it is in: the films hidden and deleted, the text gone, the door shut behind it."""

import asyncio
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

import structlog

from schemas.base import Frozen, Sha256
from schemas.errors import BadInput, Conflict, Parked, ProviderDown, Retryable
from schemas.events import (
    ContentRendered,
    ContentWithdrawn,
    Event,
    PostRetracted,
    Recorded,
)
from schemas.posts import PostKey
from schemas.states import PostState, Status
from services.bus import Bus
from services.media.store import MediaStore
from services.publish.platforms.base import BaseUploader
from services.publish.upload.delivery import alert
from services.publish.upload.journal import JournalEntry, UploadJournal, UploadRecord, UploadState, page_key
from services.publish.upload.lock import BUSY, hold
from services.publish.withdraw.purge import purge_media

log = structlog.get_logger(__name__)

_PATIENCE: Final = 60.0
"""Seconds to wait for an uploader that is at it right now; it notices within one chunk."""
_STUDIO: Final = 20.0
"""Seconds in which a studio that lives ends a stage; one that is dead makes nothing."""
STUDIO: Final = "studio"
"""Its durable."""


class WithdrawalOutcome(Frozen):
    """What became of it.

    ``unsure``: platforms whose list of uploads may still lag; run it again after a while. ``by_hand``: what only a
    person can delete, in the platform's own app.
    """

    post: str
    hidden: tuple[str, ...]
    deleted: tuple[str, ...]
    unsure: tuple[str, ...]
    by_hand: tuple[str, ...] = ()
    messages: int
    files: int


class Withdrawal:
    """Of one post, for one ``reason``. ``hold``: how long a hidden film is kept before it is deleted."""

    def __init__(
        self,
        bus: Bus,
        store: MediaStore,
        uploaders: Sequence[BaseUploader],
        *,
        reason: str,
        by: str,
        hold: timedelta | None = None,
    ) -> None:
        self._bus = bus
        self._book = UploadJournal(bus.ledger())
        self._store = store
        self._uploaders = {uploader.platform: uploader for uploader in uploaders}
        self._reason = reason
        self._by = by
        self._until = datetime.now(UTC) + hold if hold else None
        self._hidden: list[str] = []
        self._deleted: list[str] = []
        self._unsure: list[str] = []
        self._by_hand: list[str] = []

    async def run(self, key: PostKey) -> WithdrawalOutcome:
        """Withdraw it; again is harmless. Raises ProviderDown when a platform cannot be reached: then run it again.

        The tombstone comes first: from then on nobody may collect it, make it or publish it.
        """
        before = await self._bus.history(key)
        tombstone = await self._retract(key)
        await self._studio_lets_go(before)
        films = {fact.event.film.video.sha256 for fact in before if isinstance(fact.event, ContentRendered)}
        failures = [await self._platform(name, key, films) for name in self._uploaders]
        files = await purge_media(self._bus, self._store, key, before)
        messages = await self._bus.purge(key, tombstone)
        for failure in failures:
            if failure is not None:
                raise failure
        return WithdrawalOutcome(
            post=str(key),
            hidden=tuple(self._hidden),
            deleted=tuple(self._deleted),
            unsure=tuple(self._unsure),
            by_hand=tuple(self._by_hand),
            messages=messages,
            files=files,
        )

    async def _studio_lets_go(self, before: Sequence[Recorded]) -> None:
        """Wait until no stage works on it any more: whoever does has heard of the tombstone by now, and stops."""
        sequences = {fact.sequence for fact in before}
        patience = asyncio.get_running_loop().time() + _STUDIO
        while await self._bus.in_hand(STUDIO) in sequences:
            if asyncio.get_running_loop().time() > patience:
                return
            await asyncio.sleep(0.1)  # the broker does not tell of an acknowledgement

    async def _retract(self, key: PostKey) -> int:
        """Sequence of the tombstone."""

        def decision(state: PostState) -> Event | None:
            if state.status is Status.RETRACTED:
                return None
            return PostRetracted(post_key=key, revision=state.revision, by=self._by, reason=self._reason)

        recorded = await self._bus.decide(key, decision)
        if recorded is not None:
            return recorded.sequence
        history = await self._bus.history(key)
        return max(fact.sequence for fact in history if isinstance(fact.event, PostRetracted))

    async def _platform(self, name: str, key: PostKey, films: Iterable[Sha256]) -> Retryable | None:
        """Shut the door of every film first, then take down what is behind it."""
        uploader = self._uploaders[name]
        known = {page.record.key for page in await self._book.of_post(key) if page.record.platform == name}
        keys = known | {page_key(name, uploader.channel, film) for film in films}
        failure = None
        for each in sorted(keys):
            page = await self._shut(uploader, key, each)
            try:
                await self.take_down(uploader, page)
            except (ProviderDown, Parked) as error:
                log.warning("a film could not be taken down yet", post=str(key), platform=name, why=str(error))
                failure = error
        return failure

    async def _shut(self, uploader: BaseUploader, key: PostKey, page: str) -> JournalEntry:
        """The page says withdrawn: whoever uploads it fails at its next line in the book."""
        while True:
            found = await self._book.load(page)
            record = found.record if found else _empty(uploader, key, page)
            changes = {"state": UploadState.WITHDRAWN, "reason": self._reason, "delete_at": self._until}
            try:
                return await self._book.write(record.model_copy(update=changes), found.revision if found else 0)
            except Conflict:
                continue

    async def take_down(self, uploader: BaseUploader, page: JournalEntry) -> bool:
        """Hide and delete what lies behind a page that is shut; whether it is gone now. Raises as `run` does."""
        record = page.record
        if record.taken_down:
            return True
        if record.remote_id and await uploader.withdraw(record.remote_id, hold=True):
            self._hidden.append(record.remote_id)
        patience = asyncio.get_running_loop().time() + _PATIENCE
        while True:
            try:
                async with hold(self._bus, record.key, f"Withdrawing {record.post_key}"):
                    return await self._under_lease(uploader, page)
            except Parked as busy:
                if busy.fields["why"] != BUSY or asyncio.get_running_loop().time() > patience:
                    raise
                await asyncio.sleep(0.2)

    async def _under_lease(self, uploader: BaseUploader, page: JournalEntry) -> bool:
        record = page.record
        remote = record.remote_id
        if not remote and record.address:
            receipt = await uploader.cancel(record.handle)
            remote = receipt.remote_id if receipt else ""
        if not remote and record.closing:
            remote = await uploader.look_up(record.post_key, record.video_sha256) or ""
            if not remote and not (uploader.capabilities.absence_is_proof or not uploader.capabilities.keeps_private):
                self._unsure.append(uploader.platform)
        if remote:
            kept = self._until is not None
            if not await uploader.withdraw(remote, hold=kept):
                known = await uploader.look_up(record.post_key, record.video_sha256)
                await self._leave(record, known or remote, page.revision)
                return False
            (self._hidden if kept else self._deleted).append(remote)
            down = {"remote_id": remote, "address": "", "taken_down": True}
            await self._book.write(record.model_copy(update=down), page.revision)
            withdrawn = ContentWithdrawn(
                post_key=record.post_key,
                revision=record.revision,
                platform=record.platform,
                remote_id=remote,
                reason=self._reason,
            )
            await self._bus.decide(record.post_key, lambda _: withdrawn)
        return bool(remote)

    async def _leave(self, record: UploadRecord, remote: str, revision: int) -> None:
        """Only a person can take it down: say so, and keep what it is known by."""
        self._by_hand.append(f"{record.platform}: {record.url or remote}")
        await self._book.write(record.model_copy(update={"remote_id": remote, "address": ""}), revision)
        await alert(self._bus, "delete it by hand", f"{record.post_key} on {record.platform}: {record.url or remote}")


async def post_of(bus: Bus, named: str) -> PostKey:
    """The post that a person named by its key or by the id or address of its video. Raises BadInput."""
    async for page in UploadJournal(bus.ledger()).pages():
        if page.record.remote_id and page.record.remote_id in (named, named.rstrip("/").rpartition("/")[2]):
            return page.record.post_key
    try:
        return PostKey.parse(named)
    except ValueError as error:
        why = "it is neither a post nor a video of ours"
        remedy = "Name a post (sample.12), or the id or address of a video."
        raise BadInput(what=repr(named), why=why, remedy=remedy) from error


def _empty(uploader: BaseUploader, key: PostKey, page: str) -> UploadRecord:
    return UploadRecord(
        platform=uploader.platform,
        channel=uploader.channel,
        post_key=key,
        revision=0,
        video_sha256=page.rpartition(".")[2],
    )
