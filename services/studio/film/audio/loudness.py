"""Measuring loudness and mastering to it: EBU R 128 in, a verified sound out.

What is being made is measured here, in memory; a finished file by ffmpeg, and the two agree (ITU-R BS.1770-4).
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

from schemas.errors import BadInput, Permanent
from services.studio.film.audio.samples import RATE, Samples, aac, read, through
from services.studio.film.ffmpeg import run

TARGET: Final = -14.0
"""LUFS, integrated: what the short-video platforms play at without turning down."""
TOLERANCE: Final = 0.5
"""LU either way that a finished soundtrack may be off."""
MAX_TRUE_PEAK: Final = -1.0
"""dBTP."""

_CEILING = -2.2
"""dBFS of the limiter: what lies between two samples and what AAC adds has to fit below `MAX_TRUE_PEAK`."""
_NEAR = 0.1
_MARGIN = 0.05
"""LU and dB that a result must stay clear of its bounds: another meter may round the other way."""
_SILENT = -70.0
"""LUFS under which a block does not count (the absolute gate); ffmpeg says this or -inf when there is no other."""
_PARTS = 4
"""Parts of 0.1 s in a block, one behind the other the next block begins (5.1: 0.4 s, overlapping by 75 %)."""

_SUMMARY = re.compile(r"I:\s+(?P<i>\S+) LUFS.*?Peak:\s+(?P<peak>\S+) dBFS", re.DOTALL)

_PARTS_AT_ONCE: Final = 16
_WINDOWS_AT_ONCE: Final = 1024

_TAPS: Final = 32
"""Samples that decide a value between two of them."""
_BLOCK: Final = 32
_OVER: Final = 4
"""Times the rate that a true peak is looked for at (Annex 2)."""


class Loudness(NamedTuple):
    """``integrated`` in LUFS, ``true_peak`` in dBTP (-inf when silent)."""

    integrated: float
    true_peak: float


class Mastered(NamedTuple):
    """AAC in ADTS, what is heard of it once a muxer has dropped its first frame, and what was measured on that."""

    stream: bytes
    played: Samples
    loudness: Loudness


def measure(binary: Path, path: Path, *, what: str) -> Loudness:
    """Loudness of a whole file after decoding, by ffmpeg's own meter.

    Raises BadInput when it holds no sound at all, Permanent when it cannot be read.
    """
    meter = ffmpeg.input(str(path)).audio.filter("ebur128", peak="true", framelog="verbose")
    said = run(binary, meter.output("-", format="null").get_args(), what=f"Measuring {what}")
    figures = _SUMMARY.search(said[said.rfind("Integrated loudness:") :])
    if figures is None:
        raise Permanent(what=f"Measuring {what}", why="ffmpeg gave no loudness summary", remedy="Look at the file.")
    return Loudness(_heard(float(figures["i"]), what), float(figures["peak"]))


def integrated(samples: Samples, what: str, rate: int = RATE) -> float:
    """LUFS of all channels together, each counting one. Raises BadInput, naming ``what``, when it is silent.

    The weighting is multiplied onto the spectrum of each 0.1 s instead of filtered, which is off by less than 0.02 LU.
    """
    size = rate // 10
    count = samples.shape[1] // size
    weight = _weighting(size, rate)
    power = np.zeros(count)
    for channel in samples:
        parts = channel[: count * size].reshape(count, size)
        for some in _batches(count, _PARTS_AT_ONCE):
            spectrum = np.fft.rfft(parts[some]).view(np.float32)  # real and imaginary parts in turn
            power[some] += np.square(spectrum, out=spectrum) @ weight
    blocks = sliding_window_view(power, _PARTS).mean(axis=1) if count >= _PARTS else power[:0]
    blocks = blocks[_in_lufs(blocks) > _SILENT]
    if blocks.size:
        blocks = blocks[_in_lufs(blocks) > _in_lufs(blocks.mean()) - 10]
    return _heard(float(_in_lufs(blocks.mean())) if blocks.size else -np.inf, what)


def _heard(lufs: float, what: str) -> float:
    if lufs > _SILENT + _NEAR:
        return lufs
    remedy = "Make the voice again." if "narration" in what else "Take another."
    raise BadInput(what=what[:1].upper() + what[1:], why="it is silent (below -70 LUFS)", remedy=remedy)


@lru_cache
def _weighting(size: int, rate: int) -> NDArray[np.float32]:
    """What each bin of the spectrum of ``size`` samples counts: the K-weighting (tables 1 and 2, for 48 kHz), squared.

    Twice each, for its real and its imaginary part, and scaled: the sum over a spectrum is the mean square of samples.
    """
    delay = np.exp(-2j * np.pi * np.fft.rfftfreq(size, 1 / rate) / RATE)
    shelf = np.polyval([1.19839281085285, -2.69169618940638, 1.53512485958697], delay)
    shelf /= np.polyval([0.73248077421585, -1.69065929318241, 1], delay)
    highpass = (1 - delay) ** 2 / np.polyval([0.99007225036621, -1.99004745483398, 1], delay)
    weight = 2 * np.abs(shelf * highpass) ** 2 / size**2
    if size % 2 == 0:
        weight[-1] /= 2  # Every bin stands for two but the first, which is nought here, and the last.
    return np.repeat(weight, 2).astype(np.float32)


def _in_lufs(power: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(-0.691 + 10 * np.log10(power + 1e-20))


def _batches(count: int, size: int) -> Iterator[slice]:
    """What is reckoned at once: so much that it stays in the processor's cache."""
    return (slice(start, min(count, start + size)) for start in range(0, count, size))


