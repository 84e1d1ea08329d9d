"""``wagglebot bench NAME``: figures, each bench comparing within its own run."""

import asyncio
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from schemas.errors import BadInput
from services import wiring
from services.cli.output import Json, emit, settings, table


def bench(
    name: Annotated[str, typer.Argument(help="bus")],
    json: Json = False,
) -> None:
    """Measure one part and print the figures; with --json the last line is one JSON object."""
    if name != "bus":
        raise BadInput(what=f"Bench {name!r}", why="there is no such bench", remedy="Choose of: bus.")
    figures = asyncio.run(_bus())
    if json:
        emit(figures)
    else:
        table(f"bench {name}", ["figure", "value"], [(key, f"{value:.3f}") for key, value in figures.items()])


async def _bus() -> dict[str, float]:
    from services.ops.bench_bus import bench_bus
    from services.ops.bench_projection import bench_latency

    with tempfile.TemporaryDirectory(prefix="wagglebot-bench-") as folder:
        loaded = settings()
        nats = loaded.nats.model_copy(update={"url": "embedded", "store_dir": Path(folder) / "nats"})
        async with wiring.opened(loaded.model_copy(update={"nats": nats})) as place:
            figures = await bench_bus(place.nats)
            figures |= await bench_latency(place.nats, f"sqlite:///{folder}/bench.db")
    return figures
