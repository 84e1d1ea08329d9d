"""The open alerts, kept in the ledger: which of them a person must still be told of."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final, NamedTuple

from libraries.alerts.alert import Alert, AlertKind, OpenAlert
from libraries.bus import Bucket, BucketEntry
from libraries.log import get_logger
from schemas.errors import BadInput, Conflict

log = get_logger(__name__)

ALERT_KEY: Final = "alert."
"""Beginning of the ledger's keys of open alerts; the kind and a digest of what it is about stand behind it."""
_NOTED_AGAIN: Final = timedelta(days=1)
_MUST_LAST: Final[Mapping[AlertKind, timedelta]] = MappingProxyType(
    {
        AlertKind.MEMORY: timedelta(minutes=1),
        AlertKind.WAITING: timedelta(minutes=5),
        AlertKind.STATION: timedelta(minutes=3),
        AlertKind.DATABASE: timedelta(minutes=1),
        AlertKind.PROJECTION: timedelta(minutes=5),
        AlertKind.SITE: timedelta(minutes=90),
        AlertKind.BACKUP: timedelta(hours=1),
    }
)
"""What begins and ends within such a span, as at a restart or a single bad crawl, is told to nobody."""


class UntoldAlert(NamedTuple):
    """An alert that a person must be told of now: that it began, or that it is over. ``revision``: as of the ledger."""

    open: OpenAlert
    revision: int


class AlertBook:
    """The open alerts. Of two processes that write one at a time one is right: the other reads again at its next call.

    Its methods raise Retryable while the broker is away.
    """

    def __init__(self, ledger: Bucket) -> None:
        self._ledger = ledger

    async def open_alerts(self) -> list[UntoldAlert]:
        """All that is open, or over and not told yet, the oldest write first. What cannot be read is left out."""
        found = [entry async for entry in self._ledger.entries(f"{ALERT_KEY}>") if entry.value]
        return [UntoldAlert(one, entry.revision) for entry in found if (one := _readable(entry)) is not None]

    async def note(self, alert: Alert, now: datetime) -> None:
        """Open an alert that is not open yet."""
        await self._begin(alert, now, {one.open.alert: one for one in await self.open_alerts()})

    async def settle(self, kind: AlertKind, found: Iterable[Alert], now: datetime, about: str | None = None) -> None:
        """Open what is new and end the rest: ``found`` is all there is of a kind now, or of one thing ``about``.

        An alert whose text alone changed stays as it was told.
        """
        known = {
            one.open.alert: one
            for one in await self.open_alerts()
            if one.open.alert.kind is kind and about in (None, one.open.alert.about)
        }
        wanted = {alert.about: alert for alert in found}
        for alert in wanted.values():
            await self._begin(alert, now, known)
        for alert, one in known.items():
            if alert.about not in wanted and not one.open.over:
                await self._write(one, one.open.model_copy(update={"over": True}) if one.open.told else None)

    async def untold(self, now: datetime) -> list[UntoldAlert]:
        """What a person must be told of now. Notes older than a day are forgotten."""
        due = []
        for one in await self.open_alerts():
            kind, age = one.open.alert.kind, now - one.open.since
            if kind is AlertKind.NOTE and one.open.told:
                if age >= _NOTED_AGAIN:
                    await self._write(one, None)
            elif one.open.over or (not one.open.told and age >= _MUST_LAST.get(kind, timedelta())):
                due.append(one)
        return due

    async def mark_told(self, one: UntoldAlert) -> None:
        """Note that a person was told: an alert that is over is forgotten."""
        await self._write(one, None if one.open.over else one.open.model_copy(update={"told": True}))

    async def _begin(self, alert: Alert, now: datetime, known: Mapping[Alert, UntoldAlert]) -> None:
        same = [one for other, one in known.items() if (other.kind, other.about) == (alert.kind, alert.about)]
        if same and not same[0].open.over:
            return
        # What began again before its end was told goes on, as far as the person knows.
        before = same[0] if same else None
        opened = before.open.model_copy(update={"over": False}) if before else OpenAlert(alert=alert, since=now)
        await self._write(UntoldAlert(opened, before.revision if before else await self._revision(alert)), opened)

    async def _revision(self, alert: Alert) -> int:
        entry = await self._ledger.get(alert_key(alert))
        return 0 if entry is None else entry.revision

    async def _write(self, one: UntoldAlert, value: OpenAlert | None) -> None:
        payload = b"" if value is None else value.model_dump_json().encode()
        try:
            await self._ledger.compare_and_set(alert_key(one.open.alert), payload, expected=one.revision)
        except Conflict:
            log.info("an alert was changed by another process", alert=one.open.alert.text)


def alert_key(alert: Alert) -> str:
    """The ledger's key of an alert."""
    return f"{ALERT_KEY}{alert.kind.value}.{hashlib.sha256(alert.about.encode()).hexdigest()[:32]}"


def _readable(entry: BucketEntry) -> OpenAlert | None:
    try:
        return entry.parsed(OpenAlert)
    except BadInput as error:
        log.warning("an open alert cannot be read and is left out", key=entry.key, why=str(error))
        return None
