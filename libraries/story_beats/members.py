"""Members of the cast while they are found: who is the same person, and what the text tells of each."""

import re
from dataclasses import dataclass, field
from typing import Final

from libraries.story_beats.lexicons import PersonWord
from schemas.beats import Age, CastMember, Kind, Relation, Sex, Work

AUTHOR: Final = "author"
_POLITE: Final = re.compile(r"(?:님|분|들)$")


def plain(word: str) -> str:
    """A word for a person without what only makes it polite."""
    return _POLITE.sub("", word) if len(word) > 2 else word


@dataclass(eq=False)
class Member:
    """A member as it grows with what the text tells."""

    id: str
    row: PersonWord
    names: list[str] = field(default_factory=list)
    modifier: str = ""
    sex: Sex = Sex.UNKNOWN
    age: Age = Age.UNKNOWN
    work: Work = Work.UNKNOWN
    relation: Relation = Relation.UNKNOWN
    age_told: bool = False
    """Whether the age was told in words of its own."""
    lines: list[int] = field(default_factory=list)

    def learn(self, row: PersonWord) -> None:
        """Take from ``row`` what is not known yet."""
        self.sex = self.sex if self.sex is not Sex.UNKNOWN else row.sex
        self.age = self.age if self.age is not Age.UNKNOWN else row.age
        self.work = self.work if self.work is not Work.UNKNOWN else row.work
        self.relation = self.relation if self.relation is not Relation.UNKNOWN else row.relation

    def may_be(self, row: PersonWord) -> bool:
        """Whether nothing known of the member speaks against ``row``."""
        pairs = (
            (self.sex, row.sex, Sex.UNKNOWN),
            (self.age, row.age, Age.UNKNOWN),
            (self.work, row.work, Work.UNKNOWN),
        )
        return all(unknown in (own, other) or own is other for own, other, unknown in pairs)

    def call(self, name: str) -> None:
        """Add a word by which the text calls the member."""
        if name and name not in self.names:
            self.names.append(name)

    def is_called(self, word: str, row: PersonWord) -> bool:
        """Whether ``word`` of ``row`` may mean this member."""
        return self.row is row and (not row.distinct or any(plain(name) == plain(word) for name in self.names))

    def seen(self, line: int) -> None:
        if line not in self.lines:
            self.lines.append(line)

    def frozen(self) -> CastMember:
        """The member as it is handed out."""
        names = sorted(self.names, key=len, reverse=True)
        return CastMember(
            id=self.id[:40],
            names=tuple(name[:40] for name in names),
            kind=self.row.kind,
            sex=self.sex,
            age=self.age,
            work=self.work,
            relation=self.relation,
            group=self.row.group,
            lines=tuple(sorted(self.lines)),
        )


NOBODY: Final = PersonWord(words=())
"""What is known of somebody of whom the text says only that there is one."""


def author() -> Member:
    """The member who writes."""
    return Member(AUTHOR, NOBODY, relation=Relation.AUTHOR)


def is_person(member: Member) -> bool:
    """Whether 그분 or 그 사람 can mean the member."""
    return member.id != AUTHOR and member.row.kind is Kind.PERSON and not member.row.group
