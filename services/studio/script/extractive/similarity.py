"""How much two texts have in common, by pairs of characters: no morphological analyser is needed for Korean."""

import re
from math import log
from typing import Final

_HANGUL_OR_WORD: Final = re.compile(r"[가-힣]+|[A-Za-z0-9]+")


def bigrams(text: str) -> frozenset[str]:
    """Pairs of neighbouring characters inside each word."""
    return frozenset(
        word[at : at + 2] for word in _HANGUL_OR_WORD.findall(text.lower()) for at in range(max(1, len(word) - 1))
    )


def similarity(left: frozenset[str], right: frozenset[str]) -> float:
    """Shared bigrams over the logarithms of both lengths (Mihalcea and Tarau, "TextRank", EMNLP 2004)."""
    shared = len(left & right)
    return shared / (log(len(left) + 1) + log(len(right) + 1)) if shared else 0.0
