"""``wagglebot bench NAME``: figures, each bench comparing within its own run."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Annotated

import typer

from libraries.bus import Bus
from schemas.errors import BadInput
from services import bootstrap
from services.cli.shared.output import JsonOption, errors, load_settings, print_json, print_table
from services.config import NatsSettings, StoreSettings

Figures = dict[str, float | str]


def bench(  # noqa: PLR0913 (options of the command line)
    name: Annotated[
        str,
        typer.Argument(
            help="bus, projection, publish, crawl, pii, duplicates, film, likeness, kept, studio, script, insight"
        ),
    ],
    *,
    facts: Annotated[int, typer.Option(min=1000, help="Size of the stream, for projection and publish.")] = 100_000,
    posts: Annotated[int, typer.Option(min=10, help="Posts of the batch, for studio.")] = 100,
    template: Annotated[str, typer.Option(help="Template of the film; all for each in turn.")] = "card",
    pictures: Annotated[int, typer.Option(min=0, max=20, help="Photographs in the post of the film.")] = 0,
    seconds: Annotated[float, typer.Option(min=8, max=60, help="Length of the film.")] = 60.0,
    kind: Annotated[str, typer.Option(help="Only bad drafts of this kind, for script.")] = "",
    post: Annotated[str, typer.Option(help="Only drafts and beats of this post, for script.")] = "",
    sample: Annotated[str, typer.Option(help="Part k of n of the drafts and stories, as k/n, for script.")] = "1/1",
    films: Annotated[Path | None, typer.Option(help="Folder of films (*/film.mp4), for likeness.")] = None,
    before: Annotated[Path | None, typer.Option(help="Films from before that they are compared with.")] = None,
    sets: Annotated[Path | None, typer.Option(help="Folder of other sets of the same form, for script.")] = None,
    json: JsonOption = False,
) -> None:
    """Measure one part and print the figures; with --json the last line is one JSON object."""
    benches: dict[str, Callable[[], Awaitable[Figures]]] = {
        "bus": _bus,
        "projection": lambda: _projection(facts),
        "publish": lambda: _publish(facts),
        "crawl": _crawl,
        "pii": _pii,
        "duplicates": _duplicates,
        "film": lambda: _film(seconds, template, pictures),
        "likeness": lambda: _likeness(films, before),
        "kept": _kept,
        "studio": lambda: _studio(posts),
        "script": lambda: _script(kind, post, sample, sets),
        "insight": _insight,
    }
    if name not in benches:
        raise BadInput("bench.unknown", name=name, known=", ".join(benches))

    async def measure() -> Figures:
        return await benches[name]()

    figures = asyncio.run(measure())
    if json:
        print_json(figures)
        return
    shown = [(key, f"{value:.3f}" if isinstance(value, float) else value) for key, value in figures.items()]
    print_table(f"bench {name}", ["figure", "value"], shown)


@asynccontextmanager
async def _alone() -> AsyncIterator[tuple[Bus, Path]]:
    """A broker with empty streams and a folder, both gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="wagglebot-bench-") as folder:
        nats = NatsSettings(store_dir=Path(folder) / "nats")
        async with (
            bootstrap.open_runtime(load_settings().model_copy(update={"nats": nats})) as place,
            place.open_bus("bench") as bus,
        ):
            yield bus, Path(folder)


async def _publish(facts: int) -> Figures:
    from testbed.benchmarks.fact_publish import bench_fact_publish

    async with _alone() as (bus, _):
        return dict(await bench_fact_publish(bus, facts, report=errors.print))


async def _crawl() -> Figures:
    from testbed.benchmarks.collect.crawl import bench_crawl

    return dict(await bench_crawl())


async def _pii() -> Figures:
    from testbed.benchmarks.collect.pii import bench_pii

    return dict(bench_pii())


async def _duplicates() -> Figures:
    from testbed.benchmarks.collect.duplicates import bench_duplicates

    return dict(bench_duplicates())


async def _film(seconds: float, template: str, pictures: int) -> Figures:
    from testbed.benchmarks.film.bench import bench_film, bench_films

    ffmpeg = load_settings().studio.ffmpeg
    if template == "all":
        return await asyncio.to_thread(bench_films, seconds, ffmpeg, pictures=pictures)
    return await asyncio.to_thread(bench_film, seconds, template, ffmpeg, pictures=pictures)


