"""The picture stage: for each line of a script, what is seen while it is spoken."""

from typing import Final

from libraries.versions import VersionedPart

PICTURING: Final = VersionedPart("picturing", "1", ("pillow",))
"""Raised when lines get pictures of other makers, or pictures are cleaned or judged differently, whoever makes them."""
