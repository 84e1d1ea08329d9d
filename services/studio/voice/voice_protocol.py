"""The interface of voices."""

from typing import NamedTuple, Protocol

from libraries.sound.pcm import PcmSamples
from schemas.script import Line
from schemas.voice import Timing


class SpokenPcm(NamedTuple):
    """The sound of one spoken line.

    ``words`` are (start, end) in seconds from the first sample, one for each 어절 of ``Line.spoken``; None where the
    engine reports no times, and they are estimated from the sound.
    """

    samples: PcmSamples
    sample_rate: int
    words: tuple[tuple[float, float], ...] | None
    timing: Timing


class Voice(Protocol):
    """A voice. Registered in the entry-point group ``wagglebot.voices``."""

    def speak(self, line: Line, voice: str, speed: float) -> SpokenPcm:
        """``line.spoken`` in the named voice (``narrator-1``, ``commenter-2``…), at ``speed`` times the normal pace.

        Raises BadInput for a voice the engine does not have, ConfigurationError when it is not installed, Retryable
        when it is out of reach.
        """
        ...
