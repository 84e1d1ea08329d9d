"""Make a post's film again, as a new revision."""

from typing import Literal

from libraries.bus import Bus
from schemas.base import Frozen
from schemas.events import ContentRequested
from schemas.posts import PostKey
from schemas.recipe import Recipe, Stage
from schemas.states import PostState
from services.commands.fact_recording import CommandOutcome, record_fact

FilmStage = Literal[Stage.SCRIPT, Stage.VOICE, Stage.PICTURE, Stage.FILM]


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
