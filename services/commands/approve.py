"""Approve a post: a film is made of it."""

from typing import Annotated

from pydantic import Field, StringConstraints

from libraries.bus import Bus
from libraries.bus.runtime_settings import read_runtime_settings
from libraries.channel.films_of_post import add_further_film, posts_of_all_films
from libraries.channel.host_verdict import needed_verdict_syllables
from libraries.channel.part_two import part_two_after
from libraries.channel.syllables import count_spoken_syllables
from libraries.learning.recipes import arms_of_recipe, recipe_with_arms
from schemas.base import Frozen
from schemas.errors import BadInput, IllegalTransition
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
    the film speaks. ``channels``: those that each get a film of their own; none named: those that take posts like it.
    """

    post: PostKey
    seen: Status | None = None
    checked: Annotated[tuple[str, ...], Field(max_length=20)] = ()
    edit: bool = False
    choices: dict[str, Annotated[str, Field(max_length=64)]] = Field(default_factory=dict)
    verdict: Annotated[str, StringConstraints(max_length=LONGEST_VERDICT, strip_whitespace=True)] = ""
    channels: Annotated[tuple[str, ...], Field(max_length=20)] = ()
    part_two_of: PostKey | None = None
    """The earlier post of the same author that the film goes on with; it begins with a recall of it then."""


async def approve_post(bus: Bus, request: ApprovePost, who: str, settings: Settings) -> CommandOutcome:
    """Record ``post.approved`` with the choices that hold now, and with what is proposed where they leave it open.

    Raises ConfigurationError (``channel.unknown``), BadInput for a choice that no recipe can hold, IllegalTransition
    (also for what must be checked first: ``post.check_first``), and as `record_fact` does.
    """
    async with within_broker_deadline():
        state = await bus.post_state(request.post)
    first, *others = settings.publish.channels_for(state.post, request.channels)
    if others and state.post is not None:
        recipe = settings.publish.recipe_for_channel(first, await recipe_for_approval(bus, settings))
        _require_ready(state, request, recipe, settings)
    for channel in others if state.allows_kind("post.approved") else ():
        await approve_further_film(bus, request, channel, who, settings)
    return await _approve(bus, request, first, who, settings)


async def approve_further_film(bus: Bus, request: ApprovePost, channel: str, who: str, settings: Settings) -> PostKey:
    """Have a further film of a post made for a channel, unless that was decided before; gives the key it is under.

    Raises as `approve_post` does.
    """
    async with within_broker_deadline():
        post = (await bus.post_state(request.post)).post
        if post is None:
            raise BadInput("post.unknown", post=str(request.post))
        key = await add_further_film(bus, post, channel)
        status = (await bus.post_state(key)).status
    if status is Status.COLLECTED:
        again = request.model_copy(update={"post": key, "seen": None})
        await _approve(bus, again, channel, who, settings)
    return key


async def give_post_to_channel(bus: Bus, key: PostKey, channel: str, who: str, settings: Settings) -> PostKey:
    """Approve a further film of a post for ``channel``, with the checks and the verdict of its approval; gives its key.

    Raises ConfigurationError (``channel.unknown``), BadInput (``post.unknown``), IllegalTransition
    (``post.not_decided``, ``channel.has_film``), and as `approve_post` does.
    """
    wanted = settings.publish.known_channel(channel)
    posts = await posts_of_all_films(bus, key)
    states = {one: await bus.post_state(one) for one in posts}
    if states[posts[0]].post is None:
        raise BadInput("post.unknown", post=str(key))
    approvals = [one.event for one in await bus.facts_of_post(posts[0]) if isinstance(one.event, PostApproved)]
    if not approvals:
        raise IllegalTransition("post.not_decided")
    for post, state in states.items():
        if state.channel == wanted and state.revision:
            raise IllegalTransition("channel.has_film", post=str(post), channel=channel)
    given = ApprovePost(post=posts[0], checked=approvals[-1].checked, verdict=approvals[-1].verdict)
    return await approve_further_film(bus, given, wanted, who, settings)


async def _approve(bus: Bus, request: ApprovePost, channel: str, who: str, settings: Settings) -> CommandOutcome:
    """Record the approval for one channel."""
    async with within_broker_deadline():
        chosen = settings.publish.recipe_for_channel(channel, await recipe_for_approval(bus, settings))
        recipe = with_next_film_number(chosen, await bus.newest_fact("post.approved"))
        part_two = await part_two_after(bus, request.post, request.part_two_of) if request.part_two_of else None
    proposal = await propose_choices(bus, settings.learning, recipe, request.post)
    recipe = recipe_with_choices(recipe, request.choices)
    if proposal is not None:
        named = arms_of_recipe(recipe)
        proposal = proposal.with_overrides({factor: named[factor] for factor in request.choices})
        recipe = recipe_with_arms(recipe, proposal.values())
    if request.edit:
        recipe = recipe.model_copy(update={"approve_script": True})

    def event(state: PostState) -> Event:
        _require_ready(state, request, recipe, settings)
        return PostApproved(
            post_key=request.post,
            revision=state.revision + 1,
            reviewer=who,
            recipe=recipe.with_seed_of(str(request.post)),
            checked=request.checked,
            proposal=proposal,
            verdict=request.verdict,
            part_two=part_two,
            channel=channel,
        )

    return await record_fact(bus, request.post, event)


def _require_ready(state: PostState, request: ApprovePost, recipe: Recipe, settings: Settings) -> None:
    """Raises IllegalTransition when the post changed since it was seen, or something must be checked or said first."""
    require_status_as_seen(state, request.seen)
    if not state.allows_kind("post.approved"):
        return
    missing = [check for check in required_checks(state.post) if check not in request.checked]
    if missing:
        raise IllegalTransition("post.check_first", checks=", ".join(missing))
    lacking = verdict_syllables_still_needed(request.verdict, recipe, settings)
    if lacking:
        raise IllegalTransition("channel.verdict_first", missing=lacking)


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
