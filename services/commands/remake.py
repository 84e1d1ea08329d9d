"""Make a post's film again, as a new revision: with other choices, or with a shorter cut of the same scenes."""

from typing import Annotated, Final, Literal

from pydantic import Field

from libraries.bus import Bus
from schemas.base import Frozen
from schemas.errors import IllegalTransition
from schemas.events import ContentRequested
from schemas.posts import PostKey
from schemas.recipe import CutChoice, Recipe, Stage
from schemas.states import PostState
from services.commands.fact_recording import CommandOutcome, record_fact

FilmStage = Literal[Stage.SCRIPT, Stage.VOICE, Stage.PICTURE, Stage.FILM]
LEAST_SECONDS: Final = 61.0
"""Seconds from which on a film earns on TikTok, whose programme takes films of one minute and longer."""


class RemakeFilm(Frozen):
    """A request to make a film again, from ``from_stage`` on. ``recipe``: other choices; None keeps the post's."""

    post: PostKey
    from_stage: FilmStage = Stage.FILM
    recipe: Recipe | None = None


async def remake_film(bus: Bus, request: RemakeFilm, who: str) -> CommandOutcome:
    """Record ``content.requested`` for the next revision. Raises as `record_fact` does."""
    return await record_fact(bus, request.post, lambda state: remake_request(state, request, who))


def remake_request(state: PostState, request: RemakeFilm, who: str) -> ContentRequested:
    """The fact that asks for a remake of a post in this state."""
    recipe = state.recipe if request.recipe is None else request.recipe.with_film_number_of(state.recipe)
    return ContentRequested(
        post_key=request.post,
        revision=state.revision + 1,
        from_stage=first_remade_stage(request.from_stage, state.recipe, recipe),
        recipe=recipe,
        by=who,
    )


def first_remade_stage(stage: FilmStage, before: Recipe, after: Recipe) -> FilmStage:
    """The first stage of a remake: a film of another template or size may show other pictures than those it has."""
    same = (before.film.template, before.film.quality) == (after.film.template, after.film.quality)
    return stage if same or stage is not Stage.FILM else Stage.PICTURE


class CutFilm(Frozen):
    """A request for a film and its cut.

    ``seconds``: length of the whole film, where its script is written anew; ``cut``: the most that the cut may take.
    ``rewrite``: write the script anew; without it only a film that is long enough gets its cut.
    """

    post: PostKey
    seconds: Annotated[float, Field(ge=LEAST_SECONDS, le=75)] = 68.0
    cut: CutChoice = CutChoice()
    rewrite: bool = False


async def cut_film(bus: Bus, request: CutFilm, who: str) -> CommandOutcome:
    """Record ``content.requested`` for the next revision: from the film on, or from the script on with ``rewrite``.

    Raises IllegalTransition (``post.no_film``, ``post.film_too_short_to_cut``), and as `record_fact` does.
    """
    return await record_fact(bus, request.post, lambda state: cut_request(state, request, who))


def cut_request(state: PostState, request: CutFilm, who: str) -> ContentRequested:
    """The fact that asks for the cut of a post in this state. Raises as `cut_film`."""
    if state.film is None:
        raise IllegalTransition("post.no_film")
    if state.film.duration < LEAST_SECONDS and not request.rewrite:
        seconds = round(state.film.duration)
        raise IllegalTransition("post.film_too_short_to_cut", post=str(request.post), seconds=seconds)
    recipe = state.recipe.model_copy(update={"cut": request.cut})
    if request.rewrite:
        script = recipe.script.model_copy(update={"seconds": request.seconds})
        recipe = recipe.model_copy(update={"script": script})
    return ContentRequested(
        post_key=request.post,
        revision=state.revision + 1,
        from_stage=Stage.SCRIPT if request.rewrite else Stage.FILM,
        recipe=recipe,
        by=who,
    )
