"""The facts of one post as the stream holds them, and the end of the stream."""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from libraries.bus.stream.stored_message import StoredMessage
from schemas.errors import StreamDamaged
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


EXPECTED = "Nats-Expected-Last-Subject-Sequence"
"""Header of a stored fact: sequence of its post's fact before it (`Bus.publish`). Imported facts and those that the
broker's schedule stored have none."""
_SEQUENCE: Final = re.compile(r"[0-9]{1,20}")


def missing_before(stored: StoredMessage, previous: int) -> int | None:
    """Sequence of the fact that stood before ``stored`` and is missing; None where the two follow each other.

    ``previous`` is the sequence of the post's message before it, 0 for the first. What lay before a retraction is
    purged, and a reader may have been given the first of it before that.
    """
    expected = stored.headers.get(EXPECTED, "")
    purged = stored.subject.startswith("post.retracted.")
    if purged or not _SEQUENCE.fullmatch(expected) or int(expected) == previous:
        return None
    return int(expected)


def require_whole(post: str, history: Sequence[StoredMessage]) -> None:
    """Raises StreamDamaged when a fact of a post's history is missing between two others or before the first."""
    previous = 0
    for stored in history:
        if (missing := missing_before(stored, previous)) is not None:
            raise StreamDamaged(
                "stream.history_gap", post=post, sequence=stored.sequence, expected=missing, found=previous
            )
        previous = stored.sequence
