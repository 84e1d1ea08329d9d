"""The voice stage: a script becomes a narration with a time for every word."""

from typing import Final

from libraries.versions import VersionedPart

VOICE: Final = VersionedPart("voice", "3", ("numpy",))
"""Raised when spoken lines are cut, levelled, timed or put together differently, whatever speaks them."""
