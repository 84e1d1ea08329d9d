"""Vector pictures as immutable data, and the painter that turns them into pixels."""

from typing import Final

from libraries.versions import VersionedPart

VECTOR: Final = VersionedPart("vector", "1", ("numpy", "thorvg-python"))
"""Raised when the same picture is painted as other pixels."""
