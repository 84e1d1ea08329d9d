"""How much memory is free, on the graphics card and in the machine; asking takes none of either."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Final

import structlog

_AVAILABLE: Final = re.compile(r"^MemAvailable:\s+(\d+) kB$", re.MULTILINE)
_MEMINFO: Final = Path("/proc/meminfo")
log = structlog.get_logger(__name__)

Probe = Callable[[], int | None]
"""Free MiB; None where there is nothing to ask."""


def free_vram() -> int | None:
    """Free MiB of the first graphics card by NVML; None without an NVIDIA card.

    Under WSL2 NVML knows the totals but not whose they are: what the desktop and other programs took is simply gone.
    """
    import pynvml  # noqa: PLC0415 - a machine without a card never needs it

    try:
        pynvml.nvmlInit()
    except pynvml.NVMLError:
        return None
    try:
        return int(pynvml.nvmlDeviceGetMemoryInfo(pynvml.nvmlDeviceGetHandleByIndex(0)).free) // 2**20
    except pynvml.NVMLError as error:
        log.warning("graphics card does not say how much memory is free", error=str(error))
        return None
    finally:
        pynvml.nvmlShutdown()


def free_ram() -> int | None:
    """MiB a new process could have, by the kernel's own estimate (proc(5), MemAvailable); None but on Linux."""
    if not _MEMINFO.exists():
        return None
    found = _AVAILABLE.search(_MEMINFO.read_text())
    return int(found.group(1)) // 1024 if found else None


def folder_size(folder: Path) -> int:
    """MiB of all files below ``folder``; 0 where there is none."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) // 2**20
