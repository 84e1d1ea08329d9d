"""What a film sounds like, measured on its finished sound, and whether its voice keeps to its times."""

from collections.abc import Iterable
from itertools import chain
from pathlib import Path
from typing import Final, NamedTuple

import av
import numpy as np
from numpy.typing import NDArray

from schemas.errors import BadInput
from schemas.voice import VoiceTrack
from services.studio.film.audio.samples import RATE, Samples, frames, read_wav

_RATE: Final = 8_000
"""Hz. Speech lies below 4 kHz, and little data is quick to look through."""
_WINDOW: Final = 0.02
"""Seconds."""
_SILENT: Final = -50.0
"""dBFS, RMS of a window."""
_UNDER_VOICE: Final = 5.0
"""dB under its loud windows that speech still is, and music that plays alone is not any more."""

_FINE: Final = 0.01
"""Seconds of a window where a line is looked for."""
_BELOW_LOUDEST: Final = 38.0
"""dB under the loudest window of a narration that is still voice."""

Levels = NDArray[np.float64]


class TimeSpan(NamedTuple):
    """Part of a film, in seconds."""

    start: float
    end: float


class Heard(NamedTuple):
    """The longest silence before the end, the one at the end, and where the voice sets in; all in seconds."""

    longest_silence: float
    last_silence: float
    voice_onset: float
    silences: tuple[TimeSpan, ...]


def listen(film: Path | Samples, duration: float, *, longest_pause: float = 0.4) -> Heard:
    """Silences of more than ``longest_pause`` seconds in a film of ``duration``, and the start of its voice.

    ``film`` is its file, or the sound it is going to have.

    The voice is told from music by its level between 300 Hz and 4 kHz, which holds for a bed that is mixed under it.
    ``voice_onset`` is the duration where no voice is heard. Raises BadInput when the file holds no sound.
    """
    samples = _speech_band(film)
    size = round(_WINDOW * _RATE)
    whole = samples[: samples.size // size * size].reshape(-1, size)
    silences = _silences(_in_db(whole), longest_pause)
    last = [part for part in silences if part.end >= duration - 0.1]
    before = [part for part in silences if part.end < duration - 0.1]
    onset = _onset(_in_db(_highpassed(samples)[: whole.size].reshape(-1, size)))
    return Heard(_longest(before), _longest(last), duration if np.isnan(onset) else onset, silences)


def _longest(parts: Iterable[TimeSpan]) -> float:
    return max((part.end - part.start for part in parts), default=0.0)


class Kept(NamedTuple):
    """How a narration keeps to its times, in seconds: where it begins, and by how much it is off at worst.

    ``late`` is how long after its line begins the voice is heard; negative where it ends before its last line does.
    """

    begins: float
    late: float


def timing(narration: Path, voice: VoiceTrack) -> Kept:
    """The WAV of a track held against its times. A line of which nothing is heard counts with its whole length."""
    (samples,), rate = read_wav(narration, "the narration")
    size = max(1, round(_FINE * rate))
    whole = samples[: samples.size // size * size].reshape(-1, size)
    levels = _in_db(whole)
    loud = levels > levels.max() - _BELOW_LOUDEST
    late = 0.0
    for line in voice.lines:
        first, past = round(line.start / _FINE), max(round(line.start / _FINE) + 1, round(line.end / _FINE))
        heard = loud[first:past]
        late = max(late, float(np.argmax(heard)) * _FINE if heard.any() else line.end - line.start)
    ends = (len(loud) - int(np.argmax(loud[::-1]))) * _FINE
    early = min(0.0, ends - voice.lines[-1].end)
    return Kept(float(np.argmax(loud)) * _FINE, early if -early > late else late)


def _speech_band(film: Path | Samples) -> Levels:
    """The sound as mono at 8 kHz. Raises BadInput when the file cannot be read or has none."""
    mono = av.AudioResampler(format="flt", layout="mono", rate=_RATE)
    if not isinstance(film, Path):
        return _together(part for frame in (*frames(film, RATE), None) for part in mono.resample(frame))
    try:
        with av.open(str(film)) as container:
            heard = chain(container.decode(audio=0), (None,))  # None empties the resampler
            return _together(part for frame in heard for part in mono.resample(frame))
    except (av.FFmpegError, IndexError, ValueError) as error:
        raise BadInput(what=film.name, why=f"there is no sound to read ({error})", remedy="Make it again.") from error


def _together(parts: Iterable[av.AudioFrame]) -> Levels:
    return np.concatenate([part.to_ndarray()[0] for part in parts]).astype(np.float64)


def _highpassed(samples: Levels) -> Levels:
    """Without what lies under 300 Hz, where drums and bass are."""
    size = 1 << (samples.size - 1).bit_length()
    spectrum = np.fft.rfft(samples, size)
    spectrum[np.fft.rfftfreq(size, 1 / _RATE) < 300] = 0
    return np.asarray(np.fft.irfft(spectrum, size)[: samples.size])


def _in_db(windows: Levels | Samples) -> Levels:
    return np.asarray(10 * np.log10(np.mean(windows**2, axis=1, dtype=np.float64) + 1e-12))


def _silences(levels: Levels, longest: float) -> tuple[TimeSpan, ...]:
    edges = np.flatnonzero(np.diff(np.concatenate([[False], levels < _SILENT, [False]]).astype(int)))
    stretches = (TimeSpan(start * _WINDOW, end * _WINDOW) for start, end in edges.reshape(-1, 2).tolist())
    return tuple(stretch for stretch in stretches if stretch.end - stretch.start > longest)


def _onset(levels: Levels) -> float:
    """Start of the first 60 ms that are as loud as speech is in this film; shorter ones are a drum or a pluck."""
    speech = levels > np.quantile(levels, 0.9) - _UNDER_VOICE
    steady = speech[:-2] & speech[1:-1] & speech[2:]
    return float(np.argmax(steady)) * _WINDOW if steady.any() else float("nan")
