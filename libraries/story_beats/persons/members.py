"""Members of the cast while they are found: who is the same person, and what the text tells of each."""

import re
from dataclasses import dataclass, field
from typing import Final

from libraries.story_beats.lexicons import PersonWord
from schemas.beats import Age, CastKind, CastMember, Occupation, Relation, Sex

AUTHOR: Final = "author"
SOMEONE: Final = "누가"
"""Somebody of whom nothing is told yet."""
_LONGEST_ID: Final = 36
"""Leaves room for a number within what an id may have."""
_POLITE: Final = re.compile(r"(?:님|분|들)$")


def without_polite_ending(word: str) -> str:
    """A word for a person without what only makes it polite."""
    return _POLITE.sub("", word) if len(word) > 2 else word


@dataclass(eq=False)
class Member:
    """A member as it grows with what the text tells."""

    row: PersonWord
    names: list[str] = field(default_factory=list)
    modifier: str = ""
    rows: list[PersonWord] = field(default_factory=list)
    """Further kinds of words by which the member is called."""
    proper: str = ""
    """A nickname, or the name of a pet."""
    pointed: set[str] = field(default_factory=set)
    """Those of ``names`` that only point at somebody spoken of before."""
    id: str = ""
    """Set when the whole text is read, so that it does not depend on which name comes first."""
    sex: Sex = Sex.UNKNOWN
    age: Age = Age.UNKNOWN
    work: Occupation = Occupation.UNKNOWN
    relation: Relation = Relation.UNKNOWN
    several: bool = False
    """Whether the word has 들 behind it."""
    age_told: bool = False
    """Whether the age was told in words of its own."""
    lines: list[int] = field(default_factory=list)

    def learn_from_row(self, row: PersonWord) -> None:
        """Take from ``row`` what is not known yet."""
        self.sex = self.sex if self.sex is not Sex.UNKNOWN else row.sex
        self.age = self.age if self.age is not Age.UNKNOWN else row.age
        self.work = self.work if self.work is not Occupation.UNKNOWN else row.work
        self.relation = self.relation if self.relation is not Relation.UNKNOWN else row.relation

    def learn_of_another(self, row: PersonWord, owner: PersonWord) -> None:
        """Take what ``row`` says of somebody of ``owner``, who is nothing to the author by it."""
        self.sex = row.sex
        self.age = owner.age if row.relation is Relation.FRIEND else row.age
        self.work = row.work

    def learn_from_word_before(self, word: str, row: PersonWord, stem: str) -> None:
        """Take from a word before ``stem``, that of the member, what it tells too (할머니 손님, 초등학생 아들)."""
        self.rows.append(row)
        self.add_name(word)
        self.add_name(f"{word} {stem}")
        if not self.age_told:
            self.age = row.age if row.age is not Age.UNKNOWN else self.age
        self.learn_from_row(row)

    def may_match(self, row: PersonWord) -> bool:
        """Whether nothing known of the member speaks against ``row``."""
        pairs = (
            (self.sex, row.sex, Sex.UNKNOWN),
            (self.age, row.age, Age.UNKNOWN),
            (self.work, row.work, Occupation.UNKNOWN),
        )
        return all(unknown in (own, other) or own is other for own, other, unknown in pairs)

    def add_name(self, name: str) -> None:
        """Add a word by which the text calls the member."""
        if name and name not in self.names:
            self.names.append(name)

    @property
    def is_group(self) -> bool:
        """Whether they are several who act as one."""
        return self.several or self.row.group

    @property
    def is_crowd(self) -> bool:
        """Whether they are several whom the author does not know one by one."""
        return self.is_group and self.relation not in (Relation.FAMILY, Relation.FRIEND, Relation.PARTNER)

    @property
    def fullest_name(self) -> str:
        """The name that tells most of the member: a proper one, else the longest, else the first by its letters."""
        own = [name for name in self.names if name not in self.pointed] or self.names
        return (self.proper or min(own, key=lambda name: (-len(name), name), default=""))[:_LONGEST_ID]

    def add_pointing_name(self, words: str) -> None:
        """Add words that only point at the member (그분)."""
        if words not in self.names:
            self.pointed.add(words)
        self.add_name(words)

    @property
    def is_somebody(self) -> bool:
        """Whether the text tells more than that somebody acts (누가)."""
        return self.id == AUTHOR or self.names != [SOMEONE]

    def may_be_called(self, word: str, row: PersonWord) -> bool:
        """Whether ``word`` of ``row`` may mean this member."""
        if self.several or (self.row is not row and not any(each is row for each in self.rows)):
            return False
        return not row.distinct or any(
            without_polite_ending(name) == without_polite_ending(word) for name in self.names
        )

    def add_line(self, line: int) -> None:
        """Add a line at which the member is spoken of."""
        if line not in self.lines:
            self.lines.append(line)

    def as_cast_member(self) -> CastMember:
        """The member as it is handed out."""
        names = sorted(self.names, key=len, reverse=True)
        return CastMember(
            id=self.id,
            names=tuple(name[:40] for name in names),
            kind=self.row.kind,
            sex=self.sex,
            age=self.age,
            work=self.work,
            relation=self.relation,
            group=self.is_group,
            lines=tuple(sorted(self.lines)),
        )


NOBODY: Final = PersonWord(words=())
"""What is known of somebody of whom the text says only that there is one."""


def author_member() -> Member:
    """The member who writes."""
    return Member(NOBODY, relation=Relation.AUTHOR, id=AUTHOR)


def is_person(member: Member) -> bool:
    """Whether 그분 or 그 사람 can mean the member."""
    return member.id != AUTHOR and member.row.kind is CastKind.PERSON and not member.is_group
