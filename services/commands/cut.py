"""Make a film of the length that earns on TikTok, with a shorter cut of the same scenes for Shorts and Reels."""

from typing import Annotated, Final

from pydantic import Field

from libraries.bus import Bus
from schemas.base import Frozen
from schemas.errors import IllegalTransition
from schemas.events import ContentRequested
from schemas.posts import PostKey
from schemas.recipe import CutChoice, Stage
from schemas.states import PostState
from services.commands.fact_recording import CommandOutcome, record_fact

LEAST_SECONDS: Final = 61.0
"""Seconds from which on a film earns on TikTok, whose programme takes films of one minute and longer."""


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
