"""Staging: people in a place and a light, seen by a camera that moves, at every moment of a shot."""

from typing import Final

from libraries.versions import VersionedPart

STAGING: Final = VersionedPart("drawn.staging", "2", ("numpy", "opencv-python-headless", "thorvg-python"))
"""Raised when an equal shot is drawn as other pixels."""
