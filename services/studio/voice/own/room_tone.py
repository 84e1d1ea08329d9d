"""The tone of the room of a recording, which goes on where synthetic lines are spoken."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from libraries.sound.pcm import PcmSamples

_SIZE: Final = 1024
_QUIET: Final = 0.1
_LOUDEST: Final = 32768.0 * 10 ** (-55 / 20)
"""RMS that the tone has at most."""
_FADE: Final = 0.02
"""Seconds in which it comes and goes beside a recorded line."""


def room_tone(recorded: Sequence[PcmSamples], count: int) -> PcmSamples:
    """``count`` samples of noise with the mean spectrum of the quietest tenth of what was recorded."""
    whole = np.concatenate([each[: len(each) // _SIZE * _SIZE].reshape(-1, _SIZE) for each in recorded])
    if not len(whole):
        return np.zeros(count, np.int16)
    power = (whole.astype(np.float64) ** 2).mean(axis=1)
    quiet = whole[np.argsort(power)[: max(1, round(_QUIET * len(whole)))]].astype(np.float64)
    spectrum = np.sqrt((np.abs(np.fft.rfft(quiet * np.hanning(_SIZE), axis=1)) ** 2).mean(axis=0))
    noise = np.fft.rfft(np.random.default_rng(1).normal(size=count))
    noise *= np.interp(np.linspace(0, 1, len(noise)), np.linspace(0, 1, len(spectrum)), spectrum)
    tone = np.fft.irfft(noise, count)
    level = min(float(np.sqrt((quiet**2).mean())), _LOUDEST)
    return np.asarray((tone * (level / max(float(tone.std()), 1e-9))).round(), np.int16)


def with_room_tone(track: PcmSamples, rate: int, recorded: Sequence[tuple[int, int]]) -> PcmSamples:
    """``track`` with the room tone of its ``recorded`` stretches (first and past sample) everywhere else."""
    tone = room_tone([track[first:past] for first, past in recorded], len(track))
    share, at = np.ones(len(track)), np.arange(len(track))
    for first, past in recorded:
        share = np.minimum(share, np.clip(np.maximum(first - at, at - past + 1) / (_FADE * rate), 0.0, 1.0))
    return np.clip(track + (tone * share).round(), -32768, 32767).astype(np.int16)
