"""How the machine does: processor, memory, disks, graphics card; and when a person must hear of it."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import psutil

from schemas.base import Frozen
from services import graphics_card
from services.config import HealthSettings
from services.graphics_card import CardStatus

_BACK: Final = 3.0
"""How far a figure must fall below its limit before it may alert again: a figure on the limit is told once."""


class MachineStatus(Frozen):
    """All in percent but the card. ``disks`` by the folder that lies on each."""

    cpu: float
    memory: float
    disks: dict[str, float]
    card: CardStatus | None


def look(folders: Sequence[Path]) -> MachineStatus:
    """The figures of this moment; the processor's since the last look. A folder that is not there yet counts above."""
    return MachineStatus(
        cpu=psutil.cpu_percent(),
        memory=psutil.virtual_memory().percent,
        disks={str(folder): psutil.disk_usage(str(_existing(folder))).percent for folder in folders},
        card=graphics_card.status(),
    )


class AlertLimits:
    """Turns figures into alerts: one when a limit is passed, the next only after it was well below again."""

    def __init__(self, settings: HealthSettings) -> None:
        self._settings = settings
        self._told: set[str] = set()

    def passed(self, vitals: MachineStatus) -> list[str]:
        """Sentences for a person, one for each limit that was passed since the last look."""
        return [sentence for name, value, limit, sentence in self._figures(vitals) if self._news(name, value, limit)]

    def _news(self, name: str, value: float, limit: float) -> bool:
        if value >= limit:
            new = name not in self._told
            self._told.add(name)
            return new
        if value < limit - _BACK:
            self._told.discard(name)
        return False

    def _figures(self, vitals: MachineStatus) -> Iterator[tuple[str, float, float, str]]:
        limits = self._settings
        for folder, used in vitals.disks.items():
            why = f"The disk of {folder} is {used:.0f} % full. Free some space: work is put off on a full disk."
            yield f"disk {folder}", used, limits.disk_percent, why
        memory = f"The machine's memory is {vitals.memory:.0f} % in use. End other programs, or run fewer stations."
        yield "memory", vitals.memory, limits.memory_percent, memory
        if vitals.card is not None:
            why = f"The graphics card is {vitals.card.celsius} °C hot. See to its air; films wait for nothing else."
            yield "card", vitals.card.celsius, limits.card_celsius, why


def _existing(folder: Path) -> Path:
    return next(place for place in (folder, *folder.parents) if place.exists())
