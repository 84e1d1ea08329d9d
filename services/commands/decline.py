"""Decline a post: no film is made of it."""

from typing import Annotated

from pydantic import Field

from libraries.bus import Bus
from schemas.base import Frozen
from schemas.events import Event, PostDeclined
from schemas.posts import PostKey
from schemas.states import PostState, Status
from services.commands.recording import Outcome, record, require_seen


class Decline(Frozen):
    """A refusal. ``seen``: the status the reviewer saw, if it matters. ``reason`` stays on record."""

    post: PostKey
    seen: Status | None = None
    reason: Annotated[str, Field(max_length=200)] = ""


async def decline(bus: Bus, request: Decline, who: str) -> Outcome:
    """Record ``post.declined``. Raises as `record` does."""

    def event(state: PostState) -> Event:
        require_seen(state, request.seen)
        return PostDeclined(post_key=request.post, revision=state.revision, reviewer=who, reason=request.reason)

    return await record(bus, request.post, event)
