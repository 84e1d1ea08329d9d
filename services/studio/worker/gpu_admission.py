"""Admission of a stage to the graphics card: how much memory it will need, and what happens while that is not free."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from libraries.gpu.ram_and_folder_sizes import folder_size_mib
from libraries.log import get_logger
from schemas.errors import Parked
from schemas.progress import ProgressCallback
from schemas.recipe import Recipe, Stage
from services.config import StudioSettings
from services.studio.adapters import KINDS, chosen_adapters, model_folder
from services.studio.worker.protocol import StageJob

Probe = Callable[[], int | None]
"""Asks for the free MiB of graphics memory; None where there is no card to ask."""

_POLL_INTERVAL: Final = 1.0
"""Seconds between two questions: a card tells nobody when memory becomes free."""
_OVERHEAD_MB: Final = 900
"""MiB for the CUDA context, the workspaces of its libraries and a cache of 8000 tokens."""
_ENCODER_MB: Final = 400
"""MiB of one NVENC session at 1080×1920, with its context."""
_PARKED_SECONDS: Final = 60
log = get_logger(__name__)


def needed_vram(job: StageJob) -> int:
    """MiB of graphics memory that the stage of ``job`` needs before it starts; 0 when it computes on the CPU.

    A setting decides; else it is the size of the largest model of the job's adapters, an eighth more, and an overhead.
    """
    settings = job.settings
    if job.stage.value in settings.vram_mb:
        return settings.vram_mb[job.stage.value]
    if job.stage is Stage.FILM:
        return 0 if job.recipe.film.encoder == "libx264" else _ENCODER_MB
    on_gpu = [each for each in chosen_adapters(job.stage, job.recipe, settings) if each.uses_gpu]
    sizes = [folder_size_mib(folder) for each in on_gpu if (folder := model_folder(each)) is not None]
    return max((size + size // 8 + _OVERHEAD_MB for size in sizes if size), default=0)


def model_folders(recipe: Recipe, settings: StudioSettings) -> dict[str, Path]:
    """The model folder of each adapter that ``recipe`` names, by the adapter's name; without those that have none."""
    named = [each for stage in KINDS for each in chosen_adapters(stage, recipe, settings)]
    folders = {each.adapter.name: model_folder(each) for each in named}
    return {name: folder for name, folder in folders.items() if folder is not None}


async def wait_for_vram(job: StageJob, probe: Probe, tick: ProgressCallback) -> bool:
    """Wait up to ``vram_wait`` seconds for the graphics memory that the stage of ``job`` needs; whether it is free.

    True on a machine without a card: there is nothing to wait for. Raises Parked when memory stays short and the
    settings forbid the stage to compute on the CPU instead.
    """
    needed, settings = needed_vram(job), job.settings
    loop = asyncio.get_running_loop()
    deadline = loop.time() + settings.vram_wait
    while needed and (free := await asyncio.to_thread(probe)) is not None and free < needed:
        if loop.time() >= deadline:
            if settings.vram_short == "park":
                until = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=_PARKED_SECONDS)
                stage = job.stage.value
                raise Parked("stage.short_of_vram", stage=stage, needed_mb=needed, free_mb=free, until=until)
            log.warning("stage computes on the CPU", stage=job.stage.value, needed_mb=needed, free_mb=free)
            return False
        tick(0.0, f"waiting for graphics memory ({free} of {needed} MiB)")
        await asyncio.sleep(min(_POLL_INTERVAL, max(0.0, deadline - loop.time())))
    return True
