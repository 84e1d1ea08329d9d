"""Where elbows and wrists are in each pose; hands follow the forearm."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from libraries.drawn_world.people.acting import Pose


class HandShape(StrEnum):
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


class WristAnchor(StrEnum):
    """What the place of a wrist is measured from: the chest, or the head."""

    CHEST = "chest"
    HEAD = "head"


@dataclass(frozen=True, slots=True)
class ArmPose:
    """Where one arm has its elbow and its wrist, outward and downward.

    By the chest: 1 across is where a hanging arm lies, 1 down is the way to the hips. By the head: units from its
    middle. ``hand_turn``: degrees, outward, from the direction of the forearm. ``over_face``: drawn after the head.
    """

    elbow: tuple[float, float]
    wrist: tuple[float, float]
    hand: HandShape = HandShape.REST
    hand_turn: float = 0.0
    place: WristAnchor = WristAnchor.CHEST
    over_face: bool = False
    behind: bool = False


HANGING: Final = ArmPose((0.985, 0.5), (1.0, 0.93))
_FACE: Final = ArmPose((1.24, 0.4), (76, 116), HandShape.FLAT, 4, WristAnchor.HEAD, over_face=True)
_FIST: Final = ArmPose((1.3, 0.52), (0.9, 0.26), HandShape.FIST, 6, over_face=True)
_KNEES: Final = ArmPose((1.2, 0.44), (0.36, 0.66), HandShape.FLAT, 24)
_PRAY: Final = ArmPose((1.16, 0.52), (0.2, 0.4), HandShape.FLAT, 62)
_KEYS: Final = ArmPose((1.18, 0.5), (0.58, 0.7), HandShape.FLAT, -14)
_UP: Final = ArmPose((1.5, -0.02), (1.86, -0.56), HandShape.FIST, over_face=True)
_BELLY: Final = ArmPose((1.1, 0.52), (0.22, 0.72), HandShape.FLAT, 12)
_LAP: Final = ArmPose((1.1, 0.5), (0.62, 0.86), HandShape.FLAT, -24)

ARM_POSES: Final[dict[Pose, tuple[ArmPose, ArmPose]]] = {
    # The left and the right of the screen.
    Pose.STAND: (HANGING, HANGING),
    Pose.WAVE: (HANGING, ArmPose((1.44, 0.36), (1.66, -0.2), HandShape.OPEN, 0, over_face=True)),
    Pose.PHONE: (HANGING, ArmPose((1.08, 0.53), (0.5, 0.42), HandShape.PHONE, 40)),
    Pose.CALL: (HANGING, ArmPose((1.3, 0.4), (106, 118), HandShape.PHONE, 14, WristAnchor.HEAD, over_face=True)),
    Pose.HOLD: (
        ArmPose((1.1, 0.52), (0.52, 0.6), HandShape.GRIP, 8),
        ArmPose((1.1, 0.52), (0.52, 0.6), HandShape.GRIP, 8),
    ),
    Pose.GIVE: (HANGING, ArmPose((1.2, 0.48), (1.5, 0.4), HandShape.GRIP, -8)),
    Pose.CROSSED: (
        ArmPose((1.12, 0.5), (-0.24, 0.47), HandShape.FIST, 0),
        ArmPose((1.12, 0.52), (-0.5, 0.44), HandShape.FLAT, 0),
    ),
    Pose.POINT: (HANGING, ArmPose((1.42, 0.26), (2.05, 0.06), HandShape.POINT)),
    Pose.POINT_AT_SELF: (HANGING, ArmPose((1.18, 0.52), (0.34, 0.38), HandShape.FLAT, 14)),
    Pose.CHEEKS: (_FACE, _FACE),
    Pose.COVER_MOUTH: (HANGING, ArmPose((1.2, 0.46), (62, 128), HandShape.FLAT, -22, WristAnchor.HEAD, over_face=True)),
    Pose.THINK: (
        ArmPose((1.08, 0.54), (-0.1, 0.56), HandShape.FLAT, 0),
        ArmPose((1.06, 0.56), (34, 162), HandShape.FIST, -4, WristAnchor.HEAD, over_face=True),
    ),
    Pose.FISTS: (_FIST, _FIST),
    Pose.HIPS: (
        ArmPose((1.6, 0.5), (0.98, 0.82), HandShape.FIST, 26),
        ArmPose((1.6, 0.5), (0.98, 0.82), HandShape.FIST, 26),
    ),
    Pose.CHEER: (_UP, _UP),
    Pose.PRAY: (_PRAY, _PRAY),
    Pose.SHRUG: (
        ArmPose((1.22, 0.42), (1.62, 0.22), HandShape.OPEN, 40),
        ArmPose((1.22, 0.42), (1.62, 0.22), HandShape.OPEN, 40),
    ),
    Pose.HEAD_IN_HANDS: (
        ArmPose((1.36, 0.24), (98, 30), HandShape.FLAT, 30, WristAnchor.HEAD, over_face=True),
        ArmPose((1.36, 0.24), (98, 30), HandShape.FLAT, 30, WristAnchor.HEAD, over_face=True),
    ),
    Pose.SIT: (_LAP, _LAP),
    Pose.SIT_PHONE: (_LAP, ArmPose((1.08, 0.53), (0.46, 0.46), HandShape.PHONE, 40)),
    Pose.TYPE: (_KEYS, _KEYS),
    Pose.CROUCH: (_KNEES, _KNEES),
    Pose.LIE: (HANGING, HANGING),
    Pose.EAT: (
        ArmPose((1.12, 0.54), (0.42, 0.5), HandShape.BOWL, -80),
        ArmPose((1.26, 0.44), (66, 122), HandShape.CHOPSTICKS, -40, WristAnchor.HEAD, over_face=True),
    ),
    Pose.DRINK: (HANGING, ArmPose((1.26, 0.42), (64, 122), HandShape.CUP, -6, WristAnchor.HEAD, over_face=True)),
    Pose.CARRY: (HANGING, replace(HANGING, hand=HandShape.FIST)),
    Pose.KNOCK: (HANGING, ArmPose((1.3, 0.38), (1.36, -0.04), HandShape.FIST, 0, over_face=True)),
    Pose.PUNCH: (
        ArmPose((1.2, 0.5), (0.66, 0.26), HandShape.FIST, 8, over_face=True),
        ArmPose((1.56, 0.2), (2.2, 0.12), HandShape.FIST),
    ),
    Pose.SALUTE: (HANGING, ArmPose((1.62, 0.08), (134, 12), HandShape.FLAT, -8, WristAnchor.HEAD, over_face=True)),
    Pose.BOW: (_BELLY, replace(_BELLY, wrist=(0.12, 0.74))),
    Pose.WALK: (HANGING, HANGING),
    Pose.RUN: (HANGING, HANGING),
}
SITTING_POSES: Final = {Pose.SIT, Pose.SIT_PHONE, Pose.TYPE}
