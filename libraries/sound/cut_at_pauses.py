"""A recording cut at its pauses: whole lines out of one file, and the words of a line between its pauses."""

from collections.abc import Sequence
from itertools import pairwise
from math import log, log2
from typing import Final

import numpy as np

from libraries.sound.estimated_word_times import duration_in_syllables
from libraries.sound.pcm import PcmSamples
from libraries.sound.speech_level import frame_levels
from schemas.errors import BadInput

_FRAME: Final = 0.005
_SURE, _FAINT, _OVER_NOISE = 10 ** (-26 / 20), 10 ** (-33 / 20), 3.0
"""Frames are speech that are louder than the noise by this, and this much against the loud ones: at most, at least."""
_CLICK: Final = 0.03
"""Seconds: a shorter sound between two silences is none."""
PAUSE: Final = 0.12
"""Seconds of silence that is a pause; the closure of a stop consonant is shorter."""
_FITTING: Final = (0.5, 2.0)
"""Of the length that a line has at the pace of the whole recording."""
_PAUSE_WORTH: Final = 0.12
"""What a pause between lines saves for each doubling of its length, against squared logarithms of lengths."""
_BETWEEN: Final = 0.1
"""Seconds of silence that a line keeps at either end."""

Stretch = tuple[float, float]
"""Start and end in seconds."""


def speech_stretches(samples: PcmSamples, rate: int, least: float = PAUSE) -> list[Stretch]:
    """Where somebody speaks, divided by the pauses of at least ``least`` seconds."""
    energy = frame_levels(samples, rate)
    if not len(energy):
        return []
    noise, loud = np.quantile(energy, (0.1, 0.95))
    speaking = energy > max(min(loud * _SURE, max(loud * _FAINT, noise * _OVER_NOISE)), 1e-4)
    edges = np.flatnonzero(np.diff(np.concatenate(([False], speaking, [False])).astype(np.int8)))
    runs = [(int(a), int(b)) for a, b in edges.reshape(-1, 2)]
    joined: list[tuple[int, int]] = []
    for start, end in runs:
        if joined and (start - joined[-1][1]) * _FRAME < least:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return [(a * _FRAME, b * _FRAME) for a, b in joined if (b - a) * _FRAME > _CLICK]


def cut_into_lines(samples: PcmSamples, rate: int, texts: Sequence[str]) -> list[Stretch]:
    """Where each of ``texts`` is spoken in a recording of all of them, with a little silence around it.

    Every cut is in a pause; of all divisions the one is taken whose lengths suit the texts best, and whose pauses are
    long. Raises BadInput (``recording.few_pauses``, ``recording.line_unlike`` with the number of the line).
    """
    spoken = speech_stretches(samples, rate)
    if len(spoken) < len(texts):
        raise BadInput("recording.few_pauses", lines=len(texts), parts=len(spoken))
    weights = [duration_in_syllables(text) for text in texts]
    lengths = [end - start for start, end in spoken]
    pace = sum(lengths) / sum(weights)
    gaps = [max(0.0, spoken[i + 1][0] - spoken[i][1]) for i in range(len(spoken) - 1)]
    saved = [_PAUSE_WORTH * log2(gap / PAUSE) if gap > 0 else 0.0 for gap in gaps]
    groups = _divided(lengths, [each * pace for each in weights], saved)
    for index, (first, past) in enumerate(groups):
        ratio = sum(lengths[first:past]) / (weights[index] * pace)
        if not _FITTING[0] <= ratio <= _FITTING[1]:
            raise BadInput(
                "recording.line_unlike",
                line=index + 1,
                text=repr(texts[index][:40]),
                seconds=round(sum(lengths[first:past]), 2),
                expected=round(weights[index] * pace, 2),
            )
    return [_with_silence(spoken, first, past) for first, past in groups]


def word_times_by_pauses(samples: PcmSamples, rate: int, spoken: str) -> tuple[Stretch, ...]:
    """(start, end) of each 어절 of a recorded line: pauses lie between words, the rest is shared by syllables."""
    words = spoken.split(" ")
    least = PAUSE
    parts = speech_stretches(samples, rate, least)
    while len(parts) > len(words):
        least *= 1.25
        parts = speech_stretches(samples, rate, least)
    if not parts:
        return tuple((0.0, 0.0) for _ in words)
    weights = [duration_in_syllables(word) for word in words]
    pace = sum(end - start for start, end in parts) / sum(weights)
    groups = _divided([each * pace for each in weights], [end - start for start, end in parts], [0.0] * len(words))
    times: list[Stretch] = []
    for (start, end), (first, past) in zip(parts, groups, strict=True):
        scale = (end - start) / sum(weights[first:past])
        edges = [start + scale * sum(weights[first:at]) for at in range(first, past + 1)]
        times += list(pairwise(edges))
    return tuple(times)


def _divided(lengths: Sequence[float], wanted: Sequence[float], saved: Sequence[float]) -> list[tuple[int, int]]:
    """``lengths`` in consecutive groups, one for each of ``wanted``: (first, past) whose sums suit best.

    Dynamic programming over the squared logarithm of each group's sum against what is wanted; ``saved`` is what a cut
    behind each length saves.
    """
    count = len(lengths)
    sums = np.concatenate(([0.0], np.cumsum(lengths)))
    costs = [0.0] + [float("inf")] * count
    origins: list[list[int]] = []
    for place, target in enumerate(wanted):
        best, origin = [float("inf")] * (count + 1), [0] * (count + 1)
        left = len(wanted) - place - 1
        for past in range(place + 1, count - left + 1):
            bonus = saved[past - 1] if past < count else 0.0
            for first in range(place, past):
                if costs[first] < float("inf"):
                    cost = costs[first] + log(max(sums[past] - sums[first], 1e-6) / target) ** 2 - bonus
                    if cost < best[past]:
                        best[past], origin[past] = cost, first
        costs = best
        origins.append(origin)
    cuts = [count]
    for origin in reversed(origins):
        cuts.append(origin[cuts[-1]])
    cuts.reverse()
    return list(pairwise(cuts))


def _with_silence(spoken: Sequence[Stretch], first: int, past: int) -> Stretch:
    start, end = spoken[first][0], spoken[past - 1][1]
    before = (start - spoken[first - 1][1]) / 2 if first else start
    after = (spoken[past][0] - end) / 2 if past < len(spoken) else _BETWEEN
    return start - min(before, _BETWEEN), end + min(after, _BETWEEN)
