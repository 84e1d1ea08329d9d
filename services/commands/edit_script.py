"""Edit a script: it is approved with the words given while it waits, else the film is made again with them."""

from typing import Annotated

from pydantic import Field

from libraries.bus import Bus
from schemas.base import Frozen
from schemas.errors import BadInput, Conflict
from schemas.events import ContentRequested, ContentScriptApproved, Event
from schemas.posts import PostKey
from schemas.recipe import Recipe, Stage
from schemas.script import Script
from schemas.states import PostState
from services.commands.fact_recording import CommandOutcome, record_fact


class EditScript(Frozen):
    """A request to replace a script. ``recipe``: other choices for voice and film; None keeps the post's.

    ``sequence``: of the state it was opened on; a post that has another by now is refused.
    """

    post: PostKey
    script: Script
    recipe: Recipe | None = None
    sequence: Annotated[int, Field(ge=0)] | None = None


async def edit_script(bus: Bus, request: EditScript, who: str) -> CommandOutcome:
    """Record ``content.script_approved`` while the script waits, else ``content.requested`` from the voice on.

    Raises Conflict (``post.script_changed``), BadInput (``post.no_script``), and as `record_fact` does.
    """

    def event(state: PostState) -> Event:
        if request.sequence is not None and state.sequence != request.sequence:
            raise Conflict("post.script_changed")
        if state.script is None:
            raise BadInput("post.no_script")
        # The script is given, so nothing of what wrote it may change.
        chosen = state.recipe if request.recipe is None else request.recipe.with_film_number_of(state.recipe)
        recipe = chosen.model_copy(update={"script": state.recipe.script})
        if state.script_waits:
            return ContentScriptApproved(
                post_key=request.post, revision=state.revision, reviewer=who, script=request.script, recipe=recipe
            )
        return ContentRequested(
            post_key=request.post,
            revision=state.revision + 1,
            from_stage=Stage.VOICE,
            recipe=recipe,
            by=who,
            script=request.script,
        )

    return await record_fact(bus, request.post, event)
