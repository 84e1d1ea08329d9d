"""What the sound of one line looks like: whether it is speech at all, whole, and said once.

Thresholds are the business of whoever judges by these figures.
"""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from libraries.sound.pcm import PcmSamples
from libraries.sound.speech_level import frame_levels

_WINDOW, _HOP = 0.04, 0.01
"""Seconds: two periods of the lowest voice fit into a window."""
_ACTIVE: Final = 10 ** (-25 / 20)
"""Windows quieter than this against the loudest are pauses, and say nothing about what is spoken."""
_BAND: Final = (125.0, 7500.0)
"""Hz. Where speech has harmonics and formants, and hiss is flat."""
_PITCH: Final = (60.0, 500.0)
"""Hz, of any voice."""
_VOICED_BAND: Final = (100.0, 3500.0)
_PERIODIC: Final = 0.5
"""A window whose autocorrelation reaches this at a pitch is voiced (the usual threshold, as Boersma 1993, 0.45)."""
_HIGHEST: Final = 0.9
"""Of a band's half sample rate: what filters leave above it is no sound."""
_BANDS: Final = 16
_SHORTEST_REPEAT: Final = 0.35
"""Seconds: what comes again after less is a syllable."""
_SHORTEST_BEAT: Final = 8
"""Windows; neighbours are always alike."""
_EDGE: Final = 0.01
_PAUSE: Final = 10 ** (-42 / 20)
_FULL: Final = 32_768.0
_FLAT_TOP: Final = 3
"""Samples in a row at the highest value: a clipped peak; a natural one has one or two."""

Floats = NDArray[np.float64]


class SpeechMeasures(NamedTuple):
    """Measures of the sound of a line.

    ``flatness``: geometric over arithmetic mean of the power between 125 Hz and 7.5 kHz, 0 for a tone, 0.56 for white
    noise. ``voiced``: share of the sounding windows with a pitch. ``depth``: standard deviation of the level over its
    mean. ``repeats``: highest correlation of one part of the line, at least half of it, with what follows after a lag:
    near 1 for words said twice; ``beat``: the same for lags shorter than words. ``begins`` and ``ends``: level of the
    first and last 10 ms against the loud parts. ``pause``: longest silence inside, in seconds. ``clipped``: share of
    samples in flat tops. ``shape``: level of each band over time, shape (windows, bands).
    """

    flatness: float
    voiced: float
    depth: float
    repeats: float
    beat: float
    begins: float
    ends: float
    pause: float
    clipped: float
    shape: Floats


def measure_speech(samples: PcmSamples, rate: int, start: int, end: int) -> SpeechMeasures:
    """Measures of a line that sounds from sample ``start`` to ``end``; at least one window of sound."""
    sound = samples[start:end].astype(np.float64) / _FULL
    level, power, hertz = _spectra(sound, rate)
    # Windows overlap by three quarters: every other one tells as much of what does not depend on time.
    active = power[level > level.max() * _ACTIVE][::2]
    shape = _shape(power, hertz, rate)
    return SpeechMeasures(
        flatness=_flatness(active, hertz, rate),
        voiced=float((_periodicity(active, hertz, rate) > _PERIODIC).mean()),
        depth=float(level.std() / level.mean()),
        repeats=_repeats(shape),
        beat=_beat(shape),
        begins=_edge(samples[: _edge_size(rate)], samples, rate),
        ends=_edge(samples[-_edge_size(rate) :], samples, rate),
        pause=_longest_pause(samples[start:end], rate),
        clipped=_clipped(samples),
        shape=shape,
    )


