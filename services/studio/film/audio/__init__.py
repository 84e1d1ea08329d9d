"""The soundtrack: narration, music and effects, mixed and brought to one loudness."""

from typing import Final

from libraries.versions import VersionedPart

SOUND: Final = VersionedPart("film.sound", "1", ("av", "numpy"))
"""Raised when the mixed sound is different."""
