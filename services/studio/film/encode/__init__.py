"""Encoding: drawn frames become H.264, scene by scene."""

from typing import Final

from libraries.versions import VersionedPart

ENCODING: Final = VersionedPart("film.encoding", "1", ("av",))
"""Raised when equal frames are encoded differently; the encoder's options are in the keys themselves."""
