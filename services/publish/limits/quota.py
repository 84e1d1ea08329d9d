"""What a channel has left: its quota of the day, its own cap, and whether its lane is open at all.

All of it stands in the ledger, so that every process sees the same figures and no call is spent on finding out.
"""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from schemas.base import Frozen, Moment
from schemas.errors import Conflict, Parked
from services.bus import Bucket

PACIFIC: Final = ZoneInfo("America/Los_Angeles")
SEOUL: Final = ZoneInfo("Asia/Seoul")
_LOOK_AGAIN: Final = timedelta(hours=1)
"""How often films of a stopped lane look whether it is open; that costs the platform nothing."""
_TRIES: Final = 20


AlertFunction = Callable[[str, str], Awaitable[None]]
"""Tells a person: what happened, and where and why."""


class SpentUnits(Frozen):
    """Of one bucket on one day. ``empty``: the platform itself said so."""

    used: int = 0
    empty: bool = False


class QuotaStop(Frozen):
    """Why a lane is closed; ``until`` is empty when a person must open it."""

    why: str
    remedy: str
    until: Moment | None = None


class DailyUploads(Frozen):
    """Films a channel took on a day, by mark."""

    marks: tuple[str, ...] = ()


class PlatformQuota:
    """The ledger's pages of one channel on one platform."""

    def __init__(
        self, ledger: Bucket, platform: str, channel: str, now: Callable[[], datetime], tell: AlertFunction
    ) -> None:
        self._tell = tell
        self._ledger = ledger
        self._name = f"{platform}.{channel}"
        self._now = now

    async def spend(self, bucket: str, cost: int, limit: int) -> None:
        """Take ``cost`` of today's ``limit``, before the call it is for. Raises Parked until Pacific midnight."""
        key = self._budget(bucket)
        for _ in range(_TRIES):
            entry = await self._ledger.get(key)
            spent = SpentUnits.model_validate_json(entry.value) if entry else SpentUnits()
            if spent.empty or spent.used + cost > limit:
                raise self._parked(next_midnight(self._now(), PACIFIC), f"today's quota of {bucket} is used up")
            taken = spent.model_copy(update={"used": spent.used + cost})
            try:
                await self._ledger.put(key, taken.model_dump_json().encode(), expected=entry.revision if entry else 0)
            except Conflict:
                continue
            return
        raise Conflict(post=f"The quota of {self._name}", sequence=0)

    async def drained(self, bucket: str) -> Parked:
        """The platform says today's bucket is empty: nothing more is asked of it before the reset."""
        key = self._budget(bucket)
        entry = await self._ledger.get(key)
        spent = SpentUnits.model_validate_json(entry.value) if entry else SpentUnits()
        full = spent.model_copy(update={"empty": True})
        await self._ledger.put(key, full.model_dump_json().encode(), expected=entry.revision if entry else 0)
        return self._parked(
            next_midnight(self._now(), PACIFIC), f"the platform says that {bucket} is used up for today"
        )

    async def take_place(self, mark: str, cap: int) -> None:
        """One of today's ``cap`` places of the channel. Raises Parked until midnight in Seoul when all are taken."""
        key = f"cap.{self._name}.{self._now().astimezone(SEOUL):%Y%m%d}"
        for _ in range(_TRIES):
            entry = await self._ledger.get(key)
            taken = DailyUploads.model_validate_json(entry.value) if entry else DailyUploads()
            if mark in taken.marks:
                return
            if len(taken.marks) >= cap:
                raise self._parked(next_midnight(self._now(), SEOUL), f"the channel's {cap} films of today are out")
            more = DailyUploads(marks=(*taken.marks, mark))
            try:
                await self._ledger.put(key, more.model_dump_json().encode(), expected=entry.revision if entry else 0)
            except Conflict:
                continue
            return
        raise Conflict(post=f"The places of {self._name}", sequence=0)

    async def require_open(self) -> None:
        """Raises Parked while the lane is stopped."""
        stopped = await self.stopped()
        if stopped is not None:
            raise self._parked(stopped.until or self._now() + _LOOK_AGAIN, f"{stopped.why} {stopped.remedy}")

    async def stopped(self) -> QuotaStop | None:
        """Why the lane is stopped, if it is."""
        entry = await self._ledger.get(self._state)
        if entry is None or not entry.value:
            return None
        stopped = QuotaStop.model_validate_json(entry.value)
        return None if stopped.until and stopped.until <= self._now() else stopped

    async def stop(self, stopped: QuotaStop) -> None:
        """Close the lane and tell a person, once for all processes."""
        if await self.stopped() is not None:
            return
        entry = await self._ledger.get(self._state)
        try:
            await self._ledger.put(
                self._state, stopped.model_dump_json().encode(), expected=entry.revision if entry else 0
            )
        except Conflict:
            return
        await self._tell("publishing lane stopped", f"{self._name}: {stopped.why} {stopped.remedy}".strip())

    async def halt(self, stopped: QuotaStop) -> Parked:
        """`stop` it; gives what whoever stands in it is told."""
        await self.stop(stopped)
        try:
            await self.require_open()
        except Parked as parked:
            return parked
        return self._parked(self._now(), "it is open again")

    async def open_again(self) -> None:
        """Take the stop away, whatever it was for."""
        entry = await self._ledger.get(self._state)
        if entry is not None and entry.value:
            await self._ledger.put(self._state, b"", expected=entry.revision)

    @property
    def _state(self) -> str:
        return f"lane.{self._name}"

    def _budget(self, bucket: str) -> str:
        return f"quota.{self._name}.{bucket}.{self._now().astimezone(PACIFIC):%Y%m%d}"

    def _parked(self, until: datetime, why: str) -> Parked:
        return Parked(what=f"The lane {self._name}", until=until, why=why)


def next_midnight(now: datetime, zone: ZoneInfo) -> datetime:
    """The first moment of the next day in ``zone``, in UTC, right over changes of the clock."""
    tomorrow = now.astimezone(zone).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time(), zone).astimezone(UTC)
