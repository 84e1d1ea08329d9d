"""Take a decision back: the post waits to be decided again."""

from libraries.bus import Bus
from schemas.base import Frozen
from schemas.events import Event, PostReopened
from schemas.posts import PostKey
from schemas.states import PostState, Status
from services.commands.recording import Outcome, record, require_seen


class Reopen(Frozen):
    """A request to take a decision back. ``seen``: the status the reviewer saw, if it matters."""

    post: PostKey
    seen: Status | None = None


async def reopen(bus: Bus, request: Reopen, who: str) -> Outcome:
    """Record ``post.reopened``. Raises as `record` does."""

    def event(state: PostState) -> Event:
        require_seen(state, request.seen)
        return PostReopened(post_key=request.post, revision=state.revision, reviewer=who)

    return await record(bus, request.post, event)
