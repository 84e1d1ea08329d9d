"""The cut of a film: a shorter one, of the same scenes."""

from typing import Final

from libraries.versions import VersionedPart

CUTTING: Final = VersionedPart("film.cut", "1")
"""Raised when a cut keeps other parts of a film, or joins them otherwise."""
