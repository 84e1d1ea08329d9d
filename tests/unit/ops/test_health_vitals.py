"""What is seen of the machine, and when a person hears of it."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from fixtures.facts import NOW

from libraries.alerts.alert import AlertKind
from libraries.alerts.machine_status import DiskBytes, MachineStatus, measure_machine
from libraries.graphics_card import CardStatus
from services.config import HealthSettings
from services.ops.machine_limits import MachineAlerts


def vitals(*, disk: float = 10, memory: float = 10, celsius: int | None = None) -> MachineStatus:
    card = None if celsius is None else CardStatus(celsius, 4000, 12_000)
    return MachineStatus(cpu=1, memory=memory, disks={"/media": disk}, card=card)


def test_this_machine_has_figures(tmp_path: Path) -> None:
    seen = measure_machine([tmp_path / "not" / "there yet"])
    assert 0 < seen.memory < 100
    assert [0 < used <= 100 for used in seen.disks.values()] == [True]


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        (vitals(disk=90), ["/media", "90 % full", "Free some space"]),
        (vitals(memory=96), ["memory", "96 %"]),
        (vitals(celsius=80), ["80 °C"]),
    ],
)
def test_a_limit_is_told_once_until_it_is_well_below_again(bad: MachineStatus, words: list[str]) -> None:
    limits = MachineAlerts(HealthSettings())
    assert limits.alerts(vitals(celsius=40), NOW) == []
    (alert,) = limits.alerts(bad, NOW)
    assert all(word in alert.text for word in words)
    (still,) = limits.alerts(vitals(disk=88, memory=93, celsius=78), NOW)
    assert (still.kind, still.about) == (alert.kind, alert.about)
    assert limits.alerts(vitals(celsius=40), NOW) == []
    assert len(limits.alerts(bad, NOW)) == 1


def filling(day: float, used: int, free: int) -> tuple[MachineStatus, datetime]:
    disks = {"/media": DiskBytes(used, free)}
    status = MachineStatus(cpu=1, memory=1, disks={"/media": 50}, disk_bytes=disks, card=None)
    return status, NOW + timedelta(days=day)


def test_a_disk_that_will_be_full_within_the_week_is_told_from_a_day_of_growth() -> None:
    limits = MachineAlerts(HealthSettings())
    for hour in range(24):
        assert limits.alerts(*filling(hour / 24, 100 + hour, 300 - hour)) == [], "a day must be seen first"
    (alert,) = limits.alerts(*filling(1.05, 125, 140))
    assert alert.kind is AlertKind.DISK_FORECAST
    assert "full in 5 days" in alert.text
    assert limits.alerts(*filling(1.1, 126, 26_000)) == [], "room was made"


def test_a_disk_that_does_not_grow_or_is_cleaned_daily_is_no_forecast() -> None:
    limits = MachineAlerts(HealthSettings(disk_forecast_days=1))
    for hour in range(72):
        assert limits.alerts(*filling(hour / 24, 100 + hour % 24, 100)) == []
