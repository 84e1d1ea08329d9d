"""Details of clothes, on the grid of the torso: collars, lapels, buttons, pockets, ties, badges."""

from typing import Final

from libraries.drawn_world.people.body.torso import Torso
from libraries.drawn_world.people.drawing_style import INK, Parts, Tones, tones_of_color
from libraries.drawn_world.people.outline_text import parse_outline
from libraries.vector.affine import Point, scaling, translation
from libraries.vector.colors import Color, color
from libraries.vector.path import Corner, ellipse, polygon, rounded_rectangle, smooth_path
from libraries.vector.picture import Cap, Group, Shape, Stroke, filled, stroked

PAPER: Final = tones_of_color("#fbfbfd", "#cdd6e6")
GOLD: Final = tones_of_color("#e9b94a")


def side_shade(body: Torso, tones: Tones) -> Shape:
    """The shaded side of the torso, away from the light, below the arm."""
    return body.smooth_area(tones.shade.faded(0.7), *parse_outline("0.62,0.14 1.4,0.1 1.5,1.9 0.42,1.9 0.58,0.66"))


def placket(
    body: Torso, tones: Tones, start: float = 0.08, end: float = 1.9, buttons: int = 3, first: float = 0.3
) -> Parts:
    """The opening of a shirt: a line down the middle, with buttons beside it."""
    parts: Parts = [body.line(tones.line, (0.0, start), (0.0, end))]
    for i in range(buttons):
        x, y = body.point(0.07, first + i * (0.92 - first) / max(1, buttons - 1))
        parts.append(filled(ellipse(x, y, 5), tones.line))
    return parts


def v_neck(body: Torso, inner: Tones, low: float, wide: float = 0.36) -> Parts:
    """A V-shaped opening at the neck, in which other clothes or skin are seen."""
    right = inner.shade.faded(0.8)
    return [
        body.straight_area(inner.base, (-wide, -0.2), (wide, -0.2), (0.03, low), (-0.03, low)),
        body.straight_area(right, (0.1, -0.1), (wide, -0.2), (0.03, low)),
    ]


def necktie(body: Torso, tones: Tones, low: float = 0.62) -> Parts:
    """A necktie with its knot."""
    blade = body.points([(-0.055, 0.1), (0.055, 0.1), (0.1, low - 0.07), (0.0, low), (-0.1, low - 0.07)])
    knot = body.points(parse_outline("-0.085,-0.02 0.085,-0.02 0.05,0.1 -0.05,0.1"))
    return [Shape(polygon(*points), tones.base, Stroke(INK, 3.2)) for points in (blade, knot)]


def lapels(body: Torso, tones: Tones, low: float = 0.58, wide: float = 0.58) -> Parts:
    """Two lapels that meet at ``low``."""
    parts: Parts = []
    for side in (-1, 1):
        places = [(0.3, -0.22), (wide, -0.02), (wide - 0.12, 0.14), (wide - 0.04, 0.2), (0.02, low), (0.2, 0.14)]
        path = polygon(*body.points([(side * u, v) for u, v in places]))
        parts.append(Shape(path, tones.base.mixed(tones.light, 0.45) if side < 0 else tones.base, Stroke(INK, 3.6)))
    return parts


def shirt_collar(body: Torso, tones: Tones, wide: float = 0.4, low: float = 0.1) -> Parts:
    """Two points of a collar over the neck."""
    parts: Parts = []
    for side in (-1, 1):
        places = [(side * 0.24, -0.2), (side * wide, -0.06), (side * (wide - 0.12), low), (0.0, 0.03)]
        path = polygon(*body.points(places))
        parts.append(Shape(path, tones.light if side < 0 else tones.base, Stroke(INK, 3.4)))
    return parts


def round_neck(body: Torso, tones: Tones, wide: float = 1.0) -> Parts:
    """A knitted band around the neck, ``wide`` times as wide as the neck."""
    own, t = body.own, body.t
    n, low = (own.neck + 4) * wide, own.shoulder_line + 13 * wide - body.breath * 1.5
    sides = [(side * (n + 5) + t * 3, low - own.throat * 0.28 - 4) for side in (-1, 1)]
    lower = [(side * n * 0.72 + t * 6, low - 8) for side in (-1, 1)]
    line = smooth_path(sides[0], lower[0], (t * 7, low), lower[1], sides[1], closed=False)
    return [stroked(line, INK, 18, Cap.BUTT), stroked(line, tones.light, 11, Cap.BUTT)]


def pocket(body: Torso, tones: Tones, place: Point, size: Point = (0.36, 0.17), flap: bool = False) -> Parts:
    """A patch pocket: its upper left corner on the grid, its width and height."""
    (u, v), (wide, high) = place, size
    path = polygon(*body.points([(u, v), (u + wide, v - 0.01), (u + wide - 0.02, v + high), (u + 0.02, v + high)]))
    parts: Parts = [stroked(path, tones.line, 3.2)]
    if flap:
        parts.append(body.line(tones.line, (u, v + 0.05), (u + wide, v + 0.04), width=3))
    return parts


def staff_card(body: Torso, band: Color) -> Parts:
    """A staff card on a band around the neck."""
    parts: Parts = [
        body.band(band, [(side * 0.32, -0.1), (side * 0.3, 0.26), (side * 0.03, 0.56)], 6) for side in (-1, 1)
    ]
    x, y = body.point(0.0, 0.56)
    card = [
        Shape(rounded_rectangle(-23, 0, 46, 58, 6), PAPER.base, Stroke(INK, 3.2)),
        filled(rounded_rectangle(-13, 9, 26, 24, 3), color("#bcd2f2")),
        filled(rounded_rectangle(-13, 40, 26, 5, 2), INK.faded(0.45)),
    ]
    return [*parts, Group(tuple(card), translation(x, y).after(scaling(0.9)))]


def zipper(body: Torso, tones: Tones, start: float = 0.0, end: float = 1.9) -> Parts:
    """A zip down the middle."""
    return [
        body.line(INK, (0.0, start), (0.0, end), width=5),
        body.line(tones.light, (0.0, start), (0.0, end), width=1.8),
    ]


def cloth_folds(body: Torso, tones: Tones) -> Parts:
    """Folds at the waist and below the arms."""
    ink = tones.line.faded(0.55)
    places: list[list[Point]] = [[(-0.9, 0.24), (-0.72, 0.3), (-0.6, 0.3)], [(0.92, 0.24), (0.74, 0.31), (0.6, 0.31)]]
    places += [[(-0.86, 0.74), (-0.62, 0.78), (-0.42, 0.77)], [(0.88, 0.8), (0.66, 0.84), (0.46, 0.82)]]
    return [body.tapered_line(ink, *each, width=3.2) for each in places]


def torso_corner(u: float, v: float) -> Corner:
    """A corner at a place of the grid of the torso."""
    return Corner(u, v)
