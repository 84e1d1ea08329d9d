"""Sound effects, stereo (2, n), peaking at -3 dBFS."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

import numpy as np

from testbed.music_synth.drums import band_noise
from testbed.music_synth.instruments import (
    RATE,
    Signal,
    celesta,
    felt_piano,
    sample_times,
    stereo_samples,
    string_section,
    volume_envelope,
)
from testbed.music_synth.mixdown import mix_sounds


def pop() -> Signal:
    """The pop of a bubble: a sine that leaps up and is gone."""
    time = sample_times(0.16)
    wave = 2 * np.pi * np.cumsum(320 + 780 * np.clip(time / 0.07, 0, 1) ** 1.5) / RATE
    tone = np.sin(wave) * np.exp(-np.clip(time - 0.03, 0, None) / 0.022) * volume_envelope(time, 0.006, 0.12, 0.04)
    return stereo_samples(tone, tone)


def tick() -> Signal:
    """The small click of a counter."""
    time = sample_times(0.06)
    tone = np.sin(2 * np.pi * 1900 * time) * np.exp(-time / 0.007)
    tone += 0.5 * np.sin(2 * np.pi * 3100 * time) * np.exp(-time / 0.004)
    tone *= volume_envelope(time, 0.0008, 0.05, 0.01)
    return stereo_samples(tone, tone)


def whoosh() -> Signal:
    """A whoosh: something passes from left to right."""
    time = sample_times(0.5)
    source = np.random.default_rng(21)
    place = time / 0.5
    swell = np.sin(np.pi * place**0.8) ** 2
    low = band_noise(0.5, 250, 1200, source) * (1 - 0.5 * place)
    high = band_noise(0.5, 1200, 5200, source) * np.sin(np.pi * place) ** 2
    air = (low + 0.8 * high) * swell
    return stereo_samples(air * np.cos(place * np.pi / 2) ** 0.7, air * np.sin(place * np.pi / 2) ** 0.7)


def ding() -> Signal:
    """A small bell that stands for a thought: a fifth above a fourth."""
    later = np.pad(celesta(1568.0, 0.5, 0.9), ((0, 0), (round(0.09 * RATE), 0)))
    return mix_sounds([celesta(1174.7, 0.5, 0.7), later])


def sting() -> Signal:
    """An accent for a turn of the story: a low blow and a minor chord that swells and stops."""
    time = sample_times(1.5)
    blow = np.sin(2 * np.pi * (50 * time + 60 * 0.05 * (1 - np.exp(-time / 0.05)))) * np.exp(-time / 0.35)
    skin = 0.15 * band_noise(1.5, 100, 1500, np.random.default_rng(22)) * np.exp(-time / 0.08)
    drum = 1.1 * (blow + skin) * volume_envelope(time, 0.002, 1.3, 0.2)
    chord = [0.32 * string_section(pitch, 0.8, 0.9) for pitch in (130.8, 155.6, 196.0, 261.6)]
    keys = [0.5 * felt_piano(pitch, 0.9, 1.0) for pitch in (65.4, 130.8)]
    return mix_sounds([stereo_samples(drum, drum), *chord, *keys])


def boom() -> Signal:
    """A deep, soft blow under a word that matters."""
    time = sample_times(1.2)
    tone = np.sin(2 * np.pi * (42 * time + 70 * 0.08 * (1 - np.exp(-time / 0.08)))) * np.exp(-time / 0.4)
    tone = np.tanh(1.6 * tone) * volume_envelope(time, 0.003, 0.9, 0.3)
    return stereo_samples(tone, tone)


EFFECTS: Final[Mapping[str, Callable[[], Signal]]] = MappingProxyType(
    {effect.__name__: effect for effect in (pop, tick, whoosh, ding, sting, boom)}
)


def render_effect(name: str) -> Signal:
    """The samples of an effect at its level. Raises KeyError for a name that is none."""
    sound = EFFECTS[name]()
    return np.asarray(sound * 10 ** (-3 / 20) / np.max(np.abs(sound)))
