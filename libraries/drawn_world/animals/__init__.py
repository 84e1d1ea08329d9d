"""Animals of a story: cats and dogs, drawn in the style of the people."""

from typing import Final

from libraries.versions import VersionedPart

ANIMALS: Final = VersionedPart("drawn.animals", "1")
"""Raised when an animal looks different."""
