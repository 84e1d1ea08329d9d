"""One uploader at a film: a lease that is renewed while the work goes on, and looked at before every step of it."""

import asyncio
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Final

from schemas.errors import Parked, Retryable
from services.bus import Bus, Lease

_SECONDS: Final = 30.0
BUSY: Final = "another uploader is at it"


class UploadLock:
    """A lease in use. A process that was stopped and continued finds out here that another took its place."""

    def __init__(self, lease: Lease, what: str, seconds: float) -> None:
        self._lease = lease
        self._what = what
        self._seconds = seconds
        self._sure_until = time.monotonic() + seconds / 2

    async def sure(self) -> None:
        """Raises Parked when the film is somebody else's by now."""
        if time.monotonic() > self._sure_until:
            await self.renew()

    async def renew(self) -> None:
        began = time.monotonic()
        if not await self._lease.renew():
            raise _busy(self._what, self._seconds)
        self._sure_until = began + self._seconds / 2


@asynccontextmanager
async def hold(bus: Bus, name: str, what: str, seconds: float = _SECONDS) -> AsyncGenerator[UploadLock, None]:
    """Hold ``name`` while within. Raises Parked while another process does."""
    lease = await bus.lease(name, seconds, noted=True)
    if lease is None:
        raise _busy(what, seconds)
    held = UploadLock(lease, what, seconds)

    async def keep() -> None:
        while True:
            await asyncio.sleep(seconds / 3)
            try:
                await held.renew()
            except Retryable:
                return  # the next `sure` finds out and says so

    keeping = asyncio.create_task(keep())
    try:
        yield held
    finally:
        # A renewal in flight would leave a lease that nobody releases; and an answer that comes in the very instant of
        # a cancellation swallows it.
        while not keeping.done():
            keeping.cancel()
            await asyncio.wait((keeping,), timeout=0.2)
        await lease.release()


def _busy(what: str, seconds: float) -> Parked:
    until = datetime.now(UTC) + timedelta(seconds=seconds)
    return Parked(what=what, until=until, why=BUSY)
