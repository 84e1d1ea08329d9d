"""``wagglebot demo``: the whole way once, from the sample board to finished films."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, NamedTuple
from urllib.parse import urlsplit
from urllib.request import url2pathname

import typer

from libraries.bus import Bus
from schemas.events import ContentUploaded
from schemas.posts import PostKey
from schemas.recipe import Recipe, Stage
from schemas.states import PostState, Status
from services import bootstrap
from services.cli.shared.bus_work import all_post_states
from services.cli.shared.output import JsonOption, console, load_settings, print_json, print_table
from services.cli.shared.progress import ProgressDisplay
from services.commands.approval_checklist import required_checks
from services.commands.approve import ApprovePost, approve_post
from services.commands.remake import FilmStage, RemakeFilm, remake_film
from services.commands.retry import RetryPost, retry_post
from services.config import Settings


class FinishedPost(NamedTuple):
    """A post as it ended: whether its film was there before, and where the film was delivered (a URL, or nothing)."""

    state: PostState
    reused: bool
    delivered: str


_ENDED = (Status.UPLOADED, Status.FAILED, Status.DECLINED, Status.RETRACTED)


def demo(
    posts: Annotated[int, typer.Option(min=1, max=32, help="How many films to make.")] = 3,
    json: JsonOption = False,
) -> None:
    """Crawl the sample board, approve the best posts, make their films and export them."""
    made = asyncio.run(_demo(load_settings(), posts, quiet=json))
    films = [_film_row(one) for one in made]
    if json:
        print_json({"films": films})
    else:
        columns = ["post", "title", "length", "made"]
        print_table("Films", columns, [(f["post"], f["title"], f"{f['seconds']:.1f} s", f["made"]) for f in films])
        for film in films:  # not in the table, where a terminal's width would break them
            console.print(f"{film['post']}: {_relative_path(str(film['path']))}")
    if any(one.state.status is not Status.UPLOADED for one in made):
        raise typer.Exit(1)


async def _demo(loaded: Settings, posts: int, *, quiet: bool) -> list[FinishedPost]:
    """Run the stations this needs, and end them when the last film is exported.

    Raises what a station raised, and KeyboardInterrupt after Ctrl-C, once everything has ended.
    """
    with bootstrap.stop_on_signals() as stop:
        async with bootstrap.open_runtime(loaded) as place, asyncio.TaskGroup() as group, place.open_bus("demo") as bus:
            stations = bootstrap.run_stations(place, ("projector", "studio", "publish"), stop, lambda _: None)
            group.create_task(stations)
            work = asyncio.create_task(_make_films(place, bus, posts, quiet=quiet))
            stopped = asyncio.create_task(stop.wait())
            try:
                await asyncio.wait({work, stopped}, return_when=asyncio.FIRST_COMPLETED)
            finally:
                stop.set()
                work.cancel()
                await asyncio.gather(work, stopped, return_exceptions=True)
    if work.cancelled():
        raise KeyboardInterrupt
    return work.result()


async def _make_films(place: bootstrap.Runtime, bus: Bus, posts: int, *, quiet: bool) -> list[FinishedPost]:
    report = await bootstrap.crawl_named_site(place, bus, "sample", pages=2)
    if not quiet:
        console.print(report.sentence)
    head = (await bus.facts_head()).last_sequence
    chosen = await _best_posts(bus, posts)
    for state in chosen:
        await _start_film(bus, state, place.settings)
    # Only what failed is read again: a post that is tried again has not come to its end.
    going = [await bus.post_state(_key(state)) if state.status is Status.FAILED else state for state in chosen]
    progress = ProgressDisplay({_key(state): state for state in going}, quiet=quiet)
    ended = await _follow_to_end(bus, progress, head)
    return [FinishedPost(one, _key(one) in progress.reused_posts, await _film_url(bus, _key(one))) for one in ended]


async def _film_url(bus: Bus, key: PostKey) -> str:
    """The URL under which the newest film of a post was delivered."""
    facts = [fact.event for fact in await bus.facts_of_post(key)]
    return next((fact.url for fact in reversed(facts) if isinstance(fact, ContentUploaded)), "")


async def _best_posts(bus: Bus, posts: int) -> list[PostState]:
    """The posts with the highest score, whatever has become of them so far."""
    open_ = [s for s in await all_post_states(bus) if s.post and s.status not in (Status.DECLINED, Status.RETRACTED)]
    return sorted(open_, key=lambda s: (-s.post.score if s.post else 0.0, str(_key(s))))[:posts]


async def _start_film(bus: Bus, state: PostState, loaded: Settings) -> None:
    """Approve what was only collected, try again what failed; leave alone what is made or being made.

    What failed with another recipe than the one set now is made again with that, from the first stage that differs.
    """
    key = _key(state)
    if state.status is Status.COLLECTED:
        checked = required_checks(state.post)
        await approve_post(bus, ApprovePost(post=key, checked=checked), "demo", loaded)
    elif state.status is Status.FAILED:
        wanted = loaded.recipe.with_seed_of(str(key))
        differs = _first_difference(state.recipe, wanted)
        if differs is None:
            await retry_post(bus, RetryPost(post=key), "demo")
        else:
            await remake_film(
                bus, RemakeFilm(post=key, from_stage=differs if state.script else Stage.SCRIPT, recipe=wanted), "demo"
            )


def _first_difference(one: Recipe, other: Recipe) -> FilmStage | None:
    """The first stage whose choices differ between two recipes."""
    other = other.with_film_number_of(one)
    if one.script != other.script:
        return Stage.SCRIPT
    if one.voice != other.voice:
        return Stage.VOICE
    if one.picture != other.picture:
        return Stage.PICTURE
    return Stage.FILM if one.film != other.film else None


async def _follow_to_end(bus: Bus, progress: ProgressDisplay, after: int) -> list[PostState]:
    """Show facts and ticks until every post has come to an end."""

    async def ticks() -> None:
        async with bus.listen("live.tick.*.*") as heard:
            async for subject, payload in heard:
                progress.show_stage_progress(subject, payload)

    ticking = asyncio.create_task(ticks())
    try:
        with progress:
            if not _any_unfinished(progress.post_states):
                return progress.post_states
            async for batch in bus.facts(after, follow=True):
                for recorded in batch:
                    progress.show_fact(recorded)
                if not _any_unfinished(progress.post_states):
                    return progress.post_states
    finally:
        ticking.cancel()
    return progress.post_states


def _any_unfinished(states: Sequence[PostState]) -> bool:
    return any(state.status not in _ENDED and not _export_failed(state) for state in states)


def _export_failed(state: PostState) -> bool:
    """The export failed for good: the film is there, its package is not."""
    return state.failure is not None and state.failure.retry_at is None


def _key(state: PostState) -> PostKey:
    assert state.post is not None
    return state.post.key


def _relative_path(path: str) -> str:
    """As seen from here, where that is shorter."""
    here = f"{Path.cwd()}/"
    return path.removeprefix(here)


def _film_row(made: FinishedPost) -> dict[str, object]:
    """A row of the table; ``path`` is a path for a film in a folder, another platform's URL, or why there is none."""
    state = made.state
    place = url2pathname(urlsplit(made.delivered).path) if made.delivered.startswith("file:") else made.delivered
    return {
        "post": str(_key(state)),
        "title": state.post.title if state.post else "",
        "status": state.status.value if state.status else "",
        "seconds": state.film.duration if state.film else 0.0,
        "made": "reused" if made.reused else "now",
        "path": place if state.status is Status.UPLOADED else (state.failure.message if state.failure else ""),
    }
