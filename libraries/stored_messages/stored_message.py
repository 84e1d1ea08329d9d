"""A message as its stream holds it, and the end of a stream."""

from datetime import datetime
from typing import Final, NamedTuple

STORED: Final = "Waggle-Stored"
"""Header of a message imported from another stream: when that stream stored it."""


class StoredMessage(NamedTuple):
    """A message as its stream holds it."""

    sequence: int
    time: datetime
    subject: str
    headers: dict[str, str]
    payload: bytes


class StreamHead(NamedTuple):
    """The end of a stream. ``identity`` is its creation time: a stream created anew has another one."""

    last_sequence: int
    identity: str
