"""The cast of a story."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from schemas.base import Frozen


class Sex(StrEnum):
    """The sex of a person, as far as the text tells it."""

    UNKNOWN = "unknown"
    WOMAN = "woman"
    MAN = "man"


class Age(StrEnum):
    """The age of a person as it is drawn."""

    UNKNOWN = "unknown"
    """A grown-up, how old is not said."""
    BABY = "baby"
    CHILD = "child"
    STUDENT = "student"
    """Of middle or high school."""
    TWENTIES = "twenties"
    THIRTIES = "thirties"
    MIDDLE_AGED = "middle_aged"
    OLD = "old"


class CastKind(StrEnum):
    """What a member of the cast is."""

    PERSON = "person"
    CAT = "cat"
    DOG = "dog"
    ANIMAL = "animal"


class Relation(StrEnum):
    """What a member of the cast is to the author."""

    UNKNOWN = "unknown"
    AUTHOR = "author"
    FAMILY = "family"
    PARTNER = "partner"
    FRIEND = "friend"
    COLLEAGUE = "colleague"
    SUPERIOR = "superior"
    NEIGHBOUR = "neighbour"
    TEACHER = "teacher"
    PUPIL = "pupil"
    CUSTOMER = "customer"
    STAFF = "staff"
    """Serves the author: a guard, a driver, a doctor, the owner of a shop."""
    STRANGER = "stranger"
    PET = "pet"


class Occupation(StrEnum):
    """What a member of the cast does or wears because of it."""

    UNKNOWN = "unknown"
    OFFICE_WORKER = "office_worker"
    EXECUTIVE = "executive"
    SHOP_OWNER = "shop_owner"
    SHOP_ASSISTANT = "shop_assistant"
    COOK = "cook"
    RIDER = "rider"
    DRIVER = "driver"
    GUARD = "guard"
    CLEANER = "cleaner"
    CARETAKER = "caretaker"
    TEACHER = "teacher"
    PROFESSOR = "professor"
    PUPIL = "pupil"
    UNIVERSITY_STUDENT = "university_student"
    DOCTOR = "doctor"
    NURSE = "nurse"
    VET = "vet"
    PHARMACIST = "pharmacist"
    SOLDIER = "soldier"
    POLICE_OFFICER = "police_officer"
    FIREFIGHTER = "firefighter"
    LAWYER = "lawyer"
    CLERK = "clerk"
    """Behind a counter of a bank, a library, a post office, a town hall."""
    CRAFTSMAN = "craftsman"
    BUILDER = "builder"
    FARMER = "farmer"
    HAIRDRESSER = "hairdresser"
    LAUNDRYMAN = "laundryman"
    CLERIC = "cleric"
    PERFORMER = "performer"
    ATHLETE = "athlete"
    HOUSEWIFE = "housewife"


MemberId = Annotated[str, StringConstraints(min_length=1, max_length=40)]


class CastMember(Frozen):
    """A person or animal of the story, who looks the same wherever it is seen."""

    id: MemberId
    """``author``, or the fullest name that the text has for the member."""
    names: tuple[Annotated[str, StringConstraints(min_length=1, max_length=40)], ...] = ()
    """The words by which the text calls the member, the fullest first."""
    kind: CastKind = CastKind.PERSON
    sex: Sex = Sex.UNKNOWN
    age: Age = Age.UNKNOWN
    work: Occupation = Occupation.UNKNOWN
    relation: Relation = Relation.UNKNOWN
    group: bool = False
    """Several persons who act as one (동료들, 손님들)."""
    lines: tuple[Annotated[int, Field(ge=0)], ...] = ()
    """The lines that speak of the member, or are spoken by it."""
