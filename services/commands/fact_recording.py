"""What all commands share: a fact is recorded within a few seconds, or an error says why it was not."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Final

from libraries.bus import Bus
from schemas.base import Frozen
from schemas.errors import BadInput, Conflict, IllegalTransition, Permanent, Retryable
from schemas.events import Event
from schemas.posts import PostKey
from schemas.states import PostState, Status

PATIENCE: Final = 5.0
"""Seconds after which a command gives up on the broker."""
NOT_SAVED: Final = "command.not_saved"
"""The code of a command that the broker did not take."""

_ALREADY: Final = {
    Status.COLLECTED: "post.not_decided",
    Status.APPROVED: "post.already_approved",
    Status.DECLINED: "post.already_declined",
    Status.PROCESSING: "post.already_processing",
    Status.RENDERED: "post.already_rendered",
    Status.UPLOADED: "post.already_uploaded",
    Status.FAILED: "post.already_failed",
    Status.RETRACTED: "post.already_retracted",
}
"""What is said to somebody who asks for what a post of this status does not allow."""


class CommandOutcome(Frozen):
    """What a command gives: the post's status, revision and last fact after it."""

    status: Status
    revision: int
    sequence: int


async def record_fact(bus: Bus, key: PostKey, event: Callable[[PostState], Event]) -> CommandOutcome:
    """Record the fact that ``event`` makes of the post's state; ``event`` is asked again when the post changes.

    Raises what ``event`` raises, BadInput (unknown post), IllegalTransition (see `not_possible_error`),
    Conflict (overtaken again and again) and Permanent `NOT_SAVED`.
    """

    def decision(state: PostState) -> Event:
        if state.status is None:
            raise BadInput("post.unknown", post=str(key))
        made = event(state)
        if not state.allows_kind(made.kind):
            raise not_possible_error(state)
        return made

    async with within_broker_deadline():
        await bus.publish_decision(key, decision)
        after = await bus.post_state(key)
    return CommandOutcome(status=after.status or Status.COLLECTED, revision=after.revision, sequence=after.sequence)


@asynccontextmanager
async def within_broker_deadline() -> AsyncIterator[None]:
    """Cancel the block after `PATIENCE` seconds. Raises Permanent `NOT_SAVED` for a broker that is away or too slow.

    A Conflict is an answer of the broker and is passed on.
    """
    try:
        async with asyncio.timeout(PATIENCE):
            yield
    except Conflict:
        raise
    except (Retryable, TimeoutError) as error:
        raise Permanent(NOT_SAVED) from error


def not_possible_error(state: PostState) -> IllegalTransition:
    """The error that says why a post as it is now does not allow what was asked for."""
    if state.gone:
        return IllegalTransition("post.gone_at_source")
    return IllegalTransition(_ALREADY[state.status or Status.COLLECTED])


def require_status_as_seen(state: PostState, seen: Status | None) -> None:
    """Raises IllegalTransition when the person who decides saw another status than the post has now."""
    if seen is not None and state.status is not seen:
        raise not_possible_error(state)
