"""Decline a post: no film is made of it."""

from typing import Annotated

from pydantic import Field

from libraries.bus import Bus
from schemas.base import Frozen
from schemas.events import Event, PostDeclined
from schemas.posts import PostKey
from schemas.states import PostState, Status
from services.commands.fact_recording import CommandOutcome, record_fact, require_status_as_seen


class DeclinePost(Frozen):
    """A request to decline a post. ``seen``: the status the reviewer saw, if it matters. ``reason`` stays on record."""

    post: PostKey
    seen: Status | None = None
    reason: Annotated[str, Field(max_length=200)] = ""


async def decline_post(bus: Bus, request: DeclinePost, who: str) -> CommandOutcome:
    """Record ``post.declined``. Raises as `record_fact` does."""

    def event(state: PostState) -> Event:
        require_status_as_seen(state, request.seen)
        return PostDeclined(post_key=request.post, revision=state.revision, reviewer=who, reason=request.reason)

    return await record_fact(bus, request.post, event)
