"""Dead letters as stored messages: headers and subjects."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Final, NamedTuple, Self

from nats.js.errors import APIError

from libraries.bus.connection.client import BrokerClient
from libraries.bus.connection.errors import WRONG_SEQUENCE
from libraries.bus.stream.leader_reading import ask_until_consistent, last_message
from libraries.stored_messages.stored_message import StoredMessage
from schemas import subjects

DURABLE: Final = "Waggle-Durable"
ORIGIN: Final = "Waggle-Origin-Sequence"
SUBJECT: Final = "Waggle-Origin-Subject"
REASON: Final = "Waggle-Reason"
BURIED: Final = "Waggle-Buried"
SETTLED: Final = "Waggle-Settled"
BY: Final = "Waggle-By"
NOTE: Final = "Waggle-Note"


class Settlement(StrEnum):
    """What a person did about a dead letter."""

    RETRIED = "retried"
    DROPPED = "dropped"


class DeadLetter(NamedTuple):
    """A message that ``durable`` gave up on. ``payload`` is unchanged and may be anything.

    ``time`` is when it became a dead letter. A settled letter stays stored for the 90 days of its stream.
    """

    sequence: int
    durable: str
    origin: int
    subject: str
    reason: str
    time: datetime
    payload: bytes
    settled: Settlement | None = None
    by: str = ""
    note: str = ""

    @property
    def name(self) -> str:
        """How commands name it: ``studio.17``. It never changes."""
        return f"{self.durable}.{self.origin}"

    @classmethod
    def from_message(cls, stored: StoredMessage) -> Self:
        """The letter in a stored message."""
        headers = stored.headers
        return cls(
            sequence=stored.sequence,
            durable=headers.get(DURABLE, ""),
            origin=int(headers.get(ORIGIN, "0")),
            subject=headers.get(SUBJECT, ""),
            reason=headers.get(REASON, ""),
            time=datetime.fromisoformat(headers[BURIED]) if BURIED in headers else stored.time,
            payload=stored.payload,
            settled=Settlement(headers[SETTLED]) if SETTLED in headers else None,
            by=headers.get(BY, ""),
            note=headers.get(NOTE, ""),
        )


def dead_letter_subject(durable: str, origin: int) -> str:
    """The subject of a letter. There is one per message and durable, so adding a letter twice keeps one."""
    return f"dead.{durable}.{origin}"


def dead_letter_headers(durable: str, origin: int, subject: str, reason: str) -> dict[str, str]:
    """Headers of a dead letter; the reason on one line, at most 500 characters."""
    return {DURABLE: durable, ORIGIN: str(origin), SUBJECT: subject, REASON: _line(reason)}


def settled_headers(letter: DeadLetter, how: Settlement, by: str, note: str) -> dict[str, str]:
    """Headers of the message that replaces ``letter`` once it is settled: who did what."""
    return dead_letter_headers(letter.durable, letter.origin, letter.subject, letter.reason) | {
        BURIED: letter.time.astimezone(UTC).isoformat(),
        SETTLED: how.value,
        BY: _line(by),
        NOTE: _line(note),
    }


async def store_new_letter(client: BrokerClient, subject: str, payload: bytes, headers: dict[str, str]) -> None:
    """Store a letter unless its subject holds a message already. Raises as `BrokerClient.store_message` does."""

    async def attempt() -> bool | None:
        try:
            await client.store_message(subject, payload, headers | {"Nats-Expected-Last-Subject-Sequence": "0"})
        except APIError as error:
            if error.err_code not in WRONG_SEQUENCE:
                raise
            if client.replicated and await last_message(client, subjects.DEAD, subject) is None:
                return None  # refused and yet nothing is there: one of the two answers is of a member that lags
        return True

    await ask_until_consistent(client, subjects.DEAD, attempt)


def _line(text: str) -> str:
    return " ".join(text.split())[:500]
