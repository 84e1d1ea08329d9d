"""Arms: sleeve, elbow, cuff and hand."""

from dataclasses import dataclass
from enum import StrEnum
from math import atan2, degrees, hypot

from libraries.drawn_world.people.body.hands import hand_parts
from libraries.drawn_world.people.body.skeleton import ArmJoints
from libraries.drawn_world.people.drawing_style import (
    INK,
    Parts,
    Tones,
    camouflage_blots,
    clipped_parts,
    outlined_parts,
    tapered_line,
)
from libraries.vector.affine import Affine, Point, rotation, scaling, translation
from libraries.vector.brush import brush_stroke
from libraries.vector.colors import Color
from libraries.vector.path import Path, ellipse, polygon
from libraries.vector.picture import Group, filled, stroked


class SleeveLength(StrEnum):
    """How far a sleeve reaches."""

    LONG = "long"
    SHORT = "short"


@dataclass(frozen=True, slots=True)
class ArmStyle:
    """How an arm looks: its width in units, its skin, its sleeve; size of the hand. ``cuff``: colour of a cuff."""

    width: float
    skin: Tones
    cloth: Tones
    sleeve: SleeveLength
    hand: float
    cuff: Tones | None = None
    spots: tuple[Color, ...] = ()


def arm_parts(arm: ArmJoints, look: ArmStyle, torso: Path | None) -> Parts:
    """The drawing of an arm; over ``torso``, where given, it has no line at the shoulder, so that it grows out of
    it."""
    if look.sleeve is SleeveLength.LONG:
        parts = [*_tube(arm, look, look.cloth, 1.0), *_pattern(arm, look), _cuff_line(arm, look)]
    else:
        parts = [*_tube(arm, look, look.skin, 0.76), *_short_sleeve(arm, look)]
    if torso is not None:
        (x, y), w = arm.shoulder, look.width
        patch = ellipse(x - arm.side * w * 0.08, y + w * 0.02, w * 0.66, w * 0.64)
        parts.append(clipped_parts(torso, [filled(patch, look.cloth.base)]))
    hand = _hand(arm, look)
    near = hypot(arm.wrist[0] - arm.shoulder[0], arm.wrist[1] - arm.shoulder[1]) < look.width + 110 * look.hand
    return [*parts, hand] if near else [hand, *parts]


def _pattern(arm: ArmJoints, look: ArmStyle) -> Parts:
    if not look.spots:
        return []
    bones = ((arm.shoulder, arm.elbow), (arm.elbow, arm.wrist))
    w = look.width
    return [
        camouflage_blots(brush_stroke([start, end], [w * 0.96, w * 0.8]), start, end, w, look.spots)
        for start, end in bones
    ]


def _middle(a: Point, b: Point, share: float = 0.5) -> Point:
    return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share


def _tube(arm: ArmJoints, look: ArmStyle, cloth: Tones, size: float) -> Parts:
    w = look.width * size
    s, e, h = arm.shoulder, arm.elbow, arm.wrist
    ball = (ellipse(*s, w * 0.56), cloth.base)
    if _bend(arm) < 50:
        whole = brush_stroke([s, _middle(s, e), e, _middle(e, h), h], [w * 1.1, w * 1.04, w * 0.96, w * 0.9, w * 0.78])
        return [*outlined_parts((whole, cloth.base), ball), *_shaded(arm, cloth, w, whole, whole)]
    upper = brush_stroke([s, _middle(s, e), e], [w * 1.1, w * 1.04, w * 0.96])
    fore = brush_stroke([e, _middle(e, h), h], [w * 0.96, w * 0.92, w * 0.78])
    joint = (ellipse(*e, w * 0.485), cloth.base)
    return [*outlined_parts((upper, cloth.base), (fore, cloth.base), joint, ball), *_shaded(arm, cloth, w, upper, fore)]


def _bend(arm: ArmJoints) -> float:
    """Degrees by which the forearm is turned from the upper arm."""
    turn = abs(_angle(arm.shoulder, arm.elbow) - _angle(arm.elbow, arm.wrist)) % 360
    return min(turn, 360 - turn)


