"""Take a decision back: the post waits to be decided again."""

from libraries.bus import Bus
from schemas.base import Frozen
from schemas.events import Event, PostReopened
from schemas.posts import PostKey
from schemas.states import PostState, Status
from services.commands.fact_recording import CommandOutcome, record_fact, require_status_as_seen


class ReopenPost(Frozen):
    """A request to take a decision back. ``seen``: the status the reviewer saw, if it matters."""

    post: PostKey
    seen: Status | None = None


async def reopen_post(bus: Bus, request: ReopenPost, who: str) -> CommandOutcome:
    """Record ``post.reopened``. Raises as `record_fact` does."""

    def event(state: PostState) -> Event:
        require_status_as_seen(state, request.seen)
        return PostReopened(post_key=request.post, revision=state.revision, reviewer=who)

    return await record_fact(bus, request.post, event)
