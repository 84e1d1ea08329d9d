"""Casting: members of a story as drawn people, the same person in every shot."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from typing import Final

from libraries.drawn_world.people.people_from_seeds import person_from_seed
from libraries.drawn_world.people.person import AgeGroup, Dress, Glasses, Headwear, Person, Sex
from schemas import beats
from schemas.beats import CastKind, CastMember, Occupation, Place, Relation

_AGES: Final = {
    beats.Age.BABY: AgeGroup.CHILD,
    beats.Age.CHILD: AgeGroup.CHILD,
    beats.Age.STUDENT: AgeGroup.STUDENT,
    beats.Age.TWENTIES: AgeGroup.TWENTIES,
    beats.Age.THIRTIES: AgeGroup.THIRTIES,
    beats.Age.MIDDLE_AGED: AgeGroup.MIDDLE,
    beats.Age.OLD: AgeGroup.OLD,
}
_AGE_BY_WORK: Final = {
    Occupation.PUPIL: AgeGroup.STUDENT,
    Occupation.UNIVERSITY_STUDENT: AgeGroup.TWENTIES,
    Occupation.SOLDIER: AgeGroup.TWENTIES,
    Occupation.EXECUTIVE: AgeGroup.MIDDLE,
    Occupation.PROFESSOR: AgeGroup.MIDDLE,
    Occupation.SHOP_OWNER: AgeGroup.MIDDLE,
    Occupation.GUARD: AgeGroup.OLD,
    Occupation.CARETAKER: AgeGroup.MIDDLE,
    Occupation.FARMER: AgeGroup.OLD,
}
_AGE_BY_RELATION: Final = {
    Relation.PUPIL: AgeGroup.STUDENT,
    Relation.SUPERIOR: AgeGroup.MIDDLE,
    Relation.TEACHER: AgeGroup.MIDDLE,
    Relation.NEIGHBOUR: AgeGroup.MIDDLE,
}


def _dressed(dress: Dress, color: str = "", second: str = "", lower: str = "") -> Callable[[Person], Person]:
    """Clothes of these colours; the person's own where none is given."""

    def change(person: Person) -> Person:
        return replace(
            person,
            dress=dress,
            color=color or person.color,
            second_color=second or person.second_color,
            lower_color=lower or person.lower_color,
            headwear=Headwear.NONE,
            skirt=False,
        )

    return change


def _hatted(dressed: Callable[[Person], Person], hat: Headwear, color: str) -> Callable[[Person], Person]:
    return lambda person: replace(dressed(person), headwear=hat, headwear_color=color)


