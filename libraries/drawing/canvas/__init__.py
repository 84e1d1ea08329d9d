"""Drawing: pictures as planar YUV, put together frame by frame."""

from typing import Final

from libraries.versions import VersionedPart

CANVAS: Final = VersionedPart("film.canvas", "1", ("numpy", "opencv-python-headless", "pillow"))
"""Raised when backgrounds, colours, movements or transitions look different."""
