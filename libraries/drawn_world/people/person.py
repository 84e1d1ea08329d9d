"""People as data: what of a drawn person stays the same in every scene."""

from dataclasses import dataclass
from enum import StrEnum


class AgeGroup(StrEnum):
    """How old a person looks."""

    CHILD = "child"
    STUDENT = "student"
    TWENTIES = "twenties"
    THIRTIES = "thirties"
    MIDDLE = "middle"
    OLD = "old"


class Sex(StrEnum):
    """The sex of a drawn person."""

    WOMAN = "woman"
    MAN = "man"


class Build(StrEnum):
    """How slim or stout a body is."""

    SLIM = "slim"
    MEDIUM = "medium"
    STOUT = "stout"


class SkinColor(StrEnum):
    """The colour of the skin."""

    FAIR = "fair"
    LIGHT = "light"
    WARM = "warm"
    TAN = "tan"
    BROWN = "brown"


class Hair(StrEnum):
    """How the hair is worn."""

    LONG = "long"
    LONG_FRINGE = "long_fringe"
    WAVY = "wavy"
    BOB = "bob"
    PONYTAIL = "ponytail"
    BUN = "bun"
    LOW_BUN = "low_bun"
    PIGTAILS = "pigtails"
    PIXIE = "pixie"
    PERM = "perm"
    FRINGE = "fringe"
    SIDE_PART = "side_part"
    TWO_BLOCK = "two_block"
    CURTAIN = "curtain"
    CURLY = "curly"
    CROP = "crop"
    SWEPT_BACK = "swept_back"
    BALDING = "balding"
    BALD = "bald"


class Headwear(StrEnum):
    """What is worn on the head."""

    NONE = "none"
    CAP = "cap"
    BEANIE = "beanie"
    ARMY_CAP = "army_cap"
    HELMET = "helmet"
    HARD_HAT = "hard_hat"
    KERCHIEF = "kerchief"


class Dress(StrEnum):
    """What a person wears, from collar to shoes."""

    SUIT = "suit"
    OFFICE_JACKET = "office_jacket"
    SHIRT = "shirt"
    BLOUSE = "blouse"
    T_SHIRT = "t_shirt"
    HOODIE = "hoodie"
    SWEATER = "sweater"
    CARDIGAN = "cardigan"
    APRON = "apron"
    SCHOOL_UNIFORM = "school_uniform"
    TRACKSUIT = "tracksuit"
    SOLDIER = "soldier"
    DOCTOR = "doctor"
    SCRUBS = "scrubs"
    RIDER = "rider"
    WORK_JACKET = "work_jacket"
    QUILTED_VEST = "quilted_vest"
    PADDED_COAT = "padded_coat"
    LONG_COAT = "long_coat"
    ONE_PIECE = "one_piece"
    PYJAMAS = "pyjamas"
    POLO = "polo"


class Glasses(StrEnum):
    """The glasses that are worn."""

    NONE = "none"
    ROUND = "round"
    SQUARE = "square"
    HALF = "half"


class Beard(StrEnum):
    """The beard that is worn."""

    NONE = "none"
    STUBBLE = "stubble"
    MOUSTACHE = "moustache"
    GOATEE = "goatee"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class Person:
    """How one person looks.

    Colours are ``#rrggbb``. ``eyes``, ``nose`` and ``brows`` are sizes about 1; ``eye_tilt``: degrees by which the
    outer corners of the eyes are raised, negative for drooping ones.
    """

    age: AgeGroup = AgeGroup.TWENTIES
    sex: Sex = Sex.WOMAN
    build: Build = Build.MEDIUM
    skin: SkinColor = SkinColor.LIGHT
    hair: Hair = Hair.LONG
    hair_color: str = "#4a2c33"
    headwear: Headwear = Headwear.NONE
    headwear_color: str = "#b5432f"
    dress: Dress = Dress.OFFICE_JACKET
    color: str = "#f1e6d6"
    second_color: str = "#8fb7d6"
    lower_color: str = "#3c4566"
    skirt: bool = False
    eye_color: str = "#5a3428"
    eyes: float = 1.0
    nose: float = 1.0
    brows: float = 1.0
    eye_tilt: float = 0.0
    glasses: Glasses = Glasses.NONE
    mask: bool = False
    beard: Beard = Beard.NONE
    mole: bool = False
    earrings: bool = False
