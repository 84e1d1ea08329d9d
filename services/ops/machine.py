"""How the machine does: processor, memory, disks, graphics card; and when a person must hear of it."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import psutil
import structlog

from schemas.base import Frozen
from services.config import HealthSettings

log = structlog.get_logger(__name__)

_BACK: Final = 3.0
"""How far a figure must fall below its limit before it may alert again: a figure on the limit is told once."""


class GpuStatus(NamedTuple):
    """A graphics card by NVML; ``celsius`` is its temperature, memory in MiB."""

    celsius: int
    used_mb: int
    total_mb: int


class MachineStatus(Frozen):
    """All in percent but the card. ``disks`` by the folder that lies on each."""

    cpu: float
    memory: float
    disks: dict[str, float]
    card: GpuStatus | None


def look(folders: Sequence[Path]) -> MachineStatus:
    """The figures of this moment; the processor's since the last look. A folder that is not there yet counts above."""
    return MachineStatus(
        cpu=psutil.cpu_percent(),
        memory=psutil.virtual_memory().percent,
        disks={str(folder): psutil.disk_usage(str(_existing(folder))).percent for folder in folders},
        card=card(),
    )


def card() -> GpuStatus | None:
    """The first graphics card; None without an NVIDIA card, or while its driver does not answer."""
    try:
        import pynvml  # noqa: PLC0415 - an image without a graphics card need not have it
    except ModuleNotFoundError:
        return None
    try:
        pynvml.nvmlInit()
    except pynvml.NVMLError:
        return None
    try:
        handle = pynvml.nvmlDeviceGetHandleByIndex(0)
        memory = pynvml.nvmlDeviceGetMemoryInfo(handle)
        celsius = pynvml.nvmlDeviceGetTemperature(handle, pynvml.NVML_TEMPERATURE_GPU)
        return GpuStatus(int(celsius), int(memory.used) // 2**20, int(memory.total) // 2**20)
    except pynvml.NVMLError as error:
        log.warning("graphics card does not answer", error=str(error))
        return None
    finally:
        pynvml.nvmlShutdown()


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
