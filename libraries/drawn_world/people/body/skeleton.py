"""Skeletons: where every joint is at one moment."""

from dataclasses import dataclass, replace
from math import cos, pi, radians, sin

from libraries.drawn_world.people.acting import Acting, Pose
from libraries.drawn_world.people.body.arm_poses import (
    ARM_POSES,
    HANGING,
    SITTING_POSES,
    ArmPose,
    HandShape,
    WristAnchor,
)
from libraries.drawn_world.people.body_measures import BodyMeasures
from libraries.vector.affine import IDENTITY, Affine, Point, rotation, translation

ANKLE = -30.0
"""Height of the ankle above the sole."""


@dataclass(frozen=True, slots=True)
class ArmJoints:
    """The joints of an arm on the side −1 or 1 of the screen."""

    side: int
    shoulder: Point
    elbow: Point
    wrist: Point
    hand: HandShape
    hand_turn: float
    over_face: bool
    behind: bool


@dataclass(frozen=True, slots=True)
class LegJoints:
    """The joints of a leg. ``toe``: where the foot points, −1 left, 0 to the viewer, 1 right; ``lift``: degrees of
    its heel."""

    side: int
    hip: Point
    knee: Point
    ankle: Point
    toe: float
    lift: float = 0.0


@dataclass(frozen=True, slots=True)
class Skeleton:
    """All joints of a body. ``upper`` maps what is above the hips; ``head``: its middle before that; ``nod``: in
    units."""

    arms: tuple[ArmJoints, ...]
    legs: tuple[LegJoints, ...]
    upper: Affine
    head: Point
    nod: float
    sitting: bool


def skeleton(own: BodyMeasures, acting: Acting) -> Skeleton:
    """Where the joints of a body of these measures are while it acts so."""
    pose, sitting = acting.pose, acting.pose in SITTING_POSES
    head = (acting.turn * 6, own.chin_line - 112 * own.head - acting.breath * 2)
    legs, drop = _legs(own, acting, sitting)
    lean, nod = _lean(acting)
    upper = translation(0, drop).after(rotation(lean, (0, own.hip_line)))
    if pose is Pose.BOW and not lean:
        head = (head[0], head[1] + own.torso * 0.26 + own.throat)
    arms = _arms(own, acting, pose, head)
    if acting.pose_before is not None and acting.arrival < 1:
        before = _arms(own, acting, acting.pose_before, head)
        arms = tuple(_on_the_way(*pair, max(0.0, acting.arrival)) for pair in zip(before, arms, strict=True))
    return Skeleton(arms, legs, upper if (drop or lean) else IDENTITY, head, nod, sitting or pose is Pose.CROUCH)


def _arms(own: BodyMeasures, acting: Acting, pose: Pose, head: Point) -> tuple[ArmJoints, ...]:
    if pose in {Pose.WALK, Pose.RUN}:
        return _swinging(own, acting, -1), _swinging(own, acting, 1)
    left, right = ARM_POSES[pose]
    if pose is Pose.CALL and acting.far_side > 0:
        left, right = right, left
    return tuple(
        _reaching(own, acting, _gesturing(reach, acting, pose), side, head) for side, reach in ((-1, left), (1, right))
    )


def _gesturing(reach: ArmPose, acting: Acting, pose: Pose) -> ArmPose:
    """The reach as the hand waves, or goes a little with breath and words."""
    (x, y), g = reach.wrist, acting.gesture
    if not g or reach == HANGING:
        return reach
    if pose is Pose.WAVE:
        return replace(reach, wrist=(x + 0.14 * g, y + 0.02 * abs(g)), hand_turn=reach.hand_turn + 16 * g)
    if pose is Pose.CHEER:
        return replace(reach, wrist=(x, y + 0.07 * g), elbow=(reach.elbow[0], reach.elbow[1] + 0.03 * g))
    if pose is Pose.KNOCK:
        return replace(reach, wrist=(x + 0.16 * g, y))
    if pose is Pose.EAT and reach.place is WristAnchor.HEAD:
        return replace(reach, wrist=(x, y + 22 + 22 * g))
    return replace(reach, wrist=(x, y + (2.0 if reach.place is WristAnchor.HEAD else 0.012) * g))


