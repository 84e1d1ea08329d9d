"""Which sentences carry a story: TextRank over character bigrams, biased towards the title.

Mihalcea and Tarau, "TextRank: Bringing Order into Texts" (EMNLP 2004). Character bigrams do for Korean what stems do
for English: 도시락을 and 도시락이 share 도시 and 시락, without a morphological analyser.
"""

import re
from collections.abc import Sequence
from math import log
from typing import Final

_HANGUL_OR_WORD: Final = re.compile(r"[가-힣]+|[A-Za-z0-9]+")
_DAMPING: Final = 0.85
_ROUNDS: Final = 20
_TITLE_SHARE: Final = 0.35
LONGEST: Final = 160
"""Sentences that are compared with each other; a longer story is thinned evenly first."""


def bigrams(text: str) -> frozenset[str]:
    """Pairs of neighbouring characters inside each word."""
    return frozenset(
        word[at : at + 2] for word in _HANGUL_OR_WORD.findall(text.lower()) for at in range(max(1, len(word) - 1))
    )


def similarity(left: frozenset[str], right: frozenset[str]) -> float:
    """Shared bigrams over the logarithms of both lengths, as TextRank has it."""
    shared = len(left & right)
    return shared / (log(len(left) + 1) + log(len(right) + 1)) if shared else 0.0


def rank(sentences: Sequence[str], title: str) -> list[float]:
    """A weight for each sentence, summing to about 1; higher carries more of the story."""
    size = len(sentences)
    if size == 0:
        return []
    grams = [bigrams(sentence) for sentence in sentences]
    wanted = bigrams(title)
    edges = [[similarity(a, b) if a is not b else 0.0 for b in grams] for a in grams]
    totals = [sum(row) for row in edges]
    bias = [similarity(gram, wanted) + 0.05 for gram in grams]
    prior = [value / sum(bias) for value in bias]
    weights = [1.0 / size] * size
    for _ in range(_ROUNDS):
        weights = [
            (1 - _DAMPING) * prior[i]
            + _DAMPING * sum(weights[j] * edges[j][i] / totals[j] for j in range(size) if totals[j])
            for i in range(size)
        ]
    return [(1 - _TITLE_SHARE) * weight + _TITLE_SHARE * bonus for weight, bonus in zip(weights, prior, strict=True)]
