"""Instruments. Each turns a pitch in Hz, a length in seconds and a strength of 0..1 into stereo samples (2, n).

Tones are sums of partials, so nothing aliases and a filter is a choice of partials: upper ones are weaker and shorter.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

RATE: Final = 48_000

Signal = NDArray[np.float64]
Instrument = Callable[[float, float, float], Signal]


def sample_times(seconds: float) -> Signal:
    """The time in seconds of each sample."""
    return np.arange(max(1, round(seconds * RATE))) / RATE


def volume_envelope(time: Signal, attack: float, hold: float, release: float) -> Signal:
    """A volume curve with a raised-cosine rise and fall (seconds), which has no corner that could click."""
    rise = np.clip(time / attack, 0, 1)
    fall = np.clip((hold + release - time) / release, 0, 1)
    return np.asarray((0.5 - 0.5 * np.cos(np.pi * rise)) * (0.5 - 0.5 * np.cos(np.pi * fall)))


def stereo_samples(left: Signal, right: Signal) -> Signal:
    """Two channels as stereo samples (2, n)."""
    return np.stack([left, right])


def tone_of_partials(pitch: float, time: Signal, weights: Signal, lives: Signal, stiffness: float = 0.0) -> Signal:
    """A tone of partials 1, 2, 3 … with their weights and decay times (seconds); ``stiffness`` stretches them like a
    string's.
    """
    total = np.zeros_like(time)
    for number, (weight, life) in enumerate(zip(weights, lives, strict=True), start=1):
        frequency = pitch * number * np.sqrt(1 + stiffness * number**2)
        if frequency > 15_000:
            break
        total += weight * np.exp(-time / life) * np.sin(2 * np.pi * frequency * time)
    return total


def felt_piano(pitch: float, seconds: float, strength: float) -> Signal:
    """A felt piano: a soft upright with two strings a note, a hair apart."""
    time = sample_times(seconds + 0.5)
    numbers = np.arange(1, 13)
    weights = numbers**-1.5 * np.exp(-(0.42 - 0.25 * strength) * (numbers - 1))
    lives = 2.6 * (220 / pitch) ** 0.45 / (1 + 0.4 * (numbers - 1))
    strings = [tone_of_partials(pitch * 2 ** (cents / 1200), time, weights, lives, 3e-4) for cents in (-0.3, 0.3)]
    shape = strength * volume_envelope(time, 0.006, seconds, 0.5)
    return stereo_samples(strings[0] * shape, strings[1] * shape)


def electric_piano(pitch: float, seconds: float, strength: float) -> Signal:
    """An electric piano: one sine bends another, plus a short tine; gently panning from side to side."""
    time = sample_times(seconds + 0.3)
    wave = 2 * np.pi * pitch * time
    bend = (0.4 + 0.9 * strength) * np.exp(-time / 0.4) + 0.15
    tone = np.sin(wave + bend * np.sin(wave)) + 0.07 * np.exp(-time / 0.06) * np.sin(7 * wave)
    tone *= strength * np.exp(-time / 1.5) * volume_envelope(time, 0.005, seconds, 0.3)
    sway = 0.12 * np.sin(2 * np.pi * 4.2 * time)
    return stereo_samples(tone * (1 + sway), tone * (1 - sway))


def nylon_guitar(pitch: float, seconds: float, strength: float) -> Signal:
    """A nylon-string guitar, plucked and let ring."""
    return _plucked(pitch, seconds + 0.25, strength, life=0.9, place=0.22, release=0.25)


def pizzicato(pitch: float, seconds: float, strength: float) -> Signal:
    """A short pluck of a bowed instrument's string."""
    return _plucked(pitch, min(seconds, 0.25) + 0.12, strength, life=0.16, place=0.3, release=0.12)


def _plucked(pitch: float, length: float, strength: float, *, life: float, place: float, release: float) -> Signal:
    """``place``: where along the string it is plucked, which silences the partials that rest there."""
    time = sample_times(length)
    numbers = np.arange(1.0, 16.0)
    weights = np.abs(np.sin(np.pi * numbers * place)) * numbers**-1.3 * np.exp(-(0.25 - 0.15 * strength) * numbers)
    tone = tone_of_partials(pitch, time, weights, np.asarray(life / numbers**0.75), 8e-5)
    tone *= strength * volume_envelope(time, 0.003, length - release, release)
    return stereo_samples(tone, tone)


