"""Withdraws a post, whatever state it is in: its films are hidden and deleted, its text is purged, it never returns."""

import asyncio
from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from libraries.bus import Bus
from libraries.bus.kv.upload_lock import BUSY, upload_lock
from libraries.channel.films_of_post import posts_of_all_films
from libraries.log import get_logger
from libraries.media.store import MediaStore
from schemas.base import Frozen, Sha256
from schemas.errors import BadInput, Conflict, Parked, ProviderDown, Retryable
from schemas.events import ContentRendered, ContentWithdrawn, Event, PartTwo, PostApproved, PostRetracted, RecordedFact
from schemas.posts import PostKey
from schemas.states import PostState, Status
from services.publish.platforms.base import BaseUploader
from services.publish.upload.alerts import alert
from services.publish.upload.journal import JournalEntry, UploadJournal, UploadRecord, UploadState, upload_key
from services.publish.withdraw.purge import purge_media

log = get_logger(__name__)

_PATIENCE: Final = 60.0
"""Seconds to wait for an uploader that works on the film right now; it notices the withdrawal within one chunk."""
_STUDIO: Final = 20.0
"""Seconds to wait for a studio to end a stage; one that does not answer by then is dead."""
STUDIO: Final = "studio"
"""The studio's durable."""


class WithdrawalOutcome(Frozen):
    """What a withdrawal did.

    ``unsure``: platforms whose list of uploads may still lag; withdraw again after a while. ``by_hand``: films that
    only a person can delete, in the platform's own app. ``follow_ups``: posts whose films recall this one; whether they
    are withdrawn too a person decides.
    """

    post: str
    hidden: tuple[str, ...]
    deleted: tuple[str, ...]
    unsure: tuple[str, ...]
    by_hand: tuple[str, ...] = ()
    follow_ups: tuple[str, ...] = ()
    messages: int
    files: int


