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
                korean = f"{folder} 디스크가 지난 하루처럼 차면 {left.days}일 뒤에 가득 찹니다."
                korean += " 지울 수 있는 것 보기: wagglebot gc --dry-run"
                yield Alert(kind=AlertKind.DISK_FORECAST, about=folder, text=why, korean=korean)

    def _figures(self, vitals: MachineStatus) -> Iterator[tuple[Alert, float, float]]:
        limits = self._settings
        for folder, used in vitals.disks.items():
            why = f"The disk of {folder} is {used:.0f} % full. Free some space: work is put off on a full disk."
            korean = f"{folder} 디스크가 {used:.0f}% 찼습니다. 공간을 비우세요. 가득 차면 작업이 미뤄집니다."
            yield Alert(kind=AlertKind.DISK, about=folder, text=why, korean=korean), used, limits.disk_percent
        memory = f"The machine's memory is {vitals.memory:.0f} % in use. End other programs, or run fewer stations."
        korean = f"메모리를 {vitals.memory:.0f}% 쓰고 있습니다. 다른 프로그램을 끄거나 함께 실행하는 작업을 줄이세요."
        yield Alert(kind=AlertKind.MEMORY, text=memory, korean=korean), vitals.memory, limits.memory_percent
        if vitals.card is not None:
            why = f"The graphics card is {vitals.card.celsius} °C hot. Check its cooling."
            korean = f"그래픽 카드가 {vitals.card.celsius}°C입니다. 냉각을 확인하세요."
            yield Alert(kind=AlertKind.CARD, text=why, korean=korean), vitals.card.celsius, limits.card_celsius