def _on_the_way(before: ArmJoints, now: ArmJoints, share: float) -> ArmJoints:
    """Joints between those of two poses; the hand of the nearer one."""
    near = now if share >= 0.5 else before

    def between(a: Point, b: Point) -> Point:
        return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share

    elbow, wrist = between(before.elbow, now.elbow), between(before.wrist, now.wrist)
    turn = before.hand_turn + (now.hand_turn - before.hand_turn) * share
    return replace(near, elbow=elbow, wrist=wrist, hand_turn=turn)


def _lean(acting: Acting) -> tuple[float, float]:
    """Degrees that the upper body leans to the side it faces, and how far the face looks down."""
    match acting.pose:
        case Pose.BOW:
            return 34 * acting.turn if acting.far_side else 0.0, 26.0
        case Pose.RUN:
            return 9 * acting.turn, 0.0
        case Pose.WALK:
            return 2 * acting.turn, 0.0
        case Pose.PHONE | Pose.SIT_PHONE | Pose.TYPE:
            return 0.0, 9.0
        case Pose.CROUCH:
            return 5 * acting.turn, 12.0
        case Pose.EAT:
            return 0.0, 6.0
        case Pose.PUNCH:
            return 7.0, 0.0
        case Pose.HEAD_IN_HANDS:
            return 0.0, 14.0
        case _:
            return acting.sway * 0.4, 0.0


def hanging_arm_x(own: BodyMeasures) -> float:
    """How far from the middle of the body a hanging arm lies, in units."""
    return max(own.shoulders + own.arm * 0.22, own.waist + own.arm * 0.42, own.hips + own.arm * 0.3)


def _shoulder(own: BodyMeasures, acting: Acting, side: int) -> Point:
    narrowed = 1 - (0.2 if side == acting.far_side else 0.07 if acting.far_side else 0.0) * abs(acting.turn)
    return side * (own.shoulders - own.arm * 0.42) * narrowed, own.shoulder_line + own.arm * 0.44 - acting.breath * 1.5


def _reaching(own: BodyMeasures, acting: Acting, reach: ArmPose, side: int, head: Point) -> ArmJoints:
    out = hanging_arm_x(own)
    far = side == acting.far_side
    narrowed = 1 - (0.16 if far else 0.05 if acting.far_side else 0.0)
    lift = acting.breath * 2
    elbow = (side * reach.elbow[0] * out * narrowed, own.shoulder_line + reach.elbow[1] * own.torso - lift)
    if reach.place is WristAnchor.HEAD:
        size = own.head
        wrist = (head[0] + side * reach.wrist[0] * size * (0.92 if far else 1), head[1] + reach.wrist[1] * size)
    else:
        x = side * reach.wrist[0] * out
        if abs(reach.wrist[0]) < 0.9:
            x += acting.turn * own.chest * 0.22
        wrist = (
            x * (narrowed if abs(reach.wrist[0]) > 0.9 else 1),
            own.shoulder_line + reach.wrist[1] * own.torso - lift,
        )
    behind = reach.behind or (
        far and reach.place is WristAnchor.CHEST and 0.9 < reach.wrist[0] < 1.3 and reach.wrist[1] > 0.3
    )
    return ArmJoints(
        side, _shoulder(own, acting, side), elbow, wrist, reach.hand, reach.hand_turn, reach.over_face, behind
    )


def _swinging(own: BodyMeasures, acting: Acting, side: int) -> ArmJoints:
    """An arm that swings against the leg of its side."""
    run = acting.pose is Pose.RUN
    way = 1 if acting.turn >= 0 else -1
    phase = 2 * pi * acting.stride + (pi if side > 0 else 0)
    swing = -sin(phase) * (46 if run else 21)
    bend = 86 if run else 14 + 10 * max(0.0, -sin(phase))
    x, y = _shoulder(own, acting, side)
    seen = max(0.22, abs(acting.turn)) * way
    upper, fore = own.torso * 0.44, own.torso * 0.42
    spread = side * own.arm * 0.22
    elbow = (x + spread + sin(radians(swing)) * upper * seen, y + cos(radians(swing)) * upper)
    wrist = (
        elbow[0] + sin(radians(swing + bend)) * fore * seen - spread * 0.4,
        elbow[1] + cos(radians(swing + bend)) * fore,
    )
    return ArmJoints(
        side,
        (x, y),
        elbow,
        wrist,
        HandShape.FIST if run else HandShape.REST,
        0.0,
        over_face=False,
        behind=side == acting.far_side,
    )


