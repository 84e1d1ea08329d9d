"""What is seen of the machine, and when a person hears of it."""

from pathlib import Path

import pytest

from libraries.graphics_card import CardStatus
from services.config import HealthSettings
from services.ops.machine import MachineAlerts, MachineStatus, measure_machine


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
    assert limits.alert_sentences(vitals(celsius=40)) == []
    told = limits.alert_sentences(bad)
    assert len(told) == 1
    assert all(word in told[0] for word in words)
    assert limits.alert_sentences(bad) == []
    assert limits.alert_sentences(vitals(disk=88, memory=93, celsius=78)) == []
    assert limits.alert_sentences(bad) == []
    assert limits.alert_sentences(vitals(celsius=40)) == []
    assert len(limits.alert_sentences(bad)) == 1
