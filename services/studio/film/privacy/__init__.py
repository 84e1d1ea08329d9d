"""Privacy: faces and number plates in pictures, found and covered."""

from typing import Final

from libraries.versions import VersionedPart

COVERING: Final = VersionedPart("film.covering", "1", ("numpy", "opencv-python-headless", "pillow"))
"""Raised when a covered picture looks different, or something else is found in one."""
