"""The cast of a story: which words of its sentences mean a person or animal."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from schemas.beats import Kind, Relation, Sex
from services.studio.script.beats.lexicon import Found, is_noun_tail
from services.studio.script.beats.lexicons import AGES, ANAPHORS, PERSONS, PersonWord
from services.studio.script.beats.members import NOBODY, Member
from services.studio.script.beats.mentions import (
    PREDICATE,
    SUBJECT,
    Mention,
    first_person,
    mention,
    only_compared,
    person_word,
)
from services.studio.script.beats.roster import Roster
from services.studio.script.beats.sentence import Sentence

_COUNTED: Final = re.compile(
    r"(?:^|[ ])(?:[0-9][0-9,]*[십백천만억]?|[한두세네몇]|석|넉|다섯|여섯|일곱|여덟|아홉|열|스무|여러|수십|반) ?$"
)
_NAMED: Final = re.compile(r"['‘]([가-힣A-Za-z0-9]{1,10})['’](?:이?라는|라고 하는|이라고 하는) ([가-힣]+)")
_PET_NAMED: Final = re.compile(r"(?:고양이|강아지|반려견) ([가-힣]{2,4}?)(?=(?:이?가|를|을|는|은|의|야|한테|랑) )")
_CALLED: Final = re.compile(r"이름[은이]? ?['‘\"]([가-힣]{1,8})['’\"]|['‘]([가-힣]{1,8})아['’] 하고 불")
_MINE: Final = re.compile(r"(?:^|[ ])(?:제|내|우리|저희|울)$")
_POINTS: Final = re.compile(r"(?:이|그|저|요) ?$")
_BEFORE_AGE: Final = re.compile(r"^[ 가-힣]{0,5}(?:되기|전에|전까지|때)")
_SOMEBODY: Final = re.compile(
    rf"(?<![가-힣])({'|'.join(sorted(ANAPHORS.new, key=len, reverse=True))})"
    r"(이|가|은|는|께서|을|를|한테|에게)(?![가-힣])"
)
_POINTED: Final = re.compile(
    rf"(?<![가-힣])(그|이|저|어떤|웬) ?({'|'.join(sorted(ANAPHORS.nouns, key=len, reverse=True))})([가-힣]*)"
)


class CastFinder:
    """Finds the members of a cast sentence by sentence."""

    def __init__(self, board: str) -> None:
        self.roster = Roster()
        self._sexes: list[Sex] = [Sex.MAN] * (2 * (board == "군대"))
        """What speaks for the sex of the author."""

    @property
    def author(self) -> Member:
        """The member who writes."""
        return self.roster.author

    def step(self, sentence: Sentence) -> list[Mention]:
        """The mentions in the told part of ``sentence``. Sentences are given in their order."""
        self._introduced(sentence)
        found = [*self._by_words(sentence), *self._by_names(sentence), *self._by_anaphors(sentence)]
        if mine := first_person(sentence, self.author):
            found.append(mine)
        found.sort(key=lambda each: each.at)
        mentions = [each for at, each in enumerate(found) if not at or each.at != found[at - 1].at]
        for each in mentions:
            each.member.seen(sentence.line)
            if each.member is not self.author:
                self.roster.remember(each.member)
        self._ages(sentence, mentions)
        return mentions

    def finish(self) -> list[Member]:
        """Everybody of the cast, the author first."""
        women, men = self._sexes.count(Sex.WOMAN), self._sexes.count(Sex.MAN)
        if women != men:
            self.author.sex = Sex.WOMAN if women > men else Sex.MAN
        return [self.author, *(each for each in self.roster.members if each.lines and each is not self.author)]

    def _introduced(self, sentence: Sentence) -> None:
        """Names given to somebody: '약손'이라는 힐러, 고양이 두부."""
        for match in _NAMED.finditer(sentence.text):
            self.roster.name(match.group(1), person_word(match.group(2)))
        for match in _PET_NAMED.finditer(sentence.text):
            word = match.group().split()[0]
            self.roster.name(match.group(1), person_word(word), word)
        for match in _CALLED.finditer(sentence.text):
            last = self.roster.last
            if last is not None and last.row.kind is not Kind.PERSON:
                self.roster.call(last, match.group(1) or match.group(2))

    def _by_names(self, sentence: Sentence) -> Iterator[Mention]:
        for name, member in self.roster.named.items():
            for at, word in sentence.words:
                if word.startswith(name) and is_noun_tail(word[len(name) :]):
                    yield mention(sentence, member, at, at + len(word), word[len(name) :])
            if f"'{name}'" in sentence.text:
                yield Mention(member, sentence.text.index(f"'{name}'"), subject=True, topic=False, present=True)

    def _by_words(self, sentence: Sentence) -> Iterator[Mention]:
        words = PERSONS.find(sentence)
        for found in words:
            if self._is_nobody(sentence, found):
                continue
            self._sex_of_author(found, sentence.told[: found.at])
            of_whom = self._predicated(sentence, found, words) if PREDICATE.match(found.rest) else None
            if of_whom is not None:
                if of_whom.row.kind == found.value.kind:
                    of_whom.learn(found.value)
                of_whom.call(found.stem)
                yield Mention(of_whom, found.at, subject=True, topic=True, present=True)
                continue
            yield mention(sentence, self.roster.who(sentence, found), found.at, found.end, found.rest)

    def _is_nobody(self, sentence: Sentence, found: Found[PersonWord]) -> bool:
        """Whether the word counts, compares, points, or only says which person the next word means."""
        before = sentence.told[: found.at]
        if len(found.stem) == 1 and (_COUNTED.search(before) or not found.rest):
            return True
        if only_compared(found.rest, sentence, found.end) or (found.stem == "손님" and _POINTS.search(before)):
            return True
        return found.stem in self.roster.named or (not found.rest and _before_person(sentence, found.end))

    def _predicated(
        self, sentence: Sentence, found: Found[PersonWord], words: Sequence[Found[PersonWord]]
    ) -> Member | None:
        """Of whom ``found`` is said: 약손님은 … 수간호사였음."""
        for each in words:
            if each.at < found.at and SUBJECT.search(each.rest) and (member := self.roster.known(each)):
                return member
        for _, word in sentence.words:
            for name, member in self.roster.named.items():
                if word.startswith(name) and is_noun_tail(word[len(name) :]):
                    return member
        return None if first_person(sentence, self.author) else self.roster.predicated(found)

    def _sex_of_author(self, found: Found[PersonWord], before: str) -> None:
        words = before.split()
        word = words[-1] if words else ""
        of_another = word in ("한", "어떤", "웬") or (word != "" and person_word(word) is not NOBODY)
        if found.value.author_sex is not Sex.UNKNOWN and not of_another:
            surely = found.value.relation is Relation.PARTNER or bool(_MINE.search(before.rstrip()))
            self._sexes += [found.value.author_sex] * (2 if surely else 1)

    def _by_anaphors(self, sentence: Sentence) -> Iterator[Mention]:
        for at, word in sentence.words:
            stem = next((each for each in ANAPHORS.words if word.startswith(each)), "")
            if stem and is_noun_tail(word[len(stem) :]):
                yield from self._meant(sentence, stem, at, at + len(word), word[len(stem) :])
        for match in _SOMEBODY.finditer(sentence.told):
            if not _behind_person(sentence.told[: match.start()]):
                member = self.roster.somebody(match.group(1))
                yield mention(sentence, member, match.start(), match.end(), match.group(2))
        for match in _POINTED.finditer(sentence.told):
            if is_noun_tail(match.group(3)) and not match.group(3).startswith("들"):
                yield from self._meant(sentence, match.group(2), match.start(), match.end(), match.group(3))

    def _meant(self, sentence: Sentence, noun: str, at: int, end: int, rest: str) -> Iterator[Mention]:
        if not only_compared(rest, sentence, end):
            member = self.roster.meant(noun)
            member.call(sentence.told[at : end - len(rest)].strip())
            yield mention(sentence, member, at, end, rest)

    def _ages(self, sentence: Sentence, mentions: Sequence[Mention]) -> None:
        """Ages told of whom the sentence speaks: 일흔네 살이신데, 스무 살도 안 돼 보이는."""
        for found in AGES.find(sentence):
            subjects = [each.member for each in mentions if each.subject and each.at < found.at]
            mine = not mentions and not sentence.honored and not sentence.observed and self.roster.last is None
            whose = subjects[-1] if subjects else self.author if mine else None
            if whose is None and sentence.honored:
                whose = self.roster.last_person()
            if whose is not None and not whose.age_told and not _BEFORE_AGE.match(sentence.after(found.end, 8)):
                whose.age, whose.age_told = found.value, True


def _before_person(sentence: Sentence, end: int) -> bool:
    """Whether the next word means the person (수간호사 선생님)."""
    following = sentence.told[end : end + 12].split(maxsplit=1)
    return bool(following) and sentence.told[end : end + 1] == " " and person_word(following[0]) is not NOBODY


def _behind_person(before: str) -> bool:
    """Whether 한 분 and the like only count a person named before (할머니 한 분)."""
    words = before.split()
    return bool(words) and before.endswith(" ") and person_word(words[-1]) is not NOBODY
