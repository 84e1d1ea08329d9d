"""Casting: who plays a member of the cast of a story, the same person in every shot."""

from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Final

from libraries.drawn_world.people.cast import CAST
from libraries.drawn_world.people.crowd import person_from
from libraries.drawn_world.people.person import Age, Dress, Person, Sex
from schemas.beats import Age as ToldAge
from schemas.beats import CastMember, Kind, Relation, Work
from schemas.beats import Sex as ToldSex

_AGES: Final = {
    ToldAge.BABY: Age.CHILD,
    ToldAge.CHILD: Age.CHILD,
    ToldAge.STUDENT: Age.STUDENT,
    ToldAge.TWENTIES: Age.TWENTIES,
    ToldAge.THIRTIES: Age.THIRTIES,
    ToldAge.MIDDLE_AGED: Age.MIDDLE,
    ToldAge.OLD: Age.OLD,
}
_DRESS: Final = {
    Work.OFFICE_WORKER: {Sex.MAN: Dress.SHIRT, Sex.WOMAN: Dress.OFFICE_JACKET},
    Work.EXECUTIVE: {Sex.MAN: Dress.SUIT, Sex.WOMAN: Dress.SUIT},
    Work.SHOP_OWNER: {Sex.MAN: Dress.APRON, Sex.WOMAN: Dress.APRON},
    Work.SHOP_ASSISTANT: {Sex.MAN: Dress.APRON, Sex.WOMAN: Dress.APRON},
    Work.COOK: {Sex.MAN: Dress.APRON, Sex.WOMAN: Dress.APRON},
    Work.RIDER: {Sex.MAN: Dress.RIDER, Sex.WOMAN: Dress.RIDER},
    Work.GUARD: {Sex.MAN: Dress.WORK_JACKET, Sex.WOMAN: Dress.WORK_JACKET},
    Work.CARETAKER: {Sex.MAN: Dress.WORK_JACKET, Sex.WOMAN: Dress.QUILTED_VEST},
    Work.CLEANER: {Sex.MAN: Dress.WORK_JACKET, Sex.WOMAN: Dress.QUILTED_VEST},
    Work.DRIVER: {Sex.MAN: Dress.WORK_JACKET, Sex.WOMAN: Dress.CARDIGAN},
    Work.TEACHER: {Sex.MAN: Dress.SHIRT, Sex.WOMAN: Dress.CARDIGAN},
    Work.PROFESSOR: {Sex.MAN: Dress.SUIT, Sex.WOMAN: Dress.OFFICE_JACKET},
    Work.PUPIL: {Sex.MAN: Dress.SCHOOL_UNIFORM, Sex.WOMAN: Dress.SCHOOL_UNIFORM},
    Work.UNIVERSITY_STUDENT: {Sex.MAN: Dress.HOODIE, Sex.WOMAN: Dress.HOODIE},
    Work.DOCTOR: {Sex.MAN: Dress.DOCTOR, Sex.WOMAN: Dress.DOCTOR},
    Work.VET: {Sex.MAN: Dress.DOCTOR, Sex.WOMAN: Dress.DOCTOR},
    Work.PHARMACIST: {Sex.MAN: Dress.DOCTOR, Sex.WOMAN: Dress.DOCTOR},
    Work.NURSE: {Sex.MAN: Dress.SCRUBS, Sex.WOMAN: Dress.SCRUBS},
    Work.SOLDIER: {Sex.MAN: Dress.SOLDIER, Sex.WOMAN: Dress.SOLDIER},
    Work.LAWYER: {Sex.MAN: Dress.SUIT, Sex.WOMAN: Dress.SUIT},
    Work.BUILDER: {Sex.MAN: Dress.WORK_JACKET, Sex.WOMAN: Dress.WORK_JACKET},
    Work.CRAFTSMAN: {Sex.MAN: Dress.WORK_JACKET, Sex.WOMAN: Dress.APRON},
    Work.FARMER: {Sex.MAN: Dress.WORK_JACKET, Sex.WOMAN: Dress.QUILTED_VEST},
}
"""What is worn at work."""
_TRIES: Final = 24


def cast_people(members: Iterable[CastMember], seed: int) -> Mapping[str, Person]:
    """A person for each human member, by id; equal members and seeds give equal people.

    No two of them have the same hair and the same dress, or clothes of one colour.
    """
    people: dict[str, Person] = {}
    for member in members:
        if member.kind is Kind.PERSON:
            people[member.id] = _played(member, seed, tuple(people.values()))
    return people


