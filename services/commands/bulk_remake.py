"""Films made again from what the stream holds: which posts, what it will cost, and the requests for it."""

import asyncio
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from pydantic import ValidationError

from libraries.bus import Bus
from libraries.media.store import MediaStore
from schemas.base import Frozen, Moment, Sha256
from schemas.errors import BadInput
from schemas.events import ContentRequested, RecordedFact, StageDone
from schemas.posts import PostKey
from schemas.recipe import Recipe, Stage
from schemas.states import PostState, Status, apply_fact
from services.commands.remake import FilmStage, RemakeFilm, first_remade_stage, remake_request
from services.config import StudioSettings
from services.studio.cache.stage_cache import recall_result, result_key
from services.studio.worker.protocol import StageInputs

STAGES: Final = (Stage.SCRIPT, Stage.VOICE, Stage.PICTURE, Stage.FILM)
_READS: Final[dict[Stage, frozenset[Stage]]] = {
    Stage.SCRIPT: frozenset(),
    Stage.VOICE: frozenset({Stage.SCRIPT}),
    Stage.PICTURE: frozenset({Stage.SCRIPT}),
    Stage.FILM: frozenset({Stage.SCRIPT, Stage.VOICE, Stage.PICTURE}),
}
"""The stages whose results a stage reads: one of them that is made anew makes this one anew."""
REMADE: Final = (Status.APPROVED, Status.PROCESSING, Status.RENDERED, Status.UPLOADED, Status.FAILED)
"""Where a post may be when its film is asked for again."""
FINISHED: Final = (Status.RENDERED, Status.UPLOADED)

Overrides = Mapping[str, Any]
"""The parts of a recipe to change: some choices of a stage by its name, or what is no stage's by its own."""


class RemakeFilter(Frozen):
    """Which posts to make again. ``since`` and ``until`` (exclusive) bound the moment a post was collected."""

    since: Moment | None = None
    until: Moment | None = None
    sites: tuple[str, ...] = ()
    statuses: tuple[Status, ...] = FINISHED
    ids: tuple[PostKey, ...] = ()

    def matches(self, key: PostKey, state: PostState, collected: Moment) -> bool:
        return (
            state.status in self.statuses
            and state.status in REMADE
            and state.post is not None
            and (not self.sites or key.site in self.sites)
            and (not self.ids or key in self.ids)
            and (self.since is None or collected >= self.since)
            and (self.until is None or collected < self.until)
        )


class PlannedRemake(NamedTuple):
    """A film to make again: what is asked for, the stages that will run, and those whose results are kept.

    A stage behind one that must run counts as running: what goes into it is not known before. ``outdated``: the first
    stage that runs has made a result of the same choices and inputs before, but with another version of the program,
    or with other settings, models or assets, so that it is not used again.
    """

    key: PostKey
    state: PostState
    from_stage: FilmStage
    recipe: Recipe
    runs: tuple[Stage, ...]
    hits: tuple[Stage, ...]
    outdated: bool = False

    @property
    def revision(self) -> int:
        """The revision that the new film gets."""
        return self.state.revision + 1


def read_recipe_overrides(file: Path) -> Overrides:
    """The choices to change, from a JSON file; what it leaves out stays as each post has it. Raises BadInput."""
    try:
        document = json.loads(file.read_text(encoding="utf-8"))
        Recipe.model_validate(document)
    except (OSError, ValueError) as error:
        raise BadInput("replay.recipe_unreadable", file=str(file), why=_reason(error)) from error
    changes: Overrides = document
    return changes


def _reason(error: OSError | ValueError) -> str:
    """The first thing that is wrong with the file, and where."""
    if isinstance(error, ValidationError):
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"])) or "the document"
        return f"{where}: {first['msg']}"
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


class RemakeCandidate(NamedTuple):
    """A post as its facts say it is, when it was collected, and the key of the newest result of each stage."""

    state: PostState
    collected: Moment
    made: Mapping[Stage, Sha256] = MappingProxyType({})

    def with_fact(self, recorded: RecordedFact) -> "RemakeCandidate":
        """The post after one more of its facts."""
        event, made = recorded.event, self.made
        if isinstance(event, StageDone):
            made = {**made, event.STAGE: event.stage_key}
        return RemakeCandidate(apply_fact(self.state, recorded), self.collected, made)


async def find_posts_to_remake(bus: Bus, wanted: RemakeFilter) -> dict[PostKey, RemakeCandidate]:
    """The posts that ``wanted`` matches, folded from their facts."""
    known: dict[PostKey, RemakeCandidate] = {}
    if wanted.ids:
        for key in wanted.ids:
            _fold_in(known, await bus.facts_of_post(key))
    else:
        async for batch in bus.facts():
            await asyncio.to_thread(_fold_in, known, batch)
    return {key: post for key, post in known.items() if wanted.matches(key, post.state, post.collected)}


