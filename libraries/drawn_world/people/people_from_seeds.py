"""People made from a seed: each could be met in the street, and equal seeds give equal people."""

from dataclasses import replace
from random import Random
from typing import Final

from libraries.drawn_world.people.person import (
    AgeGroup,
    Beard,
    Build,
    Dress,
    Glasses,
    Hair,
    Headwear,
    Person,
    Sex,
    SkinColor,
)

_W, _M = Sex.WOMAN, Sex.MAN
_DARK: Final = ("#2b2a38", "#2c2426", "#35292a", "#3a2a26", "#4a2c33", "#4a3328", "#57352e", "#6a4030")
_DYED: Final = ("#8a5a3a", "#a06a42", "#7a3f3a", "#6a4a52")
_GREY: Final = ("#5d5a60", "#77757a", "#9a98a0", "#b8b4b8")
_WHITE: Final = ("#cfcbd0", "#dcd7dc", "#e4e0e3")
_CLOTHES: Final = (
    *("#f1e6d6", "#8892b8", "#5d6b52", "#d2694f", "#e9b7a0", "#4f8a78", "#7a6fae", "#f6c64a", "#c96a7a", "#3d5a80"),
    *("#e08a4a", "#6cb8b4", "#b58a5c", "#eef2fa", "#9ab87a", "#a05a72", "#4a4a5a", "#d9a441"),
)
_QUIET: Final = ("#3d4660", "#4a4a5a", "#5a4a72", "#55504a", "#3f5a60", "#6a5a4a")
_SECOND: Final = ("#f4e3c8", "#fff7ea", "#8fb7d6", "#c9a24a", "#a03a46", "#2f4fa0", "#e8574a", "#efe6d2")
_LOWER: Final = ("#3c4566", "#39405a", "#4b4a4d", "#5a5060", "#6a7a9a", "#55504a", "#4a5068", "#3a3c46")

_HAIR: Final = {
    (AgeGroup.CHILD, _W): (Hair.PIGTAILS, Hair.BOB, Hair.LONG_FRINGE, Hair.PONYTAIL),
    (AgeGroup.CHILD, _M): (Hair.CROP, Hair.FRINGE, Hair.CURLY, Hair.SIDE_PART),
    (AgeGroup.STUDENT, _W): (Hair.PONYTAIL, Hair.LONG, Hair.LONG_FRINGE, Hair.BOB),
    (AgeGroup.STUDENT, _M): (Hair.FRINGE, Hair.TWO_BLOCK, Hair.CROP, Hair.CURTAIN),
    (AgeGroup.TWENTIES, _W): (Hair.LONG, Hair.LONG_FRINGE, Hair.WAVY, Hair.BOB, Hair.PONYTAIL, Hair.BUN, Hair.PIXIE),
    (AgeGroup.TWENTIES, _M): (Hair.FRINGE, Hair.TWO_BLOCK, Hair.SIDE_PART, Hair.CURTAIN, Hair.CURLY, Hair.CROP),
    (AgeGroup.THIRTIES, _W): (Hair.LONG, Hair.WAVY, Hair.BOB, Hair.BUN, Hair.PIXIE, Hair.PONYTAIL),
    (AgeGroup.THIRTIES, _M): (Hair.SIDE_PART, Hair.TWO_BLOCK, Hair.SWEPT_BACK, Hair.CROP, Hair.CURLY),
    (AgeGroup.MIDDLE, _W): (Hair.WAVY, Hair.BOB, Hair.PIXIE, Hair.LOW_BUN, Hair.CURLY, Hair.PERM),
    (AgeGroup.MIDDLE, _M): (Hair.SIDE_PART, Hair.SWEPT_BACK, Hair.CROP, Hair.BALDING, Hair.BALD),
    (AgeGroup.OLD, _W): (Hair.PERM, Hair.PERM, Hair.LOW_BUN, Hair.PIXIE),
    (AgeGroup.OLD, _M): (Hair.BALDING, Hair.BALD, Hair.SWEPT_BACK, Hair.SIDE_PART, Hair.CROP),
}
_YOUNG: Final = (Dress.T_SHIRT, Dress.HOODIE, Dress.SWEATER, Dress.CARDIGAN, Dress.PADDED_COAT, Dress.TRACKSUIT)
_GROWN: Final = (*_YOUNG, Dress.SHIRT, Dress.SUIT, Dress.LONG_COAT, Dress.POLO)
_DRESS: Final = {
    (AgeGroup.CHILD, _W): (Dress.T_SHIRT, Dress.ONE_PIECE, Dress.HOODIE, Dress.SWEATER, Dress.PADDED_COAT),
    (AgeGroup.CHILD, _M): (Dress.T_SHIRT, Dress.HOODIE, Dress.SWEATER, Dress.TRACKSUIT, Dress.PADDED_COAT),
    (AgeGroup.STUDENT, _W): (*_YOUNG, Dress.SCHOOL_UNIFORM, Dress.SCHOOL_UNIFORM),
    (AgeGroup.STUDENT, _M): (*_YOUNG, Dress.SCHOOL_UNIFORM, Dress.SCHOOL_UNIFORM),
    (AgeGroup.TWENTIES, _W): (*_GROWN, Dress.BLOUSE, Dress.OFFICE_JACKET, Dress.ONE_PIECE),
    (AgeGroup.TWENTIES, _M): _GROWN,
    (AgeGroup.THIRTIES, _W): (*_GROWN, Dress.BLOUSE, Dress.OFFICE_JACKET, Dress.ONE_PIECE),
    (AgeGroup.THIRTIES, _M): _GROWN,
    (AgeGroup.MIDDLE, _W): (
        Dress.BLOUSE,
        Dress.CARDIGAN,
        Dress.SWEATER,
        Dress.OFFICE_JACKET,
        Dress.PADDED_COAT,
        Dress.LONG_COAT,
    ),
    (AgeGroup.MIDDLE, _M): (Dress.SUIT, Dress.POLO, Dress.WORK_JACKET, Dress.CARDIGAN, Dress.SHIRT, Dress.PADDED_COAT),
    (AgeGroup.OLD, _W): (Dress.QUILTED_VEST, Dress.QUILTED_VEST, Dress.CARDIGAN, Dress.SWEATER, Dress.PADDED_COAT),
    (AgeGroup.OLD, _M): (Dress.CARDIGAN, Dress.QUILTED_VEST, Dress.WORK_JACKET, Dress.POLO, Dress.PADDED_COAT),
}
_QUIET_DRESS: Final = {Dress.SUIT, Dress.SCHOOL_UNIFORM, Dress.LONG_COAT, Dress.OFFICE_JACKET, Dress.WORK_JACKET}
_WITH_SKIRT: Final = {Dress.BLOUSE, Dress.CARDIGAN, Dress.SWEATER, Dress.SCHOOL_UNIFORM, Dress.OFFICE_JACKET}


