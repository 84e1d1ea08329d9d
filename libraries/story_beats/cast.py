"""The cast of a story: which words of its sentences mean a person or animal."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from libraries.korean.names import GIVEN_NAMES
from libraries.story_beats.lexicon import Found, is_noun_tail
from libraries.story_beats.lexicons import AGES, ANAPHORS, PERSONS, PersonWord
from libraries.story_beats.members import NOBODY, Member
from libraries.story_beats.mentions import (
    PREDICATE,
    SUBJECT,
    Mention,
    first_person,
    mention,
    only_compared,
    person_word,
)
from libraries.story_beats.roster import Roster
from libraries.story_beats.sentence import Sentence, read
from schemas.beats import Age, Kind, Relation, Sex

_COUNTED: Final = re.compile(
    r"(?:^|[ ])(?:[0-9][0-9,]*[십백천만억]?|[한두세네몇]|석|넉|다섯|여섯|일곱|여덟|아홉|열|스무|여러|수십|반) ?$"
)
_NAMED: Final = re.compile(r"['‘]([가-힣A-Za-z0-9]{1,10})['’](?:이?라는|라고 하는|이라고 하는) ([가-힣]+)")
_CALLED_SO: Final = re.compile(r"(?<![가-힣])([가-힣]{2,3}?)이?라는 ([가-힣]+)")
_BY_NAME: Final = re.compile(r"(?<![가-힣])([가-힣]{2})(?:이?가|이?는|이?를|이?한테|이?랑|이?도|에게|은)(?![가-힣])")
_MISTER: Final = re.compile(
    r"(?<![가-힣])([가-힣]{2,3}(?<![저가글날솜음말불])씨)(?=(?:이|가|는|께|한테|에게|랑|도|를)(?![가-힣]))"
)
_PET_NAMED: Final = re.compile(r"(?:고양이|강아지|반려견) ([가-힣]{2,4}?)(?=(?:이?가|를|을|의|야|한테|랑) )")
_CALLED: Final = re.compile(r"이름[은이]? ?['‘\"]([가-힣]{1,8})['’\"]|['‘]([가-힣]{1,8})아['’] 하고 불")
_SURE: Final = 2
_MINE: Final = re.compile(r"(?:^|[ ])(?:제|내|우리|저희|울)$")
_POINTS: Final = re.compile(r"(?:이|그|저|요) ?$")
_IS_AGED: Final = re.compile(
    r"^(?:하나|둘|셋|넷|한|두|세|네|다섯|여섯|일곱|여덟|아홉)?(?:[.,]|$"
    r"|[가-힣]* ?(?:이|가)? ?(?:되|된|넘|인 |인데|이다|이신|이세|살|세 |이에|예요|이었|였|입니|임|정도|쯤|의|여자"
    r"|남자))"
)
_YEARS: Final = re.compile(r"(?<![0-9])([0-9]{1,2}) ?(?:살|세(?![가-힣]))")
_AT_THE_AGE: Final = re.compile(r"^(?:하나|둘|셋|넷|한|두|세|네|다섯|여섯|일곱|여덟|아홉)?(?:에|에도|입니다|인데|임)$")
_OLD: Final = 60
_INTRODUCTION: Final = 3
"""Sentences in which an author tells about themselves."""
_I_AM: Final = re.compile(r"^(?:입니다|이에요|예요|임|이고|인데|이다|다|이야|이자|입니당)")
_THEN: Final = re.compile(r"이면|당시|시절|어릴|어렸")
_BEFORE_AGE: Final = re.compile(r"^[ 가-힣]{0,5}(?:되기|전에|전까지|때)")
_SOMEBODY: Final = re.compile(
    rf"(?<![가-힣])({'|'.join(sorted(ANAPHORS.new, key=len, reverse=True))})"
    r"(이|가|은|는|께서|을|를|한테|에게)(?![가-힣])"
)
_SOME_ONE: Final = re.compile(
    r"(?<=[가-힣][는던은]) (분|사람|애)(이|가)(?= (?:있|계|살|서 |앉|들어|왔|오|나타|찾아|다가))"
)
"""Somebody who is met for the first time (마주치는 사람이 있었습니다)."""
_POINTED: Final = re.compile(
    rf"(?<![가-힣])(그|이|저|어떤|웬) ?({'|'.join(sorted(ANAPHORS.nouns, key=len, reverse=True))})([가-힣]*)"
)


class CastFinder:
    """Finds the members of a cast sentence by sentence."""

    def __init__(self, title: str, board: str) -> None:
        self.roster = Roster()
        self._army = board == "군대"
        self._settled = False
        self._sexes: list[Sex] = [Sex.MAN] * (2 * self._army)
        """What speaks for the sex of the author."""
        heading = read(-1, title)
        for found in PERSONS.find(heading):
            if PREDICATE.match(found.rest):
                self.author.learn(found.value)
            elif found.rest and not self._is_nobody(heading, found):
                self.roster.remember(self.roster.who(heading, found))
        for age in AGES.find(heading):
            if _AT_THE_AGE.match(age.rest):
                self.author.age, self.author.age_told = age.value, True

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

    def settle(self) -> None:
        """Hold what is known of the author: a script that tells the post knows nothing more."""
        self._decide()
        self._settled = True
        self.author.age_told = True

    def finish(self) -> list[Member]:
        """Everybody of the cast, the author first."""
        self._decide()
        return [self.author, *(each for each in self.roster.members if each.lines and each is not self.author)]

    def _decide(self) -> None:
        """The sex of the author by what speaks for it, and of soldiers."""
        women, men = self._sexes.count(Sex.WOMAN), self._sexes.count(Sex.MAN)
        for each in self.roster.members:
            if self._army and each.sex is Sex.UNKNOWN and each.relation in (Relation.COLLEAGUE, Relation.SUPERIOR):
                each.sex = Sex.MAN
        if abs(women - men) >= _SURE and self.author.sex is Sex.UNKNOWN:
            self.author.sex = Sex.WOMAN if women > men else Sex.MAN

    def _introduced(self, sentence: Sentence) -> None:
        """Names given to somebody: '약손'이라는 힐러, 고양이 두부."""
        for match in _NAMED.finditer(sentence.text):
            row = person_word(match.group(2))
            if row is not NOBODY or match.group(2).startswith(ANAPHORS.nicknamed):
                self.roster.name(match.group(1), row)
        for match in _CALLED_SO.finditer(sentence.told):
            if (row := person_word(match.group(2))) is not NOBODY:
                self.roster.name(match.group(1), row)
        for match in _BY_NAME.finditer(sentence.told):
            if match.group(1) in GIVEN_NAMES:
                self.roster.name(match.group(1), NOBODY)
        for match in _MISTER.finditer(sentence.told):
            self.roster.name(match.group(1), NOBODY)
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
            if of_whom is self.author:
                if not self._settled:
                    of_whom.learn(found.value)
                continue
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
        unmet = self.roster.last is None or _YEARS.search(sentence.told) is not None
        introduces = unmet and sentence.line < _INTRODUCTION and _I_AM.match(found.rest) is not None
        if first_person(sentence, self.author) or introduces:
            return self.author if _I_AM.match(found.rest) else None
        return self.roster.predicated(found)

    def _sex_of_author(self, found: Found[PersonWord], before: str) -> None:
        words = before.split()
        word = words[-1] if words else ""
        of_another = word in ("한", "어떤", "웬") or (word != "" and person_word(word) is not NOBODY)
        if found.value.author_sex is not Sex.UNKNOWN and not of_another and not self._settled:
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
        told = _SOMEBODY.sub(lambda match: " " * len(match.group()), sentence.told)
        for match in _SOME_ONE.finditer(told):
            yield mention(sentence, self.roster.somebody(match.group(1)), match.start(1), match.end(2), match.group(2))
        for match in _POINTED.finditer(sentence.told):
            if is_noun_tail(match.group(3)) and not match.group(3).startswith("들"):
                yield from self._meant(sentence, match.group(2), match.start(), match.end(), match.group(3))

    def _meant(self, sentence: Sentence, noun: str, at: int, end: int, rest: str) -> Iterator[Mention]:
        if not only_compared(rest, sentence, end):
            member = self.roster.meant(noun)
            member.call(sentence.told[at : end - len(rest)].strip())
            yield mention(sentence, member, at, end, rest)

    def _ages(self, sentence: Sentence, mentions: Sequence[Mention]) -> None:
        """Ages told of whom the sentence speaks: 일흔네 살이신데, 39살."""
        if _THEN.search(sentence.told):
            return
        for at, end, age in _told_ages(sentence):
            whose = self._aged(sentence, mentions, at, end)
            if whose is not None and not whose.age_told:
                whose.age, whose.age_told = age, True

    def _aged(self, sentence: Sentence, mentions: Sequence[Mention], at: int, end: int) -> Member | None:
        """Of whom an age is told between two places of a sentence."""
        beside = next((each.member for each in mentions if each.at == end + 1), None)
        subjects = [each.member for each in mentions if each.subject and each.at < at]
        if beside or subjects:
            return beside or subjects[-1]
        if sentence.honored:
            return self.roster.last_person()
        mine = sentence.line < _INTRODUCTION and not sentence.observed and not sentence.reported
        return self.author if mine else None


def _told_ages(sentence: Sentence) -> Iterator[tuple[int, int, Age]]:
    """Ages that a sentence says somebody has: where each stands, and which."""
    for found in AGES.find(sentence):
        behind = found.rest + sentence.after(found.end, 10)
        named = sentence.told[found.end : found.end + 1] == " " and _before_person(sentence, found.end)
        if (named or _IS_AGED.match(behind)) and not _BEFORE_AGE.match(behind):
            counted = len(" 살") if sentence.told.startswith(" 살", found.end) else 0
            yield found.at, found.end + counted, found.value
    for match in _YEARS.finditer(sentence.told):
        if not _BEFORE_AGE.match(sentence.after(match.end(), 8)):
            yield match.start(), match.end(), _of_years(int(match.group(1)))


def _of_years(years: int) -> Age:
    limits = ((2, Age.BABY), (13, Age.CHILD), (20, Age.STUDENT), (30, Age.TWENTIES), (40, Age.THIRTIES))
    return next((age for limit, age in limits if years < limit), Age.MIDDLE_AGED if years < _OLD else Age.OLD)


def _before_person(sentence: Sentence, end: int) -> bool:
    """Whether the next word means the person (수간호사 선생님)."""
    following = sentence.told[end : end + 12].split(maxsplit=1)
    return bool(following) and sentence.told[end : end + 1] == " " and person_word(following[0]) is not NOBODY


def _behind_person(before: str) -> bool:
    """Whether 한 분 and the like only count a person named before (할머니 한 분)."""
    words = before.split()
    return bool(words) and before.endswith(" ") and person_word(words[-1]) is not NOBODY
