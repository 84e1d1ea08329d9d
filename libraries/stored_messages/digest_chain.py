"""Digests over the facts of a post, each over the one before it: a changed or lost fact changes all that follow.

Every fact carries the digest of what its post had before it (`Bus.publish`), also where that was stored by release
0.1.0, and the projection keeps the digest of what it folded. Facts that the broker's schedule stores carry none; the
next one covers them.
"""

import hashlib
import re
from typing import Final, NamedTuple

from libraries.stored_messages.stored_message import StoredMessage

CHAIN: Final = "Waggle-Chain"
"""Header of a stored fact: the digest of the post's facts before it."""
EXPECTED: Final = "Nats-Expected-Last-Subject-Sequence"
"""Header of a stored fact: sequence of its post's fact before it (`Bus.publish`). Imported facts and those that the
broker's schedule stored have none."""
_SEQUENCE: Final = re.compile(r"[0-9]{1,20}")
_LENGTH: Final = 32


def fact_digest(payload: bytes) -> str:
    """The digest of one fact: the first 128 bits of the sha256 of its payload, in hexadecimal digits."""
    return hashlib.sha256(payload).hexdigest()[:_LENGTH]


def chained_digest(before: str, digest: str) -> str:
    """The digest of all facts of a post, made of that ``before`` the last (empty: none) and the digest of the last."""
    return hashlib.sha256(f"{before}{digest}".encode()).hexdigest()[:_LENGTH]


class ChainEnd(NamedTuple):
    """Where the facts of a post end: the sequence of the last (0: none) and the digest of them all."""

    sequence: int = 0
    digest: str = ""

    def with_fact(self, sequence: int, payload: bytes, before: str | None = None) -> "ChainEnd":
        """The end of the chain with one more fact; ``before``: the digest that this fact says is before it."""
        return ChainEnd(sequence, chained_digest(self.digest if before is None else before, fact_digest(payload)))

    def with_stored(self, stored: StoredMessage) -> "ChainEnd":
        """The end of the chain with ``stored``; its own digest of what is before it counts: a fault is told once."""
        return self.with_fact(stored.sequence, stored.payload, stored.headers.get(CHAIN))

    def missing_sequence_before(self, stored: StoredMessage) -> int | None:
        """Sequence of the fact that stood before ``stored`` and is missing; None where it follows this one.

        What lay before a retraction is purged, and a reader may have been given the first of it before that.
        """
        expected = stored.headers.get(EXPECTED, "")
        if _retracts(stored) or not _SEQUENCE.fullmatch(expected) or int(expected) == self.sequence:
            return None
        return int(expected)

    def differs_before(self, stored: StoredMessage) -> bool:
        """Whether the facts up to this one are not those that stood before ``stored`` when it was stored."""
        return not _retracts(stored) and stored.headers.get(CHAIN, self.digest) != self.digest


class ChainEnds:
    """A cache of chain ends: those of the posts that were read or stored last."""

    def __init__(self, most: int = 1024) -> None:
        self._most = most
        self._ends: dict[str, ChainEnd] = {}

    def put_end(self, post: str, end: ChainEnd) -> None:
        """Keep the end of a post; of too many the oldest is forgotten."""
        self._ends.pop(post, None)
        self._ends[post] = end
        if len(self._ends) > self._most:
            del self._ends[next(iter(self._ends))]

    def pop_end(self, post: str, sequence: int) -> ChainEnd | None:
        """Remove the end of a post and give it; None where it is not known or not at ``sequence``."""
        end = self._ends.pop(post, ChainEnd())
        return end if end.sequence == sequence else None


def _retracts(stored: StoredMessage) -> bool:
    return stored.subject.startswith("post.retracted.")
