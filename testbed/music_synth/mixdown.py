"""The samples of a piece of music, computed from its score. Everything happens on a circle: what rings over the end
sounds at the start, so a loop has no seam by construction.
"""

import math
import zlib
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from testbed.music_synth.drums import DRUMS
from testbed.music_synth.instruments import RATE, Signal
from testbed.music_synth.score import STEPS, Chord, NoteStep, Part, Piece, parse_steps
from testbed.music_synth.wind_and_plucked_instruments import DEEP, ORCHESTRA

LOUDNESS = -20.0
"""LUFS of every bed, so they can be exchanged."""


class Bar(NamedTuple):
    """A bar that a part plays: its place in the piece and its chord."""

    number: int
    chord: Chord


def render_loop(piece: Piece) -> Signal:
    """The samples of a piece as a loop, (2, n) at 48 kHz, within ±1."""
    length = round(piece.seconds * RATE)
    dry, wet = np.zeros((2, length)), np.zeros((2, length))
    for name, part in piece.parts.items():
        track = _track(piece, name, part, length)
        dry += track
        wet += part.room * track
    return _finish(dry + _room(wet, piece.decay, piece.seed))


def _track(piece: Piece, name: str, part: Part, length: int) -> Signal:
    track = np.zeros((2, length))
    source = np.random.default_rng([piece.seed, zlib.crc32(name.encode())])
    before: tuple[int, ...] = ()
    for turn, bar in enumerate(_bars(piece, name)):
        before = bar.chord.voicing(part.base, part.voices, before)
        for step in parse_steps(part.lines[turn % len(part.lines)], piece.beats):
            start = _start(piece, bar.number, step.start) + source.normal(0, 0.004)
            strength = _accent(step, piece.beats) * source.uniform(0.9, 1.0)
            if part.instrument in DRUMS:
                sound = DRUMS[part.instrument](strength, source)
            else:
                sound = _tone(part, bar.chord, before, step, step.length * 15 / piece.tempo, strength)
            _add(track, round(start * RATE), sound)
    left, right = math.cos((part.pan + 1) * math.pi / 4), math.sin((part.pan + 1) * math.pi / 4)
    track *= math.sqrt(2) * np.array([[left], [right]])
    return track * 10 ** (part.level / 20) / _presence(track)


def _bars(piece: Piece, name: str) -> Iterator[Bar]:
    number = 0
    for section in piece.sections:
        for chord in section.chords.split():
            if name in section.parts.split():
                yield Bar(number, Chord.parse(chord))
            number += 1


