"""Commands that run the pipeline: all of it, a crawl, a replay."""

import asyncio
from typing import Annotated

import typer

from services import wiring
from services.cli.output import Json, console, emit, settings, table

replay = typer.Typer(help="Make things again from the facts.", no_args_is_help=True)


def run(
    stations: Annotated[
        list[str] | None, typer.Argument(help="Stations to run; all of them when none is named.")
    ] = None,
) -> None:
    """Run stations until Ctrl-C: projector, collect, studio, publish, review."""
    asyncio.run(_run(stations or list(wiring.STATIONS)))


async def _run(stations: list[str]) -> None:
    with wiring.stop_on_signals() as stop:
        async with wiring.opened(settings(talkative=True)) as place:
            console.print(f"broker: {place.nats.url.rpartition('@')[2]}", highlight=False)
            await wiring.run_stations(place, stations, stop, lambda text: console.print(text, highlight=False))
    console.print("Stopped; nothing is lost.")


def crawl(
    site: Annotated[str, typer.Argument(help="Code of a site, or the path of a site file.")],
    pages: Annotated[int, typer.Option(min=1, max=50, help="Listing pages to read.")] = 2,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print the posts; publish and store nothing.")] = False,
    json: Json = False,
) -> None:
    """Crawl one site now."""
    asyncio.run(_dry(site, pages, json) if dry_run else _crawl(site, pages, json))


async def _dry(site: str, pages: int, json: bool) -> None:
    from services.collect.dry_run import dry_run

    posts = await dry_run(site, pages, settings=settings().collect)
    if json:
        emit([post.model_dump(mode="json") for post in posts])
        return
    table(
        f"{site}: {len(posts)} posts",
        ["post", "title", "views", "likes", "comments", "images", "score"],
        [
            (p.key, p.title, p.stats.views, p.stats.likes, len(p.comments), len(p.images), f"{p.score:.2f}")
            for p in posts
        ],
    )


async def _crawl(site: str, pages: int, json: bool) -> None:
    from services.collect.dry_run import is_well

    async with wiring.opened(settings()) as place:
        bus = await place.bus("crawl")
        try:
            report = await wiring.crawl(place, bus, site, pages)
        finally:
            await bus.close()
    if json:
        emit(report)
    else:
        console.print(report.sentence, highlight=False)
    if not is_well(report):
        raise typer.Exit(1)


@replay.command()
def projection(json: Json = False) -> None:
    """Fold the whole stream into fresh tables and put them in the place of the old ones."""
    asyncio.run(_projection(json))


async def _projection(json: bool) -> None:
    from services.projector.rebuild import rebuild

    loaded = settings()
    async with wiring.opened(loaded) as place:
        bus = await place.bus("replay")
        try:
            folded = await rebuild(bus, loaded.store.url)
        finally:
            await bus.close()
    if json:
        emit({"facts": folded})
    else:
        console.print(f"The projection was rebuilt from {folded} facts.")
