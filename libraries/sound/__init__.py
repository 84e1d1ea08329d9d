"""Sound files decoded into samples."""

from typing import Final

from libraries.versions import VersionedPart

DECODING: Final = VersionedPart("decoding", "2", ("av", "numpy"))
"""Raised when the same file gives other samples."""
