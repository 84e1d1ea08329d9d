"""The first graphics card as NVML (docs.nvidia.com/deploy/nvml-api) reports it: name, driver, memory, temperature.

The driver's library is called through ctypes; its Python package would keep 17 MiB in every process that asks.
"""

import ctypes
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final, NamedTuple

from libraries.log import get_logger

_NVML: Final = "nvml.dll" if sys.platform == "win32" else "libnvidia-ml.so.1"
_TEMPERATURE_GPU: Final = 0
"""nvmlTemperatureSensors_t: the sensor of the chip."""
_LONGEST_NAME: Final = 96
"""Bytes of a name or version (NVML_DEVICE_NAME_V2_BUFFER_SIZE)."""
log = get_logger(__name__)


class _Memory(ctypes.Structure):
    """nvmlMemory_t: bytes."""

    _fields_ = (("total", ctypes.c_ulonglong), ("free", ctypes.c_ulonglong), ("used", ctypes.c_ulonglong))


class CardStatus(NamedTuple):
    """Temperature in degrees Celsius, memory in MiB."""

    celsius: int
    used_mb: int
    total_mb: int


def free_vram() -> int | None:
    """Free MiB of graphics memory; None without an NVIDIA card, or when its driver does not say.

    Under WSL2 NVML knows the totals but not whose they are: what the desktop and other programs took is simply gone.
    """
    with _first_card() as card:
        memory = card.memory() if card else None
        return int(memory.free) // 2**20 if memory else None


class CardDescription(NamedTuple):
    """The name of a card, its memory in MiB, and the release of its driver, such as ``580.95.05``."""

    name: str
    total_mb: int
    driver: str


def card_description() -> CardDescription | None:
    """Name, memory and driver of the card; None without an NVIDIA card, or when its driver does not say."""
    with _first_card() as card:
        memory = card.memory() if card else None
        return CardDescription(card.name(), int(memory.total) // 2**20, card.driver()) if card and memory else None


def card_status() -> CardStatus | None:
    """Temperature and memory of the card now; None without an NVIDIA card, or when its driver does not say."""
    with _first_card() as card:
        memory = card.memory() if card else None
        celsius = card.celsius() if card else None
        if memory is None or celsius is None:
            return None
        return CardStatus(celsius, int(memory.used) // 2**20, int(memory.total) // 2**20)


class _Card:
    """A card of an opened NVML."""

    def __init__(self, nvml: Any, handle: ctypes.c_void_p) -> None:
        self._nvml = nvml
        self._handle = handle

    def memory(self) -> _Memory | None:
        found = _Memory()
        return found if _succeeded(self._nvml.nvmlDeviceGetMemoryInfo(self._handle, ctypes.byref(found))) else None

    def name(self) -> str:
        said = ctypes.create_string_buffer(_LONGEST_NAME)
        return (
            said.value.decode() if _succeeded(self._nvml.nvmlDeviceGetName(self._handle, said, _LONGEST_NAME)) else "?"
        )

    def driver(self) -> str:
        said = ctypes.create_string_buffer(_LONGEST_NAME)
        asked = self._nvml.nvmlSystemGetDriverVersion(said, _LONGEST_NAME)
        return said.value.decode() if _succeeded(asked) else "?"

    def celsius(self) -> int | None:
        found = ctypes.c_uint()
        asked = self._nvml.nvmlDeviceGetTemperature(self._handle, _TEMPERATURE_GPU, ctypes.byref(found))
        return found.value if _succeeded(asked) else None


@contextmanager
def _first_card() -> Iterator[_Card | None]:
    """NVML with its first card; None where there is no NVIDIA driver or no card."""
    try:
        nvml = ctypes.CDLL(_NVML)
    except OSError:
        yield None
        return
    if nvml.nvmlInit_v2():
        yield None
        return
    try:
        handle = ctypes.c_void_p()
        yield _Card(nvml, handle) if _succeeded(nvml.nvmlDeviceGetHandleByIndex_v2(0, ctypes.byref(handle))) else None
    finally:
        nvml.nvmlShutdown()


def _succeeded(nvml_error: int) -> bool:
    if nvml_error:
        log.warning("graphics card does not answer", nvml_error=nvml_error)
    return not nvml_error
