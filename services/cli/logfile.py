"""Commands that carry the facts from one broker to another."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from services import wiring
from services.cli.output import Json, console, emit, settings


def export_log(
    file: Annotated[Path, typer.Argument(help="Where to write: JSON lines, each sealed with a checksum.")],
    sightings: Annotated[bool, typer.Option(help="Also the newest figures of every post.")] = True,
    json: Json = False,
) -> None:
    """Write every fact of the stream to a file that `import-log` rebuilds an empty system from."""
    from services.ops.transfer import Transferred, export_log

    async def work() -> Transferred:
        async with wiring.opened(settings()) as place:
            bus = await place.bus("export")
            try:
                return await export_log(bus, file, sightings=sightings)
            finally:
                await bus.close()

    _say(asyncio.run(work())._asdict(), f"exported to {file}", json=json)


def import_log(
    file: Annotated[Path, typer.Argument(help="A file of `export-log`.")],
    json: Json = False,
) -> None:
    """Rebuild an empty system from an exported log; a damaged file or a system in use is refused."""
    from services.ops.transfer import Transferred, import_log

    async def work() -> Transferred:
        async with wiring.opened(settings()) as place:
            bus = await place.bus("import")
            try:
                return await import_log(bus, file)
            finally:
                await bus.close()

    done = asyncio.run(work())
    _say({"facts": done.facts, "sightings": done.sightings}, f"imported from {file}", json=json)


def _say(figures: dict[str, object], what: str, *, json: bool) -> None:
    if json:
        emit(figures)
    else:
        console.print(f"{figures['facts']} facts and {figures['sightings']} sightings {what}.", highlight=False)
