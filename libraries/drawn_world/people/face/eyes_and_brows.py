"""Eyes and brows."""

from typing import Final

from libraries.drawn_world.people.drawing_style import INK, Parts, clipped_parts, tapered_line
from libraries.drawn_world.people.face.face_states import EyeShape, FaceState
from libraries.drawn_world.people.face.shape import FaceShape
from libraries.vector.affine import Point, rotation, scaling
from libraries.vector.brush import brush_stroke
from libraries.vector.colors import BLACK, WHITE, Color, color
from libraries.vector.path import ellipse, smooth_path
from libraries.vector.picture import Group, filled

_BALL: Final = color("#fffdfa")
_SHADOW: Final = color("#7b6a86", 0.34)
_PUPIL: Final = color("#160d12")


def eye_parts(own: FaceShape, feeling: FaceState, side: int, iris: Color, gaze: Point, blink: float) -> Group:
    """The drawing of an eye about (0, 0); ``side``: −1 the left of the screen, 1 the right."""
    w, h = own.eye_width, own.eye_height
    lid = feeling.lid * (1 - blink)
    if feeling.eyes is not EyeShape.OPEN:
        parts = _shut(w, h, side, feeling.eyes, own.lashes)
    elif lid < 0.3:
        parts = _blinking(w, h, side, own.lashes)
    else:
        parts = _open(own, feeling, side, iris, gaze, lid)
    return Group(tuple(parts), rotation(-(feeling.slant + own.eye_tilt) * side))


def _shut(w: float, h: float, side: int, eyes: EyeShape, lashes: bool) -> Parts:
    if eyes is EyeShape.SQUEEZED:
        arms = [(-w * 0.85, -h * 0.3), (w * 0.62, h * 0.06), (-w * 0.7, h * 0.42)]
        upper = [(x * -side, y) for x, y in arms[:2]]
        lower = [(x * -side, y) for x, y in arms[1:]]
        return [
            filled(brush_stroke(upper, [3, 8]), INK),
            filled(brush_stroke(lower, [8, 3]), INK),
            filled(ellipse(*upper[1], 4), INK),
        ]
    arc = [(-w * 0.95, h * 0.26), (-w * 0.42, -h * 0.34), (w * 0.42, -h * 0.34), (w * 0.95, h * 0.26)]
    parts: Parts = [filled(brush_stroke(arc, [3, 8.5, 8.5, 3]), INK)]
    if lashes:
        parts.append(filled(brush_stroke([(w * 0.78 * side, h * 0.06), (w * 1.2 * side, -h * 0.08)], [6, 1]), INK))
    return parts


def _blinking(w: float, h: float, side: int, lashes: bool) -> Parts:
    arc = [(-w * 0.95, h * 0.12), (-w * 0.36, h * 0.42), (w * 0.36, h * 0.42), (w * 0.95, h * 0.12)]
    parts: Parts = [filled(brush_stroke(arc, [3, 7.5, 7.5, 3]), INK)]
    if lashes:
        parts.append(filled(brush_stroke([(w * 0.8 * side, h * 0.24), (w * 1.2 * side, h * 0.36)], [6, 1]), INK))
    return parts


