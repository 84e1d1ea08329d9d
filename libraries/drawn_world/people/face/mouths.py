"""Mouths of expressions and of speech, as numbers that can be mixed, and their drawing."""

from dataclasses import dataclass, replace
from typing import Final

from libraries.drawn_world.people.acting import MouthShape
from libraries.drawn_world.people.drawing_style import INK, Parts, clipped_parts
from libraries.vector.brush import brush_stroke
from libraries.vector.colors import Color, color
from libraries.vector.path import Path, ellipse, polygon, rectangle, smooth_path
from libraries.vector.picture import Shape, Stroke, filled, stroked

_DEEP: Final = color("#6b1f2c")
_TONGUE: Final = color("#e8707a")
_TEETH: Final = color("#fffaf4")
_LIP: Final = INK.mixed(_DEEP, 0.35)


@dataclass(frozen=True, slots=True)
class Lips:
    """The shape of a mouth about its middle: half width, how far the corners lie below it, upper and lower edge of the
    opening.

    ``wave`` bends a closed line, ``skew`` lifts its right end. ``clenched``: teeth on teeth.
    """

    width: float = 20
    corner: float = 0
    top: float = 0
    bottom: float = 0
    wave: float = 0
    skew: float = 0
    clenched: bool = False
    upper_teeth: bool = True
    tongue: bool = True

    @property
    def is_open(self) -> bool:
        return self.bottom - self.top > 5


SPEECH: Final = {
    MouthShape.CLOSED: Lips(19, 0),
    MouthShape.A: Lips(26, -4, -13, 29),
    MouthShape.E: Lips(29, -5, -10, 16),
    MouthShape.I: Lips(34, -5, -7, 10, tongue=False),
    MouthShape.O: Lips(16, 2, -17, 22, upper_teeth=False),
    MouthShape.U: Lips(11, 0, -9, 11, upper_teeth=False, tongue=False),
    MouthShape.EU: Lips(27, -1, -5, 7, tongue=False),
}


def speaking_lips(mouth: MouthShape, feeling: Lips) -> Lips:
    """The lips of a shape of speech, with the corners of the mouth as the expression has them."""
    own = SPEECH[mouth]
    lift = max(-7.0, min(7.0, feeling.corner * 0.6))
    return replace(own, corner=own.corner + lift, skew=feeling.skew * 0.5)


def mouth_parts(lips: Lips, size: float) -> Parts:
    """The drawing of a mouth about (0, 0), ``size`` times as large."""
    scaled = replace(
        lips,
        width=lips.width * size,
        corner=lips.corner * size,
        top=lips.top * size,
        bottom=lips.bottom * size,
        wave=lips.wave * size,
        skew=lips.skew * size,
    )
    if lips.clenched:
        return _clenched(scaled)
    return _open(scaled) if lips.is_open else _line(scaled)


def _line(lips: Lips) -> Parts:
    w, c, v = lips.width, lips.corner, lips.wave
    if v:
        points = [(-w, v * 0.6), (-w * 0.5, -v), (0.0, v * 0.8), (w * 0.5, -v), (w, v * 0.6)]
        return [filled(brush_stroke(points, [2, 6, 5.5, 6, 2]), _LIP)]
    middle = -c * 0.8
    points = [(-w, c), (-w * 0.45, middle), (w * 0.45, middle - lips.skew * 0.3), (w, c - lips.skew)]
    shadow = brush_stroke([(-9, middle + 15), (0, middle + 17), (9, middle + 15)], [1, 3.4, 1])
    return [filled(brush_stroke(points, [2, 6, 6, 2]), _LIP), filled(shadow, _LIP.faded(0.22))]


def _opening(lips: Lips) -> Path:
    w, c, top, bottom = lips.width, lips.corner, lips.top, lips.bottom
    return smooth_path(
        *((-w, c), (-w * 0.5, top * 0.9), (0, top), (w * 0.5, top * 0.9), (w, c - lips.skew)),
        *((w * 0.74, bottom * 0.66), (0, bottom), (-w * 0.74, bottom * 0.66)),
    )


def _open(lips: Lips) -> Parts:
    opening = _opening(lips)
    high = lips.bottom - lips.top
    within: Parts = []
    if lips.tongue:
        within.append(filled(ellipse(0, lips.bottom + high * 0.06, lips.width * 0.62, high * 0.4), _TONGUE))
    if lips.upper_teeth:
        edge = lips.top + min(11.0, high * 0.3)
        within.append(filled(rectangle(-60, lips.top - 30, 120, edge - lips.top + 30), _TEETH))
    return [_rim(opening, _DEEP), clipped_parts(opening, within)]


def _rim(opening: Path, fill: Color) -> Shape:
    return Shape(opening, fill, Stroke(_LIP, 8.5), line_below=True)


def _clenched(lips: Lips) -> Parts:
    w, top, bottom = lips.width, lips.top, lips.bottom
    opening = smooth_path(
        (-w, top * 0.7), (0, top), (w, top * 0.7), (w * 1.05, bottom * 0.85), (0, bottom), (-w * 1.05, bottom * 0.85)
    )
    middle = (top + bottom) / 2
    gaps = [
        stroked(polygon((x * w, top), (x * w, bottom), closed=False), _LIP.faded(0.7), 2.2)
        for x in (-0.55, -0.18, 0.18, 0.55)
    ]
    bite = stroked(polygon((-w, middle), (w, middle), closed=False), _LIP, 3)
    return [_rim(opening, _TEETH), clipped_parts(opening, [bite, *gaps])]
