"""The film stage: a post, its script and its voice become a film."""

from typing import Final

from libraries.versions import VersionedPart

FILM: Final = VersionedPart("film", "1", ("av", "imageio-ffmpeg"))
"""Planning, choosing a template, joining, side files, checks: raised when one of them gives something else."""
