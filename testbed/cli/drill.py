"""``wagglebot drill NAME``: things are broken on purpose, and what came out is counted."""

import asyncio
import tempfile
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from services import bootstrap
from services.cli.shared.output import JsonOption, load_settings, print_json, print_table
from services.config import NatsSettings
from testbed.cli import drill_pipeline
from testbed.cli.report import DrillReport, print_progress, print_report

if TYPE_CHECKING:
    from testbed.drills.publish.drill import PublishReport

drill = typer.Typer(help="Break things on purpose, and count what came out.", no_args_is_help=True)
drill.command()(drill_pipeline.pipeline)

Drill = Callable[[Path, Callable[[str], None]], Awaitable[DrillReport]]


@drill.command()
def deliveries(json: JsonOption = False) -> None:
    """Deliver every message twice and in any order; decline and retract at any moment: retract must always win."""
    from testbed.drills.message_deliveries import drill_message_deliveries

    _alone("deliveries", drill_message_deliveries, json=json)


@drill.command()
def studios(json: JsonOption = False) -> None:
    """Stop one of two studios with SIGSTOP past the broker's patience, then continue it: there must be one result."""
    from testbed.drills.stopped_studio import drill_stopped_studio

    _alone("studios", drill_stopped_studio, json=json)


@drill.command()
def provider(json: JsonOption = False) -> None:
    """Have a speech server answer 403 for an hour of compressed time: no post may fail, all must finish."""
    from testbed.drills.refusing_provider import drill_refusing_provider

    _alone("provider", drill_refusing_provider, json=json)


@drill.command()
def answers(json: JsonOption = False) -> None:
    """Answer uploads in every way that platforms are known to: no film lost or doubled, and none polled for ever."""
    from testbed.drills.publish.platform_answers import drill_platform_answers

    _alone("answers", drill_platform_answers, json=json)


@drill.command()
def site(json: JsonOption = False) -> None:
    """Crawl a site that goes wrong in every way we know: each must be named, and nothing wrong kept in silence."""
    from testbed.misbehaving_site.drill import drill_site

    _alone("site", drill_site, json=json)


@drill.command()
def disk(json: JsonOption = False) -> None:
    """Fill the disk of media, of the broker, of both (as root): parked, nothing truncated, all must finish."""
    from testbed.drills.full_disks import drill_full_disks

    _alone("disk", drill_full_disks, json=json)


@drill.command()
def damage(
    count: Annotated[int, typer.Option(min=1, max=5000, help="Damages, each on a fresh copy of a small system.")] = 200,
    seed: Annotated[int, typer.Option(help="Decides what is damaged, where and in which order.")] = 0,
    json: JsonOption = False,
) -> None:
    """Damage the files of a stopped system, use it, follow the printed cures: nothing may go wrong in silence."""
    from testbed.drills.damage.drill import drill_damage

    _alone("damage", lambda folder, say: drill_damage(folder, say, count=count, seed=seed), json=json)


@drill.command()
def restore(
    backups: Annotated[int, typer.Option(min=1, max=1000, help="Backups to take, a third of them killed.")] = 50,
    seed: Annotated[int, typer.Option(help="Decides the instants and which posts are withdrawn.")] = 0,
    s3: Annotated[bool, typer.Option(help="Into a bucket of an S3 server on loopback (moto).")] = False,
    encrypted: Annotated[bool, typer.Option(help="Encrypted.")] = False,
    keep_days: Annotated[int, typer.Option(min=1, help="Days backups are kept; they are an hour apart.")] = 365,
    json: JsonOption = False,
) -> None:
    """Back up a system at work, kill backups, withdraw posts: each whole backup must restore exactly, without them."""
    from testbed.drills.restores.drill import RestoreDrillOptions, drill_restores

    wanted = RestoreDrillOptions(backups, seed, keep_days=keep_days, s3=s3, encrypted=encrypted)
    _alone("restore", partial(drill_restores, wanted=wanted), json=json)


@drill.command()
def doctor(json: JsonOption = False) -> None:
    """Plant faults into an installation, ask the doctor, do what it says: each must be found and cured by that."""
    from testbed.drills.doctor.drill import drill_doctor

    _alone("doctor", drill_doctor, json=json)


