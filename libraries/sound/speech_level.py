"""PCM of one line made fit for a track: silence trimmed, loudness levelled, edges faded."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from libraries.sound.k_weighting import k_weighting_response
from libraries.sound.pcm import PcmSamples

_FRAME: Final = 0.005
_SILENCE: Final = 10 ** (-42 / 20)
"""Quieter than this against the loudest frame is silence."""
_LEAD: Final = 0.01
_TAIL: Final = 0.03
_LEVEL: Final = 10 ** (-22 / 20)
"""RMS of a line, K-weighted (ITU-R BS.1770-4), full scale 1: -22.7 LUFS."""
_GATE: Final = 0.1
_BLOCK: Final = 80
"""Frames of a gating block."""
_CEILING: Final = 10 ** (-1.5 / 20)
_FADE: Final = 0.004
_STRESS: Final = 10 ** (3 / 20)
"""Stressed words are 3 dB louder."""
_SWELL: Final = 0.03
"""Seconds in which they become so."""
_OFFSET: Final = 0.1
"""Mean against the mean amplitude; clean lines have less than a third of it."""
_FULL: Final = 32768.0


def frame_levels(samples: PcmSamples | NDArray[np.float64], rate: int) -> NDArray[np.float64]:
    """RMS of each 5 ms frame, full scale 1."""
    size = max(1, round(rate * _FRAME))
    whole = samples[: len(samples) // size * size].astype(np.float64).reshape(-1, size) / _FULL
    energy: NDArray[np.float64] = np.sqrt((whole**2).mean(axis=1))
    return energy


def without_dc_offset(samples: PcmSamples) -> PcmSamples:
    """``samples`` around zero: a constant part that is large against the sound would click at both ends."""
    mean = float(samples.mean()) if len(samples) else 0.0
    if abs(mean) <= _OFFSET * float(np.abs(samples.astype(np.float64) - mean).mean()) + 1:
        return samples
    return np.clip(samples.astype(np.float64) - mean, -_FULL, _FULL - 1).round().astype(np.int16)


def range_without_silence(samples: PcmSamples, rate: int) -> tuple[int, int]:
    """First and last sample of the sound with 10 ms before and 30 ms behind it; (0, 0) for silence."""
    energy = frame_levels(samples, rate)
    loud = np.flatnonzero(energy > max(energy.max(initial=0.0) * _SILENCE, 1e-4))
    if not len(loud):
        return 0, 0
    size = max(1, round(rate * _FRAME))
    start = max(0, int(loud[0]) * size - round(_LEAD * rate))
    return start, min(len(samples), (int(loud[-1]) + 1) * size + round(_TAIL * rate))


def even_out_loudness(samples: PcmSamples, rate: int) -> PcmSamples:
    """``samples`` at the level all lines share, without clipping, with soft edges."""
    if not len(samples):
        return samples
    weighted = np.fft.irfft(np.fft.rfft(samples) * k_weighting_response(len(samples), rate), len(samples))
    level = _level(frame_levels(weighted, rate) ** 2)
    if level == 0.0:
        return samples
    peak = float(np.abs(samples.astype(np.float64)).max()) / _FULL
    gain = min(_LEVEL / level, _CEILING / peak)
    scaled = samples.astype(np.float64) * gain
    edge = min(round(_FADE * rate), len(scaled) // 2)
    if edge:
        ramp = np.linspace(0.0, 1.0, edge)
        scaled[:edge] *= ramp
        scaled[-edge:] *= ramp[::-1]
    return scaled.round().astype(np.int16)


def _level(power: NDArray[np.float64]) -> float:
    """RMS of the blocks of 0.4 s that are not 10 LU quieter than all (BS.1770-4, 5.1), of a shorter line as a whole."""
    sums = np.concatenate(([0.0], np.cumsum(power)))
    size = min(_BLOCK, len(power))
    blocks = (sums[size:] - sums[:-size]) / size if size else sums
    return float(np.sqrt(blocks[blocks >= _GATE * blocks.mean()].mean()))


def with_louder_words(samples: PcmSamples, rate: int, words: Sequence[tuple[float, float]]) -> PcmSamples:
    """``samples`` with the words at these times (seconds) louder. Peaks that would pass the ceiling turn all down."""
    if not words:
        return samples
    at = np.arange(len(samples)) / rate
    gain = np.ones(len(samples))
    for start, end in words:
        inside = np.clip(np.minimum(at - start, end - at) / _SWELL + 1, 0.0, 1.0)
        gain = np.maximum(gain, 1 + (_STRESS - 1) * inside)
    louder = samples * gain
    peak = float(np.abs(louder).max()) / _FULL
    return (louder * min(1.0, _CEILING / max(peak, _SILENCE))).round().astype(np.int16)
