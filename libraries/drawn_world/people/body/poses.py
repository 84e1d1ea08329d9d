"""Where elbows and wrists are in each pose. Hands follow the forearm by themselves."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from libraries.drawn_world.people.acting import Pose


class Hand(StrEnum):
    """How a hand is shaped."""

    REST = "rest"
    FIST = "fist"
    OPEN = "open"
    FLAT = "flat"
    POINT = "point"
    GRIP = "grip"
    PHONE = "phone"
    CHOPSTICKS = "chopsticks"
    CUP = "cup"
    BOWL = "bowl"


class Place(StrEnum):
    """What a wrist is placed by: the chest, or the head."""

    CHEST = "chest"
    HEAD = "head"


@dataclass(frozen=True, slots=True)
class Reach:
    """One arm: elbow and wrist, outward and downward.

    By the chest: 1 across is where a hanging arm lies, 1 down is the way to the hips. By the head: units from its
    middle. ``hand_turn``: degrees, outward, from the direction of the forearm. ``over_face``: drawn after the head.
    """

    elbow: tuple[float, float]
    wrist: tuple[float, float]
    hand: Hand = Hand.REST
    hand_turn: float = 0.0
    place: Place = Place.CHEST
    over_face: bool = False
    behind: bool = False


HANGING: Final = Reach((0.985, 0.5), (1.0, 0.93))
_FACE: Final = Reach((1.24, 0.4), (76, 116), Hand.FLAT, 4, Place.HEAD, over_face=True)
_FIST: Final = Reach((1.3, 0.52), (0.9, 0.26), Hand.FIST, 6, over_face=True)
_KNEES: Final = Reach((1.2, 0.44), (0.36, 0.66), Hand.FLAT, 24)
_PRAY: Final = Reach((1.16, 0.52), (0.2, 0.4), Hand.FLAT, 62)
_KEYS: Final = Reach((1.18, 0.5), (0.58, 0.7), Hand.FLAT, -14)
_UP: Final = Reach((1.5, -0.02), (1.86, -0.56), Hand.FIST, over_face=True)
_BELLY: Final = Reach((1.1, 0.52), (0.22, 0.72), Hand.FLAT, 12)
_LAP: Final = Reach((1.1, 0.5), (0.62, 0.86), Hand.FLAT, -24)

ARMS: Final[dict[Pose, tuple[Reach, Reach]]] = {
    # The left and the right of the screen.
    Pose.STAND: (HANGING, HANGING),
    Pose.WAVE: (HANGING, Reach((1.44, 0.36), (1.66, -0.2), Hand.OPEN, 0, over_face=True)),
    Pose.PHONE: (HANGING, Reach((1.08, 0.53), (0.5, 0.42), Hand.PHONE, 40)),
    Pose.CALL: (HANGING, Reach((1.3, 0.4), (106, 118), Hand.PHONE, 14, Place.HEAD, over_face=True)),
    Pose.HOLD: (Reach((1.1, 0.52), (0.52, 0.6), Hand.GRIP, 8), Reach((1.1, 0.52), (0.52, 0.6), Hand.GRIP, 8)),
    Pose.GIVE: (HANGING, Reach((1.2, 0.48), (1.5, 0.4), Hand.GRIP, -8)),
    Pose.CROSSED: (Reach((1.12, 0.5), (-0.24, 0.47), Hand.FIST, 0), Reach((1.12, 0.52), (-0.5, 0.44), Hand.FLAT, 0)),
    Pose.POINT: (HANGING, Reach((1.42, 0.26), (2.05, 0.06), Hand.POINT)),
    Pose.POINT_AT_SELF: (HANGING, Reach((1.18, 0.52), (0.34, 0.38), Hand.FLAT, 14)),
    Pose.CHEEKS: (_FACE, _FACE),
    Pose.COVER_MOUTH: (HANGING, Reach((1.2, 0.46), (62, 128), Hand.FLAT, -22, Place.HEAD, over_face=True)),
    Pose.THINK: (
        Reach((1.08, 0.54), (-0.1, 0.56), Hand.FLAT, 0),
        Reach((1.06, 0.56), (34, 162), Hand.FIST, -4, Place.HEAD, over_face=True),
    ),
    Pose.FISTS: (_FIST, _FIST),
    Pose.HIPS: (Reach((1.6, 0.5), (0.98, 0.82), Hand.FIST, 26), Reach((1.6, 0.5), (0.98, 0.82), Hand.FIST, 26)),
    Pose.CHEER: (_UP, _UP),
    Pose.PRAY: (_PRAY, _PRAY),
    Pose.SHRUG: (Reach((1.22, 0.42), (1.62, 0.22), Hand.OPEN, 40), Reach((1.22, 0.42), (1.62, 0.22), Hand.OPEN, 40)),
    Pose.HEAD_IN_HANDS: (
        Reach((1.36, 0.24), (98, 30), Hand.FLAT, 30, Place.HEAD, over_face=True),
        Reach((1.36, 0.24), (98, 30), Hand.FLAT, 30, Place.HEAD, over_face=True),
    ),
    Pose.SIT: (_LAP, _LAP),
    Pose.SIT_PHONE: (_LAP, Reach((1.08, 0.53), (0.46, 0.46), Hand.PHONE, 40)),
    Pose.TYPE: (_KEYS, _KEYS),
    Pose.CROUCH: (_KNEES, _KNEES),
    Pose.LIE: (HANGING, HANGING),
    Pose.EAT: (
        Reach((1.12, 0.54), (0.42, 0.5), Hand.BOWL, -80),
        Reach((1.26, 0.44), (66, 122), Hand.CHOPSTICKS, -40, Place.HEAD, over_face=True),
    ),
    Pose.DRINK: (HANGING, Reach((1.26, 0.42), (64, 122), Hand.CUP, -6, Place.HEAD, over_face=True)),
    Pose.CARRY: (HANGING, replace(HANGING, hand=Hand.FIST)),
    Pose.KNOCK: (HANGING, Reach((1.3, 0.38), (1.36, -0.04), Hand.FIST, 0, over_face=True)),
    Pose.PUNCH: (
        Reach((1.2, 0.5), (0.66, 0.26), Hand.FIST, 8, over_face=True),
        Reach((1.56, 0.2), (2.2, 0.12), Hand.FIST),
    ),
    Pose.SALUTE: (HANGING, Reach((1.62, 0.08), (134, 12), Hand.FLAT, -8, Place.HEAD, over_face=True)),
    Pose.BOW: (_BELLY, replace(_BELLY, wrist=(0.12, 0.74))),
    Pose.WALK: (HANGING, HANGING),
    Pose.RUN: (HANGING, HANGING),
}
SITTING: Final = {Pose.SIT, Pose.SIT_PHONE, Pose.TYPE}