def stranger(name: str, seed: int, apart: Iterable[Person] = ()) -> Person:
    """A person of the street who is like none of the others: who wrote a comment, or passes by."""
    numbers = (_number(f"{seed} {name} {turn}") for turn in range(_TRIES))
    return _unlike((person_from(number, _young(number)) for number in numbers), tuple(apart))


def _young(number: int) -> Age:
    return (Age.TWENTIES, Age.THIRTIES, Age.TWENTIES, Age.MIDDLE, Age.STUDENT)[number // 7 % 5]


def _played(member: CastMember, seed: int, others: tuple[Person, ...]) -> Person:
    first = _number(f"{seed} {member.id}")
    sex = {ToldSex.WOMAN: Sex.WOMAN, ToldSex.MAN: Sex.MAN}.get(member.sex, (Sex.WOMAN, Sex.MAN)[first % 2])
    age = _AGES.get(member.age) or _usual_age(member, first)
    work = Work.EXECUTIVE if member.work is Work.SHOP_OWNER and member.relation is Relation.SUPERIOR else member.work
    dress = _DRESS.get(work, {}).get(sex)
    if age is Age.CHILD or (age is Age.STUDENT and member.work is Work.UNKNOWN):
        dress = None
    known = [CAST[name] for name in _NAMED.get((age, sex, work), ())]
    made = (person_from(_number(f"{seed} {member.id} {turn}"), age, sex, dress) for turn in range(_TRIES))
    return _unlike([*known, *made], others)


_NAMED: Final = {
    (Age.OLD, Sex.WOMAN, Work.UNKNOWN): ("grandmother",),
    (Age.OLD, Sex.MAN, Work.UNKNOWN): ("grandfather",),
    (Age.MIDDLE, Sex.MAN, Work.EXECUTIVE): ("boss",),
    (Age.THIRTIES, Sex.WOMAN, Work.EXECUTIVE): ("team_leader",),
    (Age.TWENTIES, Sex.WOMAN, Work.OFFICE_WORKER): ("office_woman",),
    (Age.TWENTIES, Sex.MAN, Work.OFFICE_WORKER): ("office_man",),
    (Age.MIDDLE, Sex.WOMAN, Work.COOK): ("cook",),
    (Age.TWENTIES, Sex.MAN, Work.RIDER): ("rider",),
    (Age.TWENTIES, Sex.MAN, Work.SOLDIER): ("soldier",),
    (Age.THIRTIES, Sex.MAN, Work.DOCTOR): ("doctor",),
    (Age.TWENTIES, Sex.WOMAN, Work.NURSE): ("nurse",),
    (Age.CHILD, Sex.MAN, Work.UNKNOWN): ("boy",),
    (Age.CHILD, Sex.WOMAN, Work.UNKNOWN): ("girl",),
    (Age.STUDENT, Sex.MAN, Work.PUPIL): ("school_boy",),
    (Age.STUDENT, Sex.WOMAN, Work.PUPIL): ("school_girl",),
}


def _usual_age(member: CastMember, number: int) -> Age:
    """The age of a member of whom it is not told."""
    match member.relation:
        case Relation.AUTHOR | Relation.PARTNER | Relation.FRIEND | Relation.COLLEAGUE:
            return (Age.TWENTIES, Age.THIRTIES)[number // 3 % 2]
        case Relation.SUPERIOR | Relation.TEACHER:
            return Age.MIDDLE
        case Relation.PUPIL:
            return Age.STUDENT
        case _:
            return (Age.THIRTIES, Age.MIDDLE, Age.TWENTIES)[number // 3 % 3]


def _unlike(choices: Iterable[Person], others: tuple[Person, ...]) -> Person:
    """The first that is like none of the others; else the first."""
    made = list(choices)
    return next((one for one in made if not any(_alike(one, other) for other in others)), made[0])


def _alike(one: Person, other: Person) -> bool:
    if one.sex is not other.sex or one.age is not other.age:
        return one.color == other.color and one.dress is other.dress
    return one.hair is other.hair or one.color == other.color


def _number(text: str) -> int:
    return int.from_bytes(sha256(text.encode()).digest()[:6])
