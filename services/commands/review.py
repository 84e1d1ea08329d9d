"""What a reviewer decides becomes a fact, or nothing does."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Annotated, Final, Literal, TypeVar

from pydantic import Field

from schemas.base import Frozen
from schemas.errors import Conflict, IllegalTransition, Retryable
from schemas.events import ContentRequested, Event, PostApproved, PostDeclined, PostReopened
from schemas.posts import PostKey
from schemas.recipe import Recipe
from schemas.states import PostState, Status
from services.bus import Bus
from services.commands.checklist import demands

T = TypeVar("T")

_PATIENCE: Final = 5.0
"""Seconds a decision may take before the reviewer is told that it was not saved."""


class DecisionRequest(Frozen):
    """``seen``: the status the reviewer saw, if it matters; another one means somebody else was faster.

    ``checked``: what the reviewer looked at, of what the post demands (`services.commands.checklist`).
    """

    decision: Literal["approve", "decline", "reopen"]
    seen: Status | None = None
    reason: Annotated[str, Field(max_length=200)] = ""
    checked: Annotated[tuple[str, ...], Field(max_length=20)] = ()
    edit: bool = False
    """The script of this post waits for its reviewer, whatever the settings say."""


class DecisionOutcome(Frozen):
    """The post's state after the decision."""

    status: Status
    revision: int
    sequence: int


class DecisionRefused(Exception):
    """A decision that was not recorded: ``code`` names the sentence, ``http`` the status, ``state`` what holds now."""

    def __init__(self, code: str, http: int, state: PostState | None = None, demands: Sequence[str] = ()) -> None:
        super().__init__(code)
        self.code = code
        self.http = http
        self.state = state
        self.demands = tuple(demands)


async def decide(
    bus: Bus, key: PostKey, wanted: DecisionRequest, reviewer: str, recipe_of: Callable[[], Awaitable[Recipe]]
) -> DecisionOutcome:
    """Records an approval, a refusal, or that the decision is taken back. Raises DecisionRefused.

    ``recipe_of`` is asked for approvals only.
    """
    recipe = await _in_time(recipe_of()) if wanted.decision == "approve" else Recipe()
    if wanted.edit:
        recipe = recipe.model_copy(update={"approve_script": True})

    def event(state: PostState) -> Event:
        if wanted.seen is not None and state.status is not wanted.seen:
            raise _already(state)
        if wanted.decision == "approve":
            open_ = [one for one in demands(state.post) if one not in wanted.checked] if state.post else []
            if open_ and state.allows("post.approved"):
                raise DecisionRefused("check_first", 428, state, demands=open_)
            return PostApproved(
                post_key=key,
                revision=state.revision + 1,
                reviewer=reviewer,
                recipe=recipe.of(str(key)),
                checked=wanted.checked,
            )
        if wanted.decision == "reopen":
            return PostReopened(post_key=key, revision=state.revision, reviewer=reviewer)
        return PostDeclined(post_key=key, revision=state.revision, reviewer=reviewer, reason=wanted.reason)

    return await record(bus, key, event)


async def retry(bus: Bus, key: PostKey, reviewer: str) -> DecisionOutcome:
    """Asks for the failed stage once more: same revision, next attempt. Raises DecisionRefused."""

    def event(state: PostState) -> Event:
        if state.failure is None and state.status is not Status.FAILED:
            raise DecisionRefused("nothing_failed", 409, state)
        failed = state.failure
        return ContentRequested(
            post_key=key,
            revision=state.revision,
            from_stage=failed.stage if failed else state.stage or state.from_stage,
            recipe=state.recipe,
            attempt=(failed.attempt if failed else state.attempt) + 1,
            by=reviewer,
        )

    return await record(bus, key, event)


async def record(bus: Bus, key: PostKey, event: Callable[[PostState], Event]) -> DecisionOutcome:
    """Every way out is either a stored fact or a DecisionRefused that says why there is none."""
    last = PostState()

    def decision(state: PostState) -> Event:
        nonlocal last
        last = state
        if state.status is None:
            raise DecisionRefused("unknown_post", 404)
        return event(state)

    async def decided() -> PostState:
        await bus.decide(key, decision)
        return await bus.state(key)

    try:
        after = await _in_time(decided())
    except IllegalTransition as error:
        raise _already(last) from error
    except Conflict as error:
        raise DecisionRefused("changed", 409, last) from error
    return DecisionOutcome(status=after.status or Status.COLLECTED, revision=after.revision, sequence=after.sequence)


async def _in_time(work: Awaitable[T]) -> T:
    """Raises DecisionRefused when the broker does not answer in time; a Conflict is an answer."""
    try:
        async with asyncio.timeout(_PATIENCE):
            return await work
    except Conflict:
        raise
    except (Retryable, TimeoutError) as error:
        raise DecisionRefused("not_saved", 503) from error


def _already(state: PostState) -> DecisionRefused:
    if state.gone:
        return DecisionRefused("gone", 409, state)
    return DecisionRefused(f"already_{state.status}", 409, state)