def person_from_seed(
    seed: int, age: AgeGroup | None = None, sex: Sex | None = None, dress: Dress | None = None
) -> Person:
    """The person of the seed; age, sex and dress as given, else chosen by the seed."""
    chance = Random(seed)  # noqa: S311 (draws people, guards nothing)
    age_, sex_ = chance.choice(list(AgeGroup)), chance.choice([_W, _M])
    key = (age or age_, sex or sex_)
    chosen = dress or chance.choice(_DRESS[key])
    uniform = chosen is Dress.SCHOOL_UNIFORM and key[1] is _W
    person = Person(
        *key,
        build=chance.choice([Build.SLIM, Build.MEDIUM, Build.MEDIUM, Build.STOUT]),
        skin=chance.choice(
            [SkinColor.FAIR, SkinColor.LIGHT, SkinColor.LIGHT, SkinColor.WARM, SkinColor.WARM, SkinColor.TAN]
        ),
        hair=chance.choice(_HAIR[key]),
        hair_color=_hair_color(chance, key[0]),
        dress=chosen,
        color=chance.choice(_QUIET if chosen in _QUIET_DRESS else _CLOTHES),
        second_color=chance.choice(_SECOND),
        lower_color=chance.choice(_LOWER),
        skirt=uniform or (key[1] is _W and chosen in _WITH_SKIRT and chance.random() < 0.4),
        eye_color=chance.choice(["#5a3428", "#3a2a22", "#4a3a38", "#6a3c2c"]),
        eyes=chance.uniform(0.9, 1.07),
        nose=chance.uniform(0.85, 1.2),
        brows=chance.uniform(0.8, 1.25),
        eye_tilt=chance.uniform(-5, 5),
        glasses=chance.choice([*[Glasses.NONE] * 6, Glasses.ROUND, Glasses.SQUARE, Glasses.HALF]),
        mole=chance.random() < 0.1,
        earrings=key[1] is _W and key[0] not in {AgeGroup.CHILD, AgeGroup.STUDENT} and chance.random() < 0.3,
    )
    return _finished(person, chance)


def _hair_color(chance: Random, age: AgeGroup) -> str:
    match age:
        case AgeGroup.OLD:
            return chance.choice(_WHITE)
        case AgeGroup.MIDDLE:
            return chance.choice([*_DARK, *_GREY[:2]])
        case AgeGroup.TWENTIES:
            return chance.choice([*_DARK, *_DYED])
        case _:
            return chance.choice(_DARK)


def _finished(person: Person, chance: Random) -> Person:
    """With a beard or a hat where one is usual; one colour where clothes are one piece."""
    if person.sex is _M and person.age not in {AgeGroup.CHILD, AgeGroup.STUDENT} and chance.random() < 0.25:
        person = replace(person, beard=chance.choice([Beard.STUBBLE, Beard.STUBBLE, Beard.MOUSTACHE, Beard.GOATEE]))
    casual = person.dress in {Dress.T_SHIRT, Dress.HOODIE, Dress.TRACKSUIT, Dress.PADDED_COAT, Dress.WORK_JACKET}
    if casual and person.age is not AgeGroup.OLD and chance.random() < 0.18:
        hat = Headwear.BEANIE if person.dress is Dress.PADDED_COAT else Headwear.CAP
        person = replace(person, headwear=hat, headwear_color=chance.choice(_CLOTHES))
    return person