def marimba(pitch: float, seconds: float, strength: float) -> Signal:
    """A marimba: a wooden bar whose second tone lies two octaves up, so it is in tune with everything."""
    time = sample_times(min(seconds, 0.6) + 0.3)
    low = np.sin(2 * np.pi * pitch * time) * np.exp(-time / 0.32)
    high = 0.28 * strength * np.sin(8 * np.pi * pitch * time) * np.exp(-time / 0.07)
    tone = strength * (low + high) * volume_envelope(time, 0.002, time[-1] - 0.1, 0.1)
    return stereo_samples(tone, tone)


def celesta(pitch: float, seconds: float, strength: float) -> Signal:
    """A celesta or music box."""
    time = sample_times(seconds + 1.2)
    tone = sum(
        weight * np.sin(2 * np.pi * ratio * pitch * time) * np.exp(-time / life)
        for ratio, weight, life in ((1, 1.0, 0.9), (2, 0.12, 0.5), (4, 0.3, 0.25), (8, 0.06, 0.06))
    )
    tone = np.asarray(tone) * strength * volume_envelope(time, 0.003, time[-1] - 0.3, 0.3)
    return stereo_samples(tone, tone)


def synth_pad(pitch: float, seconds: float, strength: float) -> Signal:
    """A synthesizer pad: three soft voices a few cents apart, wide, slow to come and to go."""
    return _ensemble(pitch, seconds, strength, tilt=1.6, attack=0.7, release=0.9, vibrato=0.0)


def string_section(pitch: float, seconds: float, strength: float) -> Signal:
    """A small string section."""
    return _ensemble(pitch, seconds, strength, tilt=1.45, attack=0.22, release=0.45, vibrato=5.0)


def _ensemble(
    pitch: float, seconds: float, strength: float, *, tilt: float, attack: float, release: float, vibrato: float
) -> Signal:
    """``tilt``: how fast the partials weaken; ``vibrato`` in cents."""
    time = sample_times(seconds + release)
    numbers = np.arange(1, 15)
    weights = numbers**-tilt * np.exp(-0.05 * numbers)
    lives = np.full(numbers.size, 1e9)
    voices = []
    for index, cents in enumerate((-6.0, 0.5, 6.0)):
        swing = vibrato / 1200 * np.log(2) * np.sin(2 * np.pi * (5.0 + 0.2 * index) * time + index)
        warped = time + np.cumsum(swing) / RATE
        voices.append(tone_of_partials(pitch * 2 ** (cents / 1200), warped, weights, lives))
    shape = strength * volume_envelope(time, min(attack, 0.6 * seconds + 0.05), seconds, release)
    low, middle, high = voices
    return stereo_samples((low + 0.7 * middle + 0.25 * high) * shape, (high + 0.7 * middle + 0.25 * low) * shape)


def bass_guitar(pitch: float, seconds: float, strength: float) -> Signal:
    """A round bass guitar, played with the fingers."""
    time = sample_times(seconds + 0.08)
    wave = 2 * np.pi * pitch * time
    tone = np.sin(wave) + 0.32 * np.exp(-time / 0.5) * np.sin(2 * wave) + 0.12 * np.exp(-time / 0.2) * np.sin(3 * wave)
    tone = np.tanh(1.2 * tone) * np.exp(-time / 1.6) * strength * volume_envelope(time, 0.008, seconds, 0.08)
    return stereo_samples(tone, tone)


def synth_bass(pitch: float, seconds: float, strength: float) -> Signal:
    """A synthesizer bass whose filter snaps shut on every note."""
    time = sample_times(seconds + 0.06)
    numbers = np.arange(1, 11)
    tone = tone_of_partials(pitch, time, 0.9 / numbers, np.concatenate([[1.2, 0.6], 0.35 / numbers[2:]]))
    tone = np.tanh(1.3 * tone) * strength * volume_envelope(time, 0.004, seconds, 0.06)
    return stereo_samples(tone, tone)


PITCHED: Final[Mapping[str, Instrument]] = MappingProxyType(
    {
        "felt": felt_piano,
        "electric": electric_piano,
        "nylon": nylon_guitar,
        "pizzicato": pizzicato,
        "marimba": marimba,
        "bell": celesta,
        "pad": synth_pad,
        "strings": string_section,
        "bass": bass_guitar,
        "motor": synth_bass,
    }
)
