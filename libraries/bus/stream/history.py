"""The facts of one post as the stream holds them, and the end of the stream."""

from collections.abc import Sequence
from typing import NamedTuple

from pydantic import ValidationError

from libraries.bus.stream.scheduled_message_trust import SCHEDULER, is_trusted_message
from libraries.log import get_logger
from libraries.stored_messages.digest_chain import ChainEnd, fact_digest
from libraries.stored_messages.stored_message import StoredMessage
from schemas.errors import StreamDamaged
from schemas.events import RecordedFact, decode_fact
from schemas.states import PostState, fold_facts

log = get_logger(__name__)


class PostHistory(NamedTuple):
    """All facts of one post. ``sequence`` is that of its last message, readable or not: what the next fact expects."""

    facts: list[RecordedFact]
    sequence: int

    def state(self) -> PostState:
        """The state of the post after these facts."""
        return fold_facts(self.facts).model_copy(update={"sequence": self.sequence})

    def fact_with_id(self, event_id: str) -> RecordedFact | None:
        """The fact with this id; None when there is none."""
        return next((fact for fact in self.facts if fact.event.event_id == event_id), None)


def verified_chain_end(post: str, history: Sequence[StoredMessage]) -> ChainEnd:
    """The end of the chain of a post's history, which is verified.

    Raises StreamDamaged when a fact is missing between two others or before the first, or was changed.
    """
    end = ChainEnd()
    for stored in history:
        at, found = stored.sequence, end.sequence
        if (missing := end.missing_sequence_before(stored)) is not None:
            raise StreamDamaged("stream.history_gap", post=post, sequence=at, expected=missing, found=found)
        if end.differs_before(stored):
            raise StreamDamaged("stream.history_changed", post=post, sequence=at, found=found)
        end = end.with_stored(stored)
    return end


def facts_in_messages(batch: Sequence[StoredMessage]) -> list[RecordedFact]:
    """The facts in these stored messages; one that cannot be read as a fact is logged and left out."""
    facts = []
    for stored in batch:
        if not is_trusted_message(stored.subject, stored.headers.get(SCHEDULER)):
            log.warning("stored by a schedule of nobody, skipped", sequence=stored.sequence, subject=stored.subject)
            continue
        try:
            facts.append(
                RecordedFact(stored.sequence, stored.time, decode_fact(stored.payload), fact_digest(stored.payload))
            )
        except ValidationError as error:
            log.warning("not a fact, skipped", sequence=stored.sequence, subject=stored.subject, why=str(error))
    return facts
