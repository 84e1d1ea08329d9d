"""Everybody found so far in a story: whom a word means, and who was spoken of last."""

import re
from typing import Final

from libraries.korean.names import CLEAR_SURNAMES, SURNAMES
from libraries.story_beats.lexicon import Found
from libraries.story_beats.lexicons import MODIFIERS, PERSONS, PLACE_NAMES, PersonWord
from libraries.story_beats.members import NOBODY, Member, author, is_person
from libraries.story_beats.sentence import Sentence
from schemas.beats import Age, Kind, Relation, Sex

_NUMBERED: Final = re.compile(r"^[0-9]+[호번]$")
_RANK: Final = re.compile(r"(?:[부차과팀실점사]장|대리|주임|전무|상무)님?$")
"""A title that 이 before it is the family name of; before other words it points (이 부장, 이 학생)."""
_OTHER: Final = re.compile(r"(?:다른|새로운|또 ?다른|새)$")
_SAYS_WHICH: Final = frozenset(("남자", "남자분", "여자", "여자분", "손님", "남성", "여성", "청년", "상대방"))
"""Words that may only say of somebody just met of which sex they are, or what they want."""
_VAGUE: Final = frozenset((Relation.UNKNOWN, Relation.CUSTOMER, Relation.STRANGER))
_IN_LAW: Final = {
    "어머님": ("시어머니", "시어머님", "장모님", "장모"),
    "어머니": ("시어머니", "시어머님"),
    "아버님": ("시아버지", "시아버님", "장인어른"),
    "아버지": ("시아버지", "시아버님"),
}
_CALLED_BY_TITLE: Final = frozenset((Relation.FAMILY, Relation.SUPERIOR))
"""Who is called 엄마 or 팀장님 each time, hardly ever 그 사람."""
_SHORT: Final = 3
"""Sentences within which a fuller name may be given to somebody."""


