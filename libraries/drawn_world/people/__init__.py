"""People: drawn from typed parameters, with expressions, poses and views that can be animated."""

from typing import Final

from libraries.versions import VersionedPart

PEOPLE: Final = VersionedPart("drawn.people", "2")
"""Raised when a person looks different."""