def _open(own: FaceShape, feeling: FaceState, side: int, iris: Color, gaze: Point, lid: float) -> Parts:
    w, h, s = own.eye_width, own.eye_height, side
    top = -h * 0.92 * lid + (1 - min(lid, 1)) * h * 0.12
    bottom = h * 0.72 * min(1.1, lid * 0.4 + 0.6) * (1 - 0.35 * feeling.lower)
    ball = smooth_path(
        *((-w * 0.96 * s, h * 0.22), (-w * 0.62 * s, top * 0.62), (0, top), (w * 0.66 * s, top * 0.7)),
        *((w * s, -h * 0.02), (w * 0.6 * s, bottom * 0.8), (0, bottom), (-w * 0.6 * s, bottom * 0.75)),
    )
    lash = max(5.0, w * 0.26) if own.lashes else max(4.4, w * 0.22)
    above = [
        (-w * s, h * 0.24),
        (-w * 0.64 * s, top * 0.66),
        (0.0, top * 1.02),
        (w * 0.68 * s, top * 0.74),
        (w * 1.08 * s, -h * 0.04),
    ]
    shadow = [
        (-w * 1.1 * s, h * 0.1),
        (-w * 0.55 * s, top * 0.5),
        (0.0, top * 0.8),
        (w * 0.66 * s, top * 0.55),
        (w * 1.1 * s, 0.0),
    ]
    within = [*_iris(w, h, feeling.iris, iris, gaze), filled(brush_stroke(shadow, [10, 13, 14, 13, 10]), _SHADOW)]
    parts: Parts = [filled(ball, _BALL), clipped_parts(ball, within)]
    parts.append(filled(brush_stroke(above, [2, lash * 0.8, lash, lash * 1.05, lash * 0.5]), INK))
    if own.lashes:
        parts += _lashes(w, h, s, top, lash)
    parts.append(
        tapered_line(
            INK.faded(0.55),
            (-w * 0.3 * s, bottom),
            (w * 0.2 * s, bottom * 1.02),
            (w * 0.7 * s, bottom * 0.78),
            width=2.8,
        )
    )
    return parts


def _lashes(w: float, h: float, s: int, top: float, lash: float) -> Parts:
    outer = brush_stroke([(w * 0.8 * s, top * 0.52), (w * 1.24 * s, top * 0.5 - 1)], [lash * 0.85, 1])
    corner = brush_stroke([(w * 0.94 * s, top * 0.14), (w * 1.32 * s, -h * 0.02)], [lash * 0.85, 1])
    fold = tapered_line(
        INK.faded(0.42), (-w * 0.6 * s, top * 1.02 - 6), (0, top * 1.2 - 6), (w * 0.62 * s, top - 7), width=2.8
    )
    return [filled(outer, INK), filled(corner, INK), fold]


def _iris(w: float, h: float, size: float, iris: Color, gaze: Point) -> Parts:
    if size <= 0:
        return []
    x, y = gaze[0] * w * 0.36, gaze[1] * h * 0.3 - h * 0.06
    a, b = w * 0.56 * size, h * 0.78 * size
    return [
        filled(ellipse(x, y, a, b), iris.mixed(BLACK, 0.55)),
        filled(ellipse(x, y + b * 0.16, a * 0.82, b * 0.8), iris),
        filled(ellipse(x, y + b * 0.5, a * 0.55, b * 0.34), iris.mixed(WHITE, 0.4)),
        filled(ellipse(x, y, a * 0.42, b * 0.44), _PUPIL),
        filled(ellipse(x - a * 0.34, y - b * 0.4, a * 0.3 + 1.5, b * 0.25 + 1.5), WHITE),
        filled(ellipse(x + a * 0.42, y + b * 0.38, a * 0.14 + 0.6, b * 0.12 + 0.6), WHITE.faded(0.9)),
    ]


def brow_part(own: FaceShape, feeling: FaceState, side: int, hair: Color, narrowed: float) -> Group:
    """The drawing of a brow, about the middle of its eye."""
    w, b = own.eye_width, own.brow
    y = -own.eye_height * 0.92 - 15 - b * 0.35 + feeling.brow_drop + own.brow * 0.1
    half = max(24.0, w * 0.98)
    points = [
        (-half * 0.92 * side, 3.0),
        (-half * 0.3 * side, -3.0),
        (half * 0.4 * side, -4.5),
        (half * 1.06 * side, 4.0),
    ]
    widths = [b * 0.75, b, b * 0.8, 1.5]
    turn = rotation(-feeling.brow_turn * side)
    return Group((filled(brush_stroke(points, widths), hair),), scaling(narrowed, 1).after(turn._replace(dy=y)))
