"""Sound checks of a film: silences, where its voice begins, and whether the voice keeps to its times."""

import math
from collections.abc import Iterable
from itertools import chain
from pathlib import Path
from typing import Final, NamedTuple

import av
import numpy as np
from numpy.typing import NDArray

from libraries.sound.samples import RATE, Samples, audio_frames, read_narration_wav
from schemas.errors import BadInput
from schemas.voice import VoiceTrack

_RATE: Final = 8_000
"""Hz. Speech lies below 4 kHz, and little data is quick to look through."""
_WINDOW: Final = 0.02
"""Seconds."""
_SILENT: Final = -50.0
"""dBFS, RMS of a window."""
_SPEECH_RANGE: Final = 5.0
"""dB under its loud windows that speech still is, and music that plays alone is not any more."""

MEASURING: Final = 2
"""Raised when one of these checks measures otherwise: soundtracks are kept with their figures."""
_SLACK: Final = 0.1
"""Seconds by which a voice may lie beside its time in the narration and is still looked for."""
_ALIKE: Final = 0.5
"""Correlation of a narration with the mix from which it counts as heard: all the rest is then 4.8 dB louder at most."""

_LINE_WINDOW: Final = 0.01
"""Seconds of a window where a line is looked for."""
_VOICE_RANGE: Final = 38.0
"""dB under the loudest window of a narration that is still voice."""

Levels = NDArray[np.float64]


class TimeSpan(NamedTuple):
    """A part of a film, in seconds."""

    start: float
    end: float


class SilencesAndVoiceStart(NamedTuple):
    """The longest silence before the end, the one at the end, and where the voice begins; all in seconds."""

    longest_silence: float
    last_silence: float
    voice_onset: float
    silences: tuple[TimeSpan, ...]


