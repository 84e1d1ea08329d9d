"""Drums: (strength, generator) → stereo samples (2, n)."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

import numpy as np

from testbed.music_synth.instruments import RATE, Signal, sample_times, stereo_samples

Drum = Callable[[float, np.random.Generator], Signal]


def band_noise(seconds: float, low: float, high: float, source: np.random.Generator) -> Signal:
    """Noise between two frequencies in Hz, soft-edged, RMS 1."""
    noise = source.standard_normal(round(seconds * RATE))
    spectrum = np.fft.rfft(noise)
    frequency = np.fft.rfftfreq(noise.size, 1 / RATE) + 1e-9
    spectrum *= 1 / np.sqrt(1 + (low / frequency) ** 6) / np.sqrt(1 + (frequency / high) ** 6)
    band = np.fft.irfft(spectrum, noise.size)
    return np.asarray(band / np.sqrt(np.mean(band**2)))


def kick(strength: float, source: np.random.Generator) -> Signal:
    """A soft bass drum: a sine that falls from 110 to 48 Hz."""
    time = sample_times(0.35)
    tone = np.sin(2 * np.pi * (48 * time + 62 * 0.035 * (1 - np.exp(-time / 0.035)))) * np.exp(-time / 0.13)
    beater = 0.03 * band_noise(0.35, 300, 2500, source) * np.exp(-time / 0.006)
    return _mono((tone + beater) * strength, 0.001)


def tom(strength: float, source: np.random.Generator) -> Signal:
    """A tom-tom: a big skin, hit with a soft mallet."""
    time = sample_times(0.9)
    tone = np.sin(2 * np.pi * (62 * time + 30 * 0.05 * (1 - np.exp(-time / 0.05)))) * np.exp(-time / 0.28)
    skin = 0.06 * band_noise(0.9, 150, 900, source) * np.exp(-time / 0.05)
    return _mono((tone + skin) * strength, 0.002)


def brushed_snare(strength: float, source: np.random.Generator) -> Signal:
    """A snare drum played with brushes."""
    time = sample_times(0.22)
    wires = 0.3 * band_noise(0.22, 900, 6500, source) * np.exp(-time / 0.05)
    tone = 0.35 * np.sin(2 * np.pi * 185 * time) * np.exp(-time / 0.05)
    return _mono((wires + tone) * strength, 0.003)


def finger_snap(strength: float, source: np.random.Generator) -> Signal:
    """A snap of the fingers."""
    time = sample_times(0.12)
    return _mono(0.4 * band_noise(0.12, 1400, 4200, source) * np.exp(-time / 0.018) * strength, 0.001)


def closed_hi_hat(strength: float, source: np.random.Generator) -> Signal:
    """A closed hi-hat."""
    time = sample_times(0.08)
    return _mono(0.2 * band_noise(0.08, 6500, 13_000, source) * np.exp(-time / 0.016) * strength, 0.001)


def shaker(strength: float, source: np.random.Generator) -> Signal:
    """A shaker: seeds in a gourd, slower to come than to go."""
    time = sample_times(0.12)
    swell = np.minimum(time / 0.03, 1) ** 2 * np.exp(-np.clip(time - 0.03, 0, None) / 0.022)
    return _mono(0.18 * band_noise(0.12, 4500, 11_000, source) * swell * strength, 0.004)


def woodblock(strength: float, source: np.random.Generator) -> Signal:
    """A woodblock that ticks like a clock."""
    time = sample_times(0.09)
    tone = np.sin(2 * np.pi * 1180 * time) * np.exp(-time / 0.012)
    tone += 0.15 * band_noise(0.09, 2000, 5000, source) * np.exp(-time / 0.004)
    return _mono(0.5 * tone * strength, 0.0008)


def heartbeat(strength: float, source: np.random.Generator) -> Signal:
    """A heartbeat: the first sound and, a third of a second later, the second."""
    time = sample_times(0.8)
    beat = np.zeros_like(time)
    for start, weight in ((0.0, 1.0), (0.31, 0.7)):
        since = np.clip(time - start, 0, None)
        beat += weight * np.sin(2 * np.pi * 52 * since) * np.exp(-since / 0.07) * np.minimum(since / 0.01, 1)
    beat += 0.01 * band_noise(0.8, 60, 200, source) * np.exp(-time / 0.1)
    return _mono(beat * strength, 0.004)


def _mono(samples: Signal, attack: float) -> Signal:
    """Both channels, with a start and an end that cannot click."""
    ends = np.minimum(1, np.arange(samples.size) / (attack * RATE))
    ends *= np.minimum(1, np.arange(samples.size)[::-1] / (0.01 * RATE))
    return stereo_samples(samples * ends, samples * ends)


DRUMS: Final[Mapping[str, Drum]] = MappingProxyType(
    {
        "kick": kick,
        "tom": tom,
        "brush": brushed_snare,
        "snap": finger_snap,
        "hat": closed_hi_hat,
        "shaker": shaker,
        "wood": woodblock,
        "heart": heartbeat,
    }
)