class Withdrawer:
    """Withdraws a post from every platform. ``hold``: how long a hidden film is kept before it is deleted."""

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
        self._journal = UploadJournal(bus.ledger())
        self._store = store
        self._uploaders = {uploader.platform: uploader for uploader in uploaders}
        self._reason = reason
        self._by = by
        self._until = datetime.now(UTC) + hold if hold else None
        self._hidden: list[str] = []
        self._deleted: list[str] = []
        self._unsure: list[str] = []
        self._by_hand: list[str] = []

    async def withdraw(self, key: PostKey) -> WithdrawalOutcome:
        """Withdraw the post with the films that other channels have of it; doing so again is harmless.

        Raises ProviderDown or Parked when a platform does not answer, and BadInput when an entry of the journal cannot
        be read: that film a person must take down. The others are withdrawn all the same.
        """
        files = messages = 0
        failure: Retryable | BadInput | None = None
        posts = await posts_of_all_films(self._bus, key)
        for post in posts:
            purged, deleted, failed = await self._withdraw_one(post)
            files, messages, failure = files + deleted, messages + purged, failure or failed
        follow_ups = await self._follow_ups(posts)
        if failure is not None:
            raise failure
        return WithdrawalOutcome(
            post=str(key),
            hidden=tuple(self._hidden),
            deleted=tuple(self._deleted),
            unsure=tuple(self._unsure),
            by_hand=tuple(self._by_hand),
            follow_ups=follow_ups,
            messages=messages,
            files=files,
        )

    async def _withdraw_one(self, key: PostKey) -> tuple[int, int, Retryable | BadInput | None]:
        """Withdraw one post; gives the messages purged, the files deleted and the first failure of a platform.

        The retraction is recorded first: from then on nobody may collect, make or publish the post.
        """
        before = await self._bus.facts_of_post(key)
        tombstone = await self._retract(key)
        await self._wait_for_studio(before)
        made = [fact.event for fact in before if isinstance(fact.event, ContentRendered)]
        films = {each.film.video.sha256 for each in made} | {each.cut.film.video.sha256 for each in made if each.cut}
        known = [entry.record for entry in await self._journal.entries_of_post(key)]
        failures = [await self._withdraw_from_platform(name, key, films, known) for name in self._uploaders]
        files = await purge_media(self._bus, self._store, key, before)
        messages = await self._bus.purge_post(key, tombstone)
        return messages, files, next((one for one in failures if one is not None), None)

    async def _follow_ups(self, posts: Collection[PostKey]) -> tuple[str, ...]:
        """The posts whose present films recall one of these, by their approvals; a person is told of each."""
        approved: dict[PostKey, PartTwo | None] = {}
        async for batch in self._bus.facts(kinds=(PostApproved.kind,)):
            for fact in batch:
                if isinstance(fact.event, PostApproved):
                    approved[fact.event.post_key] = fact.event.part_two
        found = [(post, told.first) for post, told in approved.items() if told is not None and told.first in posts]
        for post, first in found:
            cure = f"wagglebot withdraw {post} --reason WHY"
            await alert(self._bus, "a film recalls a withdrawn post", f"{post} recalls {first}: {cure}")
        return tuple(str(post) for post, _ in found)

    async def _wait_for_studio(self, before: Sequence[RecordedFact]) -> None:
        """Wait until no stage works on the post: the studio was notified of the retraction, and stops."""
        sequences = {fact.sequence for fact in before}
        patience = asyncio.get_running_loop().time() + _STUDIO
        while await self._bus.sequence_in_progress(STUDIO) in sequences:
            if asyncio.get_running_loop().time() > patience:
                return
            await asyncio.sleep(0.1)  # the broker does not notify anybody of an acknowledgement

    async def _retract(self, key: PostKey) -> int:
        """Record the retraction, if that was not done before; gives its sequence."""

        def decision(state: PostState) -> Event | None:
            if state.status is Status.RETRACTED:
                return None
            return PostRetracted(post_key=key, revision=state.revision, by=self._by, reason=self._reason)

        recorded = await self._bus.publish_decision(key, decision)
        if recorded is not None:
            return recorded.sequence
        history = await self._bus.facts_of_post(key)
        return max(fact.sequence for fact in history if isinstance(fact.event, PostRetracted))

    async def _withdraw_from_platform(
        self, name: str, key: PostKey, films: Iterable[Sha256], known: Iterable[UploadRecord]
    ) -> Retryable | BadInput | None:
        """Mark every film of the post as withdrawn, then take it down; gives the last failure, if any."""
        uploader = self._uploaders[name]
        keys = {record.key for record in known if record.platform == name}
        keys |= {upload_key(name, uploader.channel, film) for film in films}
        failure: Retryable | BadInput | None = None
        for each in sorted(keys):
            try:
                await self.take_down_film(uploader, await self._mark_withdrawn(uploader, key, each))
            except (ProviderDown, Parked, BadInput) as error:
                log.warning("a film could not be taken down yet", post=str(key), platform=name, why=str(error))
                failure = error
        return failure

    async def _mark_withdrawn(self, uploader: BaseUploader, post: PostKey, key: str) -> JournalEntry:
        """Mark a journal entry as withdrawn: an upload that is under way fails at its next write to it."""
        while True:
            found = await self._journal.load(key)
            record = found.record if found else _withdrawn_record(uploader, post, key)
            changes = {"state": UploadState.WITHDRAWN, "reason": self._reason, "delete_at": self._until}
            try:
                return await self._journal.write(record.model_copy(update=changes), found.revision if found else 0)
            except Conflict:
                continue

    async def take_down_film(self, uploader: BaseUploader, entry: JournalEntry) -> bool:
        """Hide and delete the film of an entry marked as withdrawn; gives whether it is gone. Raises as `withdraw`."""
        record = entry.record
        if record.taken_down:
            return True
        if record.remote_id and await uploader.withdraw(record.remote_id, hold=True):
            self._hidden.append(record.remote_id)
        patience = asyncio.get_running_loop().time() + _PATIENCE
        while True:
            try:
                async with upload_lock(self._bus, record.key, record.post_key):
                    return await self._take_down_locked(uploader, entry)
            except Parked as busy:
                if busy.code != BUSY or asyncio.get_running_loop().time() > patience:
                    raise
                await asyncio.sleep(0.2)

    async def _take_down_locked(self, uploader: BaseUploader, entry: JournalEntry) -> bool:
        """As `take_down_film`, with the upload lock held."""
        record = entry.record
        remote = record.remote_id
        if not remote and record.address:
            receipt = await uploader.cancel(record.handle)
            remote = receipt.remote_id if receipt else ""
        if not remote and record.closing:
            remote = await uploader.look_up(record.post_key, record.video_sha256) or ""
            if not remote and not (uploader.capabilities.absence_is_proof or not uploader.capabilities.keeps_private):
                self._unsure.append(uploader.platform)
        if remote:
            hold = self._until is not None
            if not await uploader.withdraw(remote, hold=hold):
                known = await uploader.look_up(record.post_key, record.video_sha256)
                await self._leave_to_person(record, known or remote, entry.revision)
                return False
            (self._hidden if hold else self._deleted).append(remote)
            down = {"remote_id": remote, "address": "", "taken_down": True}
            await self._journal.write(record.model_copy(update=down), entry.revision)
            withdrawn = ContentWithdrawn(
                post_key=record.post_key,
                revision=record.revision,
                platform=record.platform,
                remote_id=remote,
                reason=self._reason,
            )
            await self._bus.publish_decision(record.post_key, lambda _: withdrawn)
        return bool(remote)

    async def _leave_to_person(self, record: UploadRecord, remote: str, revision: int) -> None:
        """Alert a person, who alone can take the film down, and record the id it has."""
        self._by_hand.append(f"{record.platform}: {record.url or remote}")
        await self._journal.write(record.model_copy(update={"remote_id": remote, "address": ""}), revision)
        await alert(self._bus, "delete it by hand", f"{record.post_key} on {record.platform}: {record.url or remote}")


async def find_post_key(bus: Bus, named: str) -> PostKey:
    """The key of the post that a person named by its key or by the id or address of its video. Raises BadInput."""
    try:
        key, refused = PostKey.parse(named), None
    except ValueError as error:
        key, refused = None, error
    if key is not None and await bus.facts_of_post(key):
        return key
    async for entry in UploadJournal(bus.ledger()).entries():
        if entry.record.remote_id and entry.record.remote_id in (named, named.rstrip("/").rpartition("/")[2]):
            return entry.record.post_key
    if key is None:
        raise BadInput("publish.unknown_post", named=named) from refused
    return key


def _withdrawn_record(uploader: BaseUploader, post: PostKey, key: str) -> UploadRecord:
    """The record of a film that was never uploaded, so that it never will be."""
    return UploadRecord(
        platform=uploader.platform,
        channel=uploader.channel,
        post_key=post,
        revision=0,
        video_sha256=key.rpartition(".")[2],
    )