_SUIT: Final = _dressed(Dress.SUIT, "#3d4660", "#a03a46")
_WORKS: Final[dict[Occupation, Callable[[Person], Person]]] = {
    Occupation.OFFICE_WORKER: _dressed(Dress.SHIRT, "#eef2fa", "#2f4fa0", "#39405a"),
    Occupation.EXECUTIVE: _SUIT,
    Occupation.LAWYER: _dressed(Dress.SUIT, "#2f3644", "#7a3f5a"),
    Occupation.SHOP_OWNER: _dressed(Dress.APRON, "#f2e7d2", "#7a4a3a"),
    Occupation.SHOP_ASSISTANT: _dressed(Dress.APRON, "#eef2fa", "#3a7ca8"),
    Occupation.COOK: _hatted(_dressed(Dress.APRON, "#f6f4ee", "#4f8a78"), Headwear.KERCHIEF, "#d1574b"),
    Occupation.RIDER: _hatted(_dressed(Dress.RIDER, "#2f3a4a", "#2ac1a8"), Headwear.HELMET, "#2aa79b"),
    Occupation.DRIVER: _dressed(Dress.POLO, "#9ab0c8", "#39405a", "#39405a"),
    Occupation.GUARD: _hatted(_dressed(Dress.SHIRT, "#b9cbe4", "#2f3a5a", "#2f3a5a"), Headwear.CAP, "#2f3a5a"),
    Occupation.POLICE_OFFICER: _hatted(
        _dressed(Dress.WORK_JACKET, "#2f4a7a", "#dbe6f4", "#2b3346"), Headwear.CAP, "#24365c"
    ),
    Occupation.FIREFIGHTER: _hatted(
        _dressed(Dress.RIDER, "#c8662a", "#f2d24a", "#3a3430"), Headwear.HARD_HAT, "#d8412f"
    ),
    Occupation.CLEANER: _dressed(Dress.WORK_JACKET, "#6aa08a", "#f2f2ec", "#4a5a58"),
    Occupation.CARETAKER: _dressed(Dress.WORK_JACKET, "#5d6b52", "#c9b48a", "#4b4a4d"),
    Occupation.TEACHER: _dressed(Dress.CARDIGAN, "#7d8a6a", "#fff7ea"),
    Occupation.PROFESSOR: lambda person: replace(
        _dressed(Dress.SUIT, "#6a5a4a", "#2f4f6a")(person), glasses=Glasses.ROUND
    ),
    Occupation.PUPIL: lambda person: replace(
        _dressed(Dress.SCHOOL_UNIFORM, "#3f4d78", "#b8434a", "#4a4f60")(person), skirt=person.sex is Sex.WOMAN
    ),
    Occupation.UNIVERSITY_STUDENT: _dressed(Dress.HOODIE),
    Occupation.DOCTOR: _dressed(Dress.DOCTOR, second="#7fb3d6", lower="#4a5060"),
    Occupation.VET: _dressed(Dress.DOCTOR, second="#8fc49a", lower="#4a5060"),
    Occupation.PHARMACIST: _dressed(Dress.DOCTOR, second="#e9b7a0", lower="#4a5060"),
    Occupation.NURSE: _dressed(Dress.SCRUBS, "#6cb8b4", lower="#6cb8b4"),
    Occupation.SOLDIER: _hatted(_dressed(Dress.SOLDIER, "#6b7450", lower="#6b7450"), Headwear.ARMY_CAP, "#6b7450"),
    Occupation.CLERK: _dressed(Dress.OFFICE_JACKET, "#4a5a7a", "#f4e3c8"),
    Occupation.CRAFTSMAN: _dressed(Dress.APRON, "#d9c6a8", "#5a4a3a"),
    Occupation.BUILDER: _hatted(
        _dressed(Dress.WORK_JACKET, "#d98a3a", "#f2e7d2", "#5a5048"), Headwear.HARD_HAT, "#f2c53d"
    ),
    Occupation.FARMER: _hatted(_dressed(Dress.QUILTED_VEST, "#6a7a52", "#d9c6a8", "#5a5048"), Headwear.CAP, "#8a7a4a"),
    Occupation.HAIRDRESSER: _dressed(Dress.APRON, "#3a3a46", "#c96a7a"),
    Occupation.LAUNDRYMAN: _dressed(Dress.POLO, "#9ab87a", "#f4f4ee"),
    Occupation.CLERIC: _dressed(Dress.SUIT, "#2b2b34", "#2b2b34"),
    Occupation.PERFORMER: _dressed(Dress.LONG_COAT, "#8a4a7a", "#f4d27a"),
    Occupation.ATHLETE: _dressed(Dress.TRACKSUIT, "#3a6ab0", "#f4f4ee", "#3a6ab0"),
    Occupation.HOUSEWIFE: _dressed(Dress.CARDIGAN, "#e9b7a0", "#fff7ea"),
}
"""`Work.UNKNOWN` has no clothes of its own."""


_YOUNG: Final = (beats.Age.BABY, beats.Age.CHILD, beats.Age.STUDENT, beats.Age.OLD)
_TRIES: Final = 24


