"""The base of uploaders that speak HTTP to one account."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final, Generic, Protocol, Self, TypeVar

from libraries.media.store import MediaStore
from libraries.platform_apis.http import send_request
from schemas.clock import utc_now
from schemas.errors import Parked
from services.publish.limits.quota import AccountQuota
from services.publish.platforms.base import (
    STILL_PROCESSING,
    BaseUploader,
    BeforeCall,
    Publication,
    UploaderContext,
    UploadProgress,
    require_fit,
)


class AccountSettings(Protocol):
    """Settings of one account. ``endpoint`` ends with a slash; ``channel`` names the account in our records."""

    @property
    def channel(self) -> str: ...
    @property
    def endpoint(self) -> str: ...
    @property
    def token_file(self) -> Path: ...
    @property
    def chunk_bytes(self) -> int: ...
    @property
    def daily_cap(self) -> int: ...


S = TypeVar("S", bound=AccountSettings)

POLLS: Final = (2.0, 4.0, 8.0, 16.0)
"""Seconds between two questions about a film that is being processed; then it waits, see `upload.patience`."""


class AccountUploader(BaseUploader, Generic[S]):
    """The base of an uploader to one account, whose quota stands in the ledger: every process keeps to it."""

    def __init__(
        self,
        store: MediaStore,
        settings: S,
        quota: AccountQuota,
        *,
        now: Callable[[], datetime] = utc_now,
        polls: tuple[float, ...] = POLLS,
    ) -> None:
        self.channel = settings.channel
        self.quota = quota
        self.store = store
        self.settings = settings
        self.now = now
        self.polls = polls

    @classmethod
    def at(cls, context: UploaderContext[S]) -> Self:
        channel = context.settings.channel
        quota = AccountQuota(context.ledger, cls.platform, channel, utc_now, context.alert)
        return cls(context.store, context.settings, quota)

    async def validate(self, publication: Publication) -> None:
        await require_fit(self.store, publication, self.platform, self.capabilities)

    async def time(self) -> datetime | None:
        return (await send_request("HEAD", self.settings.endpoint)).date

    async def wait_until_processed(
        self, ask_progress: Callable[[], Awaitable[UploadProgress]], before_call: BeforeCall
    ) -> UploadProgress:
        """Wait until a film is there or lost; gives that progress. Raises Parked when it takes too long."""
        for pause in (0.0, *self.polls):
            await asyncio.sleep(pause)
            await before_call(True)
            progress = await ask_progress()
            if progress.receipt or progress.aborted or progress.expired:
                return progress
        raise Parked(STILL_PROCESSING, platform=self.platform, until=self.now() + timedelta(minutes=2))
