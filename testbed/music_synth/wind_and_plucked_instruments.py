"""Winds, choir and small plucked instruments, in the same form as `testbed.music_synth.instruments`."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import numpy as np

from testbed.music_synth.drums import band_noise
from testbed.music_synth.instruments import (
    PITCHED,
    RATE,
    Instrument,
    Signal,
    sample_times,
    stereo_samples,
    tone_of_partials,
    volume_envelope,
)

_ENDLESS = 1e9
"""Seconds of decay of a partial that sounds for as long as the note."""


def flute(pitch: float, seconds: float, strength: float) -> Signal:
    """A wooden flute, low and breathy; its vibrato comes late."""
    time = sample_times(seconds + 0.12)
    swing = 9 / 1200 * np.log(2) * np.clip((time - 0.25) / 0.5, 0, 1) * np.sin(2 * np.pi * 4.8 * time)
    tone = tone_of_partials(pitch, time + np.cumsum(swing) / RATE, np.array([1, 0.22, 0.1, 0.03]), np.full(4, _ENDLESS))
    breath = 0.05 * band_noise(seconds + 0.12, 0.8 * pitch, 1.6 * pitch, np.random.default_rng(round(pitch)))
    tone = (tone + breath) * strength * volume_envelope(time, min(0.07, 0.4 * seconds), seconds, 0.12)
    return stereo_samples(tone, tone)


def clarinet(pitch: float, seconds: float, strength: float) -> Signal:
    """A clarinet in its low register: odd partials."""
    time = sample_times(seconds + 0.06)
    numbers = np.arange(1, 10)
    weights = np.where(numbers % 2, 1.0, 0.09) / numbers**1.5 * np.exp(-(0.16 - 0.1 * strength) * numbers)
    tone = (
        tone_of_partials(pitch, time, weights, np.full(9, _ENDLESS))
        * strength
        * volume_envelope(time, 0.018, seconds, 0.06)
    )
    return stereo_samples(tone, tone)


def tuba(pitch: float, seconds: float, strength: float) -> Signal:
    """Soft brass in the bass: upper partials come a little later than the tone and go sooner."""
    time = sample_times(seconds + 0.08)
    numbers = np.arange(1, 8)
    bloom = np.exp(-0.5 * (np.log2(np.clip(time, 1e-3, None) / 0.12) / 1.6) ** 2)
    low = tone_of_partials(pitch, time, np.array([1.0, 0.45]), np.full(2, _ENDLESS))
    high = tone_of_partials(pitch, time, np.where(numbers > 2, 0.6 / numbers, 0.0), np.full(7, _ENDLESS))
    tone = (low + (0.3 + 0.5 * strength) * bloom * high) * strength * volume_envelope(time, 0.03, seconds, 0.08)
    return stereo_samples(tone, tone)


def accordion(pitch: float, seconds: float, strength: float) -> Signal:
    """An accordion: two reeds a hair apart, one for each ear, which beat against each other."""
    time = sample_times(seconds + 0.09)
    numbers = np.arange(1, 11)
    weights = numbers**-1.35 * np.exp(-0.09 * numbers)
    lives = np.full(numbers.size, _ENDLESS)
    reeds = [tone_of_partials(pitch * 2 ** (cents / 1200), time, weights, lives) for cents in (-4.0, 4.0)]
    shape = strength * volume_envelope(time, min(0.05, 0.4 * seconds), seconds, 0.09)
    return stereo_samples((reeds[0] + 0.5 * reeds[1]) * shape, (reeds[1] + 0.5 * reeds[0]) * shape)


def choir(pitch: float, seconds: float, strength: float) -> Signal:
    """A choir that sings a dark vowel: partials weighted by where its two formants lie (about 380 and 780 Hz)."""
    time = sample_times(seconds + 0.8)
    numbers = np.arange(1, 17)
    heights = pitch * numbers
    vowel = np.exp(-(((heights - 380) / 260) ** 2)) + 0.45 * np.exp(-(((heights - 780) / 220) ** 2)) + 0.05
    weights, lives = vowel / numbers**0.7, np.full(numbers.size, _ENDLESS)
    voices = []
    for index, cents in enumerate((-7.0, 3.0, 8.0)):
        swing = 7 / 1200 * np.log(2) * np.sin(2 * np.pi * (4.4 + 0.35 * index) * time + 2 * index)
        voices.append(tone_of_partials(pitch * 2 ** (cents / 1200), time + np.cumsum(swing) / RATE, weights, lives))
    shape = strength * volume_envelope(time, min(0.5, 0.6 * seconds + 0.05), seconds, 0.8)
    low, middle, high = voices
    return stereo_samples((low + 0.7 * middle + 0.3 * high) * shape, (high + 0.7 * middle + 0.3 * low) * shape)


def glass_harp(pitch: float, seconds: float, strength: float) -> Signal:
    """A glass whose rim is rubbed with a wet finger: nearly a sine, slowly beating with itself."""
    time = sample_times(seconds + 1.0)
    shape = strength * volume_envelope(time, min(0.4, 0.5 * seconds), seconds, 1.0)
    ears = [
        np.sin(2 * np.pi * (pitch + beat) * time) + 0.08 * np.sin(4 * np.pi * (pitch - beat) * time)
        for beat in (-0.35, 0.35)
    ]
    return stereo_samples((ears[0] + 0.4 * ears[1]) * shape, (ears[1] + 0.4 * ears[0]) * shape)


def kalimba(pitch: float, seconds: float, strength: float) -> Signal:
    """A thumb piano: a short tongue of steel on a box."""
    time = sample_times(min(seconds, 0.9) + 0.35)
    tone = np.sin(2 * np.pi * pitch * time) * np.exp(-time / 0.38)
    tone += 0.16 * np.sin(4 * np.pi * pitch * time) * np.exp(-time / 0.2)
    tone += 0.1 * strength * np.sin(2 * np.pi * 5.8 * pitch * time) * np.exp(-time / 0.03)
    tone = tone * strength * volume_envelope(time, 0.002, time[-1] - 0.12, 0.12)
    return stereo_samples(tone, tone)


def harp(pitch: float, seconds: float, strength: float) -> Signal:
    """A harp: a gut string plucked in the middle, left to ring a while."""
    time = sample_times(seconds + 0.7)
    numbers = np.arange(1.0, 11.0)
    weights = np.abs(np.sin(np.pi * numbers * 0.42)) * numbers**-1.7 * np.exp(-(0.2 - 0.1 * strength) * numbers)
    tone = tone_of_partials(pitch, time, weights, np.asarray(1.5 * (220 / pitch) ** 0.4 / numbers**0.8), 5e-5)
    tone = tone * strength * volume_envelope(time, 0.004, seconds, 0.7)
    return stereo_samples(tone, tone)


def tremolo_strings(pitch: float, seconds: float, strength: float) -> Signal:
    """A string section whose bows tremble nine times a second."""
    time = sample_times(seconds + 0.15)
    numbers = np.arange(1, 13)
    weights, lives = numbers**-1.5 * np.exp(-0.06 * numbers), np.full(12, _ENDLESS)
    ears = [tone_of_partials(pitch * 2 ** (cents / 1200), time, weights, lives) for cents in (-5.0, 5.0)]
    shape = strength * volume_envelope(time, min(0.12, 0.4 * seconds), seconds, 0.15)
    bows = [0.62 + 0.38 * np.sin(2 * np.pi * 9 * time + late) for late in (0.0, 1.9)]
    return stereo_samples((ears[0] + 0.5 * ears[1]) * shape * bows[0], (ears[1] + 0.5 * ears[0]) * shape * bows[1])


ORCHESTRA: Final[Mapping[str, Instrument]] = MappingProxyType(
    {
        **PITCHED,
        "flute": flute,
        "reed": clarinet,
        "tuba": tuba,
        "accordion": accordion,
        "choir": choir,
        "glass": glass_harp,
        "kalimba": kalimba,
        "harp": harp,
        "tremolo": tremolo_strings,
    }
)
"""Every instrument by its name."""
DEEP: Final = frozenset({"bass", "motor", "tuba"})
"""Those that play the bass of a chord, not its lowest tone."""
