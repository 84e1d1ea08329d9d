"""Scripts of films: their lines, phrases, pace and quotes, and the checks before any voice."""

from typing import Final

from libraries.versions import VersionedPart

CHECKS: Final = VersionedPart("script.checks", "7")
"""Raised when a script is judged differently (`checks`)."""
