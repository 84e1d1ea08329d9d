"""``wagglebot bench NAME``: figures, each bench comparing within its own run."""

import asyncio
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from schemas.errors import BadInput
from services import wiring
from services.cli.output import Json, emit, settings, table
from services.config import NatsSettings, StoreSettings


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
    """On a broker and a database of its own, so that no post of anybody is touched."""
    from services.ops.bench_bus import bench_bus
    from services.ops.bench_projection import bench_latency
    from services.projector.views import SqlProjection

    with tempfile.TemporaryDirectory(prefix="wagglebot-bench-") as folder:
        nats = NatsSettings(store_dir=Path(folder) / "nats")
        store = StoreSettings(url=f"sqlite:///{folder}/bench.db")
        async with wiring.opened(settings().model_copy(update={"nats": nats, "store": store})) as place:
            figures = await bench_bus(place.nats)
            stop = asyncio.Event()
            projector = asyncio.create_task(wiring.run_stations(place, ("projector",), stop, lambda _: None))
            bus = await place.bus("bench")
            try:
                shown = await asyncio.to_thread(SqlProjection.open, store.url)
                latency = await bench_latency(bus, shown)
                shown.close()
            finally:
                stop.set()
                await projector
                await bus.close()
    return figures | {f"fact_to_projection_{name}": value for name, value in latency.items() if name.endswith("_ms")}
