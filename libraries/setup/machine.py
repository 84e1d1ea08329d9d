"""What a machine has that matters to models: its card and driver, memory, disk and cores, and whether it is WSL."""

import re
import shutil
from importlib import import_module, metadata
from pathlib import Path
from typing import Final, NamedTuple

from libraries.cpu_cores import usable_cores
from libraries.gpu.ram_and_folder_sizes import free_ram_mib
from libraries.graphics_card import CardDescription, card_description
from libraries.language_models.gguf import is_built_for_graphics_card

LEAST_DRIVER: Final = 580
"""Release of the driver that the CUDA 13 libraries of requirements/local-gpu.txt ask for (CUDA Toolkit release notes,
table of minimum drivers).
"""
_KERNEL: Final = Path("/proc/version")
_GPU_RUNTIME: Final = "onnxruntime-gpu"


class Machine(NamedTuple):
    """What a machine has. Memory, graphics memory and disk in MiB, free; ``card`` is None without an NVIDIA card.

    ``runtimes_for_card``: the packages installed here are those for CUDA. ``writer_on_card``: so is llama.cpp, and it
    sees the card. ``wsl``: 0, or the version of the Windows Subsystem for Linux.
    """

    card: CardDescription | None
    memory_mb: int
    disk_mb: int
    cores: int
    wsl: int
    windows_disk: bool
    runtimes_for_card: bool
    writer_on_card: bool

    @property
    def driver_is_new_enough(self) -> bool:
        """Whether the driver can run the CUDA libraries that are locked."""
        number = re.match(r"\d+", self.card.driver) if self.card else None
        return number is not None and int(number.group()) >= LEAST_DRIVER

    @property
    def can_run_onnx_on_card(self) -> bool:
        """Whether ONNX models can compute on the card."""
        return self.driver_is_new_enough and self.runtimes_for_card


def inspect_machine(folder: Path) -> Machine:
    """What this machine has; ``folder`` is where models will lie."""
    place = folder.absolute()
    while not place.exists():
        place = place.parent
    kernel = _KERNEL.read_text(encoding="utf-8") if _KERNEL.exists() else ""
    return Machine(
        card=card_description(),
        memory_mb=free_ram_mib() or 0,
        disk_mb=shutil.disk_usage(place).free // 2**20,
        cores=usable_cores(),
        wsl=wsl_version(kernel),
        windows_disk=bool(wsl_version(kernel)) and re.match(r"/mnt/[a-z]/", f"{place}/") is not None,
        runtimes_for_card=_installed(_GPU_RUNTIME),
        writer_on_card=_llama_sees_card(),
    )


def wsl_version(kernel: str) -> int:
    """The version of WSL by the text of /proc/version; 0 outside it."""
    if "microsoft" not in kernel.lower():
        return 0
    return 2 if "WSL2" in kernel or "microsoft-standard" in kernel else 1


def _installed(package: str) -> bool:
    try:
        metadata.distribution(package)
    except metadata.PackageNotFoundError:
        return False
    return True


def _llama_sees_card() -> bool:
    try:
        return is_built_for_graphics_card(import_module("xllamacpp"))
    except ImportError:
        return False
