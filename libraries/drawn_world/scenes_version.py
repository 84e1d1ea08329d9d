"""The version of the drawn places, apart from what draws them: keys of results are made without loading that."""

from typing import Final

from libraries.versions import VersionedPart

SCENES: Final = VersionedPart("drawn-world.scenes", "1", ("numpy", "thorvg-python"))
"""Raised when an equal setting gives another picture."""
