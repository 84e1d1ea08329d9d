"""The creator's own backgrounds, music and effects as films take them."""

from typing import Final

from libraries.versions import VersionedPart

OWN_MEDIA: Final = VersionedPart("film.own-media", "2", ("av", "imageio-ffmpeg", "numpy", "pillow"))
"""Raised when a background, a loop or the loudness of a file of one's own is made differently."""
