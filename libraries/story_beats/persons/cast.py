"""The cast of a story: which words of its sentences mean a person or animal."""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Final

from libraries.korean.names import GIVEN_NAMES
from libraries.story_beats.lexicons import ACTING_ONLY, ANAPHORS, PERSONS, PersonWord
from libraries.story_beats.persons.ages import age_told_by_title, counts_years_of_age, told_ages
from libraries.story_beats.persons.members import NOBODY, Member
from libraries.story_beats.persons.mentions import (
    MYSELF,
    PREDICATE,
    SUBJECT,
    Mention,
    author_mention,
    is_before_person,
    is_only_compared,
    make_mention,
    person_word,
)
from libraries.story_beats.persons.pointing_words import PointingWord, pointing_words
from libraries.story_beats.persons.roster import Roster, is_of_another
from libraries.story_beats.sentence import Sentence, read_sentence
from libraries.story_beats.word_table import FoundWord, can_follow_noun
from schemas.beats import Age, CastKind, Relation, Sex

_COUNTED: Final = re.compile(
    r"(?:^|[ ])(?:[0-9][0-9,]*[십백천만억]?|[한두세네몇]|석|넉|다섯|여섯|일곱|여덟|아홉|열|스무|여러|수십|반) ?$"
)
_NAMED: Final = re.compile(r"['‘]([가-힣A-Za-z0-9]{1,10})['’](?:이?라는|라고 하는|이라고 하는) ([가-힣]+)")
_CALLED_SO: Final = re.compile(r"(?<![가-힣])([가-힣]{2,3}?)이?라는 ([가-힣]+)")
_BY_NAME: Final = re.compile(
    r"(?<![가-힣])([가-힣]{2})(?:이?가|이?는|이?를|이?한테|이?랑|이?도|에게|은|이?였[가-힣]{1,4})(?![가-힣])"
)
_MISTER: Final = re.compile(
    r"(?<![가-힣])([가-힣]{2,3}(?<![저가글날솜음말불])씨)(?=(?:이|가|는|께|한테|에게|랑|도|를)(?![가-힣]))"
)
_PET_NAMED: Final = re.compile(r"(?:고양이|강아지|반려견) ([가-힣]{2,4}?)(?=(?:이?가|를|을|의|야|한테|랑) )")
_CALLED: Final = re.compile(r"이름[은이]? ?['‘\"]([가-힣]{1,8})['’\"]|['‘]([가-힣]{1,8})아['’] 하고 불")
_ACTS: Final = re.compile(r"(?:이|가|은|는|께서|한테|에게|도|였|들)")
_GROWN_UP: Final = re.compile(r"퇴근|출근|취직|취업|운전|결혼|대학|군대|입대|전역|월급|회사|장가|시집|돌아가셨")
"""What no child does: 아들 may be a man of fifty."""
_SURE: Final = 2
_MINE: Final = re.compile(r"(?:^|[ ])(?:제|내|우리|저희|울)$")
_POINTS: Final = re.compile(r"(?:이|그|저|요) ?$")
_INTRODUCTION: Final = 3
"""Sentences in which an author tells about themselves."""
_I_AM: Final = re.compile(r"^(?:이었|였|입니다|이에요|예요|임|이고|인데|이다|다|이야|이자|입니당)")


