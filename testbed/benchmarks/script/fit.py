"""The weights of the extractive writer, fitted to the beats: ``python -m testbed.benchmarks.script.fit``.

A Poisson regression (ridge penalty, Newton's method) of the beats that a listener misses without a sentence: a beat
that three sentences tell counts a third for each. It prints the table ``extractive/weights.toml``.
"""

import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from services.studio.script.extractive.story import SelectedStory
from testbed.benchmarks.script.script_sets import LabelledBeat, LabelledStory, ScriptSets

_SHARES: Final = {"reveal": 2.0, "detail": 0.8}
"""What a beat counts by its role; 1 where nothing is said."""
_RIDGE: Final = 3.0
_ROUNDS: Final = 60
_SHORTEST: Final = 8
"""Sentences of a story that says something about which to choose."""


class MeasuredSentence(NamedTuple):
    """The features of a sentence, and its share of the beats of its story."""

    features: dict[str, float]
    beats: float


def measure_sentences(sets: ScriptSets, stories: Iterable[LabelledStory]) -> Iterator[MeasuredSentence]:
    """Features and beat share of every sentence of ``stories`` that are long enough."""
    for each in stories:
        story = SelectedStory(sets.post(each.post))
        if len(story.sentences) >= _SHORTEST:
            shares = beat_shares(story.sentences, each.beats)
            for place, share in enumerate(shares):
                yield MeasuredSentence(story.weigher.features(place), share)


def fit_weights(sentences: list[MeasuredSentence]) -> dict[str, float]:
    """The fitted weight of each feature."""
    names = list(sentences[0].features)
    values = np.array([list(sentence.features.values()) for sentence in sentences])
    wanted = np.array([sentence.beats for sentence in sentences])
    spread = np.where(values.std(axis=0) > 0, values.std(axis=0), 1.0)
    ridge = np.full(len(names), _RIDGE)
    ridge[0] = 0.0
    found: NDArray[np.float64] = np.zeros(len(names))
    found[0] = np.log(wanted.mean())
    scaled = values / spread
    for _ in range(_ROUNDS):
        mean = np.exp(np.clip(scaled @ found, -8, 3))
        slope = scaled.T @ (mean - wanted) + ridge * found
        bend = (scaled * mean[:, np.newaxis]).T @ scaled + np.diag(ridge + 1e-6)
        found -= np.clip(np.linalg.solve(bend, slope), -1, 1)
    return dict(zip(names, (found / spread).round(2).tolist(), strict=True))


def beat_shares(sentences: Sequence[str], wanted: Sequence[LabelledBeat]) -> list[float]:
    """The share of the beats that each sentence tells: each beat by its role, divided among sentences that tell it."""
    shares = [0.0] * len(sentences)
    for beat in wanted:
        tells = [at for at, text in enumerate(sentences) if any(span in text for span in beat.told_by)]
        for at in tells:
            shares[at] += _SHARES.get(beat.role, 1.0) / len(tells)
    return shares


if __name__ == "__main__":
    ours = ScriptSets()
    found = fit_weights(list(measure_sentences(ours, ours.stories())))
    sys.stdout.write("".join(f"{name} = {value}\n" for name, value in found.items()))
