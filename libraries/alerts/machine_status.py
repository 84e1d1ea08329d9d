"""The usage of the machine: processor, memory, disks, graphics card."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import psutil
from pydantic import Field

from libraries import graphics_card
from libraries.graphics_card import CardStatus
from schemas.base import Frozen


class DiskBytes(NamedTuple):
    """Bytes of a disk in use and free."""

    used: int
    free: int


class MachineStatus(Frozen):
    """Usage in percent, except for the card. ``disks``: by the watched folder on each."""

    cpu: float
    memory: float
    disks: dict[str, float]
    disk_bytes: dict[str, DiskBytes] = Field(default_factory=dict)
    card: CardStatus | None


def measure_machine(folders: Sequence[Path]) -> MachineStatus:
    """Current usage; the processor's since the last call. For a missing folder, the disk of its nearest parent."""
    usage = {str(folder): psutil.disk_usage(str(_nearest_existing(folder))) for folder in folders}
    return MachineStatus(
        cpu=psutil.cpu_percent(),
        memory=psutil.virtual_memory().percent,
        disks={folder: disk.percent for folder, disk in usage.items()},
        disk_bytes={folder: DiskBytes(disk.used, disk.free) for folder, disk in usage.items()},
        card=graphics_card.card_status(),
    )


def _nearest_existing(folder: Path) -> Path:
    return next(place for place in (folder, *folder.parents) if place.exists())
