"""Short, curly and thin hair: of each style what is behind the head, what lies before the face, and its rear, from
behind."""

from collections.abc import Sequence
from math import cos, radians, sin
from typing import Final

from libraries.drawn_world.people.drawing_style import Parts, Tones, outlined_parts, tapered_line
from libraries.drawn_world.people.hair.hair_parts import (
    HairFall,
    dome_and_fringe_path,
    dome_outline,
    hair_area,
    hair_shine,
    hair_strand,
    shaded_hair_area,
)
from libraries.drawn_world.people.outline_text import parse_outline
from libraries.vector.affine import Point
from libraries.vector.brush import brush_stroke
from libraries.vector.colors import WHITE
from libraries.vector.path import Corner, Path, ellipse, smooth_path
from libraries.vector.picture import Picture, filled


def short_behind(tones: Tones, _: HairFall) -> Parts:
    """Short hair as it shows behind ears and neck."""
    return shaded_hair_area(
        smooth_path(
            *parse_outline("-98,14 -107,-40 -94,-118 0,-160 94,-118 107,-40 98,14 84,44 0,30 -84,44"),
        ),
        tones,
    )


def _front(
    tones: Tones,
    fringe: Sequence[Point],
    lines: Sequence[Sequence[Point]],
    lift: float = 0.0,
    burn: float = 12,
    bright: float = 0.6,
) -> Parts:
    return hair_area(
        dome_and_fringe_path(fringe, lift=lift, burn=burn),
        tones,
        [hair_shine(tones, bright, lift), *(hair_strand(tones, *line) for line in lines)],
    )


def pixie_front(tones: Tones, fall: HairFall) -> Parts:
    """What lies of a pixie cut before the face."""
    s = fall.fringe_shift
    fringe: Sequence[Point] = parse_outline(
        "99,4 90,34! 92,-30 64,-84~ 40,-112!~ 8,-74~ -40,-44~ -82,-22!~0.5 -92,-30 -92,30! -100,0", s
    )
    lines: Sequence[Sequence[Point]] = [[(x, -166), (x - 14, -112), (x - 44 + s, -60)] for x in (-28, 10, 44)]
    return _front(tones, fringe, lines, burn=20)


def fringe_front(tones: Tones, fall: HairFall) -> Parts:
    """What lies of short hair with a fringe before the face."""
    s = fall.fringe_shift
    fringe: Sequence[Point] = parse_outline(
        "97,-34 88,-4! 72,-66~ 52,-20!~ 30,-72~ 2,-18!~ -18,-70~ -46,-20!~ -58,-64~ -84,-8!~0.5 -95,-38", s
    )
    lines: Sequence[Sequence[Point]] = [[(x * 0.8, -168), (x, -112), (x + s - 3, -58)] for x in (-64, -28, 12, 50, 80)]
    return _front(tones, fringe, lines)


def side_part_front(tones: Tones, fall: HairFall) -> Parts:
    """What lies of short hair with a side parting before the face."""
    s = fall.fringe_shift
    fringe: Sequence[Point] = parse_outline("96,-34 86,-70 42,-88~ -12,-104~ -40,-124!~ -56,-86~ -80,-58 -94,-32", s)
    lines: Sequence[Sequence[Point]] = [
        [(-30 + s, -168), (16, -142), (78, -98)],
        [(-36 + s, -150), (20 + s, -120), (64 + s, -94)],
        [(-58, -156), (-84, -110), (-98, -50)],
    ]
    return _front(tones, fringe, lines, lift=2)


def two_block_front(tones: Tones, fall: HairFall) -> Parts:
    """Hair that is long above and cropped at the sides."""
    s = fall.fringe_shift
    sides = [smooth_path(*parse_outline("88,-70 105,-50 104,0 94,24! 90,-16", side=d)) for d in (-1, 1)]
    top = smooth_path(
        Corner(-106, -38),
        *dome_outline(1.0, 4),
        *parse_outline("106,-38! 92,-52 80,-34! 52,-70~ 30,-36!~ 6,-78~ -24,-32!~ -44,-70~ -70,-28!~ -84,-56", s),
    )
    lines = [hair_strand(tones, (x * 0.7, -170), (x, -118), (x - 8 + s, -60)) for x in (-56, -14, 26, 66)]
    return [
        *outlined_parts(*((side, tones.shade.mixed(tones.line, 0.3)) for side in sides), line=3),
        *hair_area(top, tones, [hair_shine(tones, 0.6, 4), *lines]),
    ]


