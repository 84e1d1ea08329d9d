"""The upload journal: one entry for each platform, channel and film, written by compare-and-set.

It is kept apart from every projection, and an entry is written before each step that cannot be undone.
"""

from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Final, NamedTuple

from pydantic import Field

from libraries.bus import Bucket, BucketEntry
from libraries.channel.channel_platform import ChannelPlatform, account_key
from libraries.log import get_logger
from schemas.base import Frozen, Moment, Sha256
from schemas.errors import BadInput
from schemas.events import ContentUploaded, RecordedFact
from schemas.posts import PostKey
from services.publish.platforms.base import BaseUploader, Privacy, Publication, UploadHandle, UploadReceipt

log = get_logger(__name__)


class UploadState(StrEnum):
    """How far an upload is."""

    OPEN = "open"
    """There is a handle; bytes may have been sent."""
    SENT = "sent"
    """The platform has the film."""
    DONE = "done"
    """The platform has the film and everything that belongs to it."""
    SETTLING = "settling"
    """The handle has expired and all bytes may have arrived: the list of uploads must catch up first."""
    DOUBT = "doubt"
    """Whether the film is there cannot be known from here; a person must look."""
    WITHDRAWN = "withdrawn"
    """The film was withdrawn and must never be uploaded again."""


class UploadRecord(Frozen):
    """The state of one upload. ``closing``: the last byte may have been sent, so the film may be there."""

    platform: str
    channel: str
    post_key: PostKey
    revision: int
    video_sha256: Sha256
    state: UploadState = UploadState.OPEN
    address: Annotated[str, Field(repr=False)] = ""
    closing: bool = False
    remote_id: str = ""
    url: str = ""
    steps: tuple[str, ...] = ()
    privacy: Privacy = "private"
    since: Moment = Field(default_factory=lambda: datetime.now(UTC))
    reason: str = ""
    skipped: Mapping[str, str] = Field(default_factory=dict)
    """Steps that were left out, and why."""
    tries: int = 0
    """Tries of the next step, where that is an optional one."""
    waits: Moment | None = None
    """Since when the platform is at work on the film."""
    taken_down: bool = False
    delete_at: Moment | None = None
    """When a withdrawn film that is kept hidden is deleted."""

    @property
    def key(self) -> str:
        return upload_key(self.platform, self.channel, self.video_sha256)

    @property
    def handle(self) -> UploadHandle:
        return UploadHandle(platform=self.platform, address=self.address)

    @property
    def receipt(self) -> UploadReceipt:
        skipped = tuple(sorted(self.skipped))
        return UploadReceipt(remote_id=self.remote_id, url=self.url, video_sha256=self.video_sha256, skipped=skipped)


class JournalEntry(NamedTuple):
    """An upload's record, and its revision in the ledger."""

    revision: int
    record: UploadRecord


_OF_FACT: Final = {"platform", "post_key", "revision", "video_sha256", "remote_id", "url"}


def upload_key(platform: str, channel: str, video_sha256: Sha256) -> str:
    """The key in the ledger of an upload's entry."""
    return f"upload.{account_key(platform, channel)}.{video_sha256}"


def new_upload_record(
    uploader: BaseUploader, publication: Publication, handle: UploadHandle | None, now: datetime
) -> UploadRecord:
    """The record of an upload that just got its handle; without ``handle``, of one whose handle was lost."""
    return UploadRecord(
        platform=uploader.platform,
        channel=uploader.channel,
        post_key=publication.post_key,
        revision=publication.revision,
        video_sha256=publication.film.video.sha256,
        address=handle.address if handle else "",
        since=now,
    )


class UploadJournal:
    """The records of all uploads, in the ledger."""

    def __init__(self, ledger: Bucket) -> None:
        self.ledger = ledger

    async def load(self, key: str) -> JournalEntry | None:
        """The entry of that key; None when there is none. Raises BadInput when it cannot be read."""
        entry = await self.ledger.get(key)
        return None if entry is None else parse_journal_entry(entry)

    async def write(self, record: UploadRecord, expected: int) -> JournalEntry:
        """Write an entry. Raises Conflict when it is no longer at revision ``expected`` (0: when it exists)."""
        return JournalEntry(
            await self.ledger.compare_and_set(record.key, record.model_dump_json().encode(), expected=expected), record
        )

    async def change(self, entry: JournalEntry, **changes: object) -> JournalEntry:
        """Write an entry with some fields changed. Raises Conflict as `write` does."""
        return await self.write(entry.record.model_copy(update=changes), entry.revision)

    async def entries(self) -> AsyncIterator[JournalEntry]:
        """Every entry that can be read; the oldest first."""
        async for entry in self.ledger.entries("upload.*.*.*"):
            if (readable := readable_journal_entry(entry)) is not None:
                yield readable

    async def uploads(self) -> AsyncIterator[tuple[str, str, Sha256]]:
        """Platform, channel and video of every entry, also of those that cannot be read; the oldest first."""
        async for entry in self.ledger.entries("upload.*.*.*"):
            _, platform, channel, video = entry.key.split(".")
            yield platform, channel, video

    async def entries_of_post(self, key: PostKey) -> list[JournalEntry]:
        """Every entry of a post, the oldest first."""
        return [entry async for entry in self.entries() if entry.record.post_key == key]

    async def restore_missing_entries(
        self, facts: AsyncIterator[list[RecordedFact]], channels: Mapping[str, str]
    ) -> list[str]:
        """Write an entry for each upload on record that has none, as after a restore; gives their keys.

        ``channels``: the channel of each platform; uploads to others are left as they are.
        """
        known = {upload async for upload in self.uploads()}
        named = {ChannelPlatform.parse(platform).channel for platform in channels}
        unnamed = {(platform, video) for platform, channel, video in known if channel not in named}
        made = []
        async for batch in facts:
            for fact, event in ((one, one.event) for one in batch if isinstance(one.event, ContentUploaded)):
                platform, video = ChannelPlatform.parse(event.platform), event.video_sha256
                there = (*platform, video) in known if platform.channel else (platform.platform, video) in unnamed
                if event.platform in channels and not there:
                    record = UploadRecord(
                        channel=channels[event.platform],
                        state=UploadState.DONE,
                        since=fact.time,
                        **event.model_dump(include=_OF_FACT),
                    )
                    await self.write(record, 0)
                    made.append(record.key)
        return made


def readable_journal_entry(entry: BucketEntry) -> JournalEntry | None:
    """As `parse_journal_entry`; None for one that cannot be read, which is logged: one film must not stop all."""
    try:
        return parse_journal_entry(entry)
    except BadInput as error:
        log.warning("an upload is left out", why=str(error))
        return None


def parse_journal_entry(entry: BucketEntry) -> JournalEntry:
    """The upload's record in an entry of the ledger. Raises BadInput."""
    return JournalEntry(entry.revision, entry.parsed(UploadRecord))
