"""``wagglebot drill pipeline``: the whole pipeline, killed in mid-work again and again."""

import asyncio
import math
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from itertools import cycle, islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from services import bootstrap
from services.cli.shared.output import JsonOption, load_settings
from services.config import MediaSettings, NatsSettings, StoreSettings
from testbed.cli.report import print_progress, print_report
from testbed.drills.kill_plan import PlannedKill, kill_plan
from testbed.mariadb import MariaDB, mariadb_program_paths

if TYPE_CHECKING:
    from testbed.drills.pipeline_report import PipelineReport


def pipeline(
    minutes: Annotated[
        float | None,
        typer.Option(min=0.05, help="Kill for so long, as often as it takes; without, the whole plan once."),
    ] = None,
    kills: Annotated[int | None, typer.Option(min=1, help="Only so many strikes of the plan.")] = None,
    seed: Annotated[int, typer.Option(help="Decides the order and the instants.")] = 0,
    mariadb: Annotated[
        bool | None, typer.Option("--mariadb/--sqlite", help="Database; MariaDB where it is installed.")
    ] = None,
    json: JsonOption = False,
) -> None:
    """Kill -9 studio, projector, publisher, broker and database in mid-work; every approved post must end in one film.

    The plan: the studio at every named step twice and at 50 random instants, the projector at 50, the broker at 20, the
    database at 10.
    """
    if mariadb is None:
        mariadb = kills is None and mariadb_program_paths() is not None
    plan = kill_plan(seed, database=mariadb)
    strikes = cycle(plan) if minutes else iter(plan)
    chosen = _Chosen(islice(strikes, kills), 60 * minutes if minutes else math.inf, seed, 1 if kills else 4)
    with (
        tempfile.TemporaryDirectory(prefix="wagglebot-drill-", ignore_cleanup_errors=True) as folder,
        _database(Path(folder, "mariadb")) if mariadb else nullcontext() as database,
    ):
        print_report("drill pipeline", asyncio.run(_pipeline(Path(folder), database, chosen)), json=json)


class _Chosen(NamedTuple):
    strikes: Iterable[PlannedKill]
    seconds: float
    seed: int
    backlog: int


@contextmanager
def _database(folder: Path) -> Iterator[MariaDB]:
    server = MariaDB(folder)
    server.start()
    try:
        yield server
    finally:
        server.kill()


async def _pipeline(folder: Path, database: MariaDB | None, chosen: _Chosen) -> "PipelineReport":
    """On a broker, a database and a store of its own, so that no post of anybody is touched."""
    from services.projector.queries.projection_queries import SqlProjection
    from testbed.drills.pipeline import STATIONS, PipelineDrill, PipelineDrillSetup
    from testbed.drills.stations import StationProcesses, running_stations

    own = {
        "nats": NatsSettings(store_dir=folder / "var" / "nats"),
        "store": StoreSettings(url=database.url if database else f"sqlite:///{folder / 'drill.db'}"),
        "media": MediaSettings(root=folder / "media"),
    }
    async with bootstrap.open_runtime(load_settings().model_copy(update=own)) as place:
        settled = place.settings
        environment = {
            "WAGGLEBOT_NATS__URL": place.nats.url,
            "WAGGLEBOT_NATS__STORE_DIR": str(settled.nats.store_dir),
            "WAGGLEBOT_STORE__URL": settled.store.url,
            "WAGGLEBOT_MEDIA__ROOT": str(settled.media.root),
        }
        stations = StationProcesses(folder, environment)
        shown = await asyncio.to_thread(SqlProjection.open, settled.store.url)
        try:
            async with place.open_bus("drill") as bus, running_stations(stations, *STATIONS):
                scene = PipelineDrillSetup(bus, stations, settled.nats.store_dir, place.store, shown, database)
                return await PipelineDrill(scene, chosen.seed, print_progress, chosen.backlog).kill_and_judge(
                    chosen.strikes, chosen.seconds
                )
        finally:
            shown.close()
