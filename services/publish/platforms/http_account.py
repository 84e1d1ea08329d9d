"""An account on a platform that is spoken to over HTTP: what those uploaders share."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Generic, Protocol, Self, TypeVar

from services.media.store import MediaStore
from services.publish.limits.quota import PlatformQuota
from services.publish.platforms.base import BaseUploader, Publication, UploaderContext, require_fit
from services.publish.platforms.http import ask


class AccountSettings(Protocol):
    """``endpoint`` ends with a slash; ``channel`` names the account in our books."""

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

_POLLS = (1.0, 2.0, 4.0, 8.0, 15.0, 15.0)
"""Seconds between looks at a film that is being processed."""


class AccountUploader(BaseUploader, Generic[S]):
    """One account. Its lane and its places of the day stand in the ledger, so every process keeps to the same ones."""

    def __init__(
        self,
        store: MediaStore,
        settings: S,
        lane: PlatformQuota,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        polls: tuple[float, ...] = _POLLS,
    ) -> None:
        self.channel = settings.channel
        self.lane = lane
        self.store = store
        self.settings = settings
        self.now = now
        self.polls = polls

    @classmethod
    def at(cls, context: UploaderContext[S]) -> Self:
        channel = context.settings.channel
        lane = PlatformQuota(context.ledger, cls.platform, channel, lambda: datetime.now(UTC), context.tell)
        return cls(context.store, context.settings, lane)

    async def validate(self, publication: Publication) -> None:
        await require_fit(self.store, publication, self.platform, self.capabilities)

    async def time(self) -> datetime | None:
        return (await ask("HEAD", self.settings.endpoint)).date
