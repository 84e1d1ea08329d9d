"""A message as its stream holds it."""

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
