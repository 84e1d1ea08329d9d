"""``wagglebot bench studio``: model loads and memory of a batch, the speed of every adapter that is here."""

import asyncio
import json
import os
import sys
import time
from pathlib import Path
from typing import Final

from libraries.bus import Bus
from libraries.korean.text_normalisation import normalise, spoken_form
from schemas.adapters import Adapter, AdapterKind, Server, usable_adapters
from schemas.errors import Retryable
from schemas.recipe import Recipe
from services.config import MediaSettings, NatsSettings, Settings, StudioSettings, pythonpath_for_child
from services.studio.adapters import ChosenAdapter, model_folder
from testbed.benchmarks.studio.batch import distinct_posts, run_batch, settings_without_film

_ROUNDS: Final = 5
_LONGEST: Final = 900
"""Seconds an adapter may take; a model of billions on a CPU needs minutes."""


async def bench_studio(bus: Bus, folder: Path, settings: Settings, count: int) -> dict[str, float | str]:
    """Model loads and memory of the studio over a batch of posts, and the speed of every adapter. The batch is written
    and spoken by the default recipe; its film stage makes nothing.

    ``parent_rss_slope``: MiB the studio's process grows for each 100 finished stages; ``parent_rss_drift``: the
    farthest it went from its size at the first one, as a share. Raises Retryable when an adapter's process fails.
    """
    here = settings.model_copy(
        update={"media": MediaSettings(root=folder / "media"), "nats": NatsSettings(store_dir=folder / "nats")}
    )
    batch = await run_batch(bus, settings_without_film(folder, here), distinct_posts(count), Recipe())
    figures: dict[str, float | str] = {
        "posts": count,
        "model_loads_per_100": batch.starts * 100 / count,
        "model_loads": batch.starts,
        "failed": batch.failed,
        "parent_rss_mb": batch.rss[-1],
        "parent_rss_slope": batch.memory_slope,
        "parent_rss_drift": batch.memory_drift,
        "normalise_us": speech_normalisation_microseconds(),
    }
    for kind, name in runnable_adapters(settings.studio):
        figures |= await _measured(kind, name, settings.studio)
    return figures


def speech_normalisation_microseconds() -> float:
    """Microseconds of CPU to normalise one sentence of the sample posts for speech, the best of a few rounds."""
    lines = [line for post in distinct_posts(20) for line in post.content.splitlines() if line]
    best = min(_spent(lines) for _ in range(_ROUNDS))
    return best / len(lines) * 1e6


def _spent(lines: list[str]) -> float:
    normalise.cache_clear()  # Each line is made ready, not remembered.
    began = time.thread_time()
    for line in lines:
        spoken_form(line)
    return time.thread_time() - began


def runnable_adapters(settings: StudioSettings) -> list[tuple[str, str]]:
    """The adapters that compute on this machine and have what they need: (kind, name)."""
    computing = [("voice", each) for each in usable_adapters(AdapterKind.VOICE) if not _is_remote(each)]
    computing += [("writer", each) for each in usable_adapters(AdapterKind.WRITER) if each.gpu]
    # optimum cannot live in our environment: it is here where the script stage has one of its own.
    own = settings.stage_python("script") != sys.executable
    here = [(kind, each) for kind, each in computing if own or each.name != "optimum"]
    folders = [
        (kind, each.name, model_folder(ChosenAdapter(each, settings.settings_of_adapter(each)))) for kind, each in here
    ]
    return [(kind, name) for kind, name, folder in folders if folder is None or folder.is_dir()]


def _is_remote(adapter: Adapter) -> bool:
    return any(isinstance(need, Server) for need in adapter.needs)


async def _measured(kind: str, name: str, settings: StudioSettings) -> dict[str, float | str]:
    python = settings.stage_python("script") if name == "optimum" else sys.executable
    process = await asyncio.create_subprocess_exec(
        python, "-m", "testbed.benchmarks.studio.adapter_speed", kind, name,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": pythonpath_for_child()},
    )  # fmt: skip
    try:
        async with asyncio.timeout(_LONGEST):
            output, complaint = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode:
        last = complaint.decode("utf-8", "replace").strip().splitlines()[-1:]
        raise Retryable("bench.process_failed", name=name, why=" ".join(last)[:300])
    found: dict[str, float | str] = json.loads(output.splitlines()[-1])
    return {f"{name}_{figure}": value for figure, value in found.items()}
