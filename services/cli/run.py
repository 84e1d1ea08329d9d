"""``wagglebot run | crawl``: the stations until Ctrl-C, or one crawl."""

import asyncio
from typing import TYPE_CHECKING, Annotated

import typer

from services import bootstrap
from services.cli.shared.bus_work import run_on_bus
from services.cli.shared.output import (
    JsonOption,
    console,
    errors,
    load_settings,
    print_json,
    print_outcome,
    print_table,
)

if TYPE_CHECKING:
    from schemas.crawls import CrawlReport


def run(
    stations: Annotated[
        list[str] | None, typer.Argument(help="Stations to run; all of them when none is named.")
    ] = None,
) -> None:
    """Run stations until Ctrl-C: projector, collect, studio, publish, insight, review, health."""
    asyncio.run(_run(stations or list(bootstrap.STATIONS)))


async def _run(stations: list[str]) -> None:
    with bootstrap.stop_on_signals() as stop:
        loaded = load_settings(talkative=True)
        await bootstrap.wait_until_media_mounted(loaded, stop)
        if stop.is_set():
            return
        async with bootstrap.open_runtime(loaded) as place:
            console.print(f"broker: {place.nats.hosts_and_ports}")
            await bootstrap.run_stations(place, stations, stop, console.print)
    console.print("Stopped; nothing is lost.")


def crawl(
    site: Annotated[str, typer.Argument(help="Code of a site, or the path of a site file; or the word check.")],
    checked: Annotated[str | None, typer.Argument(help="After check: the site to try and to note as level 3.")] = None,
    pages: Annotated[int, typer.Option(min=1, max=50, help="Listing pages to read.")] = 2,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print the posts; publish and store nothing.")] = False,
    json: JsonOption = False,
) -> None:
    """Crawl one site now. ``crawl check SITE`` tries a page of it, publishes nothing, and notes that it works."""
    if checked is not None and site != "check":
        raise typer.BadParameter(f"only the word check may stand before a site, not {site!r}")
    if checked is not None:
        asyncio.run(_check_site(checked, json))
        return
    if dry_run:
        asyncio.run(_dry_run(site, pages, json))
    else:
        _crawl(site, pages, json)


async def _dry_run(site: str, pages: int, json: bool) -> None:
    from services.collect.crawl import dry_run_crawl

    posts, report = await dry_run_crawl(site, pages, settings=load_settings().collect)
    _remark(report)
    if json:
        print_json([post.model_dump(mode="json") for post in posts])
        return
    print_table(
        f"{site}: {len(posts)} posts",
        ["post", "title", "views", "likes", "comments", "images", "score"],
        [
            (p.key, p.title, p.stats.views, p.stats.likes, len(p.comments), len(p.images), f"{p.score:.2f}")
            for p in posts
        ],
    )


async def _check_site(code: str, json: bool) -> None:
    from crawlers.sites_config.registry import site_spec
    from services.cli.sites import record_operator_check
    from services.collect.crawl import dry_run_crawl, is_healthy_crawl

    spec, loaded = site_spec(code), load_settings()
    posts, report = await dry_run_crawl(code, settings=loaded.collect)
    _remark(report)
    if not is_healthy_crawl(report):
        raise typer.Exit(1)
    record_operator_check(loaded, spec.code)
    comments = sum(len(post.comments) for post in posts)
    print_outcome(
        {"site": spec.code, "level": 3, "posts": len(posts), "comments": comments},
        f"{spec.name}: {len(posts)} posts, {comments} comments; noted as level 3.",
        json=json,
    )


def _remark(report: "CrawlReport", *, but_why: bool = False) -> None:
    """What a person should know of a crawl, to stderr: why it is not healthy, and its notes."""
    for reason in (*(() if but_why else (report.why,)), *report.notes):
        if reason:
            errors.print(f"{report.site}: {reason}", style="yellow", markup=False)


def _crawl(site: str, pages: int, json: bool) -> None:
    from services.collect.crawl import is_healthy_crawl

    report = run_on_bus("crawl", lambda runtime, bus: bootstrap.crawl_named_site(runtime, bus, site, pages))
    print_outcome(report, report.sentence, json=json)
    _remark(report, but_why=True)
    if not is_healthy_crawl(report):
        raise typer.Exit(1)
