"""The drill of replays: films made again run only the stages that changed, and nothing where nothing did."""

import asyncio
import json
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from libraries.bus import Bus
from schemas.base import Frozen
from schemas.errors import Retryable
from schemas.events import ContentFailed, ContentRendered, PostApproved, PostCollected
from schemas.posts import PostKey
from schemas.recipe import Recipe
from testbed.drills.pipeline import CHEAP, cheap_post
from testbed.drills.stations import StationProcesses, running_broker, running_stations, unstarted_stations

_FIRST_STYLE: Final = {"film": {"theme": CHEAP.film.theme}}
_OTHER_STYLE: Final = {"film": {"theme": "cream"}}
"""A palette is seen in every template; a style of captions only where there are captions."""
_MADE_ANEW: Final = 5
"""Films that are made again after everything remembered was deleted."""
_PATIENCE: Final = 180.0
Say = Callable[[str], None]


class ReplayOutcome(Frozen):
    """What a replay announced, and what it did. ``identical``: new films with the same hash as the post's first."""

    announced: dict[str, dict[str, int]]
    script_runs: int
    voice_runs: int
    picture_runs: int
    film_runs: int
    hits: int
    failed: int
    identical: int
    seconds: float

    @property
    def ran_as_announced(self) -> bool:
        """Whether each stage ran as often as announced."""
        runs = {
            "script": self.script_runs,
            "voice": self.voice_runs,
            "picture": self.picture_runs,
            "film": self.film_runs,
        }
        return {stage: figures["runs"] for stage, figures in self.announced.items()} == runs


class ReplayReport(Frozen):
    """The report of the drill of replays.

    ``same``: with nothing changed; ``style``: with another palette; ``anew``: with nothing changed, but
    everything that was remembered deleted before, so that all stages run. ``making_s``: the first films.
    """

    posts: int
    making_s: float
    same: ReplayOutcome
    style: ReplayOutcome
    anew_posts: int
    anew: ReplayOutcome

    @property
    def passed(self) -> bool:
        """Whether the drill was passed."""
        same, style, anew = self.same, self.style, self.anew
        ran = same.script_runs + same.voice_runs + same.picture_runs + same.film_runs
        nothing = ran == 0 and same.identical == self.posts
        earlier = (style.script_runs, style.voice_runs, style.picture_runs)
        film = earlier == (0, 0, 0) and (style.film_runs, style.identical) == (self.posts, 0)
        forecast_held = same.ran_as_announced and style.ran_as_announced
        whole = anew.film_runs == anew.identical == self.anew_posts
        return nothing and film and forecast_held and whole and not same.failed + style.failed + anew.failed


async def drill_replay(folder: Path, say: Say, posts: int) -> ReplayReport:
    """Replay ``posts`` rendered posts with the command a person would type."""
    async with running_broker(folder / "nats") as (bus, nats):
        media = folder / "media"
        stations = unstarted_stations(folder / "machine", nats, media)
        async with running_stations(stations, "studio"):
            began = time.monotonic()
            await _make(bus, posts, say)
            making = time.monotonic() - began
            say(f"{posts} films made in {making:.0f} s")
            same = await _again(bus, stations, {}, [], say)
            style = await _again(bus, stations, _OTHER_STYLE, [], say)
            await asyncio.to_thread(shutil.rmtree, media / "stages")
            some = [str(cheap_post(number).key) for number in range(min(posts, _MADE_ANEW))]
            anew = await _again(bus, stations, _FIRST_STYLE, some, say)
    return ReplayReport(posts=posts, making_s=round(making, 1), same=same, style=style, anew_posts=len(some), anew=anew)


async def _make(bus: Bus, posts: int, say: Say) -> None:
    for post in map(cheap_post, range(posts)):
        collected = await bus.publish(PostCollected(post_key=post.key, revision=0, post=post), expected=0)
        approved = PostApproved(post_key=post.key, revision=1, reviewer="drill", recipe=CHEAP)
        await bus.publish(approved, expected=collected)
    made = 0
    facts = bus.facts(follow=True)
    while made < posts:
        try:
            async with asyncio.timeout(_PATIENCE):
                batch = [fact.event for fact in await anext(facts)]
        except TimeoutError:
            raise Retryable("drill.stuck", done=made, wanted=posts, kind=ContentRendered.NAME) from None
        for event in batch:
            if isinstance(event, ContentFailed):
                say(f"{event.post_key}: {event.message}")
            made += isinstance(event, ContentRendered)
            if isinstance(event, ContentRendered) and made % 10 == 0:
                say(f"{made} of {posts} films")


async def _again(
    bus: Bus, stations: StationProcesses, changes: dict[str, Any], ids: list[str], say: Say
) -> ReplayOutcome:
    """``wagglebot replay posts`` with these changes to the recipe, followed to its end."""
    Recipe.model_validate(changes)
    arguments = ["replay", "posts", "--from-stage", "script", "--wait", "--json"]
    for name in ids:
        arguments += ["--id", name]
    if changes:
        recipe = stations.folder / "recipe.json"
        recipe.write_text(json.dumps(changes), encoding="utf-8")
        arguments += ["--recipe", str(recipe)]
    began = time.monotonic()
    announced, outcome = map(json.loads, (await stations.run_command(*arguments)).splitlines())
    films = await _films(bus)
    found = ReplayOutcome(
        announced=announced["stages"],
        script_runs=outcome["runs"]["script"],
        voice_runs=outcome["runs"]["voice"],
        picture_runs=outcome["runs"]["picture"],
        film_runs=outcome["runs"]["film"],
        hits=sum(outcome["hits"].values()),
        failed=outcome["failed"],
        identical=sum(
            len(made) > 1 and made[0] == made[-1] for key, made in films.items() if not ids or str(key) in ids
        ),
        seconds=round(time.monotonic() - began, 1),
    )
    async for batch in bus.facts(kinds=("content.failed",)):
        for fact in batch:
            if isinstance(fact.event, ContentFailed):
                say(f"{fact.event.post_key} at revision {fact.event.revision}: {fact.event.message}")
    say(f"again with {changes or 'nothing changed'}: {outcome}")
    return found


async def _films(bus: Bus) -> dict[PostKey, list[str]]:
    """The hashes of each post's films, the first first."""
    films: dict[PostKey, list[str]] = {}
    async for batch in bus.facts():
        for fact in batch:
            if isinstance(fact.event, ContentRendered):
                films.setdefault(fact.event.post_key, []).append(fact.event.film.video.sha256)
    return films