def _legs(own: BodyMeasures, acting: Acting, sitting: bool) -> tuple[tuple[LegJoints, ...], float]:
    """Both legs, the far one first, and how far the body sinks."""
    order = (acting.far_side, -acting.far_side) if acting.far_side else (-1, 1)
    if sitting:
        made, drop = [_seated(own, acting, side) for side in order], own.legs * 0.46
    elif acting.pose is Pose.CROUCH:
        made, drop = [_crouched(own, acting, side) for side in order], own.legs * 0.68
    elif acting.pose in {Pose.WALK, Pose.RUN}:
        steps = [_step(own, acting, side) for side in order]
        drop = ANKLE - max(leg.ankle[1] + 36 * abs(sin(radians(leg.lift))) for leg in steps)
        made = [_sunk(leg, drop) for leg in steps]
    else:
        made, drop = [_standing(own, acting, side) for side in order], 0.0
    return tuple(made), drop


def _hip_x(own: BodyMeasures, acting: Acting, side: int) -> float:
    narrowed = 1 - (0.28 if side == acting.far_side else 0.12 if acting.far_side else 0.0) * abs(acting.turn)
    return side * own.hips * 0.5 * narrowed


def _standing(own: BodyMeasures, acting: Acting, side: int) -> LegJoints:
    x = _hip_x(own, acting, side)
    far = 7.0 if side == acting.far_side else 0.0
    toe = acting.turn * 0.8 if acting.far_side else side * 0.35
    return LegJoints(side, (x, own.hip_line), (x * 1.02, own.hip_line * 0.52), (x * 1.04, ANKLE - far), toe)


def _seated(own: BodyMeasures, acting: Acting, side: int) -> LegJoints:
    x = _hip_x(own, acting, side)
    hip_y = own.hip_line + own.legs * 0.46
    forward = acting.turn * own.legs * 0.34
    knee = (x * 1.3 + forward, hip_y + own.legs * (0.07 + 0.06 * (1 - abs(acting.turn))))
    return LegJoints(
        side, (x, hip_y), knee, (x * 1.16 + forward * 1.02, ANKLE), acting.turn * 0.8 if acting.far_side else side * 0.2
    )


def _crouched(own: BodyMeasures, acting: Acting, side: int) -> LegJoints:
    x = _hip_x(own, acting, side)
    hip_y = own.hip_line + own.legs * 0.68
    forward = acting.turn * own.legs * 0.24
    knee = (x * 1.5 + forward, hip_y - own.legs * 0.12)
    ankle = (x * 1.3 + forward * 0.9, ANKLE)
    return LegJoints(side, (x, hip_y), knee, ankle, acting.turn * 0.8 if acting.far_side else side * 0.3)


def _step(own: BodyMeasures, acting: Acting, side: int) -> LegJoints:
    run = acting.pose is Pose.RUN
    way = 1 if acting.turn >= 0 else -1
    phase = 2 * pi * acting.stride + (pi if side > 0 else 0)
    thigh = sin(phase) * (40 if run else 24) + (8 if run else 2)
    swinging = max(0.0, cos(phase))
    bend = swinging * (82 if run else 44) + (16 if run else 4) + max(0.0, -sin(phase)) * (34 if run else 10)
    length = own.legs + ANKLE
    seen = abs(acting.turn) * way
    hip = (_hip_x(own, acting, side) * 0.72, own.hip_line)
    knee = _bone(hip, thigh, length * 0.49, seen)
    ankle = _bone(knee, thigh - bend, length * 0.51, seen)
    toe = way * max(0.25, abs(acting.turn)) if acting.far_side else side * 0.25
    return LegJoints(side, hip, knee, ankle, toe, lift=seen * max(0.0, bend - thigh - 14) * 0.9)


def _bone(start: Point, degrees: float, length: float, seen: float) -> Point:
    """The end of a bone that swings along the way; ``seen``: how much of that is sideways on the screen."""
    forward, down = sin(radians(degrees)) * length, cos(radians(degrees)) * length
    return start[0] + forward * seen, start[1] + down + forward * 0.1 * (1 - abs(seen))


def _sunk(leg: LegJoints, drop: float) -> LegJoints:
    hip, knee, ankle = ((x, y + drop) for x, y in (leg.hip, leg.knee, leg.ankle))
    return LegJoints(leg.side, hip, knee, ankle, leg.toe, leg.lift)
