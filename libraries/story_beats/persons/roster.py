"""Everybody found so far in a story: whom a word means, and who was spoken of last."""

import re
from collections.abc import Sequence
from typing import Final

from libraries.korean.names import CLEAR_SURNAMES, SURNAMES
from libraries.story_beats.lexicons import MODIFIERS, PERSONS, PLACE_NAMES, PersonWord
from libraries.story_beats.persons.members import NOBODY, SOMEONE, Member, author_member, is_person
from libraries.story_beats.persons.mentions import person_word
from libraries.story_beats.sentence import Sentence
from libraries.story_beats.word_table import FoundWord
from schemas.beats import Age, CastKind, Relation, Sex

_NUMBERED: Final = re.compile(r"^[0-9]+[호번]$")
_RANK: Final = re.compile(r"(?:[부차과팀실점사]장|대리|주임|전무|상무)님?$")
"""A title that 이 before it is the family name of; before other words it points (이 부장, 이 학생)."""
_OTHER: Final = re.compile(r"(?:다른|새로운|또 ?다른|새)$")
_SAYS_WHICH: Final = frozenset(("남자", "남자분", "여자", "여자분", "손님", "남성", "여성", "청년", "상대방"))
"""Words that may only say of somebody just met of which sex they are, or what they want."""
_VAGUE: Final = frozenset((Relation.UNKNOWN, Relation.CUSTOMER, Relation.STRANGER))
_OF_SOMEBODY: Final = frozenset((Relation.FAMILY, Relation.PARTNER, Relation.FRIEND))
"""Behind another person's word, such a word means somebody else (친구 남편); others mean the same (할머니 손님)."""
_KIN: Final = frozenset(("아드님", "따님", "사모님", "부인", "손녀", "손녀딸", "손자", "손주", "며느리", "사위"))
"""Words for relatives that are hardly ever the author's."""
_DESCRIBES: Final = re.compile(r"(?:학생|초딩|중딩|고딩|남자|여자|남성|여성|외국인|신입|사촌|쌍둥이|막내|환자)$")
_CALLED_BY_TITLE: Final = frozenset((Relation.FAMILY, Relation.SUPERIOR))
"""Who is called 엄마 or 팀장님 each time, hardly ever 그 사람."""
_CHILDREN: Final = frozenset(("아이", "애", "꼬마", "꼬맹이", "어린애"))
_YOUNG: Final = frozenset((Age.BABY, Age.CHILD, Age.STUDENT))
_WITHIN: Final = 8
"""Sentences within which a child is meant by such a word."""
_SHORT: Final = 3
"""Sentences within which a fuller name may be given to somebody."""