def person_for_member(member: CastMember, story: int, turn: int = 0) -> Person:
    """How a member of a story looks: the same for the same member and story. What the text does not say is chosen.

    ``story``: a number of the story, so that not all authors of all stories look alike; ``turn``: another look of the
    same kind of person.
    """
    age = _AGES.get(member.age) or _AGE_BY_WORK.get(member.work) or _AGE_BY_RELATION.get(member.relation)
    sex = {beats.Sex.WOMAN: Sex.WOMAN, beats.Sex.MAN: Sex.MAN}.get(member.sex)
    first, seed = _number(f"{story} {member.id}"), _number(f"{story} {member.id} {turn}")
    chosen = person_from_seed(
        seed, age or (AgeGroup.TWENTIES, AgeGroup.THIRTIES)[first % 2], sex or (Sex.WOMAN, Sex.MAN)[first // 2 % 2]
    )
    change = _WORKS.get(_work(member))
    return change(chosen) if change and chosen.age is not AgeGroup.CHILD else chosen


def _work(member: CastMember) -> Occupation:
    """A 사장님 who is somebody's superior has an office, not a shop."""
    superior = member.work is Occupation.SHOP_OWNER and member.relation is Relation.SUPERIOR
    return Occupation.EXECUTIVE if superior else member.work


def cast_people(members: Iterable[CastMember], story: int) -> Mapping[str, Person]:
    """A person for each human member, by id; equal members and stories give equal people.

    No two of one age and sex have the same hair, and no two wear one colour; those in one uniform differ in their hair.
    """
    people: dict[str, Person] = {}
    for member in members:
        if member.kind is CastKind.PERSON:
            looks = (person_for_member(member, story, turn) for turn in range(_TRIES))
            people[member.id] = _unlike(looks, tuple(people.values()), uniform=member.work in _WORKS)
    return people


_WORK_OF_PLACES: Final = {
    Occupation.SOLDIER: frozenset((Place.BARRACKS, Place.GUARD_POST, Place.TRAINING_GROUND, Place.ARMY_CANTEEN)),
    Occupation.OFFICE_WORKER: frozenset((Place.OFFICE, Place.MEETING_ROOM, Place.MANAGERS_OFFICE, Place.BREAK_ROOM)),
}
_THERE: Final = (Relation.AUTHOR, Relation.COLLEAGUE, Relation.SUPERIOR)


def members_with_work_of_main_place(members: Iterable[CastMember], places: Sequence[Place]) -> tuple[CastMember, ...]:
    """The members; those whose work is not told have that of the place where most of the story is told, if they
    belong there. ``places``: of all lines that tell one."""
    told = [place for place in places if place is not Place.UNKNOWN]
    usual = (work for work, ones in _WORK_OF_PLACES.items() if 2 * sum(place in ones for place in told) > len(told))
    work = next(usual, Occupation.UNKNOWN)

    def dressed(one: CastMember) -> CastMember:
        plain = one.work is Occupation.UNKNOWN and one.kind is CastKind.PERSON and one.age not in _YOUNG
        if not plain or (one.relation not in _THERE and one.id != "author"):
            return one
        soldier = work is Occupation.SOLDIER and one.sex is beats.Sex.UNKNOWN
        return one.model_copy(update={"work": work, "sex": beats.Sex.MAN if soldier else one.sex})

    return tuple(dressed(one) for one in members)


def person_outside_story(name: str, story: int, apart: Iterable[Person] = ()) -> Person:
    """A person who is not of the story and looks like none of ``apart``: who wrote a comment, or passes by."""
    numbers = (_number(f"{story} {name} {turn}") for turn in range(_TRIES))
    return _unlike((person_from_seed(number, _young(number)) for number in numbers), tuple(apart))


def _young(number: int) -> AgeGroup:
    return (AgeGroup.TWENTIES, AgeGroup.THIRTIES, AgeGroup.TWENTIES, AgeGroup.MIDDLE, AgeGroup.STUDENT)[number // 7 % 5]


def _unlike(choices: Iterable[Person], others: tuple[Person, ...], *, uniform: bool = False) -> Person:
    """The first that is like none of the others; else the first."""
    made = list(choices)
    unlike = (one for one in made if not any(_alike(one, other, uniform=uniform) for other in others))
    return next(unlike, made[0])


def _alike(one: Person, other: Person, *, uniform: bool) -> bool:
    if uniform and one.dress is other.dress:
        return one.hair is other.hair
    same_hair = one.hair is other.hair and (one.sex, one.age) == (other.sex, other.age)
    return same_hair or one.color == other.color


def _number(text: str) -> int:
    return int.from_bytes(sha256(text.encode()).digest()[:6])