class Roster:
    """The members, the author first."""

    def __init__(self) -> None:
        self.author = author()
        self.members: list[Member] = [self.author]
        self.named: dict[str, Member] = {}
        """Nicknames and names of pets."""
        self._recent: list[Member] = []

    @property
    def last(self) -> Member | None:
        """Whoever was spoken of last, an animal too."""
        return self._recent[-1] if self._recent else None

    def last_person(self) -> Member | None:
        """The person spoken of last."""
        return next((member for member in reversed(self._recent) if is_person(member)), None)

    def remember(self, member: Member) -> None:
        """Take note that ``member`` is spoken of."""
        if member in self._recent:
            self._recent.remove(member)
        self._recent.append(member)

    def add(self, member: Member) -> Member:
        """Let a new member in."""
        self.members.append(member)
        return member

    def name(self, name: str, row: PersonWord, word: str = "") -> None:
        """Give ``name`` to whom ``word`` means; to somebody new where it means nobody."""
        if name in self.named:
            return
        member = next((each for each in self.members if word and each.is_called(word, row)), None)
        if member is None:
            member = self.add(Member(name, row))
            member.learn(row)
        member.call(word)
        self.call(member, name)

    def call(self, member: Member, name: str) -> None:
        """Give ``member`` a name that is looked for in what follows."""
        member.call(name)
        self.named[name] = member

    def known(self, found: Found[PersonWord]) -> Member | None:
        """The member of that word spoken of last."""
        ordered = [*reversed(self._recent), *(each for each in self.members if each not in self._recent)]
        return next((member for member in ordered if member.is_called(found.stem, found.value)), None)

    def who(self, sentence: Sentence, found: Found[PersonWord]) -> Member:
        """The member whom a word for a person means; a new one when nobody fits."""
        before = sentence.told[: found.at]
        modifier = _modifier(sentence, found, before)
        if not _OTHER.search(before.rstrip()):
            member = self._in_law(found) or self._same(found, modifier) or self._fuller(sentence, found, modifier)
            member = member or self._of_unknown_kind(sentence, found)
            if member is not None:
                member.call(found.stem)
                return member
        return self._new(found, modifier)

    def _same(self, found: Found[PersonWord], modifier: str) -> Member | None:
        ordered = [*reversed(self._recent), *(each for each in self.members if each not in self._recent)]
        for member in ordered:
            if member.is_called(found.stem, found.value) and modifier in ("", member.modifier):
                return member
        return None

    def _in_law(self, found: Found[PersonWord]) -> Member | None:
        """A parent of the wife or husband, where 어머님 or 아버님 can only mean one."""
        titles = _IN_LAW.get(found.stem, ())
        if any(member.is_called(found.stem, found.value) for member in self.members):
            return None
        return next((member for member in self.members if set(titles) & set(member.names)), None)

    def _fuller(self, sentence: Sentence, found: Found[PersonWord], modifier: str) -> Member | None:
        """The member of that word met just before, who is told more of now (아저씨, then 경비 아저씨)."""
        member = self.known(found)
        if member is None or member.modifier or sentence.line - max(member.lines, default=-9) > _SHORT:
            return None
        member.modifier = modifier
        member.id = f"{modifier} {found.stem}"
        member.call(member.id)
        return member

    def _of_unknown_kind(self, sentence: Sentence, found: Found[PersonWord]) -> Member | None:
        """The person of unknown sex or trade met just before, when ``found`` only says which (남자분이었다)."""
        last = self.last_person()
        if last is None or found.stem not in _SAYS_WHICH or not last.lines:
            return None
        near = sentence.line - last.lines[-1] <= _SHORT - 1
        if near and last.relation in _VAGUE and last.age is Age.UNKNOWN and Sex.UNKNOWN in (last.sex, found.value.sex):
            last.learn(found.value)
            return last
        return None

    def _new(self, found: Found[PersonWord], modifier: str) -> Member:
        identity = f"{modifier} {found.stem}".strip()
        taken = {member.id for member in self.members}
        unique, number = identity, 2
        while unique in taken:
            unique, number = f"{identity} {number}", number + 1
        member = self.add(Member(unique, found.value, [identity], modifier))
        member.call(found.stem)
        member.relation = MODIFIERS.get(modifier) or Relation.UNKNOWN
        member.learn(found.value)
        return member

    def somebody(self, word: str) -> Member:
        """Whom the text introduces without a name (한 사람이); the same one when it uses the same words."""
        known = next((member for member in self.members if word in member.names), None)
        return known or self.add(Member(word, NOBODY, [word]))

    def meant(self, noun: str) -> Member:
        """Whom 그분, 그 사람 or 걔 means: the one spoken of last, else somebody new."""
        member = self._fitting(noun)
        if member is None:
            row = PERSONS.get(noun) or NOBODY
            member = self.add(Member(f"그 {noun}" if row is NOBODY else noun, row, [noun]))
            member.learn(row)
        return member

    def _fitting(self, noun: str) -> Member | None:
        row = PERSONS.get(noun)
        for member in reversed(self._recent):
            titled = {member.relation, member.row.relation} & _CALLED_BY_TITLE
            if not is_person(member) or (titled and noun not in member.names):
                continue
            if row is not None and not (member.row is row or member.may_be(row)):
                continue
            if noun not in ("학생", "손님") or _may_be(noun, member):
                return member
        return None

    def predicated(self, found: Found[PersonWord]) -> Member | None:
        """Of whom a sentence without a subject says what they are: the one spoken of last, not yet called so."""
        if self.last is not None and self.last.row.kind is not Kind.PERSON:
            return self.last
        last = self.last_person()
        if last is None:
            return None
        known = any(member.is_called(found.stem, found.value) for member in self.members)
        return last if not known and last.may_be(found.value) else None


def _may_be(noun: str, member: Member) -> bool:
    """Whether a member may be called 그 학생 or 그 손님."""
    called = any(noun in name for name in member.names)
    return called or member.relation in (*_VAGUE, Relation.PUPIL, Relation.NEIGHBOUR)


def _modifier(sentence: Sentence, found: Found[PersonWord], before: str) -> str:
    """What tells this person from another of the same word: 윗집, 세탁소, 307호."""
    start = max((at for at, _ in sentence.words if at <= found.at), default=found.at)
    inner = sentence.told[start : found.at]
    word = inner or (before.rsplit(maxsplit=1)[-1] if before.endswith(" ") and before.split() else "")
    if word in MODIFIERS or (len(word) > 1 and word in PLACE_NAMES) or _NUMBERED.match(word):
        return word
    if word in CLEAR_SURNAMES or (inner and word in SURNAMES) or (word == "이" and _RANK.search(found.stem)):
        return word
    return ""
