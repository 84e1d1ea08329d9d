"""``wagglebot demo``: the whole way once, from the sample board to finished films."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from schemas.posts import PostKey
from schemas.states import PostState, Status
from services import bootstrap
from services.bus import Bus
from services.cli.output import JsonOption, console, emit, settings, table
from services.cli.progress import ProgressDisplay
from services.cli.requests import all_states
from services.commands.approve import Approve, approve
from services.commands.checklist import required_checks
from services.commands.retry import Retry, retry
from services.config import Settings

Made = tuple[list[PostState], set[PostKey]]
"""The posts as they ended, and which of them were finished before."""

_ENDED = (Status.UPLOADED, Status.FAILED, Status.DECLINED, Status.RETRACTED)


def demo(
    posts: Annotated[int, typer.Option(min=1, max=32, help="How many films to make.")] = 3,
    json: JsonOption = False,
) -> None:
    """Crawl the sample board, approve the best posts, make their films and export them."""
    states, reused = asyncio.run(_demo(settings(), posts, quiet=json))
    films = [_film(state, reused) for state in states]
    if json:
        emit({"films": films})
    else:
        columns = ["post", "title", "length", "made", "film"]
        rows = [(f["post"], f["title"], f"{f['seconds']:.1f} s", f["made"], _near(str(f["path"]))) for f in films]
        table("Films", columns, rows)
    if any(state.status is not Status.UPLOADED for state in states):
        raise typer.Exit(1)


async def _demo(loaded: Settings, posts: int, *, quiet: bool) -> Made:
    """Run the stations this needs, and end them when the last film is exported.

    Raises what a station raised, and KeyboardInterrupt after Ctrl-C, once everything has ended.
    """
    with bootstrap.stop_on_signals() as stop:
        async with bootstrap.opened(loaded) as place, asyncio.TaskGroup() as group, place.session("demo") as bus:
            stations = bootstrap.run_stations(place, ("projector", "studio", "publish"), stop, lambda _: None)
            group.create_task(stations)
            work = asyncio.create_task(_make(place, bus, posts, quiet=quiet))
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


async def _make(place: bootstrap.Runtime, bus: Bus, posts: int, *, quiet: bool) -> Made:
    report = await bootstrap.crawl(place, bus, "sample", pages=2)
    if not quiet:
        console.print(report.sentence, highlight=False)
    head = (await bus.head()).last_sequence
    chosen = await _best(bus, posts)
    for state in chosen:
        await _start(bus, state, place.settings)
    progress = ProgressDisplay({_key(state): state for state in chosen}, quiet=quiet)
    return await _follow(bus, progress, head), progress.reused


async def _best(bus: Bus, posts: int) -> list[PostState]:
    """The posts with the highest score, whatever has become of them so far."""
    open_ = [s for s in await all_states(bus) if s.post and s.status not in (Status.DECLINED, Status.RETRACTED)]
    return sorted(open_, key=lambda s: (-s.post.score if s.post else 0.0, str(_key(s))))[:posts]


async def _start(bus: Bus, state: PostState, loaded: Settings) -> None:
    """Approve what was only collected, try again what failed; leave alone what is made or being made."""
    if state.status is Status.COLLECTED:
        checked = required_checks(state.post)
        await approve(bus, Approve(post=_key(state), checked=checked), "demo", loaded)
    elif state.status is Status.FAILED:
        await retry(bus, Retry(post=_key(state)), "demo")


async def _follow(bus: Bus, progress: ProgressDisplay, after: int) -> list[PostState]:
    """Show facts and ticks until every post has come to an end."""

    async def ticks() -> None:
        async with bus.listen("live.tick.*.*") as heard:
            async for subject, payload in heard:
                progress.tick(subject, payload)

    ticking = asyncio.create_task(ticks())
    try:
        with progress:
            if not _going(progress.states):
                return progress.states
            async for batch in bus.facts(after, follow=True):
                for recorded in batch:
                    progress.fact(recorded)
                if not _going(progress.states):
                    return progress.states
    finally:
        ticking.cancel()
    return progress.states


def _going(states: Sequence[PostState]) -> bool:
    return any(state.status not in _ENDED and not _refused(state) for state in states)


def _refused(state: PostState) -> bool:
    """The export failed for good: the film is there, its package is not."""
    return state.failure is not None and state.failure.retry_at is None


def _key(state: PostState) -> PostKey:
    assert state.post is not None
    return state.post.key


def _near(path: str) -> str:
    """As seen from here, where that is shorter."""
    here = f"{Path.cwd()}/"
    return path.removeprefix(here)


def _film(state: PostState, reused: set[PostKey]) -> dict[str, object]:
    key = _key(state)
    path = Path(settings().media.root) / "export" / "export" / str(key) / "film.mp4"
    return {
        "post": str(key),
        "title": state.post.title if state.post else "",
        "status": state.status.value if state.status else "",
        "seconds": state.film.duration if state.film else 0.0,
        "made": "reused" if key in reused else "now",
        "path": str(path) if state.status is Status.UPLOADED else (state.failure.message if state.failure else ""),
    }