def curtain_front(tones: Tones, fall: HairFall) -> Parts:
    """Hair that is parted in the middle, to the cheekbones."""
    s = fall.fringe_shift
    fringe: Sequence[Point] = parse_outline("100,0 86,20! 84,-40 52,-92~ 6,-134!~ -44,-92~ -84,-40 -86,20! -100,0", s)
    lines: Sequence[Sequence[Point]] = [[(s + d * 12, -174), (d * 54 + s, -122), (d * 94, -30)] for d in (-1, 1)] + [
        [(s + d * 30, -168), (d * 84, -120), (d * 106, -40)] for d in (-1, 1)
    ]
    return _front(tones, fringe, lines, lift=2, burn=18)


def crop_front(tones: Tones, fall: HairFall) -> Parts:
    """What lies of cropped hair before the face."""
    s = fall.fringe_shift
    top = smooth_path(
        *parse_outline(
            "-99,-4! -107,-58 -92,-122 -44,-157 0,-163 46,-156 94,-121 107,-58 99,-4! 92,-44 80,-76!~0.4 "
            "0,-90~ -78,-76!~0.4 -92,-44",
            s,
        ),
    )
    dots = [
        hair_strand(tones, (x + y % 7, y), (x + y % 7 + 2, y + 9), width=2.6)
        for y in (-148, -128, -108, -88)
        for x in range(-84, 90, 24)
        if abs(x) < 150 + y * 0.62 + 40
    ]
    return hair_area(top, tones, [hair_shine(tones, 0.3, -6), *dots])


def swept_back_front(tones: Tones, fall: HairFall) -> Parts:
    """What lies of hair that is swept back before the face."""
    s = fall.fringe_shift
    fringe: Sequence[Point] = parse_outline("95,-38 82,-84 36,-108~ -34,-110~ -80,-86 -95,-40", s)
    lines: Sequence[Sequence[Point]] = [
        [(x + s, -100), (x * 1.06, -136), (x * 0.9, -170)] for x in (-56, -28, 4, 34, 62)
    ]
    return _front(tones, fringe, lines, lift=-2, burn=8, bright=0.45)


def balding_front(tones: Tones, fall: HairFall) -> Parts:
    """Hair at the sides, and a few strands combed over."""
    s = fall.fringe_shift
    sides = [smooth_path(*parse_outline("92,-82 110,-60 113,-10 97,20! 90,-20 84,-62", side=d)) for d in (-1, 1)]
    combed = [
        tapered_line(
            tones.base,
            (-72, -98 - i * 8),
            (-30 + s, -120 - i * 4),
            (34 + s, -124 + i * 3),
            (74, -104 + i * 7),
            width=5.5,
        )
        for i in range(4)
    ]
    return [*combed, *outlined_parts(*((side, tones.base) for side in sides)), _gleam(s)]


def bald_front(_: Tones, fall: HairFall) -> Parts:
    """The gleam on a bald head."""
    return [_gleam(fall.fringe_shift)]


def _gleam(shift: float) -> Picture:
    return filled(
        brush_stroke([(-70 + shift, -84), (-46 + shift, -116), (-8 + shift, -126)], [3, 15, 3]), WHITE.faded(0.55)
    )


_CURLS: Final = [
    (-92, -52, 30),
    (-84, -94, 34),
    (-50, -124, 37),
    (-8, -136, 39),
    (36, -130, 38),
    (74, -104, 35),
    (95, -62, 30),
    (-58, -84, 27),
    (-20, -98, 28),
    (22, -98, 28),
    (60, -78, 27),
]


def _curls(tones: Tones, circles: list[tuple[float, float, float]], lines: bool = True) -> Parts:
    parts = outlined_parts(*((ellipse(x, y, r, r * 0.94), tones.base) for x, y, r in circles), line=4)
    if lines:
        for x, y, r in circles:
            light = [(x - r * 0.62, y + r * 0.1), (x - r * 0.1, y - r * 0.6), (x + r * 0.5, y - r * 0.24)]
            parts.append(filled(brush_stroke(light, [1, 4.6, 1]), tones.light.mixed(WHITE, 0.2).faded(0.85)))
            dark = [(x - r * 0.5, y + r * 0.62), (x + r * 0.16, y + r * 0.72), (x + r * 0.72, y + r * 0.2)]
            parts.append(filled(brush_stroke(dark, [1, 4.6, 1]), tones.shade.faded(0.9)))
    return parts


