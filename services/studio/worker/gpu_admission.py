"""Graphics memory before a stage starts: how much it will need, and what to do when that is not free."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import structlog

from schemas.errors import Parked
from schemas.progress import ProgressCallback
from schemas.recipe import Recipe, Stage
from services.config import StudioSettings
from services.studio.adapters import KINDS, chosen, model_folder
from services.studio.gpu.memory import folder_size
from services.studio.worker.protocol import Job

Probe = Callable[[], int | None]
"""Asks for the free MiB of graphics memory; None where there is no card to ask."""

_LOOK_AGAIN: Final = 1.0
"""Seconds between two looks: a card tells nobody when memory becomes free."""
_OVERHEAD: Final = 900
"""MiB for the CUDA context, the workspaces of its libraries and a cache of 8000 tokens."""
_ENCODER: Final = 400
"""MiB of one NVENC session at 1080×1920, with its context."""
_REST: Final = 60
log = structlog.get_logger(__name__)


def needed(job: Job) -> int:
    """MiB of graphics memory the stage of ``job`` wants before it starts; 0 when it computes on the CPU."""
    settings = job.settings
    if job.stage.value in settings.vram_mb:
        return settings.vram_mb[job.stage.value]
    if job.stage is Stage.FILM:
        return 0 if job.recipe.film.encoder == "libx264" else _ENCODER
    on_gpu = [each for each in chosen(job.stage, job.recipe, settings) if each.uses_gpu]
    sizes = [folder_size(folder) for each in on_gpu if (folder := model_folder(each)) is not None]
    return max((size + size // 8 + _OVERHEAD for size in sizes if size), default=0)


def models(recipe: Recipe, settings: StudioSettings) -> dict[str, Path]:
    """The folder of each adapter of ``recipe`` that computes with a model of its own."""
    named = [each for stage in KINDS for each in chosen(stage, recipe, settings)]
    folders = {each.adapter.name: model_folder(each) for each in named}
    return {name: folder for name, folder in folders.items() if folder is not None}


async def may_use_card(job: Job, probe: Probe, tick: ProgressCallback) -> bool:
    """Whether the stage of ``job`` finds the graphics memory it needs, waiting for it up to ``vram_wait`` seconds.

    True on a machine without a card: there is nothing to wait for. Raises Parked when it is short of memory and the
    settings say that it must not compute on the CPU instead.
    """
    wanted, settings = needed(job), job.settings
    loop = asyncio.get_running_loop()
    deadline = loop.time() + settings.vram_wait
    while wanted and (free := await asyncio.to_thread(probe)) is not None and free < wanted:
        if loop.time() >= deadline:
            why = f"it needs {wanted} MiB of graphics memory and {free} MiB are free"
            if settings.vram_short == "park":
                until = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=_REST)
                raise Parked(what=f"The {job.stage} stage", until=until, why=why)
            log.warning("stage computes on the CPU", stage=job.stage.value, needed_mb=wanted, free_mb=free)
            return False
        tick(0.0, f"waiting for graphics memory ({free} of {wanted} MiB)")
        await asyncio.sleep(min(_LOOK_AGAIN, max(0.0, deadline - loop.time())))
    return True