def _shaded(arm: ArmJoints, cloth: Tones, w: float, upper: Path, fore: Path) -> Parts:
    s, e, h = arm.shoulder, arm.elbow, arm.wrist
    shade = cloth.shade.faded(0.7)
    start = _middle(s, e, 0.3)
    right = [(x + w * k, y + w * 0.1) for (x, y), k in ((start, 0.5), (e, 0.36), (h, 0.3))]
    if upper is fore:
        return [clipped_parts(upper, [filled(brush_stroke(right, [2, w * 0.36, w * 0.34]), shade)])]
    below = [(x + w * 0.26, y + w * 0.3) for x, y in (e, h)]
    parts: Parts = [
        clipped_parts(upper, [filled(brush_stroke(right[:2], [2, w * 0.42]), shade)]),
        clipped_parts(fore, [filled(brush_stroke(below, [w * 0.4, w * 0.36]), shade)]),
    ]
    if _bend(arm) >= 50:
        inward = _middle(s, h)
        length = hypot(inward[0] - e[0], inward[1] - e[1]) or 1.0
        ux, uy = (inward[0] - e[0]) / length * w * 0.44, (inward[1] - e[1]) / length * w * 0.44
        parts.append(
            tapered_line(
                cloth.line,
                (e[0] + ux, e[1] + uy),
                (e[0] + ux * 0.4 + uy * 0.2, e[1] + uy * 0.4 - ux * 0.2),
                (e[0] - ux * 0.1, e[1] - uy * 0.1),
                width=3.4,
            )
        )
    return parts


def _short_sleeve(arm: ArmJoints, look: ArmStyle) -> Parts:
    w, s = look.width, arm.shoulder
    end = _middle(s, arm.elbow, 0.6)
    sleeve = brush_stroke([s, _middle(s, end), end], [w * 1.1, w * 1.14, w * 1.16])
    parts = outlined_parts((sleeve, look.cloth.base), (ellipse(*s, w * 0.56), look.cloth.base))
    right = [(s[0] + w * 0.4, s[1] + w * 0.4), (end[0] + w * 0.42, end[1] + w * 0.1)]
    return [
        *parts,
        clipped_parts(sleeve, [filled(brush_stroke(right, [w * 0.26, w * 0.4]), look.cloth.shade.faded(0.7))]),
    ]


def _angle(a: Point, b: Point) -> float:
    return degrees(atan2(b[1] - a[1], b[0] - a[0]))


def _cuff_line(arm: ArmJoints, look: ArmStyle) -> Group:
    (ex, ey), (hx, hy) = arm.elbow, arm.wrist
    length = hypot(hx - ex, hy - ey) or 1.0
    ux, uy = (hx - ex) / length, (hy - ey) / length
    half = look.width * 0.39
    x, y = hx - ux * 11, hy - uy * 11
    ends = polygon((x - uy * half, y + ux * half), (x + uy * half, y - ux * half), closed=False)
    if look.cuff is None:
        return Group((stroked(ends, look.cloth.line, 3.2),))
    band = brush_stroke([(x, y), (hx, hy)], [look.width * 0.8, look.width * 0.78])
    return Group((filled(band, look.cuff.base), stroked(ends, INK.faded(0.7), 3.0)))


def hand_transform(arm: ArmJoints, look: ArmStyle) -> Affine:
    """The map from the coordinates of a hand to where the arm holds it."""
    (x, y) = arm.wrist
    angle = _angle(arm.elbow, arm.wrist) - 90 + arm.hand_turn * arm.side
    ux, uy = -(arm.elbow[0] - x), -(arm.elbow[1] - y)
    length = hypot(ux, uy) or 1.0
    back = 4.0 * look.hand
    flip = -1 if arm.side > 0 else 1
    place = translation(x - ux / length * back, y - uy / length * back).after(rotation(angle))
    return place.after(scaling(flip * look.hand, look.hand))


def _hand(arm: ArmJoints, look: ArmStyle) -> Group:
    return Group(tuple(hand_parts(arm.hand, look.skin)), hand_transform(arm, look))
