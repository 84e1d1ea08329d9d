"""The script stage: a post becomes the lines of a short."""

from typing import Final

from libraries.versions import VersionedPart

SCRIPT: Final = VersionedPart("script", "5")
"""Raised when lines are normalised, guarded or checked differently, whatever writes them."""
