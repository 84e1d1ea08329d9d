"""What an account has left: its API quota of the day, its own daily cap, and whether publishing to it is stopped.

All of it stands in the ledger, so that every process sees the same figures and no call is spent on finding out.
"""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from libraries.bus import Bucket
from libraries.channel.channel_platform import account_key
from libraries.platform_apis.publishing_stop import PUBLISHING_STOP_KEY, PublishingStop
from schemas.base import Frozen
from schemas.errors import Parked

PACIFIC: Final = ZoneInfo("America/Los_Angeles")
SEOUL: Final = ZoneInfo("Asia/Seoul")
_LOOK_AGAIN: Final = timedelta(hours=1)
"""How often films of a stopped account check whether it is open again; that costs the platform nothing."""


AlertFunction = Callable[[str, str], Awaitable[None]]
"""Alerts a person: what happened, and where and why."""


class SpentUnits(Frozen):
    """Units spent of one bucket on one day. ``empty``: the platform itself said that nothing is left."""

    used: int = 0
    empty: bool = False


class DailyUploads(Frozen):
    """The films that an account took on a day, by `Publication.mark`."""

    marks: tuple[str, ...] = ()


class AccountQuota:
    """What one account may still do today, kept in the ledger. ``alert``: tells a person of a stop."""

    def __init__(
        self, ledger: Bucket, platform: str, channel: str, now: Callable[[], datetime], alert: AlertFunction
    ) -> None:
        self._alert = alert
        self._ledger = ledger
        self._platform = platform
        self._account = account_key(platform, channel)
        self._now = now

    async def spend_units(self, bucket: str, cost: int, limit: int) -> None:
        """Take ``cost`` of today's ``limit``, before the call it is for. Raises Parked until Pacific midnight."""

        def spent(now: SpentUnits | None) -> SpentUnits:
            before = now or SpentUnits()
            if before.empty or before.used + cost > limit:
                raise self._until_pacific_midnight("publish.quota_used", bucket)
            return before.model_copy(update={"used": before.used + cost})

        await self._ledger.update(self._units_key(bucket), SpentUnits, spent)

    async def mark_quota_exhausted(self, bucket: str) -> Parked:
        """Record that the platform calls today's bucket empty, so nothing more is asked of it; gives the error."""

        def emptied(now: SpentUnits | None) -> SpentUnits:
            return (now or SpentUnits()).model_copy(update={"empty": True})

        await self._ledger.update(self._units_key(bucket), SpentUnits, emptied)
        return self._until_pacific_midnight("publish.quota_empty", bucket)

    async def reserve_upload(self, mark: str, cap: int) -> None:
        """Take one of today's ``cap`` uploads of the account, once for each film.

        Raises Parked until midnight in Seoul when all are taken.
        """
        key = f"cap.{self._account}.{self._now().astimezone(SEOUL):%Y%m%d}"

        def reserved(now: DailyUploads | None) -> DailyUploads:
            marks = now.marks if now else ()
            if mark not in marks and len(marks) >= cap:
                until = next_midnight(self._now(), SEOUL)
                raise Parked("publish.daily_cap", account=self._account, cap=cap, until=until)
            return DailyUploads(marks=marks if mark in marks else (*marks, mark))

        await self._ledger.update(key, DailyUploads, reserved)

    async def require_not_stopped(self) -> None:
        """Raises Parked while publishing to the account is stopped."""
        stopped = await self.current_stop()
        if stopped is not None:
            raise self._parked(stopped)

    async def current_stop(self) -> PublishingStop | None:
        """Why publishing to the account is stopped; None when it is not."""
        stopped = await self._ledger.get_parsed(self._stop_key, PublishingStop)
        return stopped if stopped is not None and self._holds(stopped) else None

    async def stop_publishing(self, code: str, why: str, until: datetime | None = None) -> Parked:
        """Stop publishing to the account and alert a person, once for all processes; gives the error to raise.

        ``code`` is a failure code with the fields ``platform`` and ``why``; ``why`` is the platform's answer.
        """
        wanted = PublishingStop(code=code, fields={"platform": self._platform, "why": why}, until=until)
        held = await self._ledger.update(
            self._stop_key, PublishingStop, lambda now: now if now is not None and self._holds(now) else wanted
        )
        if held is wanted:
            await self._alert("publishing stopped", f"{self._account}: {wanted.sentence}")
        return self._parked(held)

    async def resume_publishing(self) -> None:
        """Take the stop away, whatever it was for."""
        entry = await self._ledger.get(self._stop_key)
        if entry is not None and entry.value:
            await self._ledger.compare_and_set(self._stop_key, b"", expected=entry.revision)

    @property
    def _stop_key(self) -> str:
        return f"{PUBLISHING_STOP_KEY}{self._account}"

    def _holds(self, stopped: PublishingStop) -> bool:
        return stopped.until is None or stopped.until > self._now()

    def _units_key(self, bucket: str) -> str:
        return f"quota.{self._account}.{bucket}.{self._now().astimezone(PACIFIC):%Y%m%d}"

    def _until_pacific_midnight(self, code: str, bucket: str) -> Parked:
        return Parked(code, account=self._account, bucket=bucket, until=next_midnight(self._now(), PACIFIC))

    def _parked(self, stopped: PublishingStop) -> Parked:
        until = stopped.until or self._now() + _LOOK_AGAIN
        if not stopped.code:
            return Parked("publish.stopped", account=self._account, why=stopped.sentence, until=until)
        fields: dict[str, Any] = dict(stopped.fields)
        return Parked(stopped.code, **fields, until=until)


def next_midnight(now: datetime, zone: ZoneInfo) -> datetime:
    """The first moment of the next day in ``zone``, in UTC; right across changes of daylight saving time."""
    tomorrow = now.astimezone(zone).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time(), zone).astimezone(UTC)
