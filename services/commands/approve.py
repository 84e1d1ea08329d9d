"""Approve a post: a film is made of it."""

from typing import Annotated

from pydantic import Field, StringConstraints

from libraries.bus import Bus
from libraries.bus.runtime_settings import read_runtime_settings
from libraries.channel.host_verdict import needed_verdict_syllables
from libraries.channel.syllables import count_spoken_syllables
from libraries.learning.recipes import arms_of_recipe, recipe_with_arms
from schemas.base import Frozen
from schemas.errors import IllegalTransition
from schemas.events import Event, PostApproved
from schemas.events.post import LONGEST_VERDICT
from schemas.posts import PostKey
from schemas.recipe import Recipe
from schemas.states import PostState, Status
from services.commands.approval_checklist import required_checks
from services.commands.fact_recording import CommandOutcome, record_fact, require_status_as_seen, within_broker_deadline
from services.commands.learning.choice_proposals import propose_choices, recipe_with_choices
from services.config import Settings


class ApprovePost(Frozen):
    """A request to approve a post. ``seen``: the status the reviewer saw; another means that somebody else was faster.

    ``checked``: what the reviewer checked (see `commands.approval_checklist`). ``edit``: the script waits for its
    reviewer before it is spoken, whatever the settings say. ``choices``: the person's own values of factors
    (`schemas.film_proposals.Factor`), in place of what is set or proposed. ``verdict``: the host's own opinion, which
    the film speaks. ``channel``: the one that the film is made for; empty: that which takes posts like it.
    """

    post: PostKey
    seen: Status | None = None
    checked: Annotated[tuple[str, ...], Field(max_length=20)] = ()
    edit: bool = False
    choices: dict[str, Annotated[str, Field(max_length=64)]] = Field(default_factory=dict)
    verdict: Annotated[str, StringConstraints(max_length=LONGEST_VERDICT, strip_whitespace=True)] = ""
    channel: Annotated[str, StringConstraints(max_length=24)] = ""


async def approve_post(bus: Bus, request: ApprovePost, who: str, settings: Settings) -> CommandOutcome:
    """Record ``post.approved`` with the choices that hold now, and with what is proposed where they leave it open.

    Raises ConfigurationError (``channel.unknown``), BadInput for a choice that no recipe can hold, IllegalTransition
    (also for what must be checked first: ``post.check_first``), and as `record_fact` does.
    """
    async with within_broker_deadline():
        channel = settings.publish.channel_for((await bus.post_state(request.post)).post, request.channel)
        chosen = settings.publish.recipe_for_channel(channel, await recipe_for_approval(bus, settings))
        recipe = with_next_film_number(chosen, await bus.newest_fact("post.approved"))
    proposal = await propose_choices(bus, settings.learning, recipe, request.post)
    recipe = recipe_with_choices(recipe, request.choices)
    if proposal is not None:
        named = arms_of_recipe(recipe)
        proposal = proposal.with_overrides({factor: named[factor] for factor in request.choices})
        recipe = recipe_with_arms(recipe, proposal.values())
    if request.edit:
        recipe = recipe.model_copy(update={"approve_script": True})

    def event(state: PostState) -> Event:
        require_status_as_seen(state, request.seen)
        missing = [check for check in required_checks(state.post) if check not in request.checked]
        if missing and state.allows_kind("post.approved"):
            raise IllegalTransition("post.check_first", checks=", ".join(missing))
        lacking = verdict_syllables_still_needed(request.verdict, recipe, settings)
        if lacking and state.allows_kind("post.approved"):
            raise IllegalTransition("channel.verdict_first", missing=lacking)
        return PostApproved(
            post_key=request.post,
            revision=state.revision + 1,
            reviewer=who,
            recipe=recipe.with_seed_of(str(request.post)),
            checked=request.checked,
            proposal=proposal,
            verdict=request.verdict,
            channel=channel,
        )

    return await record_fact(bus, request.post, event)


def verdict_syllables_still_needed(verdict: str, recipe: Recipe, settings: Settings) -> int:
    """Syllables that a verdict lacks for a film of this recipe; 0 where none is required."""
    if settings.publish.verdict != "required":
        return 0
    return max(0, needed_verdict_syllables(recipe.script.seconds) - count_spoken_syllables(verdict))


def with_next_film_number(recipe: Recipe, last: Event | None) -> Recipe:
    """The recipe with the running number of its film, one more than that of the last approval.

    Two approvals in the same moment may get the same number: then their films may look alike, nothing else.
    """
    before = last.recipe.film.number if isinstance(last, PostApproved) else 0
    return recipe.model_copy(update={"film": recipe.film.model_copy(update={"number": before + 1})})


async def recipe_for_approval(bus: Bus, settings: Settings) -> Recipe:
    """The choices of the next approval: those of the settings, with what was changed while running."""
    return (await read_runtime_settings(bus)).recipe_for(
        settings.recipe, approve_script=settings.studio.script_approval
    )
