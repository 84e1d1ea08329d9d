"""``wagglebot measure``: what the platforms say of films now."""

from typing import Annotated

import typer

from libraries.bus import Bus
from schemas.clock import utc_now
from schemas.statistics import FilmStatistics
from services import bootstrap
from services.bootstrap import Runtime
from services.cli.shared.bus_work import run_on_bus
from services.cli.shared.output import JsonOption, console, parse_post_key, print_error, print_json, print_table
from services.insight.measure_now import FilmStats

_COLUMNS = ["post", "platform", "days", "views", "engaged", "watched", "likes", "comments", "shares", "until"]


def measure(
    post: Annotated[str | None, typer.Argument(help="Key of the post; all films still measured when none is.")] = None,
    json: JsonOption = False,
) -> None:
    """Ask the platforms now how films are watched. Nothing is recorded: the station insight does that at fixed ages."""

    async def ask(place: Runtime, bus: Bus) -> list[FilmStats]:
        from services.insight.measure_now import measure_post, measure_recent_films
        from services.publish.registry import measured_platforms

        platforms = measured_platforms(bootstrap.uploaders(place, bus))
        if post is not None:
            return await measure_post(bus, parse_post_key(post), platforms, utc_now())
        return await measure_recent_films(bus, platforms, utc_now())

    found = run_on_bus("measure", ask)
    if json:
        print_json([film.model_dump(mode="json") for film in found])
    else:
        rows = [_row(film, told, until) for film in found for told, until in _told(film)]
        print_table(f"{len(found)} films, as they are now", _COLUMNS, rows)
        console.print("Nothing of this is recorded: measurements on record are of 1 h, 1, 3, 7 and 28 days.")
        for film in found:
            if film.why or not film.visible:
                print_error(f"{film.post} on {film.platform}: {film.why or 'nobody can see it'}")
    if any(film.why for film in found):
        raise typer.Exit(1)


def _told(film: FilmStats) -> list[tuple[FilmStatistics, str]]:
    until = f"{film.counted_until.astimezone():%m-%d %H:%M}" if film.counted_until else ""
    both = ((film.totals, "now"), (film.by_date, until))
    return [(told, until) for told, until in both if told is not None]


def _row(film: FilmStats, told: FilmStatistics, until: str) -> tuple[object, ...]:
    age = "" if film.visible_since is None else f"{(utc_now() - film.visible_since).total_seconds() / 86_400:.1f}"
    watched = "" if told.average_view_percentage is None else f"{told.average_view_percentage:.0f} %"
    counts = (told.likes, told.comments, told.shares)
    return (film.post, film.platform, age, told.views, told.engaged_views, watched, *counts, until)