def _fold_in(known: dict[PostKey, RemakeCandidate], batch: Sequence[RecordedFact]) -> None:
    for recorded in batch:
        key = recorded.event.post_key
        known[key] = known.get(key, RemakeCandidate(PostState(), recorded.time)).with_fact(recorded)


def plan_remakes(
    store: MediaStore,
    settings: StudioSettings,
    posts: Mapping[PostKey, RemakeCandidate],
    from_stage: FilmStage,
    overrides: Overrides,
) -> list[PlannedRemake]:
    """What making each of ``posts`` again would cost, by the keys the studio itself goes by. Blocking.

    A post that has nothing to begin ``from_stage`` with begins earlier. Raises BadInput when the overrides change a
    stage that lies before it.
    """
    cache = _KeptResults(store, settings)
    return [_plan(cache, key, post, from_stage, overrides) for key, post in posts.items()]


class _KeptResults(NamedTuple):
    """The results that are kept, and the settings that keys go by."""

    store: MediaStore
    settings: StudioSettings

    def hits(self, state: PostState, stages: Sequence[Stage], recipe: Recipe) -> tuple[tuple[Stage, ...], Sha256]:
        """Those of ``stages`` whose results are kept, and the key of the first whose result is not."""
        assert state.post is not None
        inputs = StageInputs(
            stage=stages[0],
            post=state.post,
            recipe=recipe,
            settings=self.settings,
            script=state.script,
            voice=state.voice,
            pictures=state.pictures,
        )
        hits: list[Stage] = []
        missing: dict[Stage, Sha256] = {}
        for stage in stages:
            inputs = inputs.model_copy(update={"stage": stage})
            key = result_key(inputs)
            found = None if missing.keys() & _READS[stage] else recall_result(self.store, key)
            if found is None:
                missing[stage] = key
                continue
            hits.append(stage)
            made = {name: getattr(found, name) or getattr(inputs, name) for name in ("script", "voice", "pictures")}
            inputs = inputs.model_copy(update=made)
        return tuple(hits), next(iter(missing.values()), "")


def _plan(
    cache: _KeptResults, key: PostKey, post: RemakeCandidate, wanted: FilmStage, overrides: Overrides
) -> PlannedRemake:
    state = post.state
    own = state.recipe.model_dump(mode="json")
    changed = {part: own[part] | new if isinstance(new, dict) else new for part, new in overrides.items()}
    recipe = Recipe.model_validate(own | changed)
    for earlier in STAGES[: STAGES.index(wanted)]:
        if getattr(recipe, earlier.value) != getattr(state.recipe, earlier.value):
            raise BadInput("replay.stage_too_late", earlier=earlier.value, post=str(key), begin=wanted.value)
    begin = first_remade_stage(_possible_stage(state, wanted), state.recipe, recipe)
    stages = STAGES[STAGES.index(begin) :]
    hits, missing = cache.hits(state, stages, recipe)
    runs = tuple(stage for stage in stages if stage not in hits)
    same_choices = bool(runs) and getattr(recipe, runs[0].value) == getattr(state.recipe, runs[0].value)
    outdated = same_choices and post.made.get(runs[0], missing) != missing
    return PlannedRemake(key, state, begin, recipe, runs, hits, outdated)


def _possible_stage(state: PostState, wanted: FilmStage) -> FilmStage:
    """The latest stage, up to ``wanted``, for which the post has what goes in."""
    if state.script is None:
        return Stage.SCRIPT
    return Stage.VOICE if wanted in (Stage.PICTURE, Stage.FILM) and state.voice is None else wanted


def count_runs_and_hits(remakes: Sequence[PlannedRemake]) -> dict[str, dict[str, int]]:
    """How often each stage will run, and how often its kept result is used (hits)."""
    runs = Counter(stage for remake in remakes for stage in remake.runs)
    hits = Counter(stage for remake in remakes for stage in remake.hits)
    return {stage.value: {"runs": runs[stage], "hits": hits[stage]} for stage in STAGES}


async def request_remake(bus: Bus, remake: PlannedRemake, by: str) -> RecordedFact | None:
    """Ask for one remake. None when the post is no longer what it was planned for: somebody else decided meanwhile."""

    def decide(state: PostState) -> ContentRequested | None:
        if (state.revision, state.status) != (remake.state.revision, remake.state.status):
            return None
        return remake_request(
            state, RemakeFilm(post=remake.key, from_stage=remake.from_stage, recipe=remake.recipe), by
        )

    return await bus.publish_decision(remake.key, decide)