class Roster:
    """The members, the author first."""

    def __init__(self) -> None:
        self.author = author_member()
        self.members: list[Member] = [self.author]
        self.named: dict[str, Member] = {}
        """Nicknames and names of pets."""
        self._recent: list[Member] = []

    @property
    def recent(self) -> tuple[Member, ...]:
        """Who has been spoken of, the last one last."""
        return tuple(self._recent)

    def restore_recent(self, recent: Sequence[Member]) -> None:
        """Go on from where those of ``recent`` had been spoken of."""
        self._recent = list(recent)

    def assign_ids(self) -> None:
        """Give everybody an id: the fullest name, with a number where an earlier member has it."""
        taken = {self.author.id}
        for member in self.members[1:]:
            member.id, number = member.fullest_name, 2
            while member.id in taken:
                member.id, number = f"{member.fullest_name} {number}", number + 1
            taken.add(member.id)

    @property
    def last_member(self) -> Member | None:
        """Whoever was spoken of last, an animal too."""
        return self._recent[-1] if self._recent else None

    def last_person(self) -> Member | None:
        """The person spoken of last."""
        return next((member for member in reversed(self._recent) if is_person(member)), None)

    def last_honored(self) -> Member | None:
        """The person spoken of last whom a verb may honour: no child."""
        return next((each for each in reversed(self._recent) if is_person(each) and each.age not in _YOUNG), None)

    def note_spoken_of(self, member: Member) -> None:
        """Take note that ``member`` is spoken of."""
        if member in self._recent:
            self._recent.remove(member)
        self._recent.append(member)

    def add_member(self, member: Member) -> Member:
        """Let a new member in."""
        self.members.append(member)
        return member

    def name_whom_word_means(self, name: str, row: PersonWord, word: str = "") -> None:
        """Give ``name`` to whom ``word`` means; to somebody new where it means nobody."""
        if name in self.named:
            return
        member = next((each for each in self.members if word and each.may_be_called(word, row)), None)
        if member is None:
            member = self.add_member(Member(row))
            member.learn_from_row(row)
        member.add_name(word)
        self.name_member(member, name)

    def name_member(self, member: Member, name: str) -> None:
        """Give ``member`` a name that is looked for in what follows."""
        member.add_name(name)
        member.proper = member.proper or name
        self.named[name] = member

    def last_member_of_word(self, found: FoundWord[PersonWord]) -> Member | None:
        """The member of that word spoken of last."""
        ordered = [*reversed(self._recent), *(each for each in self.members if each not in self._recent)]
        return next((member for member in ordered if member.may_be_called(found.stem, found.value)), None)

    def _several(self, found: FoundWord[PersonWord]) -> Member:
        """Those whom a word with 들 behind it means (초딩들이)."""
        name = f"{found.stem}들"
        known = next((member for member in self.members if name in member.names and member.is_group), None)
        if known is None:
            known = self.add_member(Member(found.value, [name], several=True))
            known.learn_from_row(found.value)
        return known

    def find_or_add_member(self, sentence: Sentence, found: FoundWord[PersonWord]) -> Member:
        """The member whom a word for a person means; a new one when nobody fits."""
        if found.rest.startswith("들") and not found.value.group:
            return self._several(found)
        before = sentence.told[: found.at]
        owner = _owner(sentence, found)
        modifier = owner.rstrip("의") if _is_of(owner, found) else _modifier(sentence, found, before)
        member = self._who(sentence, found, modifier)
        if owner and not _is_of(owner, found):
            member.learn_from_word_before(owner, person_word(owner), found.stem)
        return member

    def _who(self, sentence: Sentence, found: FoundWord[PersonWord], modifier: str) -> Member:
        if not _OTHER.search(sentence.told[: found.at].rstrip()):
            if (member := self._by_short(found, modifier)) is not None:
                member.add_pointing_name(found.stem)
                return member
            member = self._same(found, modifier) or self._fuller(sentence, found, modifier)
            member = member or self._of_unknown_kind(sentence, found) or self._young(sentence, found)
            if member is not None:
                member.add_name(found.stem)
                return member
        return self._new(found, modifier)

    def _same(self, found: FoundWord[PersonWord], modifier: str) -> Member | None:
        ordered = [*reversed(self._recent), *(each for each in self.members if each not in self._recent)]
        for member in ordered:
            if member.may_be_called(found.stem, found.value) and modifier in ("", member.modifier):
                return member
        return None

    def _by_short(self, found: FoundWord[PersonWord], modifier: str) -> Member | None:
        """Who may be called so for short, where nobody has the word for themselves (어머님 for a 시어머니)."""
        if modifier or any(member.may_be_called(found.stem, found.value) for member in self.members):
            return None
        return next((member for member in reversed(self.members) if found.stem in member.row.short), None)

    def _fuller(self, sentence: Sentence, found: FoundWord[PersonWord], modifier: str) -> Member | None:
        """The member of that word met just before, who is told more of now (아저씨, then 경비 아저씨)."""
        member = self.last_member_of_word(found)
        if (
            not modifier
            or person_word(modifier) is not NOBODY
            or member is None
            or member.modifier
            or sentence.line - max(member.lines, default=-9) > _SHORT
        ):
            return None
        member.modifier = modifier
        member.add_name(f"{modifier} {found.stem}")
        if member.relation is Relation.UNKNOWN:
            member.relation = MODIFIERS.get(modifier) or Relation.UNKNOWN
        return member

    def _of_unknown_kind(self, sentence: Sentence, found: FoundWord[PersonWord]) -> Member | None:
        """The person of unknown sex or trade met just before, when ``found`` only says which (남자분이었다)."""
        last = self.last_person()
        if last is None or found.stem not in _SAYS_WHICH or not last.lines:
            return None
        near = sentence.line - last.lines[-1] <= _SHORT - 1
        if near and last.relation in _VAGUE and last.age is Age.UNKNOWN and Sex.UNKNOWN in (last.sex, found.value.sex):
            last.learn_from_row(found.value)
            return last
        return None

    def _young(self, sentence: Sentence, found: FoundWord[PersonWord]) -> Member | None:
        """The child of whom it was told lately, where 아이 or 꼬마 can only mean that one (딸, 남학생)."""
        if found.stem not in _CHILDREN or any(member.may_be_called(found.stem, found.value) for member in self.members):
            return None
        child = next((each for each in reversed(self._recent) if _is_young(each, sentence.line)), None)
        if child is not None:
            child.rows.append(found.value)
        return child

    def _new(self, found: FoundWord[PersonWord], modifier: str) -> Member:
        identity = f"{modifier} {found.stem}".strip()
        member = self.add_member(Member(found.value, [identity], modifier))
        member.add_name(found.stem)
        member.relation = MODIFIERS.get(modifier) or Relation.UNKNOWN
        if modifier and person_word(modifier) is not NOBODY:
            member.learn_of_another(found.value, person_word(modifier))
        else:
            member.learn_from_row(found.value)
        return member

    def find_or_add_introduced(self, word: str) -> Member:
        """Whom the text introduces without a name (한 사람이, 모르는 남자가); the same one by the same words."""
        known = next((member for member in self.members if word in member.names), None)
        if known is not None:
            return known
        row = PERSONS.get(word.rpartition(" ")[2]) or NOBODY
        member = self.add_member(Member(row, [word]))
        member.learn_from_row(row)
        return member

    def add_stranger(self) -> Member:
        """Somebody of whom nothing is told yet (누가 어깨를 쳤다)."""
        member = self.add_member(Member(NOBODY))
        member.add_pointing_name(SOMEONE)
        return member

    def find_or_add_pointed_at(self, noun: str) -> Member:
        """Whom 그분, 그 사람 or 걔 means: the one spoken of last, else somebody new."""
        member = self.latest_called(noun)
        if member is None:
            row = PERSONS.get(noun) or NOBODY
            member = self.add_member(Member(row, [f"그 {noun}" if row is NOBODY else noun]))
            member.learn_from_row(row)
        return member

    def latest_called(self, noun: str) -> Member | None:
        """Of whom it was told last, who may be called ``noun``."""
        row = PERSONS.get(noun)
        for member in reversed(self._recent):
            titled = {member.relation, member.row.relation} & _CALLED_BY_TITLE
            if not is_person(member) or (titled and noun not in member.names):
                continue
            if noun in _CHILDREN and member.age not in _YOUNG:
                continue
            if row is not None and not (member.row is row or member.may_match(row)):
                continue
            if noun not in ("학생", "손님") or _may_be(noun, member):
                return member
        return None

    def latest_described(self, found: FoundWord[PersonWord]) -> Member | None:
        """Of whom a sentence without a subject says what they are: the one spoken of last, not yet called so."""
        if self.last_member is not None and self.last_member.row.kind is not CastKind.PERSON:
            return self.last_member
        last = self.last_person()
        if last is None:
            return None
        known = any(member.may_be_called(found.stem, found.value) for member in self.members)
        return last if not known and last.may_match(found.value) else None


