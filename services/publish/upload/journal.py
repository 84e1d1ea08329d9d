"""What was begun where: one page per platform, channel and film, written by compare-and-set.

It outlives every projection, and a page is written before each thing that cannot be undone.
"""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, NamedTuple

from pydantic import Field

from schemas.base import Frozen, Moment, Sha256
from schemas.posts import PostKey
from services.bus import Bucket, Entry
from services.publish.platforms.base import BaseUploader, Privacy, Publication, UploadHandle, UploadReceipt


class UploadState(StrEnum):
    OPEN = "open"
    """There is a handle; bytes may have been sent."""
    SENT = "sent"
    """The platform has the film."""
    DONE = "done"
    """And everything that belongs to it."""
    SETTLING = "settling"
    """The handle is gone and all bytes may have arrived: the list of uploads must catch up before anybody knows."""
    DOUBT = "doubt"
    """It cannot be known from here; a person must look."""
    WITHDRAWN = "withdrawn"
    """It must never be there again."""


class UploadRecord(Frozen):
    """A page. ``closing``: the last byte may have been sent, so the film may be there although nobody said so."""

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
    taken_down: bool = False
    delete_at: Moment | None = None
    """Of a withdrawn film that is kept hidden: when that ends."""

    @property
    def key(self) -> str:
        return page_key(self.platform, self.channel, self.video_sha256)

    @property
    def handle(self) -> UploadHandle:
        return UploadHandle(platform=self.platform, address=self.address)

    @property
    def receipt(self) -> UploadReceipt:
        return UploadReceipt(remote_id=self.remote_id, url=self.url, video_sha256=self.video_sha256)


class JournalEntry(NamedTuple):
    revision: int
    record: UploadRecord


def page_key(platform: str, channel: str, video_sha256: Sha256) -> str:
    return f"upload.{platform}.{channel}.{video_sha256}"


def first(uploader: BaseUploader, publication: Publication, handle: UploadHandle | None, now: datetime) -> UploadRecord:
    """The page of an upload that just got its handle, or that lost it."""
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
    """All pages."""

    def __init__(self, ledger: Bucket) -> None:
        self.ledger = ledger

    async def load(self, key: str) -> JournalEntry | None:
        entry = await self.ledger.get(key)
        return None if entry is None else _page(entry)

    async def write(self, record: UploadRecord, expected: int) -> JournalEntry:
        """Raises Conflict when the page is no longer at revision ``expected``."""
        return JournalEntry(
            await self.ledger.put(record.key, record.model_dump_json().encode(), expected=expected), record
        )

    async def pages(self, platform: str = "*") -> AsyncIterator[JournalEntry]:
        """Every page, the one that was written first first."""
        async for entry in self.ledger.entries(f"upload.{platform}.*.*"):
            yield _page(entry)

    async def of_post(self, key: PostKey) -> list[JournalEntry]:
        return [page async for page in self.pages() if page.record.post_key == key]


def _page(entry: Entry) -> JournalEntry:
    return JournalEntry(entry.revision, UploadRecord.model_validate_json(entry.value))
