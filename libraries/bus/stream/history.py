"""The facts of one post as the stream holds them, and the end of the stream."""

from typing import NamedTuple

from schemas.events import Recorded
from schemas.states import PostState, fold


class StreamHead(NamedTuple):
    """The end of the stream of facts. ``identity`` is its creation time: a stream created anew has another one."""

    last_sequence: int
    identity: str


class PostHistory(NamedTuple):
    """All facts of one post. ``sequence`` is that of its last message, readable or not: what the next fact expects."""

    facts: list[Recorded]
    sequence: int

    def state(self) -> PostState:
        """The state of the post after these facts."""
        return fold(self.facts).model_copy(update={"sequence": self.sequence})

    def find(self, event_id: str) -> Recorded | None:
        """The fact with this id; None when there is none."""
        return next((fact for fact in self.facts if fact.event.event_id == event_id), None)