def silences_and_voice_start(
    film: Path | Samples, duration: float, narration: Path | None = None, *, longest_pause: float = 0.4
) -> SilencesAndVoiceStart:
    """Silences of more than ``longest_pause`` seconds in a film of ``duration`` seconds, and the start of its voice.

    ``film`` is its file, or the sound it is going to have. The voice is where the beginning of its ``narration`` is
    heard; if that is not given, or not heard at its time, where the level between 300 Hz and 4 kHz is that of speech in
    this film, which works for music that is mixed under it, but finds a voice that begins softly too late.
    ``voice_onset`` is the duration where there is no voice. Raises BadInput when a file holds no sound.
    """
    samples = _speech_band(film)
    size = round(_WINDOW * _RATE)
    whole = samples[: samples.size // size * size].reshape(-1, size)
    silences = _silences(_in_db(whole), longest_pause)
    last = [part for part in silences if part.end >= duration - 0.1]
    before = [part for part in silences if part.end < duration - 0.1]
    speech = _highpassed(samples)
    onset = math.nan if narration is None else _recognised(_highpassed(_speech_band(narration)), speech)
    if math.isnan(onset):
        onset = _onset(_in_db(speech[: whole.size].reshape(-1, size)))
    return SilencesAndVoiceStart(_longest(before), _longest(last), duration if math.isnan(onset) else onset, silences)


def _longest(parts: Iterable[TimeSpan]) -> float:
    return max((part.end - part.start for part in parts), default=0.0)


class VoiceTiming(NamedTuple):
    """How a narration keeps to its times, in seconds: where it begins, and the worst deviation.

    ``late`` is how long after the start of a line its voice is heard; negative where the voice ends before its last
    line does.
    """

    begins: float
    late: float


def measure_voice_timing(narration: Path, voice: VoiceTrack) -> VoiceTiming:
    """The WAV of a track compared with its times. A silent line counts as late by its whole length."""
    (samples,), rate = read_narration_wav(narration)
    size = max(1, round(_LINE_WINDOW * rate))
    whole = samples[: samples.size // size * size].reshape(-1, size)
    levels = _in_db(whole)
    loud = levels > levels.max() - _VOICE_RANGE
    late = 0.0
    for line in voice.lines:
        first = round(line.start / _LINE_WINDOW)
        heard = loud[first : max(first + 1, round(line.end / _LINE_WINDOW))]
        late = max(late, float(np.argmax(heard)) * _LINE_WINDOW if heard.any() else line.end - line.start)
    ends = (len(loud) - int(np.argmax(loud[::-1]))) * _LINE_WINDOW
    early = min(0.0, ends - voice.lines[-1].end)
    return VoiceTiming(float(np.argmax(loud)) * _LINE_WINDOW, early if -early > late else late)


def _speech_band(film: Path | Samples) -> Levels:
    """The sound as mono at 8 kHz. Raises BadInput when the file cannot be read or has none."""
    mono = av.AudioResampler(format="flt", layout="mono", rate=_RATE)
    if not isinstance(film, Path):
        return _concatenated(part for frame in (*audio_frames(film, RATE), None) for part in mono.resample(frame))
    try:
        with av.open(str(film)) as container:
            heard = chain(container.decode(audio=0), (None,))  # None empties the resampler
            return _concatenated(part for frame in heard for part in mono.resample(frame))
    except (av.FFmpegError, IndexError, ValueError) as error:
        raise BadInput("film.no_sound", name=film.name, why=str(error)) from error


def _concatenated(parts: Iterable[av.AudioFrame]) -> Levels:
    return np.concatenate([part.to_ndarray()[0] for part in parts]).astype(np.float64)


def _highpassed(samples: Levels) -> Levels:
    """The sound without frequencies under 300 Hz, where drums and bass are."""
    size = 1 << (samples.size - 1).bit_length()
    spectrum = np.fft.rfft(samples, size)
    spectrum[np.fft.rfftfreq(size, 1 / _RATE) < 300] = 0
    return np.asarray(np.fft.irfft(spectrum, size)[: samples.size])


def _in_db(windows: Levels | Samples) -> Levels:
    return np.asarray(10 * np.log10(np.mean(windows**2, axis=1, dtype=np.float64) + 1e-12))


def _silences(levels: Levels, longest: float) -> tuple[TimeSpan, ...]:
    edges = np.flatnonzero(np.diff(np.concatenate([[False], levels < _SILENT, [False]]).astype(int)))
    silent = (TimeSpan(start * _WINDOW, end * _WINDOW) for start, end in edges.reshape(-1, 2).tolist())
    return tuple(span for span in silent if span.end - span.start > longest)


def _recognised(narration: Levels, mixed: Levels) -> float:
    """Start in seconds of the voice of a narration in the sound it was mixed into, by cross-correlation of its first
    second; NaN where that is not heard within 0.1 s of its time.
    """
    size = round(_LINE_WINDOW * _RATE)
    levels = _in_db(narration[: narration.size // size * size].reshape(-1, size))
    first = int(np.argmax(levels > levels.max(initial=-math.inf) - _VOICE_RANGE)) * size if levels.size else 0
    spoken, slack = narration[first : first + _RATE], round(_SLACK * _RATE)
    place = max(0, first - slack)
    heard = mixed[place : first + spoken.size + slack]
    if not spoken.any() or heard.size < spoken.size:
        return math.nan
    length = 1 << (heard.size + spoken.size).bit_length()
    products = np.fft.irfft(np.fft.rfft(heard, length) * np.conj(np.fft.rfft(spoken, length)), length)
    sums = np.concatenate([[0.0], np.cumsum(heard**2)])
    energy = sums[spoken.size :] - sums[: -spoken.size]
    alike = products[: energy.size] / np.sqrt(np.maximum(energy, 1e-12) * np.sum(spoken**2))
    lag = int(np.argmax(alike))
    return (place + lag) / _RATE if alike[lag] >= _ALIKE else math.nan


def _onset(levels: Levels) -> float:
    """Start in seconds of the first 60 ms that are as loud as speech in this film; a drum or a pluck is shorter."""
    speech = levels > np.quantile(levels, 0.9) - _SPEECH_RANGE
    steady = speech[:-2] & speech[1:-1] & speech[2:]
    return float(np.argmax(steady)) * _WINDOW if steady.any() else float("nan")
