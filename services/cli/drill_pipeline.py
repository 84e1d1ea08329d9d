"""``wagglebot drill pipeline``: the whole pipeline, killed in mid-work again and again."""

import asyncio
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from services import wiring
from services.cli.output import Json, console, emit, settings, table
from services.config import MediaSettings, NatsSettings, StoreSettings
from services.ops.mariadb import MariaDB, programs

if TYPE_CHECKING:
    from services.ops.drill_verdict import Figures


def pipeline(
    minutes: Annotated[float, typer.Option(min=0.05, help="How long to kill; then all is brought to its end.")] = 10.0,
    seed: Annotated[int, typer.Option(help="Decides the victims and the instants.")] = 0,
    mariadb: Annotated[
        bool | None, typer.Option("--mariadb/--sqlite", help="Database; MariaDB from one minute on, where installed.")
    ] = None,
    json: Json = False,
) -> None:
    """Kill -9 studio, projector, broker and database in mid-work; every approved post must end in exactly one film."""
    say = (lambda _: None) if json else (lambda text: console.print(text, highlight=False))
    if mariadb is None:
        mariadb = minutes >= 1 and programs() is not None
    with (
        tempfile.TemporaryDirectory(prefix="wagglebot-drill-", ignore_cleanup_errors=True) as folder,
        _database(Path(folder, "mariadb")) if mariadb else nullcontext() as database,
    ):
        figures = asyncio.run(_pipeline(Path(folder), database, 60 * minutes, seed, say))
    if json:
        emit(figures)
    else:
        table("drill pipeline", ["figure", "value"], list(figures.model_dump().items()))
    if not figures.holds:
        raise typer.Exit(1)


@contextmanager
def _database(folder: Path) -> Iterator[MariaDB]:
    server = MariaDB(folder)
    server.start()
    try:
        yield server
    finally:
        server.kill()


async def _pipeline(
    folder: Path, database: MariaDB | None, seconds: float, seed: int, say: Callable[[str], None]
) -> "Figures":
    """On a broker, a database and a store of its own, so that no post of anybody is touched."""
    from services.ops.drill_pipeline import STATIONS, PipelineDrill, Scene
    from services.ops.drill_stations import Stations, plain_films, running
    from services.projector.views import SqlProjection

    own = {
        "nats": NatsSettings(store_dir=folder / "var" / "nats"),
        "store": StoreSettings(url=database.url if database else f"sqlite:///{folder / 'drill.db'}"),
        "media": MediaSettings(root=folder / "media"),
    }
    async with wiring.opened(settings().model_copy(update=own)) as place:
        chosen = place.settings
        environment = {
            "WAGGLEBOT_NATS__URL": place.nats.url,
            "WAGGLEBOT_NATS__STORE_DIR": str(chosen.nats.store_dir),
            "WAGGLEBOT_STORE__URL": chosen.store.url,
            "WAGGLEBOT_MEDIA__ROOT": str(chosen.media.root),
        }
        stations = Stations(folder, environment, plain_films(folder / "plugins"))
        shown = await asyncio.to_thread(SqlProjection.open, chosen.store.url)
        bus = await place.bus("drill")
        scene = Scene(bus, stations, chosen.nats.store_dir, place.store, shown, database)
        try:
            async with running(stations, *STATIONS):
                return await PipelineDrill(scene, seed, say).run(seconds)
        finally:
            await bus.close()
            shown.close()
