"""Machine metrics (processor, memory, disks, graphics card) and the limits beyond which they raise alerts."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import psutil

from libraries import graphics_card
from libraries.graphics_card import CardStatus
from schemas.base import Frozen
from services.config import HealthSettings

_BACK: Final = 3.0
"""Hysteresis: how far a value must fall below its limit before it may alert again."""


class MachineStatus(Frozen):
    """Usage in percent, except for the card. ``disks``: by the watched folder on each."""

    cpu: float
    memory: float
    disks: dict[str, float]
    card: CardStatus | None


def measure_machine(folders: Sequence[Path]) -> MachineStatus:
    """Current usage; the processor's since the last call. For a missing folder, the disk of its nearest parent."""
    return MachineStatus(
        cpu=psutil.cpu_percent(),
        memory=psutil.virtual_memory().percent,
        disks={str(folder): psutil.disk_usage(str(_nearest_existing(folder))).percent for folder in folders},
        card=graphics_card.card_status(),
    )


class MachineAlerts:
    """Turns usage into alerts: one when a limit is passed, the next only after it was well below again."""

    def __init__(self, settings: HealthSettings) -> None:
        self._settings = settings
        self._alerted: set[str] = set()

    def alert_sentences(self, vitals: MachineStatus) -> list[str]:
        """One sentence for each limit that was passed since the last call."""
        return [sentence for name, value, limit, sentence in self._figures(vitals) if self._is_new(name, value, limit)]

    def _is_new(self, name: str, value: float, limit: float) -> bool:
        if value >= limit:
            new = name not in self._alerted
            self._alerted.add(name)
            return new
        if value < limit - _BACK:
            self._alerted.discard(name)
        return False

    def _figures(self, vitals: MachineStatus) -> Iterator[tuple[str, float, float, str]]:
        limits = self._settings
        for folder, used in vitals.disks.items():
            why = f"The disk of {folder} is {used:.0f} % full. Free some space: work is put off on a full disk."
            yield f"disk {folder}", used, limits.disk_percent, why
        memory = f"The machine's memory is {vitals.memory:.0f} % in use. End other programs, or run fewer stations."
        yield "memory", vitals.memory, limits.memory_percent, memory
        if vitals.card is not None:
            why = f"The graphics card is {vitals.card.celsius} °C hot. Check its cooling."
            yield "card", vitals.card.celsius, limits.card_celsius, why


def _nearest_existing(folder: Path) -> Path:
    return next(place for place in (folder, *folder.parents) if place.exists())