def _is_young(member: Member, line: int) -> bool:
    lately = line - max(member.lines, default=-9) <= _WITHIN
    return is_person(member) and member.age in _YOUNG and lately


def _may_be(noun: str, member: Member) -> bool:
    """Whether a member may be called 그 학생 or 그 손님."""
    called = any(noun in name for name in member.names)
    return called or member.relation in (*_VAGUE, Relation.PUPIL, Relation.NEIGHBOUR)


def is_of_another(sentence: Sentence, found: FoundWord[PersonWord], other: Member | None = None) -> bool:
    """Whether ``found`` says what somebody is to another person than the author, to ``other`` if given."""
    owner = _owner(sentence, found)
    return _is_of(owner, found) and (other is None or owner.rstrip("의") in other.names)


def _owner(sentence: Sentence, found: FoundWord[PersonWord]) -> str:
    """The word for a person right before ``found`` (친구 남편, 할머니 손님); empty without one."""
    words = sentence.told[: found.at].rsplit(maxsplit=1)
    word = words[-1] if words and sentence.told[: found.at].endswith(" ") else ""
    return word if word and (PERSONS.get(word.removesuffix("의")) or PERSONS.get(word)) else ""


def _is_of(owner: str, found: FoundWord[PersonWord]) -> bool:
    """Whether ``found`` is somebody of ``owner``: another person."""
    if not owner or _DESCRIBES.search(owner):
        return False
    return owner.endswith("의") or found.value.relation in _OF_SOMEBODY or found.stem in _KIN


def _modifier(sentence: Sentence, found: FoundWord[PersonWord], before: str) -> str:
    """What tells this person from another of the same word: 윗집, 세탁소, 307호."""
    start = max((at for at, _ in sentence.words if at <= found.at), default=found.at)
    inner = sentence.told[start : found.at]
    word = inner or (before.rsplit(maxsplit=1)[-1] if before.endswith(" ") and before.split() else "")
    if word in MODIFIERS or (len(word) > 1 and word in PLACE_NAMES) or _NUMBERED.match(word):
        return word
    if word in CLEAR_SURNAMES or (inner and word in SURNAMES) or (word == "이" and _RANK.search(found.stem)):
        return word
    return ""
