"""How much memory is free, on the graphics card and in the machine; asking takes none of either."""

import ctypes
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

import structlog

_AVAILABLE: Final = re.compile(r"^MemAvailable:\s+(\d+) kB$", re.MULTILINE)
_NVML: Final = "nvml.dll" if sys.platform == "win32" else "libnvidia-ml.so.1"
_MEMINFO: Final = Path("/proc/meminfo")
log = structlog.get_logger(__name__)

Probe = Callable[[], int | None]
"""Free MiB; None where there is nothing to ask."""


class _Memory(ctypes.Structure):
    """nvmlMemory_t: bytes."""

    _fields_ = (("total", ctypes.c_ulonglong), ("free", ctypes.c_ulonglong), ("used", ctypes.c_ulonglong))


def free_vram() -> int | None:
    """Free MiB of the first graphics card by NVML; None without an NVIDIA card.

    Under WSL2 NVML knows the totals but not whose they are: what the desktop and other programs took is simply gone.
    Four calls of the driver's library (docs.nvidia.com/deploy/nvml-api); its Python package would stay in this process
    with 17 MiB.
    """
    try:
        nvml = ctypes.CDLL(_NVML)
    except OSError:
        return None
    if nvml.nvmlInit_v2():
        return None
    try:
        card, memory = ctypes.c_void_p(), _Memory()
        wrong = nvml.nvmlDeviceGetHandleByIndex_v2(0, ctypes.byref(card))
        wrong = wrong or nvml.nvmlDeviceGetMemoryInfo(card, ctypes.byref(memory))
        if wrong:
            log.warning("graphics card does not say how much memory is free", nvml_error=wrong)
            return None
        return int(memory.free) // 2**20
    finally:
        nvml.nvmlShutdown()


def free_ram() -> int | None:
    """MiB a new process could have, by the kernel's own estimate (proc(5), MemAvailable); None but on Linux."""
    if not _MEMINFO.exists():
        return None
    found = _AVAILABLE.search(_MEMINFO.read_text())
    return int(found.group(1)) // 1024 if found else None


def folder_size(folder: Path) -> int:
    """MiB of all files below ``folder``; 0 where there is none."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) // 2**20
