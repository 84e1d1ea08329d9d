"""One spoken line held against its text and against what speech sounds like.

The limits are measured: on 1,482 lines of espeak at three speeds, on Kokoro and on recordings of people the figures of
clean speech lie on one side, those of damaged speech on the other (tests/unit/voice/test_voice_checks.py).
"""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

from libraries.sound.estimated_word_times import syllable_count
from libraries.sound.line_duration_limits import longest_seconds, shortest_seconds
from libraries.sound.pcm import PcmSamples
from libraries.sound.speech_level import range_without_silence, without_dc_offset
from libraries.sound.speech_measures import Floats, SpeechMeasures, measure_speech, shape_correlation
from schemas.errors import FaultySpeech
from services.studio.voice.voice_protocol import SpokenPcm

_TELLING: Final = 4.0
"""Syllables from which on a line must sound like speech; a "쉿!" need not."""
_FLATTEST: Final = 0.09
"""Clean: 0.011 at most, 0.044 with the noise of a film; white noise 10 dB under the voice 0.12, alone 0.56."""
_LEAST_VOICED: Final = 0.35
"""Clean: 0.55 at least; noise of any colour 0.25 at most, but brown noise, whose edges are loud."""
_STEADIEST: Final = 0.15
"""Clean: 0.41 at least; a tone or hum 0.03."""
_SAME: Final = 0.85
"""Clean: 0.70 at most against itself, 0.38 against another line; said twice, 0.93 at least."""
_BEATING: Final = 0.8
_LOUDEST_START, _LOUDEST_END = 0.85, 0.2
"""Clean: 0.65 and 0.13 at most, as espeak begins with its first vowel at once; cut inside a vowel about 1."""
_LONGEST_PAUSE: Final = 1.5
"""Seconds. Clean: 0.75 at most."""
_MOST_CLIPPED: Final = 0.02
"""Clean: 0.001 at most; 12 dB too loud 0.05."""
_NO_LETTER: Final = re.compile(r"[\W_]+")
_NOTHING: Final[Floats] = np.zeros((0, 0))


class LineSound(NamedTuple):
    """A line as it was spoken: its text, and its sound from sample ``start`` to ``end`` of ``samples``."""

    text: str
    samples: PcmSamples
    rate: int
    start: int
    end: int

    @property
    def seconds(self) -> float:
        """How long the line sounds, without the silence at either end."""
        return (self.end - self.start) / self.rate


def line_sound(text: str, spoken: SpokenPcm) -> LineSound:
    """A line as a voice spoke it, without a constant offset of its samples, and where its sound begins and ends."""
    samples = without_dc_offset(spoken.samples)
    return LineSound(text, samples, spoken.sample_rate, *range_without_silence(samples, spoken.sample_rate))


class PassedLine(NamedTuple):
    """A line that passed the check: its text and the shape of its sound."""

    text: str
    shape: Floats


def check_line(sound: LineSound, speed: float, engine: str, before: Sequence[PassedLine] = ()) -> PassedLine:
    """Check a line, also against the lines ``before`` it. Raises FaultySpeech with the figure that is wrong."""
    line = repr(sound.text[:40])
    count = syllable_count(sound.text)
    if sound.end <= sound.start:
        if count:
            raise FaultySpeech("voice.silent", engine=engine, line=line)
        return PassedLine(sound.text, _NOTHING)
    found = measure_speech(sound.samples, sound.rate, sound.start, sound.end)
    if count >= _TELLING:
        _is_speech(found, engine, line)
        _is_said_once(sound.text, found, engine, line, before)
    _is_as_long_as_its_text(sound, count, speed, engine, line)
    _is_whole(found, engine, line)
    return PassedLine(sound.text, found.shape)


def _is_speech(found: SpeechMeasures, engine: str, line: str) -> None:
    if found.flatness > _FLATTEST or found.voiced < _LEAST_VOICED:
        flatness, voiced = round(found.flatness, 3), round(found.voiced, 3)
        raise FaultySpeech("speech.noise", engine=engine, line=line, flatness=flatness, voiced=voiced)
    if found.depth < _STEADIEST:
        raise FaultySpeech("speech.steady", engine=engine, line=line, depth=round(found.depth, 3))


def _is_said_once(text: str, found: SpeechMeasures, engine: str, line: str, before: Sequence[PassedLine]) -> None:
    if found.beat > _BEATING:  # Beeps, as of a voice for tests: all lines of a length are alike.
        return
    if found.repeats > _SAME and not _repeats_itself(text):
        raise FaultySpeech("speech.repeated", engine=engine, line=line, likeness=round(found.repeats, 3))
    for other in before:
        alike = shape_correlation(found.shape, other.shape)
        if alike > _SAME and _letters(other.text) != _letters(text):
            other_line = repr(other.text[:40])
            raise FaultySpeech("speech.same", engine=engine, line=line, other=other_line, likeness=round(alike, 3))


def _is_as_long_as_its_text(sound: LineSound, count: float, speed: float, engine: str, line: str) -> None:
    least, most = shortest_seconds(count, speed), longest_seconds(sound.text, speed)
    seconds, many = round(sound.seconds, 2), round(count, 1)
    if sound.seconds < least:
        least = round(least, 2)
        raise FaultySpeech("speech.too_short", engine=engine, line=line, seconds=seconds, syllables=many, least=least)
    if sound.seconds > most:
        most = round(most, 2)
        raise FaultySpeech("speech.too_long", engine=engine, line=line, seconds=seconds, syllables=many, most=most)


def _is_whole(found: SpeechMeasures, engine: str, line: str) -> None:
    if found.begins > _LOUDEST_START:
        raise FaultySpeech("speech.cut_start", engine=engine, line=line, level=round(found.begins, 3))
    if found.ends > _LOUDEST_END:
        raise FaultySpeech("speech.cut_end", engine=engine, line=line, level=round(found.ends, 3))
    if found.pause > _LONGEST_PAUSE:
        raise FaultySpeech("speech.pause", engine=engine, line=line, seconds=round(found.pause, 2))
    if found.clipped > _MOST_CLIPPED:
        raise FaultySpeech("speech.clipped", engine=engine, line=line, share=round(100 * found.clipped, 1))


def _letters(text: str) -> str:
    return _NO_LETTER.sub("", text)


def _repeats_itself(text: str) -> bool:
    """Whether the text says something twice: most letters are the same as those a step before."""
    letters = _letters(text)
    steps = range(1, len(letters) // 2 + 2)
    return any(_same(letters, step) >= 0.6 for step in steps)


def _same(letters: str, step: int) -> float:
    pairs = list(zip(letters, letters[step:], strict=False))
    return sum(one == other for one, other in pairs) / max(1, len(pairs))
