"""Words that point at somebody (그분, 그 남자, 걔) or bring somebody in without a name (한 분, 모르는 남자)."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from libraries.story_beats.lexicons import ANAPHORS
from libraries.story_beats.persons.members import NOBODY
from libraries.story_beats.persons.mentions import person_word
from libraries.story_beats.sentence import Sentence
from libraries.story_beats.word_table import can_follow_noun


def _either(words: tuple[str, ...]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_SOMEBODY: Final = re.compile(
    rf"(?<![가-힣])({_either(ANAPHORS.new)})(이|가|은|는|께서|을|를|한테|에게|이랑|랑|의)?(?![가-힣])"
)
_ONLINE: Final = re.compile(r"댓글|게시글|글 쓰신|추천수")
"""Who writes there is not there."""
_SOME_ONE: Final = re.compile(
    r"(?<=[가-힣][는던은]) (분|사람|애)(이|가)(?= (?:있|계|살|서 |앉|들어|왔|오|나타|찾아|다가))"
)
"""Somebody who is met for the first time (마주치는 사람이 있었습니다)."""
_SOMEONE_ACTS: Final = re.compile(r"(?<![가-힣])(누)가(?![가-힣]| (?:봐도|뭐|보면|보더라도|되었든|됐든))")
_ASKED: Final = re.compile(r"(?:\?|까|[나는]지|겠어|겠나|알아)[가-힣]{0,3}[.!~ㅋ]*$|[는은]지 ")
"""누가 of a question means nobody in particular."""
_CHILD: Final = re.compile(r"(?<![가-힣])(?<![그이저은는던한된운] )애(가|는|를|도|한테|만)(?![가-힣])")
_POINTED: Final = re.compile(rf"(?<![가-힣])[그이저] ?({_either(ANAPHORS.nouns)})([가-힣]*)")


class PointingWord(NamedTuple):
    """A word that points: where it begins, where its 어절 ends, and what follows its noun there."""

    at: int
    end: int
    noun: str
    rest: str
    new: bool
    """Whether it brings somebody in."""

    @property
    def length(self) -> int:
        """Characters without the particles."""
        return self.end - self.at - len(self.rest)


def pointing_words(sentence: Sentence) -> list[PointingWord]:
    """The words of ``sentence`` that point, none within another."""
    kept: list[PointingWord] = []
    for each in sorted(_found(sentence), key=lambda one: (one.at, -one.end)):
        if not kept or each.at >= kept[-1].end:
            kept.append(each)
    return kept


def _found(sentence: Sentence) -> Iterator[PointingWord]:
    for at, word in sentence.words:
        stem = next((each for each in ANAPHORS.words if word.startswith(each)), "")
        if stem and can_follow_noun(word[len(stem) :]):
            yield PointingWord(at, at + len(word), stem, word[len(stem) :], new=False)
    for match in () if _ONLINE.search(sentence.told) else _SOMEBODY.finditer(sentence.told):
        if not _only_counts(sentence.told[: match.start()]):
            yield PointingWord(match.start(), match.end(), match.group(1), match.group(2) or "", new=True)
    if (someone := _SOMEONE_ACTS.search(sentence.told)) and not _ASKED.search(sentence.text):
        yield PointingWord(someone.start(), someone.end(), someone.group(1), "가", new=True)
    for match in _SOME_ONE.finditer(sentence.told):
        yield PointingWord(match.start(1), match.end(2), match.group(1), match.group(2), new=True)
    for match in _CHILD.finditer(sentence.told):
        yield PointingWord(match.start(), match.end(), "애", match.group(1), new=False)
    for match in _POINTED.finditer(sentence.told):
        if can_follow_noun(match.group(2)) and not match.group(2).startswith("들"):
            yield PointingWord(match.start(), match.end(), match.group(1), match.group(2), new=False)


def _only_counts(before: str) -> bool:
    """Whether 한 분 and the like only count a person named before (할머니 한 분)."""
    words = before.split()
    return bool(words) and before.endswith(" ") and person_word(words[-1]) is not NOBODY
