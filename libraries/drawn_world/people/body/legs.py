"""Legs, skirts and shoes."""

from dataclasses import dataclass
from enum import StrEnum

from libraries.drawn_world.people.body.skeleton import ANKLE, LegJoints, Skeleton
from libraries.drawn_world.people.body_measures import BodyMeasures
from libraries.drawn_world.people.drawing_style import (
    Parts,
    Tones,
    camouflage_blots,
    clipped_parts,
    outlined_parts,
    tapered_line,
)
from libraries.vector.affine import Point, rotation, translation
from libraries.vector.brush import brush_stroke
from libraries.vector.colors import Color
from libraries.vector.path import Corner, Path, ellipse, polygon, rectangle, smooth_path
from libraries.vector.picture import Group, filled


class LegCover(StrEnum):
    """What covers the legs: trousers, a skirt, or shorts."""

    TROUSERS = "trousers"
    SKIRT = "skirt"
    SHORTS = "shorts"


@dataclass(frozen=True, slots=True)
class Legwear:
    """How covered legs look. ``bare``: what is seen below a skirt or shorts; ``loose``: width of trousers at the
    ankle, a share."""

    lower: LegCover
    cloth: Tones
    bare: Tones
    shoe: Tones
    loose: float = 0.7
    boots: bool = False
    stripe: Tones | None = None
    spots: tuple[Color, ...] = ()


def leg_parts(own: BodyMeasures, bones: Skeleton, wear: Legwear, turn: float, coat: Tones | None = None) -> Parts:
    """The drawing of both legs with shoes, the far one below, and the skirt over them, or the ``coat`` of one who
    sits."""
    parts: Parts = []
    for leg in bones.legs:
        shoe, tube = _shoe(leg, own, wear), _leg(leg, own, wear)
        parts += [*tube, *shoe] if wear.boots else [*shoe, *tube]
    if not bones.sitting:
        parts += _seat(own, bones, wear)
    skirt = coat or (wear.cloth if wear.lower is LegCover.SKIRT else None)
    if skirt is None:
        return parts
    return [*parts, *(_lap(own, bones, skirt, turn) if bones.sitting else _skirt(own, bones, skirt, turn))]


def _lap(own: BodyMeasures, bones: Skeleton, cloth: Tones, turn: float) -> Parts:
    """A skirt or a coat over the thighs of one who sits."""
    w = own.leg
    fall = w * 0.34 * (1 - abs(turn))
    ends = [(x, y + fall) for x, y in (_along(leg, 1.06) for leg in bones.legs)]
    starts = [(leg.hip[0], leg.hip[1] - 8) for leg in bones.legs]
    middles = [_along(leg, 0.55) for leg in bones.legs]
    thighs = [brush_stroke(points, [w * 1.3, w * 1.3, w * 1.18]) for points in zip(starts, middles, ends, strict=True)]
    parts = outlined_parts(*((each, cloth.base) for each in (*thighs, polygon(starts[0], ends[0], ends[1], starts[1]))))
    near = bones.legs[1]
    fold = tapered_line(cloth.line.faded(0.7), near.hip, middles[1], _along(near, 0.9), width=3.4)
    shade = brush_stroke([(x + w * 0.2, y + w * 0.4) for x, y in (near.hip, near.knee)], [w * 0.4, w * 0.5])
    return [*parts, clipped_parts(thighs[1], [filled(shade, cloth.shade.faded(0.7))]), fold]


def _along(leg: LegJoints, share: float) -> Point:
    """The point at a share of the way from the hip to the knee."""
    return leg.hip[0] + (leg.knee[0] - leg.hip[0]) * share, leg.hip[1] + (leg.knee[1] - leg.hip[1]) * share


def _tube(leg: LegJoints, own: BodyMeasures, ends: tuple[float, float, float]) -> list[Path]:
    (hx, hy), (kx, ky), (ax, ay) = leg.hip, leg.knee, leg.ankle
    w = own.leg
    top, knee, ankle = (w * share for share in ends)
    thigh = brush_stroke([(hx, hy - 6), ((hx + kx) / 2, (hy + ky) / 2), (kx, ky)], [top, (top + knee) / 2, knee])
    shin = brush_stroke(
        [(kx, ky), ((kx + ax) / 2, (ky + ay) / 2), (ax, ay + 10)], [knee, (knee + ankle) / 2 * 1.03, ankle]
    )
    return [thigh, shin, ellipse(kx, ky, knee / 2)]


