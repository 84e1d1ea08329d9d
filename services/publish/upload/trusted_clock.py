"""A clock for steps that cannot be undone: showing a film, or deleting it.

The wall clock of a machine can be set, and may be wrong after the host slept; the broker's schedules go by it. So
nothing irreversible goes by it alone: the earliest of several clocks counts, and the platform's is one of them.
"""

import asyncio
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from libraries.bus import Bus
from libraries.log import get_logger
from libraries.waiting import wait_for_stop
from schemas.errors import Parked
from schemas.posts import PostKey
from services.publish.platforms.base import BaseUploader
from services.publish.upload.exactly_once import real_clock_time
from services.publish.upload.retry_now import retry_waiting_films

log = get_logger(__name__)

_EVERY: Final = 30.0
_MOVED: Final = timedelta(seconds=10)
"""Corrections up to this are usual (NTP); a larger one is a jump."""
_LOOK_AGAIN: Final = timedelta(minutes=15)
"""Longest pause until the clocks are compared again."""


def _steady() -> float:
    """Seconds since the machine started, with those it slept; nobody can set this clock."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)


class TrustedClock:
    """The wall clock, and the means to find out whether somebody set it since this object was made."""

    def __init__(self, wall: Callable[[], datetime] = real_clock_time, steady: Callable[[], float] = _steady) -> None:
        self.wall = wall
        self._steady = steady
        self._begin = wall(), steady()

    def expected_time(self) -> datetime:
        """What the wall clock would show had nobody set it."""
        began, steady = self._begin
        return began + timedelta(seconds=self._steady() - steady)

    def drift(self) -> timedelta:
        """By how much the wall clock was set since this object was made: positive when ahead."""
        return self.wall() - self.expected_time()

    async def earliest_time(self, bus: Bus, uploader: BaseUploader) -> datetime:
        """The earliest of wall clock, broker and platform. Raises ProviderDown when the platform does not answer.

        Where the platform does not tell the time, a wall clock that was set ahead is not believed.
        """
        given = await uploader.time()
        return min(self.wall(), await bus.broker_time(), given if given is not None else self.expected_time() + _MOVED)

    async def require_moment_reached(self, moment: datetime, bus: Bus, uploader: BaseUploader, post: PostKey) -> None:
        """Raises Parked until ``moment``: by the broker's clock, because the broker schedules the retry."""
        text = f"{moment.astimezone(UTC):%Y-%m-%d %H:%M}"
        if moment > self.wall():
            raise Parked("publish.release_time", post=post, moment=text, until=moment)
        earliest = await self.earliest_time(bus, uploader)
        if moment > earliest:
            until = await bus.broker_time() + min(moment - earliest, _LOOK_AGAIN)
            raise Parked("publish.release_clock", post=post, moment=text, until=until)


async def retry_when_clock_was_set(
    bus: Bus, platforms: Sequence[str], clock: TrustedClock, stop: asyncio.Event, every: float = _EVERY
) -> None:
    """Retry every waiting film when the wall clock was set: the time they wait for may be wrong now."""
    known = clock.drift()
    while not stop.is_set():
        drift = clock.drift()
        if abs(drift - known) > _MOVED:
            log.warning("the clock was set; waiting films are retried", seconds=(drift - known).total_seconds())
            known = drift
            for platform in platforms:
                await retry_waiting_films(bus, platform)
        await wait_for_stop(stop, every)
