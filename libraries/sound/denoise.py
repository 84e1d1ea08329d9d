"""Recordings freed of hum and of steady noise, by filters of FFmpeg."""

from fractions import Fraction
from itertools import chain
from typing import Final

import av
import numpy as np
from av.filter import Graph

from libraries.sound.decode import Mono

_QUIET: Final = 0.1
"""Share of the frames that are taken for the noise alone."""
_FRAME: Final = 0.02
_FULL: Final = 32768.0
_REDUCTION: Final = 24
"""dB by which the noise becomes quieter."""
_ALREADY_QUIET: Final = -75.0
"""dB: nothing is changed in a recording whose noise is below."""
_DELAY: Final = 0.025
"""Seconds by which afftdn is late: half its window."""
_MARGIN: Final = 3
"""dB by which the noise at times is louder than its mean."""


def noise_level(samples: Mono, rate: int) -> float:
    """RMS of the quietest tenth of the frames, in dB of full scale; -120 for digital silence."""
    size = round(_FRAME * rate)
    whole = samples[: len(samples) // size * size].astype(np.float64).reshape(-1, size) / _FULL
    power = np.sort((whole**2).mean(axis=1))
    quiet = power[: max(1, round(_QUIET * len(power)))]
    return float(10 * np.log10(max(quiet.mean(), 1e-12))) if len(power) else -120.0


def denoised_sound(samples: Mono, rate: int) -> Mono:
    """``samples`` without hum below 70 Hz and with less noise, as long as before."""
    noise = noise_level(samples, rate)
    if noise <= _ALREADY_QUIET:
        return samples
    floor = min(max(noise + _MARGIN, -80.0), -20.0)
    graph = Graph()
    last = graph.add_abuffer(sample_rate=rate, format="s16", layout="mono", time_base=Fraction(1, rate))
    for name, options in (
        ("highpass", "f=70"),
        ("afftdn", f"nr={_REDUCTION}:nf={floor:.1f}"),
        ("aformat", f"sample_fmts=s16:sample_rates={rate}:channel_layouts=mono"),
        ("abuffersink", ""),
    ):
        following = graph.add(name, options)
        last.link_to(following)
        last = following
    graph.configure()
    late = round(_DELAY * rate)
    padded = np.pad(samples, (0, late)).reshape(1, -1)
    frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(padded), format="s16", layout="mono")
    frame.sample_rate, frame.pts = rate, 0
    made: list[Mono] = []
    for each in chain((frame,), (None,)):
        graph.push(each)
        try:
            while True:
                made.append(np.asarray(graph.pull().to_ndarray().reshape(-1), np.int16))
        except (av.BlockingIOError, av.EOFError):
            continue  # it wants more, or has given all
    return np.concatenate(made)[late : late + len(samples)]
