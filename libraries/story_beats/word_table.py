"""Tables of words that stand for something, looked up in the 어절 of a sentence."""

import re
from collections.abc import Iterator, Mapping
from typing import Final, Generic, NamedTuple, TypeVar

from libraries.story_beats.sentence import Sentence

V = TypeVar("V")
_REMEMBERED: Final = 5000
_REMEMBERED_SENTENCES: Final = 500
_PLACED: Final = "쪽|앞|옆|안|밖|위|밑|뒤|속|가|들|님|분|씨|네|쌤|샘"
_PARTICLES: Final = (
    "에서부터|에서만|에서는|에서도|에서|에선|에게서|에게|에는|에도|에만|엔|에|한테서|한테는|한테도|한테|께서는"
    "|께서도|께서|께는|께|더러|끼리|마냥|으로는|으로도|으로|로는|로도|로|의|와|과"
    "|이랑|랑|하고|부터|까지|보다|처럼|같이|같은|마다|만|도|이나|나|이라도|라도|밖에|조차|마저|을|를|은|는|이|가"
    "|야|아|요|죠|쯤|씩"
)
_COPULA: Final = (
    r"(?:(?:이었|였|이에|예|입니|이라|인데|인지|인가|이니|이어)[가-힣]*|라서|라는|라고|라|이고|고|이며|이다|다"
    r"|인|임|이죠|죠|이야|이면|면|이더라고?요?|인줄|인거|이랑|랑|여)"
)
_NOUN: Final = re.compile(rf"(?:{_PLACED})*(?:(?:{_PARTICLES})(?:{_PARTICLES})?|{_COPULA})?")


class FoundWord(NamedTuple, Generic[V]):
    """A word of a table in a sentence."""

    value: V
    stem: str
    at: int
    """Where it begins."""
    end: int
    """Where its 어절 ends."""
    rest: str
    """What follows the stem in its 어절."""


def can_follow_noun(rest: str) -> bool:
    """Whether ``rest`` can follow a noun: particles, a position, the copula, or nothing."""
    return _NOUN.fullmatch(rest) is not None


class WordTable(Generic[V]):
    """Words for values. ``nouns``: only particles may follow a word, unless it is written with ~ behind it.

    A word written with - before it is also found as the second part of a compound (한방병원, 김부장), however short.
    """

    def __init__(self, words: Mapping[V, tuple[str, ...]], *, nouns: bool) -> None:
        self._nouns = nouns
        self._open = frozenset(word[:-1] for listed in words.values() for word in listed if word.endswith("~"))
        self._heads = frozenset(word[1:] for listed in words.values() for word in listed if word.startswith("-"))
        self._single: dict[str, V] = {}
        phrases: dict[str, V] = {}
        for value, listed in words.items():
            for word in listed:
                (phrases if " " in word else self._single)[word.strip("~-")] = value
        self._phrases = phrases
        self._known: dict[str, tuple[int, str]] = {}
        self._found: dict[str, tuple[FoundWord[V], ...]] = {}
        self._longest = max(map(len, self._single), default=0)
        longest_first = sorted(phrases, key=len, reverse=True)
        self._pattern = re.compile(rf"(?<![가-힣])(?:{'|'.join(map(re.escape, longest_first))})") if phrases else None

    def __contains__(self, word: str) -> bool:
        return word in self._single

    def get(self, word: str) -> V | None:
        """The value of a single word as it is written in the table."""
        return self._single.get(word)

    def find_words(self, sentence: Sentence) -> tuple[FoundWord[V], ...]:
        """What is in the told part of ``sentence``, in order; looked up once, however many rules ask."""
        if (found := self._found.get(sentence.told)) is None:
            if len(self._found) > _REMEMBERED_SENTENCES:
                self._found.clear()
            found = self._found[sentence.told] = tuple(self._looked_up(sentence))
        return found

    def _looked_up(self, sentence: Sentence) -> list[FoundWord[V]]:
        found = [*self._in_phrases(sentence), *self._in_words(sentence)]
        if len(found) < 2:
            return found
        found.sort(key=lambda each: each.at)
        kept = found[:1]
        for each in found[1:]:
            if each.at >= kept[-1].at + len(kept[-1].stem):
                kept.append(each)
        return kept

    def _in_phrases(self, sentence: Sentence) -> Iterator[FoundWord[V]]:
        if self._pattern is None:
            return
        for match in self._pattern.finditer(sentence.told):
            tail = re.match(r"[가-힣]*", sentence.told[match.end() :])
            rest = tail.group() if tail else ""
            yield FoundWord(self._phrases[match.group()], match.group(), match.start(), match.end() + len(rest), rest)

    def _in_words(self, sentence: Sentence) -> Iterator[FoundWord[V]]:
        for at, word in sentence.words:
            if (known := self._known.get(word)) is None:
                known = self._remember(word)
            start, stem = known
            if stem:
                yield FoundWord(self._single[stem], stem, at + start, at + len(word), word[start + len(stem) :])

    def _remember(self, word: str) -> tuple[int, str]:
        """Where in ``word`` a word of the table begins, and which; it is looked for once."""
        if len(self._known) > _REMEMBERED:
            self._known.clear()
        stem = self._longest_stem(word)
        head = "" if stem or not self._nouns else self._second_part(word)
        found = self._known[word] = (word.index(head), head) if head else (0, stem)
        return found

    def _longest_stem(self, word: str) -> str:
        for length in range(min(len(word), self._longest), 0, -1):
            stem = word[:length]
            if stem in self._single and (not self._nouns or stem in self._open or can_follow_noun(word[length:])):
                return stem
        return ""

    def _second_part(self, word: str) -> str:
        """The second part of a compound, of three syllables or more (우리동네미용실) or marked as one (한방병원)."""
        for start in range(1, len(word)):
            for end in range(len(word), start, -1):
                part = word[start:end]
                long = end - start > 2 and part in self._single
                if (long or part in self._heads) and can_follow_noun(word[end:]):
                    return part
        return ""