class CastFinder:
    """Finds the members of a cast sentence by sentence."""

    def __init__(self, title: str, board: str) -> None:
        self.roster = Roster()
        self._army = board == "군대"
        self._settled = False
        self._sexes: list[Sex] = [Sex.MAN] * (2 * self._army)
        """What speaks for the sex of the author."""
        heading = read_sentence(-1, title)
        named = PERSONS.find_words(heading)
        of_another = any(SUBJECT.search(found.rest) for found in named)
        for found in named:
            if PREDICATE.match(found.rest):
                if not of_another:
                    self.author.learn_from_row(found.value)
            elif found.rest and not self._is_nobody(heading, found):
                self.roster.note_spoken_of(self.roster.find_or_add_member(heading, found))
        if (age := age_told_by_title(heading)) is not Age.UNKNOWN:
            self.author.age, self.author.age_told = age, True

    @property
    def author(self) -> Member:
        """The member who writes."""
        return self.roster.author

    def learn_mentions(self, sentence: Sentence) -> list[Mention]:
        """The mentions in the told part of ``sentence``. Sentences are given in their order."""
        self._introduced(sentence)
        mentions: list[Mention] = []
        for _, meant in sorted(self._candidates(sentence, mentions), key=lambda each: each[0]):
            each = meant()
            if each is not None and all(each.at != other.at for other in mentions):
                mentions.append(each)
                self._spoken_of(each, sentence)
        self._ages(sentence, mentions)
        return mentions

    def find_or_add_labelled(self, label: str, sentence: Sentence) -> Member:
        """Whom a dialogue calls ``label``."""
        found = next((each for each in PERSONS.find_words(sentence) if each.at == 0), None)
        named = self.roster.named.get(label)
        member = named or (
            self.author if label in MYSELF or found is None else self.roster.find_or_add_member(sentence, found)
        )
        member.add_line(sentence.line)
        if member is not self.author:
            self.roster.note_spoken_of(member)
        return member

    def _spoken_of(self, each: Mention, sentence: Sentence) -> None:
        member = each.member
        member.add_line(sentence.line)
        if member is not self.author and (each.present or not each.topic):
            self.roster.note_spoken_of(member)
        grown_up = each.subject and (sentence.honored or _GROWN_UP.search(sentence.told) is not None)
        if grown_up and member.age is Age.CHILD and member.relation is Relation.FAMILY and not member.age_told:
            member.age = Age.UNKNOWN

    def _candidates(
        self, sentence: Sentence, before: Sequence[Mention]
    ) -> Iterator[tuple[int, Callable[[], Mention | None]]]:
        """What may mean somebody: where it begins, and how to find out whom, once all ``before`` it is known."""
        pointed = pointing_words(sentence)
        for pointer in pointed:
            yield pointer.at, partial(self._by_pointer, sentence, pointer)
        words = PERSONS.find_words(sentence)
        for found in words:
            if not any(each.at <= found.at < each.end for each in pointed) and not self._is_nobody(sentence, found):
                yield found.at, partial(self._by_word, sentence, found, words, before)
        yield from self._by_names(sentence)
        if mine := author_mention(sentence, self.author):
            yield mine.at, lambda: mine

    def settle_author_traits(self) -> None:
        """Hold what is known of the author: a script that tells the post knows nothing more."""
        self._decide()
        self._settled = True
        self.author.age_told = True

    def finish_cast(self) -> list[Member]:
        """Decide what is open, and give everybody of the cast an id; the author first."""
        self._decide()
        self.roster.assign_ids()
        return [
            self.author,
            *(each for each in self.roster.members if each.lines and each is not self.author and each.is_somebody),
        ]

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
                self.roster.name_whom_word_means(match.group(1), row)
        for match in _CALLED_SO.finditer(sentence.told):
            if (row := person_word(match.group(2))) is not NOBODY:
                self.roster.name_whom_word_means(match.group(1), row)
        for match in _BY_NAME.finditer(sentence.told):
            if match.group(1) in GIVEN_NAMES:
                self.roster.name_whom_word_means(match.group(1), NOBODY)
        for match in _MISTER.finditer(sentence.told):
            self.roster.name_whom_word_means(match.group(1), NOBODY)
        for match in _PET_NAMED.finditer(sentence.text):
            word = match.group().split()[0]
            self.roster.name_whom_word_means(match.group(1), person_word(word), word)
        for match in _CALLED.finditer(sentence.text):
            last = self.roster.last_member
            if last is not None and last.row.kind is not CastKind.PERSON:
                self.roster.name_member(last, match.group(1) or match.group(2))

    def _by_names(self, sentence: Sentence) -> Iterator[tuple[int, Callable[[], Mention | None]]]:
        for name, member in self.roster.named.items():
            for at, word in sentence.words:
                rest = word[len(name) :]
                if (
                    word.startswith(name)
                    and can_follow_noun(rest)
                    and not is_only_compared(rest, sentence, at + len(word))
                ):
                    yield at, partial(make_mention, sentence, member, at, at + len(word), word[len(name) :])
            if f"'{name}'" in sentence.text:
                at = sentence.text.index(f"'{name}'")
                yield at, partial(Mention, member, at, subject=True, topic=False, present=True)

    def _by_word(
        self,
        sentence: Sentence,
        found: FoundWord[PersonWord],
        words: Sequence[FoundWord[PersonWord]],
        before: Sequence[Mention],
    ) -> Mention | None:
        self._sex_of_author(found, sentence.told[: found.at])
        of_whom = self._predicated(sentence, found, words, before) if PREDICATE.match(found.rest) else None
        if of_whom is None:
            return make_mention(
                sentence, self.roster.find_or_add_member(sentence, found), found.at, found.end, found.rest
            )
        if of_whom is self.author:
            if not self._settled:
                of_whom.learn_from_row(found.value)
            return None
        if of_whom.row.kind == found.value.kind:
            relation = of_whom.relation
            of_whom.learn_from_row(found.value)
            of_whom.relation = relation if is_of_another(sentence, found) else of_whom.relation
        if of_whom.is_somebody and set(of_whom.names) - of_whom.pointed:
            of_whom.add_pointing_name(found.stem)
        else:
            of_whom.add_name(found.stem)
        return Mention(of_whom, found.at, subject=True, topic=True, present=True)

    def _is_nobody(self, sentence: Sentence, found: FoundWord[PersonWord]) -> bool:
        """Whether the word counts, compares, points, or only says which person the next word means."""
        before = sentence.told[: found.at]
        if len(found.stem) == 1 and (_COUNTED.search(before) or found.rest in ("", "인", "인의")):
            return True
        if is_only_compared(found.rest, sentence, found.end) or (found.stem == "손님" and _POINTS.search(before)):
            return True
        if found.stem in ACTING_ONLY and not _ACTS.search(found.rest):
            return True
        return found.stem in self.roster.named or (not found.rest and is_before_person(sentence, found.end))

    def _predicated(
        self,
        sentence: Sentence,
        found: FoundWord[PersonWord],
        words: Sequence[FoundWord[PersonWord]],
        before: Sequence[Mention],
    ) -> Member | None:
        """Of whom ``found`` is said: 약손님은 … 수간호사였음."""
        told = [each.member for each in before if each.subject and each.member is not self.author]
        if told and told[0].may_match(found.value):
            return told[0]
        for each in words:
            if each.at < found.at and SUBJECT.search(each.rest) and (member := self.roster.last_member_of_word(each)):
                return member
        for _, word in sentence.words:
            for name, member in self.roster.named.items():
                if word.startswith(name) and can_follow_noun(word[len(name) :]):
                    return member
        unmet = not any(each.lines for each in self.roster.members[1:]) or counts_years_of_age(sentence)
        begins = sentence.line < (2 * _INTRODUCTION if counts_years_of_age(sentence) else _INTRODUCTION)
        introduces = unmet and begins and _I_AM.match(found.rest) is not None
        if author_mention(sentence, self.author) or introduces:
            return self.author if _I_AM.match(found.rest) else None
        last = self.roster.latest_described(found)
        return None if last is not None and is_of_another(sentence, found, last) else last

    def _sex_of_author(self, found: FoundWord[PersonWord], before: str) -> None:
        words = before.split()
        word = words[-1] if words else ""
        of_another = word in ("한", "어떤", "웬") or (word != "" and person_word(word) is not NOBODY)
        if found.value.author_sex is not Sex.UNKNOWN and not of_another and not self._settled:
            surely = found.value.relation is Relation.PARTNER or bool(_MINE.search(before.rstrip()))
            self._sexes += [found.value.author_sex] * (2 if surely else 1)

    def _by_pointer(self, sentence: Sentence, pointer: PointingWord) -> Mention | None:
        unknown = pointer.noun == "애" and self.roster.latest_called("애") is None
        if unknown or is_only_compared(pointer.rest, sentence, pointer.end):
            return None
        if pointer.new:
            member = (
                self.roster.find_or_add_introduced(pointer.noun) if pointer.noun != "누" else self.roster.add_stranger()
            )
        else:
            member = self.roster.find_or_add_pointed_at(pointer.noun)
            member.add_pointing_name(sentence.told[pointer.at : pointer.at + pointer.length].strip())
        return make_mention(sentence, member, pointer.at, pointer.end, pointer.rest)

    def _ages(self, sentence: Sentence, mentions: Sequence[Mention]) -> None:
        """Ages told of whom the sentence speaks: 일흔네 살이신데, 39살."""
        for at, end, age in told_ages(sentence):
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