def peak(samples: Samples) -> float:
    """The highest sample in dBFS."""
    return _in_db(max(float(samples.max()), -float(samples.min())))


def true_peak(samples: Samples) -> float:
    """dBTP: the highest value of the sound at four times its rate.

    A value between samples is at most the highest of those that decide it times the sum of what they count. Where that
    is less than the highest sample of all, the peak cannot be; elsewhere all values are reckoned.
    """
    between = _between()
    most = np.abs(between).sum(axis=1).max()
    toeplitz = np.zeros((_BLOCK + _TAPS - 1, _BLOCK * (_OVER - 1)), np.float32)
    for at in range(_BLOCK):
        toeplitz[at : at + _TAPS, at::_BLOCK] = between.T
    highest = max(float(samples.max()), -float(samples.min()))
    for channel in samples:
        padded = np.pad(channel, (_TAPS, _TAPS + _BLOCK))
        windows = sliding_window_view(padded, len(toeplitz))[::_BLOCK]
        blocks = padded[: len(padded) // _BLOCK * _BLOCK].reshape(-1, _BLOCK)
        loudest = np.maximum(blocks.max(axis=1), -blocks.min(axis=1))
        # A window reaches into the block behind its own.
        near = np.maximum(loudest[:-1], loudest[1:])
        for some in _batches(len(near), _WINDOWS_AT_ONCE):
            values = windows[some][near[some] * most > highest] @ toeplitz
            highest = max(highest, float(values.max(initial=0)), -float(values.min(initial=0)))
    return _in_db(highest)


@lru_cache
def _between() -> NDArray[np.float64]:
    """What samples count for each of the values between the middle two: a Kaiser-windowed sinc, of unit sum."""
    at = np.arange(_TAPS) - (_TAPS // 2 - 1) - np.arange(1, _OVER)[:, np.newaxis] / _OVER
    taps = np.sinc(at) * np.i0(6 * np.sqrt(np.clip(1 - (2 * at / _TAPS) ** 2, 0, 1)))
    return np.asarray(taps / taps.sum(axis=1, keepdims=True))


def _in_db(amplitude: float) -> float:
    return 20 * float(np.log10(amplitude)) if amplitude > 0 else -np.inf


def master(mixture: Samples) -> Mastered:
    """A stereo mix at `RATE` as AAC at the target loudness.

    One linear gain and a limiter. Only where the limiter would bite is the gain searched for, because loudness then
    rises by less than the gain; the AAC itself is measured and corrected once.
    Raises BadInput when it is silent, Permanent with the measured values when the result is still out of bounds.
    """
    aim, ceiling, gain = TARGET, _CEILING, TARGET - integrated(mixture, "the mix")
    if peak(mixture) + gain > ceiling:
        gain = _search(mixture, aim, gain, ceiling)
    result = _encoded(mixture, gain, ceiling)
    if not _within(result.loudness):
        aim += TARGET - result.loudness.integrated
        ceiling -= max(0.0, result.loudness.true_peak - MAX_TRUE_PEAK + 0.3)
        gain = _search(mixture, aim, gain, ceiling)
        result = _encoded(mixture, gain, ceiling)
    if not _within(result.loudness):
        raise Permanent(
            what="Mastering the soundtrack",
            why=f"it came out at {result.loudness.integrated:.1f} LUFS and {result.loudness.true_peak:.1f} dBTP, "
            f"not {TARGET:.0f} ± {TOLERANCE} and at most {MAX_TRUE_PEAK:.0f}",
            remedy="Listen to the narration: it may be noise or single clicks. Make the voice again.",
        )
    return result


def _within(loudness: Loudness) -> bool:
    off = abs(loudness.integrated - TARGET)
    return off < TOLERANCE - _MARGIN and loudness.true_peak < MAX_TRUE_PEAK - _MARGIN


def _search(mixture: Samples, aim: float, gain: float, ceiling: float) -> float:
    """The gain in dB that brings the limited sound to ``aim`` LUFS: secant steps from ``gain``, at most five."""
    slope = 0.7  # LU per dB: the limiter takes back a part of every gain
    before: tuple[float, float] | None = None
    for _ in range(5):
        reached = integrated(_limited(mixture, gain, ceiling), "the mix")
        if abs(aim - reached) <= _NEAR:
            break
        if before is not None and gain != before[0]:
            slope = min(1.0, max(0.15, (reached - before[1]) / (gain - before[0])))
        before = (gain, reached)
        gain += (aim - reached) / slope
    return gain


def _limited(mixture: Samples, gain: float, ceiling: float) -> Samples:
    """The mix with a gain in dB, held under ``ceiling`` dBFS."""
    louder = mixture * np.float32(10 ** (gain / 20))
    if peak(louder) <= ceiling:
        return louder
    options = {"limit": f"{ceiling:.2f}dB", "attack": "3", "release": "60", "level": "disabled", "latency": "1"}
    return through([("alimiter", options)], louder)


def _encoded(mixture: Samples, gain: float, ceiling: float) -> Mastered:
    stream = aac(_limited(mixture, gain, ceiling))
    sound = read(stream, "the soundtrack")
    return Mastered(stream, sound, Loudness(integrated(sound, "the soundtrack"), true_peak(sound)))