def shape_correlation(one: Floats, other: Floats) -> float:
    """Correlation of two shapes of nearly equal length, 1 for the same sound; 0 when their lengths differ."""
    if abs(len(one) - len(other)) > max(2, len(one) // 50):
        return 0.0
    size = min(len(one), len(other))
    return _correlation(one[:size], other[:size])


def _spectra(sound: Floats, rate: int) -> tuple[Floats, Floats, Floats]:
    """RMS of each window, its power spectrum (windows, bins), and the frequency of each bin in Hz."""
    size, hop = round(_WINDOW * rate), max(1, round(_HOP * rate))
    padded = np.pad(sound, (0, max(0, size - len(sound))))
    windows = np.lib.stride_tricks.sliding_window_view(padded, size)[::hop]
    points = 1 << (2 * size - 1).bit_length()  # twice the window: the autocorrelation must not wrap around
    power = np.abs(np.fft.rfft(windows * np.hanning(size), points)) ** 2
    level: Floats = np.sqrt((windows**2).mean(axis=1))
    return level, np.asarray(power, np.float64), np.asarray(np.fft.rfftfreq(points, 1 / rate), np.float64)


def _flatness(power: Floats, hertz: Floats, rate: int) -> float:
    band = power[:, (hertz >= _BAND[0]) & (hertz <= min(_BAND[1], _HIGHEST * rate / 2))] + 1e-14
    return float(np.median(np.exp(np.log(band).mean(axis=1)) / band.mean(axis=1)))


def _periodicity(power: Floats, hertz: Floats, rate: int) -> Floats:
    """The highest normalised autocorrelation of each window at a lag of a pitch."""
    inside = (hertz >= _VOICED_BAND[0]) & (hertz <= _VOICED_BAND[1])
    correlation = np.fft.irfft(power * inside, axis=1)
    size = round(_WINDOW * rate)
    shortest, longest = int(rate / _PITCH[1]), min(int(rate / _PITCH[0]), size - 1)
    window = np.fft.irfft(np.abs(np.fft.rfft(np.hanning(size), (power.shape[1] - 1) * 2)) ** 2)
    taper = window[shortest:longest] / window[0]  # A longer lag has less of the window in common.
    found: Floats = (correlation[:, shortest:longest] / (correlation[:, :1] + 1e-12) / taper).max(axis=1)
    return found


def _shape(power: Floats, hertz: Floats, rate: int) -> Floats:
    """Level of each band over time, without the mean of the band; bands are equally wide in the logarithm."""
    edges = np.geomspace(_BAND[0], min(_BAND[1], _HIGHEST * rate / 2), _BANDS + 1)
    whole = np.concatenate([[0.0], np.cumsum(power.mean(axis=0))])[-1]
    first = np.searchsorted(hertz, edges)
    bands = np.add.reduceat(power[:, : first[-1]], first[:-1], axis=1)
    levels = np.log(bands + 1e-4 * whole / _BANDS)
    return np.asarray(levels - levels.mean(axis=0))


def _repeats(shape: Floats) -> float:
    return _correlated(shape, range(round(_SHORTEST_REPEAT / _HOP), len(shape) // 2 + 3))


def _beat(shape: Floats) -> float:
    return _correlated(shape, range(_SHORTEST_BEAT, min(round(_SHORTEST_REPEAT / _HOP), len(shape) // 2)))


def _correlated(shape: Floats, lags: range) -> float:
    return max((_correlation(shape[:-lag], shape[lag:]) for lag in lags), default=0.0)


def _correlation(one: Floats, other: Floats) -> float:
    return float((one * other).sum() / np.sqrt((one**2).sum() * (other**2).sum() + 1e-12))


def _edge_size(rate: int) -> int:
    return max(1, round(_EDGE * rate))


def _edge(part: PcmSamples, samples: PcmSamples, rate: int) -> float:
    levels = frame_levels(samples, rate)
    loud = float(np.quantile(levels[levels > levels.max() * 0.01], 0.9))
    return float(np.sqrt((part.astype(np.float64) ** 2).mean())) / _FULL / loud


def _longest_pause(samples: PcmSamples, rate: int) -> float:
    levels = frame_levels(samples, rate)
    quiet = np.concatenate([[False], levels <= levels.max() * _PAUSE, [False]])
    changes = np.flatnonzero(np.diff(quiet.astype(int)))
    return float((changes[1::2] - changes[::2]).max(initial=0)) * 0.005


def _clipped(samples: PcmSamples) -> float:
    """Share of the samples in runs at the highest amplitude of the line, at either sign."""
    wide = np.abs(samples.astype(np.int32))
    top = np.concatenate([[False], wide >= max(1, int(wide.max(initial=0)) - 8), [False]])
    changes = np.flatnonzero(np.diff(top.astype(int)))
    runs = changes[1::2] - changes[::2]
    return float(runs[runs >= _FLAT_TOP].sum()) / max(1, len(samples))
