"""Dead letters: messages that wait for a person."""

from datetime import datetime
from typing import Final, NamedTuple, Self

from services.bus.reader import Stored

DURABLE: Final = "Waggle-Durable"
ORIGIN: Final = "Waggle-Origin-Sequence"
SUBJECT: Final = "Waggle-Origin-Subject"
REASON: Final = "Waggle-Reason"


class DeadLetter(NamedTuple):
    """A message that ``durable`` gave up on. ``payload`` is as it came and may be anything."""

    sequence: int
    durable: str
    origin: int
    subject: str
    reason: str
    time: datetime
    payload: bytes

    @classmethod
    def of(cls, stored: Stored) -> Self:
        headers = stored.headers
        return cls(
            sequence=stored.sequence,
            durable=headers.get(DURABLE, ""),
            origin=int(headers.get(ORIGIN, "0")),
            subject=headers.get(SUBJECT, ""),
            reason=headers.get(REASON, ""),
            time=stored.time,
            payload=stored.payload,
        )


def dead_subject(durable: str, origin: int) -> str:
    """One place per message and durable: burying twice leaves one letter."""
    return f"dead.{durable}.{origin}"


def dead_headers(durable: str, origin: int, subject: str, reason: str) -> dict[str, str]:
    """Headers of a dead letter; the reason on one line, at most 500 characters."""
    return {DURABLE: durable, ORIGIN: str(origin), SUBJECT: subject, REASON: " ".join(reason.split())[:500]}