async def _likeness(films: Path | None, before: Path | None) -> Figures:
    """How unlike the films of a folder are; by default those that the demo exports."""
    from testbed.benchmarks.film.likeness import mean_film_distances

    folder = films or load_settings().media.root / "export/export"
    return await asyncio.to_thread(mean_film_distances, folder, before, errors.print)


async def _kept() -> Figures:
    """What the films of this installation take; it is only read."""
    from libraries.media.store import LocalStore
    from testbed.benchmarks.media_sizes import bench_media_sizes

    async with bootstrap.open_runtime(load_settings()) as place, place.open_bus("bench") as bus:
        media = place.settings.media
        return await bench_media_sizes(bus, LocalStore(media.root), media.keep_days)


async def _studio(posts: int) -> Figures:
    from testbed.benchmarks.studio.bench import bench_studio

    async with _alone() as (bus, folder):
        return await bench_studio(bus, folder, load_settings(), posts)


async def _script(kind: str, post: str, sample: str, sets: Path | None) -> Figures:
    from testbed.benchmarks.script.bench import ScriptBenchScope, bench_script, parse_sample_option
    from testbed.benchmarks.script.script_sets import SETS

    wanted = ScriptBenchScope(sets or SETS, kind, post, parse_sample_option(sample))
    return dict(bench_script(wanted, errors.print))


async def _insight() -> Figures:
    from testbed.benchmarks.insight.bench import bench_insight

    return dict(await asyncio.to_thread(bench_insight, errors.print))


async def _projection(facts: int) -> Figures:
    """A rebuild from a stream of invented facts, through the broker, on both databases; ``rss_mb`` is what all our own
    processes hold together, without broker and database server."""
    from testbed.benchmarks.fact_publish import fill_stream
    from testbed.benchmarks.memory import watch_peak_memory
    from testbed.benchmarks.rebuild import bench_rebuild, count_rows_unlike_live_fold
    from testbed.mariadb import mariadb_program_paths, running_mariadb

    async with _alone() as (bus, folder):
        size = await fill_stream(bus, facts, report=errors.print)
        ours = f"sqlite:///{folder}/rebuilt.db"
        with watch_peak_memory() as memory:
            lite = await bench_rebuild(bus, ours, facts)
            figures: Figures = {
                "facts": facts,
                "bytes_per_fact": size / facts,
                "sqlite_s": lite.seconds,
                "sqlite_cpu_s": lite.cpu_s,
                "sqlite_orm_ratio": lite.ratio,
                "orm_ratio": lite.ratio,
            }
            if mariadb_program_paths() is None:
                figures |= {"mariadb_s": "mariadb-server-core is not installed"}
            else:
                with running_mariadb(folder / "mariadb") as url:
                    maria = await bench_rebuild(bus, url, facts)
                orm = min(lite.ratio, maria.ratio)
                figures |= {"mariadb_s": maria.seconds, "mariadb_cpu_s": maria.cpu_s}
                figures |= {"mariadb_orm_ratio": maria.ratio, "orm_ratio": orm}
        errors.print("comparing with a projection that is folded live")
        figures |= {"rss_mb": memory.mb["ours"], "broker_mb": memory.mb["broker"], "mariadb_mb": memory.mb["mariadb"]}
        figures["rows_unlike_live"] = await count_rows_unlike_live_fold(bus, ours, f"sqlite:///{folder}/live.db")
        return figures


async def _bus() -> Figures:
    """On a broker and a database of its own, so that no post of anybody is touched."""
    from services.projector.queries.projection_queries import SqlProjection
    from testbed.benchmarks.bus import bench_bus
    from testbed.benchmarks.projection_latency import bench_projection_latency

    with tempfile.TemporaryDirectory(prefix="wagglebot-bench-") as folder:
        nats = NatsSettings(store_dir=Path(folder) / "nats")
        store = StoreSettings(url=f"sqlite:///{folder}/bench.db")
        async with bootstrap.open_runtime(load_settings().model_copy(update={"nats": nats, "store": store})) as place:
            figures = await bench_bus(place.nats)
            stop = asyncio.Event()
            projector = asyncio.create_task(bootstrap.run_stations(place, ("projector",), stop, lambda _: None))
            async with place.open_bus("bench") as bus:
                try:
                    shown = await asyncio.to_thread(SqlProjection.open, store.url)
                    latency = await bench_projection_latency(bus, shown)
                    shown.close()
                finally:
                    stop.set()
                    await projector
    found: Figures = {**figures}
    return found | {f"fact_to_projection_{name}": value for name, value in latency.items() if name.endswith("_ms")}
