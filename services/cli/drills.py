"""``wagglebot drill NAME``: things are broken on purpose, and what came out is counted."""

import asyncio
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from services import wiring
from services.cli import drill_pipeline
from services.cli.output import Json, emit, settings, table
from services.config import NatsSettings

if TYPE_CHECKING:
    from services.publish.rehearsal.drill import Figures

drill = typer.Typer(help="Break things on purpose, and count what came out.", no_args_is_help=True)
drill.command()(drill_pipeline.pipeline)


@drill.command()
def publish(
    jobs: Annotated[int, typer.Option(min=1, max=2000, help="Films to bring to the platform.")] = 100,
    kills: Annotated[int, typer.Option(min=0, max=5000, help="Workers to kill at random instants.")] = 200,
    platform: Annotated[str, typer.Option(help="youtube, tiktok or instagram.")] = "youtube",
    json: Json = False,
) -> None:
    """Kill -9 uploaders at random and at every step; count the videos on a platform that speaks the real protocol."""
    figures = asyncio.run(_publish(jobs, kills, platform))
    if json:
        emit(figures)
    else:
        table("drill publish", ["figure", "value"], list(figures.model_dump().items()))
    if figures.duplicated or figures.missing:
        raise typer.Exit(1)


async def _publish(jobs: int, kills: int, platform: str) -> "Figures":
    """On a broker of its own, so that no post of anybody is touched."""
    from services.publish.rehearsal.drill import drill_publish

    with tempfile.TemporaryDirectory(prefix="wagglebot-drill-") as folder:
        nats = NatsSettings(store_dir=Path(folder) / "nats")
        async with wiring.opened(settings().model_copy(update={"nats": nats})) as place:
            return await drill_publish(place.nats, Path(folder), jobs, kills, platform)
