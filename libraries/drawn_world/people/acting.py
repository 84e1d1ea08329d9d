"""What a drawn person does at one moment: expression, pose, view, mouth, and small motions such as breath and
blinks."""

from dataclasses import dataclass, replace
from enum import StrEnum
from math import pi, sin
from typing import Final

from libraries.vector.affine import Point

DRAWINGS_A_SECOND: Final = 12
"""On twos: a new drawing at every second frame of 24."""


class Expression(StrEnum):
    """What a face expresses."""

    CALM = "calm"
    GLAD = "glad"
    LAUGHING = "laughing"
    SURPRISED = "surprised"
    AFRAID = "afraid"
    ANGRY = "angry"
    FURIOUS = "furious"
    SAD = "sad"
    CRYING = "crying"
    MOVED = "moved"
    EMBARRASSED = "embarrassed"
    SMUG = "smug"
    STERN = "stern"
    TIRED = "tired"
    THINKING = "thinking"
    STUNNED = "stunned"


class Pose(StrEnum):
    """What the body does."""

    STAND = "stand"
    WAVE = "wave"
    PHONE = "phone"
    CALL = "call"
    HOLD = "hold"
    GIVE = "give"
    CROSSED = "crossed"
    POINT = "point"
    POINT_AT_SELF = "point_at_self"
    CHEEKS = "cheeks"
    COVER_MOUTH = "cover_mouth"
    THINK = "think"
    FISTS = "fists"
    HIPS = "hips"
    CHEER = "cheer"
    PRAY = "pray"
    SHRUG = "shrug"
    HEAD_IN_HANDS = "head_in_hands"
    SIT = "sit"
    SIT_PHONE = "sit_phone"
    TYPE = "type"
    CROUCH = "crouch"
    LIE = "lie"
    EAT = "eat"
    DRINK = "drink"
    CARRY = "carry"
    KNOCK = "knock"
    PUNCH = "punch"
    SALUTE = "salute"
    BOW = "bow"
    WALK = "walk"
    RUN = "run"


class MouthShape(StrEnum):
    """Shapes of a speaking mouth: closed (ㅁ ㅂ ㅍ), and by vowel ㅏ, ㅔ, ㅣ, ㅗ, ㅜ, ㅡ."""

    CLOSED = "closed"
    A = "a"
    E = "e"
    I = "i"  # noqa: E741 - the vowel
    O = "o"  # noqa: E741 - the vowel
    U = "u"
    EU = "eu"


class HeldThing(StrEnum):
    """What is held in the poses HOLD, GIVE and CARRY."""

    NOTHING = "nothing"
    CUP = "cup"
    BOX = "box"
    PAPER = "paper"
    BAG = "bag"
    BOOK = "book"
    GIFT = "gift"
    ENVELOPE = "envelope"
    MONEY = "money"


@dataclass(frozen=True, slots=True)
class Acting:
    """What a drawn person does at one moment.

    ``turn``: −1 three quarters to the left of the screen, 0 to the front, 1 to the right; ``back``: seen from behind.
    ``mouth``: a shape of speech instead of the mouth of the expression. ``blink``: 0 open to 1 shut. ``breath`` and
    ``sway``: −1 to 1. ``stride``: place in the cycle of two steps, 0 to 1. ``gaze``: −1 to 1 in both directions.
    ``tilt``: of the head, in degrees. ``mirrored``: left and right exchanged, as for the other arm. ``gesture``: −1
    to 1, how far hands have moved as they wave or go with the words. ``expression_before`` and ``pose_before``: what
    the person comes from; ``arrival``: how much of the way is done, 0 to 1.
    """

    expression: Expression = Expression.CALM
    pose: Pose = Pose.STAND
    turn: float = 0.0
    back: bool = False
    mouth: MouthShape | None = None
    held: HeldThing = HeldThing.NOTHING
    blink: float = 0.0
    breath: float = 0.0
    sway: float = 0.0
    stride: float = 0.0
    gaze: Point | None = None
    tilt: float = 0.0
    mirrored: bool = False
    gesture: float = 0.0
    expression_before: Expression | None = None
    pose_before: Pose | None = None
    arrival: float = 1.0

    @property
    def far_side(self) -> int:
        """The side of the screen that is farther away: −1, 1, or 0 to the front."""
        return 0 if abs(self.turn) < 0.3 else (1 if self.turn > 0 else -1)


_TREMBLING: Final = {Expression.AFRAID, Expression.STUNNED}
_SHAKING: Final = {Expression.LAUGHING, Expression.CRYING}
_STEPS_A_SECOND: Final = {Pose.WALK: 0.9, Pose.RUN: 1.5}
_WAVES_A_SECOND: Final = {Pose.WAVE: 1.7, Pose.CHEER: 1.4, Pose.KNOCK: 2.2, Pose.EAT: 0.8}


def acting_with_idle_motion(acting: Acting, seconds: float, seed: int = 0) -> Acting:
    """The acting as it is at that time: with breath, sway and blinks, and steps, waves, shaking or trembling of its
    pose.

    The same for all times within one drawing. ``seed`` keeps people of one scene from blinking together.
    """
    drawing = int(seconds * DRAWINGS_A_SECOND + 1e-6)
    time = drawing / DRAWINGS_A_SECOND
    shaking, trembling = acting.expression in _SHAKING, acting.expression in _TREMBLING
    return replace(
        acting,
        blink=max(acting.blink, _blink(time, seed)),
        breath=sin(2 * pi * (time * (3.0 if shaking else 1 / 3.4) + seed * 0.37)),
        sway=(0.7 if drawing % 2 else -0.7) if trembling else sin(2 * pi * (time / 4.7 + seed * 0.61)),
        stride=(acting.stride + _STEPS_A_SECOND.get(acting.pose, 0.0) * time) % 1.0,
        gesture=sin(2 * pi * (time * _WAVES_A_SECOND.get(acting.pose, 0.45) + seed * 0.23)),
    )


def acting_in_transition(acting: Acting, since: float, takes: float = 0.33) -> Acting:
    """The acting ``since`` seconds after a change of expression or pose that ``takes`` that long, eased."""
    share = int(since * DRAWINGS_A_SECOND + 1e-6) / DRAWINGS_A_SECOND / takes
    share = min(1.0, max(0.0, share))
    return replace(acting, arrival=share * share * (3 - 2 * share))


def _blink(time: float, seed: int) -> float:
    """Shut for two drawings, half shut for one before, every 2.5 to 4.5 seconds."""
    period = 2.5 + (seed * 7919 % 21) / 10
    since = (time + seed * 1.3) % period * DRAWINGS_A_SECOND
    return 0.55 if since < 1 else 1.0 if since < 3 else 0.0