def _ring(
    radius: float, size: float, first: int, last: int, step: int, lift: float
) -> list[tuple[float, float, float]]:
    angles = [radians(angle) for angle in range(first, last, step)]
    return [(radius * cos(angle), -lift + radius * sin(angle), size) for angle in angles]


def perm_behind(tones: Tones, fall: HairFall) -> Parts:
    """What shows of permed hair behind the head."""
    shade = tones.shade
    circles = [(x - fall.t * 8, y, r) for x, y, r in [*_ring(102, 39, 158, 390, 22, 46), (0, -62, 102)]]
    return outlined_parts(*((ellipse(x, y, r), shade) for x, y, r in circles))


def perm_front(tones: Tones, fall: HairFall) -> Parts:
    """What lies of permed hair before the face."""
    s = fall.fringe_shift * 0.7
    circles = [
        (-88, -66, 34),
        (-56, -101, 38),
        (-12, -117, 40),
        (34, -115, 40),
        (72, -93, 37),
        (96, -58, 30),
        (-101, -30, 24),
        (103, -24, 22),
    ]
    return _curls(tones, [(x + s, y, r) for x, y, r in circles])


def perm_rear_view(tones: Tones, _: HairFall) -> Parts:
    """The whole of permed hair from behind."""
    rows: list[list[tuple[float, float, float]]] = [
        _ring(102, 39, 150, 391, 24, 46),
        _ring(62, 40, 140, 401, 32, 44),
        _ring(88, 32, 24, 160, 26, 10),
        [(0, -40, 60), (-34, 22, 36), (4, 34, 38), (42, 20, 36)],
    ]
    return _curls(tones, [circle for row in rows for circle in row])


def curly_behind(tones: Tones, fall: HairFall) -> Parts:
    """What shows of curly hair behind the head."""
    return [
        *outlined_parts(*((ellipse(x, y, r), tones.shade) for x, y, r in _ring(92, 34, 170, 380, 24, 50))),
        *short_behind(tones, fall),
    ]


def curly_front(tones: Tones, fall: HairFall) -> Parts:
    """What lies of curly hair before the face."""
    return _curls(tones, [(x + fall.fringe_shift * 0.7, y - 8, r) for x, y, r in _CURLS])


def _skull(low: float = 70) -> Path:
    return dome_and_fringe_path([(98, 36), (66, low + 6), (0, low + 14), (-66, low + 6), (-98, 36)], burn=16)


def short_rear_view(tones: Tones, _: HairFall) -> Parts:
    """The whole of short hair from behind."""
    path = _skull()
    whorl = [hair_strand(tones, (8, -118), (x * 0.6, -60), (x, 52)) for x in (-78, -42, 0, 44, 80)]
    return hair_area(path, tones, [hair_shine(tones, 0.5), *whorl])


def crop_rear_view(tones: Tones, _: HairFall) -> Parts:
    """The whole of cropped hair from behind."""
    path = smooth_path(
        *parse_outline("-99,20 -107,-58 -92,-122 -44,-157 0,-163 46,-156 94,-121 107,-58 99,20 62,56 0,62 -62,56"),
    )
    return hair_area(path, tones, [hair_shine(tones, 0.3, -6)])


def balding_rear_view(tones: Tones, _: HairFall) -> Parts:
    """The whole of thinning hair from behind."""
    band = smooth_path(
        *parse_outline("-106,-50 -108,0 -92,44 -50,72 0,78 50,72 92,44 108,0 106,-50 84,-30 46,-8 0,-2 -46,-8 -84,-30"),
    )
    return hair_area(
        band, tones, [hair_strand(tones, (x * 0.9, -6), (x, 26), (x * 0.94, 58)) for x in (-74, -36, 0, 38, 76)]
    )


def curly_rear_view(tones: Tones, _: HairFall) -> Parts:
    """The whole of curly hair from behind."""
    rows: list[list[tuple[float, float, float]]] = [
        _ring(90, 34, 150, 391, 24, 46),
        _ring(50, 38, 130, 410, 34, 40),
        [(-70, 14, 34), (-28, 34, 34), (18, 36, 34), (62, 20, 34), (0, -20, 50)],
    ]
    return [*short_behind(tones, HairFall()), *_curls(tones, [circle for row in rows for circle in row])]
