"""What a finished film sounds like, measured on the file itself."""

from pathlib import Path
from typing import Final, NamedTuple

import av
import numpy as np
from numpy.typing import NDArray

from schemas.errors import BadInput
from services.studio.film.loudness import measure

_RATE: Final = 8_000
"""Hz. Speech lies below 4 kHz, and little data is quick to look through."""
_WINDOW: Final = 0.02
"""Seconds."""
_SILENT: Final = -50.0
"""dBFS, RMS of a window."""
_UNDER_VOICE: Final = 5.0
"""dB under its loud windows that speech still is, and music that plays alone is not any more."""

Levels = NDArray[np.float64]


class Stretch(NamedTuple):
    """Part of a film, in seconds."""

    start: float
    end: float


class SoundReport(NamedTuple):
    """LUFS, LU, dBTP; stretches of silence; where the voice sets in (seconds)."""

    lufs: float
    loudness_range: float
    true_peak: float
    silences: tuple[Stretch, ...]
    voice_onset: float


def inspect(binary: Path, film: Path, *, longest_pause: float = 0.4) -> SoundReport:
    """Measure the sound of any file: loudness, silences longer than ``longest_pause`` seconds, start of the voice.

    The voice is told from music by its level between 300 Hz and 4 kHz, which holds for a bed that is mixed under it.
    Raises BadInput when the file cannot be read or holds no sound.
    """
    samples = _speech_band(film)
    loudness = measure(binary, film, what=f"the sound of {film.name}").loudness
    size = round(_WINDOW * _RATE)
    whole = samples[: samples.size // size * size].reshape(-1, size)
    return SoundReport(
        lufs=loudness.integrated,
        loudness_range=loudness.range,
        true_peak=loudness.true_peak,
        silences=_silences(_in_db(whole), longest_pause),
        voice_onset=_onset(_in_db(_highpassed(samples)[: whole.size].reshape(-1, size))),
    )


def _speech_band(film: Path) -> Levels:
    """The sound as mono at 8 kHz. Raises BadInput when the file cannot be read or has none."""
    mono = av.AudioResampler(format="flt", layout="mono", rate=_RATE)
    try:
        with av.open(str(film)) as container:
            frames = [*container.decode(audio=0), None]  # None empties the resampler
            parts = [part.to_ndarray()[0] for frame in frames for part in mono.resample(frame)]
    except (av.FFmpegError, IndexError) as error:
        raise BadInput(what=film.name, why=f"there is no sound to read ({error})", remedy="Make it again.") from error
    return np.concatenate(parts).astype(np.float64)


def _highpassed(samples: Levels) -> Levels:
    """Without what lies under 300 Hz, where drums and bass are."""
    size = 1 << (samples.size - 1).bit_length()
    spectrum = np.fft.rfft(samples, size)
    spectrum[np.fft.rfftfreq(size, 1 / _RATE) < 300] = 0
    return np.asarray(np.fft.irfft(spectrum, size)[: samples.size])


def _in_db(windows: Levels) -> Levels:
    return np.asarray(10 * np.log10(np.mean(windows**2, axis=1) + 1e-12))


def _silences(levels: Levels, longest: float) -> tuple[Stretch, ...]:
    edges = np.flatnonzero(np.diff(np.concatenate([[False], levels < _SILENT, [False]]).astype(int)))
    stretches = (Stretch(start * _WINDOW, end * _WINDOW) for start, end in edges.reshape(-1, 2).tolist())
    return tuple(stretch for stretch in stretches if stretch.end - stretch.start > longest)


def _onset(levels: Levels) -> float:
    """Start of the first 60 ms that are as loud as speech is in this film; shorter ones are a drum or a pluck."""
    speech = levels > np.quantile(levels, 0.9) - _UNDER_VOICE
    steady = speech[:-2] & speech[1:-1] & speech[2:]
    return float(np.argmax(steady)) * _WINDOW if steady.any() else float("nan")
