"""What time it is, where being early cannot be taken back: a film that is shown, or deleted, before its time.

The wall clock of a machine can be set, and wakes up wrong after the host slept; the broker's schedules go by it. So
nothing irreversible goes by it alone: the earliest of several clocks counts, and the platform's own is one of them.
"""

import asyncio
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Final

import structlog

from schemas.errors import Parked
from services.bus import Bus
from services.publish.platforms.base import BaseUploader
from services.publish.upload.delivery import utc_now
from services.publish.upload.wake import wake
from services.waiting import stopped_within

log = structlog.get_logger(__name__)

_EVERY: Final = 30.0
_MOVED: Final = timedelta(seconds=10)
"""What a clock is corrected by without anybody noticing; more is a jump."""
_LOOK_AGAIN: Final = timedelta(minutes=15)


def _steady() -> float:
    """Seconds that nobody can set, with those that the machine slept."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)


class TrustedClock:
    """The wall clock, and beside it what it would show had nobody set it since this was made."""

    def __init__(self, wall: Callable[[], datetime] = utc_now, steady: Callable[[], float] = _steady) -> None:
        self.wall = wall
        self._steady = steady
        self._begin = wall(), steady()

    def unmoved(self) -> datetime:
        began, steady = self._begin
        return began + timedelta(seconds=self._steady() - steady)

    def moved(self) -> timedelta:
        """By how much the wall clock was set since this was made: ahead is positive."""
        return self.wall() - self.unmoved()

    async def surely(self, bus: Bus, uploader: BaseUploader) -> datetime:
        """The earliest it can be. Raises ProviderDown when the platform cannot be asked.

        Where the platform does not say what time it is, a wall clock that was set ahead is not believed.
        """
        told = await uploader.time()
        return min(self.wall(), await bus.time(), told if told is not None else self.unmoved() + _MOVED)

    async def require(self, moment: datetime, bus: Bus, uploader: BaseUploader, what: str) -> None:
        """Raises Parked until ``moment``: by the broker's clock, for it is the broker that wakes what waits."""
        if moment > self.wall():
            raise Parked(what=what, until=moment, why="a reviewer chose this time")
        surely = await self.surely(bus, uploader)
        if moment > surely:
            until = await bus.time() + min(moment - surely, _LOOK_AGAIN)
            why = f"a reviewer chose {moment:%Y-%m-%d %H:%M} UTC, and by another clock it is not that late yet"
            raise Parked(what=what, until=until, why=why)


async def watch_clock(
    bus: Bus, platforms: Sequence[str], clock: TrustedClock, stop: asyncio.Event, every: float = _EVERY
) -> None:
    """When the wall clock was set, have all that waits look again: its waking is on a time that is none any more."""
    known = clock.moved()
    while not stop.is_set():
        moved = clock.moved()
        if abs(moved - known) > _MOVED:
            log.warning("the clock was set; what waits looks again", seconds=(moved - known).total_seconds())
            known = moved
            for platform in platforms:
                await wake(bus, platform)
        await stopped_within(stop, every)
