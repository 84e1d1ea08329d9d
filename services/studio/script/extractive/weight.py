"""The weight of a sentence: how likely it is to tell what a listener must hear."""

import re
from collections.abc import Mapping, Sequence
from itertools import accumulate
from math import exp, log
from pathlib import Path
from typing import Final

from libraries.data_tables import load_table
from libraries.korean.normalise import speech
from services.studio.script import pacing

WEIGHTS: Final[Mapping[str, float]] = load_table(dict[str, float], Path(__file__).with_name("weights.toml"))
_WORD: Final = re.compile(r"[가-힣]{2,}|[0-9][0-9,.]*|[A-Za-z]+")
SPEECH_ONLY: Final = re.compile(r"^[\"“'‘].*[\"”'’][.!?…]*$")
"""A sentence that is nothing but somebody's words."""
_REACTS: Final = re.compile(
    r"조용|말이 없|말을 못|아무 말|울었|울음|눈물|웃었|웃음|멍하|소름|놀라|놀랐|굳|얼어|주저앉|한참|가만히|고개"
)
_EXPLAINS: Final = re.compile(
    r"(?:거였|것이었|이었|였|거예|더라|더군|답니다|래요|대요|랍니다|다고 ?함|라고 ?함|던 거)"
    r"(?:어요|습니다|음|다|요|지|고)?[.!?…~ㅋㅎㅠㅜ; ]*$"
)
"""The end of a sentence that explains something, or says what came out."""
_MOST: Final = 0.7
"""Logarithm of the largest weight, 2 beats."""
_LATE: Final = 0.45
"""From this share of the story on, an explanation is likely to be what the story is about."""


def stems(text: str) -> frozenset[str]:
    """The first two syllables of every word: 도시락을 and 도시락이 share one, without a morphological analyser."""
    return frozenset(word if word[0].isdigit() else word[:2].lower() for word in _WORD.findall(text))


class Weigher:
    """Weighs sentences of one story, whole or shortened, by what its title, comments and other sentences say."""

    def __init__(
        self,
        sentences: Sequence[str],
        title: str,
        comments: Sequence[str] = (),
        weights: Mapping[str, float] = WEIGHTS,
    ) -> None:
        self._sentences = sentences
        self._weights = weights
        self._title = stems(title)
        self._comments = [found for found in map(stems, comments) if found]
        found = [stems(sentence) for sentence in sentences]
        self._before = list(accumulate(found, frozenset.union, initial=frozenset[str]()))

    def features(self, index: int, text: str = "") -> dict[str, float]:
        """What is measured of sentence ``index``, or of ``text`` that stands for it: the names in ``weights.toml``."""
        text = text or self._sentences[index]
        last = len(self._sentences) - 1
        found = stems(text)
        new = found - self._before[index]
        place = index / last if last else 0.0
        followed = index < last and bool(SPEECH_ONLY.match(self._sentences[index + 1]))
        only_speech = bool(SPEECH_ONLY.match(text))
        return {
            "bias": 1.0,
            "first": float(index == 0),
            "place": place,
            "length": log(pacing.syllables(speech(text)) + 1),
            "speech": float(only_speech),
            "announces_speech": float(followed and not only_speech),
            "reacts": float(bool(_REACTS.search(text))),
            "explains_late": float(place >= _LATE and bool(_EXPLAINS.search(text))),
            "title": float(len(new & self._title)),
            "new": min(6.0, len(new)),
            "in_a_comment": max((len(found & each) for each in self._comments), default=0) / max(3, len(found)),
        }

    def weight(self, index: int, text: str = "") -> float:
        """Beats that a listener is expected to miss without sentence ``index``, or ``text`` that stands for it."""
        score = sum(self._weights[name] * value for name, value in self.features(index, text).items())
        return exp(min(_MOST, score))