def _start(piece: Piece, bar: int, step: int) -> float:
    """Seconds from the start of the piece, swing included."""
    beat = 60 / piece.tempo
    unit = 4 * STEPS // piece.swung
    late = (piece.swing - 0.5) * 2 * unit * beat / STEPS if (step // unit) % 2 else 0.0
    return (bar * piece.beats + step / STEPS) * beat + late


def _accent(step: NoteStep, beats: int) -> float:
    if step.tone == "o":
        return 0.45
    return 1.0 if step.start % (8 if beats == 4 else STEPS * beats) == 0 else 0.86 if step.start % 4 == 0 else 0.75


def _tone(
    part: Part, chord: Chord, voicing: tuple[int, ...], step: NoteStep, seconds: float, strength: float
) -> Signal:
    if step.tone == "c":
        return mix_sounds([_note(part.instrument, note, seconds, strength / part.voices) for note in voicing])
    if part.instrument in DEEP:
        notes = [note for note in range(part.base, part.base + 12) if note % 12 == chord.bass]
        note = notes[0] if step.tone == "0" else chord.nth_note(notes[0] + 1, int(step.tone) - 1)
    else:
        note = chord.nth_note(part.base, int(step.tone))
    return _note(part.instrument, note, seconds, strength)


def mix_sounds(sounds: list[Signal]) -> Signal:
    """The sum of sounds of different lengths."""
    total = np.zeros((2, max(sound.shape[1] for sound in sounds)))
    for sound in sounds:
        total[:, : sound.shape[1]] += sound
    return total


def _note(instrument: str, note: int, seconds: float, strength: float) -> Signal:
    # Strength in steps of 1/20, so a note that was computed once is found again.
    return _computed(instrument, note, round(seconds, 4), max(1, round(strength * 20)) / 20)


@lru_cache(maxsize=512)
def _computed(instrument: str, note: int, seconds: float, strength: float) -> Signal:
    return ORCHESTRA[instrument](440 * 2 ** ((note - 69) / 12), seconds, strength)


def _add(track: Signal, start: int, sound: Signal) -> None:
    """Lay ``sound`` into the circle."""
    length = track.shape[1]
    at = start % length
    first = min(sound.shape[1], length - at)
    track[:, at : at + first] += sound[:, :first]
    track[:, : sound.shape[1] - first] += sound[:, first:]


def _presence(track: Signal) -> float:
    """How loud a part is while it plays: the upper quartile of its 0.1 s windows that are not silent."""
    size = RATE // 10
    windows = track[:, : track.shape[1] // size * size].reshape(2, -1, size)
    levels = np.sqrt(np.mean(windows**2, axis=(0, 2)))
    return float(np.quantile(levels[levels > 0.05 * levels.max()], 0.75))


def _room(sound: Signal, decay: float, seed: int) -> Signal:
    """Circular convolution with decaying noise, each ear its own, highs dying first; ``decay`` to -60 dB in seconds."""
    length = sound.shape[1]
    count = min(length, round((decay + 0.03) * RATE))
    time = np.arange(count) / RATE
    noise = np.random.default_rng([seed, 7]).standard_normal((2, count))
    bright, dark = _tilt(noise, 5000), _tilt(noise, 1400)
    tail = bright * np.exp(-6.9 * time / (0.45 * decay)) + 1.6 * dark * np.exp(-6.9 * time / decay)
    tail *= np.clip((time - 0.012) / 0.01, 0, 1)
    tail /= np.sqrt(np.sum(tail**2, axis=1, keepdims=True))
    return np.asarray(np.fft.irfft(np.fft.rfft(sound) * np.fft.rfft(tail, length), length))


def _tilt(noise: Signal, corner: float) -> Signal:
    spectrum = np.fft.rfft(noise)
    frequency = np.fft.rfftfreq(noise.shape[1], 1 / RATE)
    return np.asarray(np.fft.irfft(spectrum / (1 + (frequency / corner) ** 2), noise.shape[1]))


def _finish(sound: Signal) -> Signal:
    """Equalise (room for a voice at 1-4 kHz), round off the peaks, set the loudness."""
    frequency: Signal = np.fft.rfftfreq(sound.shape[1], 1 / RATE).astype(np.float64) + 1e-9
    shape = 1 / np.sqrt(1 + (36 / frequency) ** 8) / np.sqrt(1 + (frequency / 14_500) ** 8)
    shape *= _shelf(frequency, 120, -2.5, 0.0) * _shelf(frequency, 3200, 0.0, 4.5)
    shape *= 10 ** (-3.0 / 20 * np.exp(-0.5 * (np.log2(frequency / 2100) / 0.9) ** 2))
    sound = np.fft.irfft(np.fft.rfft(sound) * shape, sound.shape[1])
    for _ in range(2):  # rounding off takes a little loudness away
        sound = sound * 10 ** ((LOUDNESS - loudness_lufs(sound)) / 20)
        sound = 0.7 * np.tanh(sound / 0.7)
    return np.asarray(sound)


def _shelf(frequency: Signal, corner: float, below: float, above: float) -> Signal:
    """A factor that goes from ``below`` to ``above`` (dB) around a corner in Hz."""
    rise = 1 / (1 + (corner / frequency) ** 2)
    return np.asarray(10 ** ((below + (above - below) * rise) / 20))


def loudness_lufs(sound: Signal) -> float:
    """The loudness in LUFS, without gating: the K-weighting of ITU-R BS.1770-4 (its two filters at 48 kHz) applied to
    the spectrum.
    """
    length = sound.shape[1]
    delay = np.exp(-2j * np.pi * np.fft.rfftfreq(length))
    shelf = (1.53512485958697 - 2.69169618940638 * delay + 1.19839281085285 * delay**2) / (
        1 - 1.69065929318241 * delay + 0.73248077421585 * delay**2
    )
    high = (1 - 2 * delay + delay**2) / (1 - 1.99004745483398 * delay + 0.99007225036621 * delay**2)
    power = np.abs(np.fft.rfft(sound) * shelf * high) ** 2
    return float(-0.691 + 10 * np.log10(2 * power.sum() / length**2 + 1e-20))