def _leg(leg: LegJoints, own: BodyMeasures, wear: Legwear) -> Parts:
    covered = wear.lower is LegCover.TROUSERS
    cloth = wear.cloth if covered else wear.bare
    paths = _tube(leg, own, (1.14, 0.9, wear.loose) if covered else (0.82, 0.62, 0.44))
    parts = outlined_parts(*((path, cloth.base) for path in paths))
    shade = cloth.shade.faded(0.75)
    w = own.leg * (1.0 if covered else 0.66)
    for path, (start, end) in zip(paths, ((leg.hip, leg.knee), (leg.knee, leg.ankle)), strict=False):
        if covered and wear.spots:
            parts.append(camouflage_blots(path, start, end, w, wear.spots))
        side = brush_stroke([(start[0] + w * 0.42, start[1]), (end[0] + w * 0.36, end[1] + 10)], [w * 0.5, w * 0.4])
        parts.append(clipped_parts(path, [filled(side, shade)]))
    if covered and wear.stripe is not None:
        parts += _stripe(leg, own, wear.stripe)
    if wear.lower is LegCover.SHORTS:
        mid = ((leg.hip[0] * 0.4 + leg.knee[0] * 0.6), (leg.hip[1] * 0.4 + leg.knee[1] * 0.6))
        short = brush_stroke([(leg.hip[0], leg.hip[1] - 6), mid], [own.leg * 1.16, own.leg * 1.12])
        parts += outlined_parts((short, wear.cloth.base))
    knee_x, knee_y = leg.knee
    if covered and abs(leg.knee[0] - leg.ankle[0]) + abs(leg.hip[0] - leg.knee[0]) > 26:
        parts.append(
            tapered_line(
                cloth.line,
                (knee_x - w * 0.3, knee_y - 2),
                (knee_x, knee_y + 6),
                (knee_x + w * 0.24, knee_y + 2),
                width=3.2,
            )
        )
    return parts


def _stripe(leg: LegJoints, own: BodyMeasures, tones: Tones) -> Parts:
    out = own.leg * 0.36 * leg.side
    points = [
        (leg.hip[0] + out, leg.hip[1]),
        (leg.knee[0] + out * 0.9, leg.knee[1]),
        (leg.ankle[0] + out * 0.7, leg.ankle[1]),
    ]
    return [filled(brush_stroke(points, [6, 6, 6]), tones.base)]


def _seat(own: BodyMeasures, bones: Skeleton, wear: Legwear) -> Parts:
    """What joins the legs: no line between it and them."""
    if wear.lower is LegCover.SKIRT:
        return []
    hips = [leg.hip for leg in bones.legs]
    left, right = min(x for x, _ in hips), max(x for x, _ in hips)
    y, w = hips[0][1], own.leg * 0.54
    seat = smooth_path(
        Corner(left - w, y - 40),
        Corner(right + w, y - 40),
        (right + w * 0.96, y + 6),
        (right * 0.5 + left * 0.5, y + own.leg * 0.42),
        (left - w * 0.96, y + 6),
    )
    return [filled(seat, wear.cloth.base)]


def _skirt(own: BodyMeasures, bones: Skeleton, cloth: Tones, turn: float) -> Parts:
    hip = bones.legs[0].hip[1]
    xs = sorted(leg.knee[0] for leg in bones.legs)
    half = own.hips * (1 - 0.08 * abs(turn))
    low = max(leg.knee[1] for leg in bones.legs) + own.legs * 0.02
    left, right = min(xs[0] - own.leg * 0.52, -half - 12), max(xs[1] + own.leg * 0.52, half + 12)
    path = smooth_path(
        Corner(-half * 0.9, hip - 44),
        Corner(half * 0.9, hip - 44),
        (half * 1.03, hip),
        Corner(right, low - 4),
        ((left + right) / 2, low + 8),
        Corner(left, low - 4),
        (-half * 1.03, hip),
    )
    folds = [
        tapered_line(
            cloth.line.faded(0.7),
            (x * half * 0.8, hip + 10),
            (x * half, (hip + low) / 2),
            (x * half * 1.14, low - 6),
            width=3.4,
        )
        for x in (-0.55, -0.1, 0.4)
    ]
    shade = smooth_path(
        (half * 0.5, hip - 60),
        (half * 1.6, hip - 60),
        (right + 30, low + 30),
        (right * 0.5, low + 30),
        (half * 0.62, hip + 20),
    )
    return [*outlined_parts((path, cloth.base)), clipped_parts(path, [filled(shade, cloth.shade.faded(0.7)), *folds])]


def _shoe(leg: LegJoints, own: BodyMeasures, wear: Legwear) -> Parts:
    size = 0.72 + own.leg / 300
    toe = leg.toe
    high, sole = (-58.0 if wear.boots else -16.0), -ANKLE
    top, out = (26 if wear.boots else 20) * size, 30 * size
    x0, x1 = -out - max(0.0, -toe) * 34 * size, out + max(0.0, toe) * 34 * size
    path = smooth_path(
        *(
            Corner(-top, high),
            Corner(top, high),
            (top + 3 + max(0.0, toe) * 12, 0),
            (x1 - 5, sole - 18),
            (x1, sole - 7),
        ),
        *((x1 - 8, sole), (x0 + 8, sole), (x0, sole - 7), (x0 + 5, sole - 18), (-top - 3 + min(0.0, toe) * 12, 0)),
    )
    rubber = rectangle(x0 - 4, sole - 8, x1 - x0 + 8, 12)
    parts = [*outlined_parts((path, wear.shoe.base), line=3.8), clipped_parts(path, [filled(rubber, wear.shoe.light)])]
    place = translation(leg.ankle[0], leg.ankle[1]).after(rotation(leg.lift, (0, 0)))
    return [Group(tuple(parts), place)]