@drill.command()
def models(
    interruptions: Annotated[int, typer.Option(min=1, max=1000, help="Kills of the process that fetches.")] = 20,
    megabytes: Annotated[float, typer.Option(min=1, max=250, help="Size of the model.")] = 32.0,
    seed: Annotated[int, typer.Option(help="Decides the instants.")] = 0,
    json: JsonOption = False,
) -> None:
    """Kill the fetching of a model at random instants; refuse, alter and slow it: whole, or a sentence and nothing."""
    from testbed.drills.models.drill import drill_models

    def one(folder: Path, say: Callable[[str], None]) -> Awaitable[DrillReport]:
        return drill_models(folder, say, interruptions=interruptions, megabytes=megabytes, seed=seed)

    _alone("models", one, json=json)


@drill.command()
def year(
    days: Annotated[int, typer.Option(min=1, max=3660, help="Days to play; more of them follow with --keep.")] = 365,
    films: Annotated[int, typer.Option(min=1, max=10, help="Films a day, with 24 crawls for ten of them.")] = 10,
    seed: Annotated[int, typer.Option(help="Decides what the posts say.")] = 0,
    keep: Annotated[Path | None, typer.Option(help="Folder to go on from, and to leave everything in.")] = None,
    of: Annotated[int, typer.Option(min=0, help="Days of the whole year, over which the faults are spread.")] = 0,
    json: JsonOption = False,
) -> None:
    """Play a year on one machine, days in seconds, with restarts, rotations and ten faults: bounds must be kept."""
    from testbed.drills.year.drill import drill_year
    from testbed.drills.year.machine import DailyPlan

    plan = DailyPlan(films, round(2.4 * films), seed)
    _alone("year", lambda folder, say: drill_year(keep or folder, say, days=days, plan=plan, of=of), json=json)


@drill.command()
def cluster(
    posts: Annotated[int, typer.Option(min=1, max=100_000, help="Posts to bring to two platforms.")] = 1000,
    kills: Annotated[int, typer.Option(min=0, max=1000, help="Leaders to kill.")] = 20,
    stops: Annotated[int, typer.Option(min=0, max=1000, help="Leaders to stop with SIGSTOP.")] = 10,
    cuts: Annotated[int, typer.Option(min=0, max=1000, help="Leaders to cut off from the others.")] = 1,
    json: JsonOption = False,
) -> None:
    """Kill, stop and cut off the leaders of three brokers: nothing lost, doubled, stuck or read late."""
    from testbed.drills.cluster.drill import drill_cluster

    def one(folder: Path, say: Callable[[str], None]) -> Awaitable[DrillReport]:
        return drill_cluster(folder, say, posts=posts, kills=kills, stops=stops, cuts=cuts)

    _alone("cluster", one, json=json)


@drill.command()
def replay(
    posts: Annotated[int, typer.Option(min=1, max=1000, help="Films to make first and then again.")] = 100,
    json: JsonOption = False,
) -> None:
    """Make films, then again with another palette (only films may run), then unchanged (nothing may run)."""
    from testbed.drills.replay import drill_replay

    _alone("replay", lambda folder, say: drill_replay(folder, say, posts), json=json)


def _alone(name: str, one: Drill, *, json: bool) -> None:
    """In a folder of its own with a broker of its own, so that no post of anybody is touched."""

    async def run(folder: Path) -> DrillReport:
        return await one(folder, print_progress)

    load_settings()  # logs warnings only
    with tempfile.TemporaryDirectory(prefix="wagglebot-drill-", ignore_cleanup_errors=True) as folder:
        print_report(f"drill {name}", asyncio.run(run(Path(folder))), json=json)


@drill.command()
def publish(
    jobs: Annotated[int, typer.Option(min=1, max=2000, help="Films to bring to the platform.")] = 100,
    kills: Annotated[int, typer.Option(min=0, max=5000, help="Workers to kill at random instants.")] = 200,
    platform: Annotated[str, typer.Option(help="youtube, tiktok or instagram.")] = "youtube",
    json: JsonOption = False,
) -> None:
    """Kill -9 uploaders at random and at every step; count the videos on a platform that speaks the real protocol."""
    figures = asyncio.run(_publish(jobs, kills, platform))
    if json:
        print_json(figures)
    else:
        print_table("drill publish", ["figure", "value"], list(figures.model_dump().items()))
    if figures.duplicated or figures.missing:
        raise typer.Exit(1)


async def _publish(jobs: int, kills: int, platform: str) -> "PublishReport":
    """On a broker of its own, so that no post of anybody is touched."""
    from testbed.drills.publish.drill import drill_publish

    with tempfile.TemporaryDirectory(prefix="wagglebot-drill-") as folder:
        nats = NatsSettings(store_dir=Path(folder) / "nats")
        async with bootstrap.open_runtime(load_settings().model_copy(update={"nats": nats})) as place:
            return await drill_publish(place.nats, Path(folder), jobs, kills, platform)
