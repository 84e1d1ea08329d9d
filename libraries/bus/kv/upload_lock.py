"""A lock for one upload: a lease that is renewed while the work goes on, and checked before every step of it."""

import asyncio
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Final

from libraries.bus.bus import Bus
from libraries.bus.kv.lease import Lease
from schemas.errors import Parked, Retryable
from schemas.posts import PostKey

_SECONDS: Final = 30.0
BUSY: Final = "publish.busy"
"""Code of the Parked error that is raised while another process holds the lock."""


class UploadLock:
    """The lock of an upload, held by a lease: a process that was paused finds out here that another has taken over."""

    def __init__(self, lease: Lease, post: PostKey, seconds: float) -> None:
        self._lease = lease
        self._post = post
        self._seconds = seconds
        self._held_until = time.monotonic() + seconds / 2

    async def require_held(self) -> None:
        """Raises Parked when another process holds the lock by now."""
        if time.monotonic() > self._held_until:
            await self.renew()

    async def renew(self) -> None:
        """Renew the lease. Raises Parked when another process holds it."""
        began = time.monotonic()
        if not await self._lease.renew():
            raise _busy(self._post, self._seconds)
        self._held_until = began + self._seconds / 2


@asynccontextmanager
async def upload_lock(bus: Bus, key: str, post: PostKey, seconds: float = _SECONDS) -> AsyncGenerator[UploadLock, None]:
    """Hold the lock of the journal entry ``key`` for the block. Raises Parked while another process holds it."""
    lease = await bus.take_lease(key, seconds, release_on_death=True)
    if lease is None:
        raise _busy(post, seconds)
    held = UploadLock(lease, post, seconds)

    async def keep_renewing() -> None:
        while True:
            await asyncio.sleep(seconds / 3)
            try:
                await held.renew()
            except Retryable:
                return  # the next `require_held` finds out and raises

    keeping = asyncio.create_task(keep_renewing())
    try:
        yield held
    finally:
        # A renewal in flight would leave a lease that nobody releases, and an answer that arrives in the very moment of
        # a cancellation swallows the cancellation: so it is repeated until the task has ended.
        while not keeping.done():
            keeping.cancel()
            await asyncio.wait((keeping,), timeout=0.2)
        await lease.release()


def _busy(post: PostKey, seconds: float) -> Parked:
    until = datetime.now(UTC) + timedelta(seconds=seconds)
    return Parked(BUSY, post=post, until=until)
