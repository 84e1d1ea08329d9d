"""Animals of a story: cats and dogs, drawn in the style of the people."""

from typing import Final

from libraries.versions import Versioned

ANIMALS: Final = Versioned("drawn.animals", "1")
"""Raised when an animal looks different."""
