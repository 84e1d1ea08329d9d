"""The voice 'espeak': formant synthesis by espeak-ng, with exact word times."""

from typing import Final, NamedTuple

from libraries.korean.pronunciation import respell_as_pronounced
from libraries.sound.libespeak import PITCH, RANGE, RATE, VOLUME, WORD_GAP, Phoneme, synthesise
from libraries.texts.language import KOREAN, language_of_text
from schemas.errors import BadInput
from schemas.script import Line
from schemas.voice import Timing
from services.studio.voice.voice_protocol import SpokenPcm

_PACE: Final = 200
"""espeak's words a minute at speed 1: such that the default speed of 1.15 gives 6.8 Korean syllables a second."""
_ENGLISH: Final = "en-us"
_GAP: Final = 1
"""10 ms between words. With it espeak reports a pause at every word boundary: where the word times are from."""


class _Timbre(NamedTuple):
    variant: str
    pitch: int
    range: int


_VOICES: Final = {
    "narrator-1": _Timbre("f2", 42, 62),
    "narrator-2": _Timbre("m3", 42, 60),
    "commenter-1": _Timbre("m3", 46, 68),
    "commenter-2": _Timbre("f4", 66, 70),
    "commenter-3": _Timbre("m7", 58, 60),
    "person-1": _Timbre("f3", 74, 78),
    "person-2": _Timbre("m1", 26, 54),
    "person-3": _Timbre("f5", 30, 66),
    "person-4": _Timbre("m5", 70, 72),
}


class EspeakVoice:
    """The voice 'espeak': robotic but clear, and a thousand times faster than real time."""

    def speak(self, line: Line, voice: str, speed: float) -> SpokenPcm:
        """The sound of a line. Raises BadInput for an unknown voice, ConfigurationError when the library is missing."""
        timbre = _VOICES.get(voice)
        if timbre is None:
            raise BadInput("voice.unknown", voice=voice, engine="espeak", known=", ".join(_VOICES))
        parameters = {
            RATE: round(_PACE * speed),
            VOLUME: 100,
            PITCH: timbre.pitch,
            RANGE: timbre.range,
            WORD_GAP: _GAP,
        }
        korean = language_of_text(line.spoken) == KOREAN
        text = respell_as_pronounced(line.spoken) if korean else line.spoken
        made = synthesise(text, f"{KOREAN if korean else _ENGLISH}+{timbre.variant}", parameters)
        words = _words(made.phonemes, len(made.samples))
        exact = len(words) == len(line.spoken.split(" "))
        return SpokenPcm(
            samples=made.samples,
            sample_rate=made.sample_rate,
            words=tuple((start / made.sample_rate, end / made.sample_rate) for start, end in words) if exact else None,
            timing=Timing.EXACT if exact else Timing.ESTIMATED,
        )


def _words(phonemes: tuple[Phoneme, ...], length: int) -> list[tuple[int, int]]:
    """First and last sample of every run of sounds between two pauses."""
    words: list[tuple[int, int]] = []
    start: int | None = None
    for phoneme in phonemes:
        silent = phoneme.name.startswith("_")
        if silent and start is not None:
            words.append((start, phoneme.sample))
            start = None
        elif not silent and start is None:
            start = phoneme.sample
    if start is not None:
        words.append((start, length))
    return words
