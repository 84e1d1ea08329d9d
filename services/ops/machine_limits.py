"""The limits of the machine's usage, beyond which there are alerts."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from libraries.alerts.alert import Alert, AlertKind
from libraries.alerts.disk_forecast import DiskForecast
from libraries.alerts.machine_status import MachineStatus
from services.config import HealthSettings

_BACK: Final = 3.0
"""Hysteresis: how far a value must fall below its limit before it may alert again."""


MACHINE_KINDS: Final = (AlertKind.DISK, AlertKind.DISK_FORECAST, AlertKind.MEMORY, AlertKind.CARD)


class MachineAlerts:
    """The alerts of the machine's usage: one begins when a limit is passed, and is over when usage is well below."""

    def __init__(self, settings: HealthSettings) -> None:
        self._settings = settings
        self._passed: set[tuple[AlertKind, str]] = set()
        self._forecasts: dict[str, DiskForecast] = defaultdict(DiskForecast)

    def alerts(self, vitals: MachineStatus, now: datetime) -> list[Alert]:
        """All limits that are passed now."""
        for alert, value, limit in self._figures(vitals):
            if value >= limit:
                self._passed.add((alert.kind, alert.about))
            elif value < limit - _BACK:
                self._passed.discard((alert.kind, alert.about))
        passed = [alert for alert, *_ in self._figures(vitals) if (alert.kind, alert.about) in self._passed]
        return [*passed, *self._forecast_alerts(vitals, now)]

    def _forecast_alerts(self, vitals: MachineStatus, now: datetime) -> Iterator[Alert]:
        for folder, disk in vitals.disk_bytes.items():
            self._forecasts[folder].add(now, disk.used)
            left = self._forecasts[folder].time_until_full(disk.free)
            if left is not None and left < timedelta(days=self._settings.disk_forecast_days):
                why = f"The disk of {folder} will be full in {left.days} days, as it filled during the last day."
                why += " See what can go: wagglebot gc --dry-run"
                yield Alert(kind=AlertKind.DISK_FORECAST, about=folder, text=why)

    def _figures(self, vitals: MachineStatus) -> Iterator[tuple[Alert, float, float]]:
        limits = self._settings
        for folder, used in vitals.disks.items():
            why = f"The disk of {folder} is {used:.0f} % full. Free some space: work is put off on a full disk."
            yield Alert(kind=AlertKind.DISK, about=folder, text=why), used, limits.disk_percent
        memory = f"The machine's memory is {vitals.memory:.0f} % in use. End other programs, or run fewer stations."
        yield Alert(kind=AlertKind.MEMORY, text=memory), vitals.memory, limits.memory_percent
        if vitals.card is not None:
            why = f"The graphics card is {vitals.card.celsius} °C hot. Check its cooling."
            yield Alert(kind=AlertKind.CARD, text=why), vitals.card.celsius, limits.card_celsius
