"""Narrations: the sound and the time of every word in it."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from schemas.base import Frozen
from schemas.media import MediaRef


class Timing(StrEnum):
    """How word times were obtained."""

    EXACT = "exact"
    """Reported by the engine."""
    ESTIMATED = "estimated"
    """The line's times are exact, those of its words are divided by syllables."""


class Word(Frozen):
    """A word (어절) of a line. Times are seconds from the start of the track."""

    text: str
    start: Annotated[float, Field(ge=0)]
    end: Annotated[float, Field(ge=0)]


class SpokenLine(Frozen):
    """A spoken line of the script; ``words`` correspond one to one to the 어절 of ``Line.display``."""

    index: Annotated[int, Field(ge=0)]
    start: Annotated[float, Field(ge=0)]
    end: Annotated[float, Field(ge=0)]
    words: tuple[Word, ...]
    timing: Timing


class VoiceTrack(Frozen):
    """The whole narration: mono 16-bit PCM WAV in the store, ``sample_rate`` in Hz, ``duration`` in seconds."""

    audio: MediaRef
    sample_rate: Annotated[int, Field(gt=0)]
    duration: Annotated[float, Field(gt=0)]
    lines: Annotated[tuple[SpokenLine, ...], Field(min_length=1)]
