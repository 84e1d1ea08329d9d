"""The weight of a sentence: how likely it is to tell what a listener must hear."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import accumulate, pairwise
from math import exp, log
from pathlib import Path
from typing import Final

from libraries.data_tables import load_table
from libraries.film_scripts import pacing
from libraries.korean.text_normalisation import spoken_form

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
_SAYS: Final = re.compile(r"말했|말씀|물었|물어|대답|했더니|그러시|그러더|이러|하더라|하시더")
"""A sentence in which somebody says something: the next one is likely to be the answer."""
_DIGIT: Final = re.compile(r"[0-9]")
ABOUT_THE_POST: Final = re.compile(
    r"댓글|닉네임|오타|글재주|(?:이|제) 글|(?:글|제목)(?:을|은|이|에|로|도)? ?(?:쓰|씁|써|올|적|그대로|읽|결론)|쓸게요"
    r"|적어 ?[봅봐보]|적습니다|씁니다|올립니다|여러분|이해(?:해|좀)? ?(?:주|부탁)|이해 좀|양해|알려 ?주(?:세|실)"
    r"|말씀해 ?주세요|조언|추천 ?(?:좀|부탁)|질문은|(?:추가|수정)[0-9 :)]|요약|긴 글|반말로|음슴"
    r"|글 처음|글(?:입니다|이에요)|실화(?:입|예|임|다)|안 (?:할게|밝)"
)
"""What is said to the readers of the board, and is no part of the story."""
_MOST: Final = 0.7
"""Logarithm of the largest weight, 2 beats."""
_LATE: Final = 0.45
"""From this share of the story on, an explanation is likely to be what the story is about."""
_TURN: Final = (0.6, 0.85)
"""The part of a story in which most reveals stand."""


def word_stems(text: str) -> frozenset[str]:
    """The first two syllables of every word: 도시락을 and 도시락이 share one, without a morphological analyser."""
    return frozenset(word if word[0].isdigit() else word[:2].lower() for word in _WORD.findall(text))


class SentenceWeigher:
    """Weighs the sentences of one story, or shorter forms of them, by its title, comments and other sentences."""

    def __init__(
        self, sentences: Sequence[str], title: str, comments: Sequence[str] = (), weights: Mapping[str, float] = WEIGHTS
    ) -> None:
        self._sentences = sentences
        self._weights = weights
        self._title = word_stems(title)
        self._comments = [found for found in map(word_stems, comments) if found]
        self._in_comments = Counter(stem for found in self._comments for stem in found)
        self._stems = [word_stems(sentence) for sentence in sentences]
        self._count = Counter(stem for found in self._stems for stem in found)
        self._before = list(accumulate(self._stems, frozenset.union, initial=frozenset[str]()))
        ends = list(accumulate((_syllables(sentence) for sentence in sentences), initial=0))
        self._places = [(start + end) / 2 / ends[-1] for start, end in pairwise(ends)]
        self._central = _central(self._stems)

    def features(self, index: int, text: str = "") -> dict[str, float]:
        """The features of sentence ``index``, or of ``text`` in its place, by their names in ``weights.toml``."""
        sentence = self._sentences[index]
        return {"bias": 1.0, **self._form(index, text or sentence), **self._words(index, word_stems(text or sentence))}

    def _form(self, index: int, text: str) -> dict[str, float]:
        """How it is said, and where it stands."""
        last = len(self._sentences) - 1
        place = self._places[index]
        speech_ = bool(SPEECH_ONLY.match(self._sentences[index]))
        followed = index < last and bool(SPEECH_ONLY.match(self._sentences[index + 1]))
        late = place >= _LATE
        return {
            "length": log(_syllables(text) + 1),
            "place": place,
            "turn": float(_TURN[0] < place <= _TURN[1]),
            "last": float(index == last),
            "speech": float(speech_),
            "speech_late": float(speech_ and late),
            "announces_speech": float(followed and not speech_),
            "answers": float(index > 0 and bool(_SAYS.search(self._sentences[index - 1]))),
            "reacts": float(bool(_REACTS.search(text))),
            "explains_late": float(late and bool(_EXPLAINS.search(text))),
            "number_late": float(late and bool(_DIGIT.search(text))),
            "about_the_post": float(bool(ABOUT_THE_POST.search(text))),
        }

    def _words(self, index: int, found: frozenset[str]) -> dict[str, float]:
        """What its words have in common with the title, the comments and the other sentences."""
        new = found - self._before[index]
        size = max(1, len(found))
        often = {stem: max(1, self._count[stem]) for stem in found}
        said = sum(log(1 + self._in_comments[stem]) / (1 + log(often[stem])) for stem in found)
        return {
            "title": min(4, len(found & self._title)),
            "title_new": min(3, len(new & self._title)),
            "new": len(new) / size,
            "often": sum(map(log, often.values())) / size,
            "central": self._central[index],
            "in_a_comment": max((len(found & each) for each in self._comments), default=0) / max(3, len(found)),
            "in_comments": min(4.0, said),
        }

    def weight(self, index: int, text: str = "") -> float:
        """How many beats a listener is expected to miss without sentence ``index``, or ``text`` in its place."""
        score = sum(self._weights[name] * value for name, value in self.features(index, text).items())
        return exp(min(_MOST, score))


def _syllables(text: str) -> int:
    """At least one: a sentence of Latin letters takes time too."""
    return max(1, pacing.hangul_syllable_count(spoken_form(text)))


def _central(found: Sequence[frozenset[str]]) -> list[float]:
    """How much each sentence has in common with the others, by stems; 1 on average (TextRank's similarity)."""
    sizes = [log(len(each) + 1) for each in found]
    others = list(zip(found, sizes, strict=True))
    shares = [
        sum(len(both) / (size + its_size) for other, its_size in others if (both := other & each))
        - (len(each) / (2 * size) if each else 0.0)
        for each, size in others
    ]
    mean = sum(shares) / len(shares) if shares else 0.0
    return [share / mean if mean > 0 else 1.0 for share in shares]
