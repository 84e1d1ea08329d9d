"""Free memory of the machine and sizes of model folders, in MiB."""

import re
from pathlib import Path
from typing import Final

_AVAILABLE: Final = re.compile(r"^MemAvailable:\s+(\d+) kB$", re.MULTILINE)
_MEMINFO: Final = Path("/proc/meminfo")


def free_ram_mib() -> int | None:
    """MiB a new process could have, by the kernel's own estimate (proc(5), MemAvailable); None but on Linux."""
    if not _MEMINFO.exists():
        return None
    found = _AVAILABLE.search(_MEMINFO.read_text())
    return int(found.group(1)) // 1024 if found else None


def folder_size_mib(folder: Path) -> int:
    """MiB of all files below ``folder``, or of the file that it is; 0 where there is none."""
    if folder.is_file():
        return folder.stat().st_size // 2**20
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) // 2**20
