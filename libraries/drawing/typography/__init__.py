"""Text: fonts, line breaking, captions, and the design tokens."""

from typing import Final

from libraries.versions import VersionedPart

TYPOGRAPHY: Final = VersionedPart("film.typography", "4", ("fonttools", "pillow"))
"""Raised when a text is set differently, or a measure or a palette of the design tokens is changed."""
