"""Loudness measurement and mastering to a target loudness (EBU R 128).

Sounds in memory are measured here, finished files by ffmpeg; both follow ITU-R BS.1770-4 and agree.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple

import ffmpeg
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from libraries.ffmpeg import run_ffmpeg
from libraries.sound.k_weighting import k_weighting_response
from libraries.sound.samples import NARRATION, RATE, Samples, encode_aac, filter_samples, read_stereo_sound
from schemas.errors import BadInput, Permanent

_MIX: Final = "soundtrack"
"""Name of the mix in error messages."""
TARGET: Final = -14.0
"""Integrated LUFS that the short-video platforms play without turning it down."""
TOLERANCE: Final = 0.5
"""LU that a finished soundtrack may differ from the target, either way."""
MAX_TRUE_PEAK: Final = -1.0
"""dBTP."""

_LIMITER_CEILING = -2.2
"""dBFS of the limiter: peaks between samples and those that AAC adds must fit below `MAX_TRUE_PEAK`."""
_GAIN_TOLERANCE = 0.1
_MARGIN = 0.05
"""LU and dB by which a result must keep its bounds: another meter may round the other way."""
_ABSOLUTE_GATE = -70.0
"""LUFS under which a block does not count (BS.1770-4, 5.1); ffmpeg reports this or -inf for a silent file."""
_PARTS_PER_BLOCK = 4
"""Parts of 0.1 s in a gating block of 0.4 s; blocks overlap by 75 % (BS.1770-4, 5.1)."""

_SUMMARY = re.compile(r"I:\s+(?P<i>\S+) LUFS.*?Peak:\s+(?P<peak>\S+) dBFS", re.DOTALL)

_PARTS_AT_ONCE: Final = 16
_WINDOWS_AT_ONCE: Final = 1024

_TAPS: Final = 32
"""Samples from which a value between two of them is interpolated."""
_BLOCK: Final = 32
_OVERSAMPLING: Final = 4
"""Oversampling factor of the true peak (BS.1770-4, Annex 2)."""


class Loudness(NamedTuple):
    """The measured loudness of a sound. ``integrated_loudness`` in LUFS, ``true_peak`` in dBTP (-inf when silent)."""

    integrated: float
    true_peak: float


class MasteredSound(NamedTuple):
    """A mastered sound as AAC in ADTS, decoded as a film plays it (without the first frame), and measured on that."""

    stream: bytes
    played: Samples
    loudness: Loudness


def measure_loudness(binary: Path, path: Path) -> Loudness:
    """Loudness of a whole file after decoding, by ffmpeg's own meter.

    Raises BadInput when it is silent, Permanent when it cannot be read.
    """
    meter = ffmpeg.input(str(path)).audio.filter("ebur128", peak="true", framelog="verbose")
    report = run_ffmpeg(binary, meter.output("-", format="null").get_args(), work=f"measuring {path.name}")
    figures = _SUMMARY.search(report[report.rfind("Integrated loudness:") :])
    if figures is None:
        raise Permanent("film.no_loudness", name=path.name)
    return Loudness(_require_audible(float(figures["i"]), path.name), float(figures["peak"]))


def integrated_loudness(samples: Samples, name: str, rate: int = RATE) -> float:
    """Integrated loudness in LUFS, all channels with weight 1. Raises BadInput, naming ``name``, when it is silent.

    The K-weighting is multiplied onto the spectrum of each 0.1 s instead of filtered, which differs by less than
    0.02 LU.
    """
    size = rate // 10
    count = samples.shape[1] // size
    weight = _k_weighting(size, rate)
    power = np.zeros(count)
    for channel in samples:
        parts = channel[: count * size].reshape(count, size)
        for some in _batches(count, _PARTS_AT_ONCE):
            spectrum = np.fft.rfft(parts[some]).view(np.float32)  # real and imaginary parts in turn
            power[some] += np.square(spectrum, out=spectrum) @ weight
    blocks = sliding_window_view(power, _PARTS_PER_BLOCK).mean(axis=1) if count >= _PARTS_PER_BLOCK else power[:0]
    blocks = blocks[_lufs(blocks) > _ABSOLUTE_GATE]
    if blocks.size:
        blocks = blocks[_lufs(blocks) > _lufs(blocks.mean()) - 10]
    return _require_audible(float(_lufs(blocks.mean())) if blocks.size else -np.inf, name)


def _require_audible(lufs: float, name: str) -> float:
    if lufs > _ABSOLUTE_GATE + _GAIN_TOLERANCE:
        return lufs
    if name == NARRATION:
        raise BadInput("film.narration_silent")
    raise BadInput("film.sound_silent", name=name)


@lru_cache
def _k_weighting(size: int, rate: int) -> NDArray[np.float32]:
    """The squared K-weighting of each bin of the spectrum of ``size`` samples (BS.1770-4).

    Each value stands twice, for the real and the imaginary part, and is scaled so that the sum over a spectrum is the
    mean square of its samples (Parseval's theorem).
    """
    weight = 2 * np.abs(k_weighting_response(size, rate)) ** 2 / size**2
    if size % 2 == 0:
        weight[-1] /= 2  # Every bin stands for two frequencies but the first, which is 0 here, and the last.
    return np.repeat(weight, 2).astype(np.float32)


def _lufs(power: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(-0.691 + 10 * np.log10(power + 1e-20))


def _batches(count: int, size: int) -> Iterator[slice]:
    """Slices of ``size`` items, small enough for the processor's cache."""
    return (slice(start, min(count, start + size)) for start in range(0, count, size))


def peak_level(samples: Samples) -> float:
    """The highest sample in dBFS."""
    return _db(max(float(samples.max()), -float(samples.min())))


def true_peak(samples: Samples) -> float:
    """True peak in dBTP: the highest absolute value of the sound at four times its rate (BS.1770-4, Annex 2).

    An interpolated value is at most the highest of its samples times the sum of the absolute taps. Blocks in which that
    bound is below the highest sample of all cannot hold the peak and are skipped.
    """
    between = _interpolation_taps()
    most = np.abs(between).sum(axis=1).max()
    toeplitz = np.zeros((_BLOCK + _TAPS - 1, _BLOCK * (_OVERSAMPLING - 1)), np.float32)
    for at in range(_BLOCK):
        toeplitz[at : at + _TAPS, at::_BLOCK] = between.T
    highest = max(float(samples.max()), -float(samples.min()))
    for channel in samples:
        padded = np.pad(channel, (_TAPS, _TAPS + _BLOCK))
        windows = sliding_window_view(padded, len(toeplitz))[::_BLOCK]
        blocks = padded[: len(padded) // _BLOCK * _BLOCK].reshape(-1, _BLOCK)
        loudest = np.maximum(blocks.max(axis=1), -blocks.min(axis=1))
        # A window reaches into the block after its own.
        near = np.maximum(loudest[:-1], loudest[1:])
        for some in _batches(len(near), _WINDOWS_AT_ONCE):
            values = windows[some][near[some] * most > highest] @ toeplitz
            highest = max(highest, float(values.max(initial=0)), -float(values.min(initial=0)))
    return _db(highest)


@lru_cache
def _interpolation_taps() -> NDArray[np.float64]:
    """Interpolation taps, (3, 32), for three values between the middle two samples: Kaiser-windowed sinc, unit sum."""
    at = np.arange(_TAPS) - (_TAPS // 2 - 1) - np.arange(1, _OVERSAMPLING)[:, np.newaxis] / _OVERSAMPLING
    taps = np.sinc(at) * np.i0(6 * np.sqrt(np.clip(1 - (2 * at / _TAPS) ** 2, 0, 1)))
    return np.asarray(taps / taps.sum(axis=1, keepdims=True))


def _db(amplitude: float) -> float:
    return 20 * float(np.log10(amplitude)) if amplitude > 0 else -np.inf


def master_sound(mixture: Samples) -> MasteredSound:
    """A stereo mix at `RATE` as AAC at the target loudness: one linear gain and a limiter.

    Where the limiter acts, loudness rises by less than the gain, so the gain is searched for. The decoded AAC is
    measured and corrected once. Raises BadInput for silence, Permanent with the measured values when it stays out of
    bounds.
    """
    aim, ceiling, gain = TARGET, _LIMITER_CEILING, TARGET - integrated_loudness(mixture, _MIX)
    if peak_level(mixture) + gain > ceiling:
        gain = _search_gain(mixture, aim, gain, ceiling)
    result = _encode_and_measure(mixture, gain, ceiling)
    if not _within_bounds(result.loudness):
        aim += TARGET - result.loudness.integrated
        ceiling -= max(0.0, result.loudness.true_peak - MAX_TRUE_PEAK + 0.3)
        gain = _search_gain(mixture, aim, gain, ceiling)
        result = _encode_and_measure(mixture, gain, ceiling)
    if not _within_bounds(result.loudness):
        raise Permanent(
            "film.mastering_failed",
            lufs=result.loudness.integrated,
            peak=result.loudness.true_peak,
            target=TARGET,
            tolerance=TOLERANCE,
            max_peak=MAX_TRUE_PEAK,
        )
    return result


def _within_bounds(loudness: Loudness) -> bool:
    off = abs(loudness.integrated - TARGET)
    return off < TOLERANCE - _MARGIN and loudness.true_peak < MAX_TRUE_PEAK - _MARGIN


def _search_gain(mixture: Samples, aim: float, gain: float, ceiling: float) -> float:
    """The gain in dB that brings the limited sound to ``aim`` LUFS: secant steps from ``gain``, at most five."""
    slope = 0.7  # LU per dB: the limiter takes back part of every gain
    before: tuple[float, float] | None = None
    for _ in range(5):
        reached = integrated_loudness(_limited(mixture, gain, ceiling), _MIX)
        if abs(aim - reached) <= _GAIN_TOLERANCE:
            break
        if before is not None and gain != before[0]:
            slope = min(1.0, max(0.15, (reached - before[1]) / (gain - before[0])))
        before = (gain, reached)
        gain += (aim - reached) / slope
    return gain


def _limited(mixture: Samples, gain: float, ceiling: float) -> Samples:
    """The mix with a gain in dB, held under ``ceiling`` dBFS."""
    louder = mixture * np.float32(10 ** (gain / 20))
    if peak_level(louder) <= ceiling:
        return louder
    options = {"limit": f"{ceiling:.2f}dB", "attack": "3", "release": "60", "level": "disabled", "latency": "1"}
    return filter_samples([("alimiter", options)], louder)


def _encode_and_measure(mixture: Samples, gain: float, ceiling: float) -> MasteredSound:
    stream = encode_aac(_limited(mixture, gain, ceiling))
    sound = read_stereo_sound(stream, _MIX)
    return MasteredSound(stream, sound, Loudness(integrated_loudness(sound, _MIX), true_peak(sound)))
