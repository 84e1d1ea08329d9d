"""Narrations: the sound and the time of every word in it."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from schemas.base import Frozen
from schemas.failures import FieldValue
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


class RetakenLine(Frozen):
    """A line that the voice was asked for once more: why its first take was not used (`schemas.failures`)."""

    index: Annotated[int, Field(ge=0)]
    code: str
    fields: dict[str, FieldValue] = Field(default_factory=dict)


class SpeechFigures(Frozen):
    """What was measured of a narration.

    ``fastest``, ``median`` and ``slowest`` in seconds a syllable, of its lines; ``resampled``: lines that had another
    rate than the track; ``mistimed``: lines whose reported word times could not be right, and are estimated.
    """

    fastest: Annotated[float, Field(ge=0)]
    median: Annotated[float, Field(ge=0)]
    slowest: Annotated[float, Field(ge=0)]
    retaken: tuple[RetakenLine, ...] = ()
    resampled: Annotated[int, Field(ge=0)] = 0
    mistimed: Annotated[int, Field(ge=0)] = 0
    recorded: Annotated[int, Field(ge=0)] = 0
    """Lines that a person recorded."""


class VoiceTrack(Frozen):
    """The whole narration: mono 16-bit PCM WAV in the store, ``sample_rate`` in Hz, ``duration`` in seconds.

    ``speech`` is None in facts of release 0.1.0.
    """

    audio: MediaRef
    sample_rate: Annotated[int, Field(gt=0)]
    duration: Annotated[float, Field(gt=0)]
    lines: Annotated[tuple[SpokenLine, ...], Field(min_length=1)]
    speech: SpeechFigures | None = None
