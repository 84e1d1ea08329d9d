"""The narration: all spoken lines in one WAV, with the time of every word."""

import io
import math
import re
import wave
from typing import Final, NamedTuple

import numpy as np

from schemas.errors import Retryable
from schemas.frames import FPS
from schemas.progress import ProgressCallback
from schemas.recipe import VoiceChoice
from schemas.script import Line, Script, Speaker
from schemas.voice import SpokenLine, Timing, VoiceTrack, Word
from services.media.store import MediaStore
from services.studio.voice.engine import PcmSamples, SpokenPcm, Voice
from services.studio.voice.sound import level_loudness, voiced_range
from services.studio.voice.timing import shared

_BEFORE: Final = 0.05
"""Seconds before the first word: a hook starts at once."""
_AFTER: Final = 0.1
_FLOWING, _SENTENCE, _TURN = 0.1, 0.16, 0.21
"""Seconds between lines, and to the next frame: inside a sentence, behind one, where another speaker takes over."""
_STOPS: Final = (".", "?", "!")
_LETTER: Final = re.compile(r"[가-힣]")


class _TrimmedLine(NamedTuple):
    """A line without its silence; ``words`` in seconds from its first sample."""

    samples: PcmSamples
    rate: int
    words: tuple[tuple[float, float], ...]
    timing: Timing


def perform(
    script: Script, choice: VoiceChoice, voice: Voice, store: MediaStore, progress: ProgressCallback, *, engine: str
) -> VoiceTrack:
    """The narration of ``script``: mono 16-bit WAV at the engine's own rate. Raises what the engine raises, NoSpace."""
    names = _cast(script, choice)
    cuts: list[_TrimmedLine] = []
    for index, line in enumerate(script.lines):
        progress(100.0 * index / len(script.lines), f"{index + 1}/{len(script.lines)}")
        cuts.append(_cut(line, voice.speak(line, names[index], choice.speed), engine))
    return _assemble(script, cuts, store, engine)


def _cast(script: Script, choice: VoiceChoice) -> list[str]:
    """The voice of each line: commenters take turns, the same one always has the same voice."""
    cast: dict[str, str] = {}
    names = []
    for line in script.lines:
        if line.speaker is Speaker.NARRATOR or not choice.commenters:
            names.append(choice.narrator)
        else:
            names.append(cast.setdefault(line.credit, choice.commenters[len(cast) % len(choice.commenters)]))
    return names


def _cut(line: Line, spoken: SpokenPcm, engine: str) -> _TrimmedLine:
    start, end = voiced_range(spoken.samples, spoken.sample_rate)
    if end <= start and _LETTER.search(line.spoken):
        raise Retryable("voice.silent", engine=engine, line=repr(line.spoken[:40]))
    rate = spoken.sample_rate
    length = (end - start) / rate
    wanted = len(line.display.split(" "))
    words = spoken.words
    if words is None or len(words) != wanted:
        words, timing = shared(line.spoken, 0.0, length), Timing.ESTIMATED
    else:
        shift = start / rate
        words = tuple((_clamp(a - shift, length), _clamp(b - shift, length)) for a, b in words)
        timing = spoken.timing
    return _TrimmedLine(level_loudness(spoken.samples[start:end], rate), rate, words, timing)


def _clamp(time: float, length: float) -> float:
    return min(max(time, 0.0), length)


def _gap(line: Line, following: Line) -> float:
    if line.speaker is not following.speaker or line.credit != following.credit:
        return _TURN
    return _SENTENCE if line.spoken.endswith(_STOPS) else _FLOWING


def _on_a_frame(sample: float, rate: int) -> int:
    """The next sample at which a frame of the film begins.

    A line that starts there looks the same wherever it is spoken: a reworded one leaves all scenes behind it as they
    are.
    """
    return round(math.ceil(sample * FPS / rate - 1e-6) * rate / FPS)


def _assemble(script: Script, cuts: list[_TrimmedLine], store: MediaStore, engine: str) -> VoiceTrack:
    rate = cuts[0].rate
    parts: list[PcmSamples] = [np.zeros(_on_a_frame(_BEFORE * rate, rate), np.int16)]
    length = len(parts[0])
    lines: list[SpokenLine] = []
    for index, cut in enumerate(cuts):
        if cut.rate != rate:
            raise Retryable("voice.rate_changed", engine=engine, before=rate, after=cut.rate)
        start = length / rate
        shown = script.lines[index].display.split(" ")
        lines.append(
            SpokenLine(
                index=index,
                start=round(start, 4),
                end=round(start + len(cut.samples) / rate, 4),
                words=tuple(
                    Word(text=text, start=round(start + a, 4), end=round(start + b, 4))
                    for text, (a, b) in zip(shown, cut.words, strict=True)
                ),
                timing=cut.timing,
            )
        )
        length += len(cut.samples)
        gap = _AFTER if index == len(cuts) - 1 else _gap(script.lines[index], script.lines[index + 1])
        following = _on_a_frame(length + gap * rate, rate)
        parts += [cut.samples, np.zeros(following - length, np.int16)]
        length = following
    audio = store.put(_wav(np.concatenate(parts), rate), "wav")
    return VoiceTrack(audio=audio, sample_rate=rate, duration=length / rate, lines=tuple(lines))


def _wav(samples: PcmSamples, rate: int) -> bytes:
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(samples.astype("<i2").tobytes())
    return buffer.getvalue()
