"""Sound files decoded into samples."""

from typing import Final

from libraries.versions import Versioned

DECODING: Final = Versioned("decoding", "2", ("av", "numpy"))
"""Raised when the same file gives other samples."""
