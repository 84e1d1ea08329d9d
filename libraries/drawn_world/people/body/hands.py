"""Hands: the wrist at (0, 0), the fingers downward, the thumb to the left. An adult hand is about 66 long."""

from typing import Final

from libraries.drawn_world.people.body.arm_poses import HandShape
from libraries.drawn_world.people.drawing_style import INK, Parts, Tones, outlined_parts, tapered_line
from libraries.drawn_world.people.outline_text import parse_outline
from libraries.vector.affine import Point
from libraries.vector.brush import round_stroke
from libraries.vector.colors import color
from libraries.vector.path import Path, ellipse, polygon, rounded_rectangle, smooth_path
from libraries.vector.picture import filled, stroked

_LINE: Final = 3.6
_PHONE: Final = color("#d5daea")
_GLASS: Final = color("#5d6785")


def _finger(*points: Point, width: float = 14.0) -> Path:
    return round_stroke(points, [width] * (len(points) - 1) + [width * 0.86])


def hand_parts(kind: HandShape, skin: Tones) -> Parts:
    """The drawing of a hand, from its back or its side as the shape wants it."""
    return _MAKERS[kind](skin)


def _parts(skin: Tones, *paths: Path, lines: tuple[tuple[Point, ...], ...] = ()) -> Parts:
    ink = skin.line.faded(0.75)
    return [
        *outlined_parts(*((path, skin.base) for path in paths), line=_LINE),
        *(tapered_line(ink, *line, width=3) for line in lines),
    ]


def _rest(skin: Tones) -> Parts:
    palm = smooth_path(*parse_outline("-17,-10 -21,14 -17,38 -11,58 2,65 14,58 20,36 20,12 16,-10"))
    thumb = _finger((-15, 8), (-24, 24), (-22, 42), width=13)
    return _parts(skin, palm, thumb, lines=(((-6, 40), (-5, 50), (-3, 60)), ((6, 40), (6, 50), (6, 61))))


def _fist(skin: Tones) -> Parts:
    palm = smooth_path(*parse_outline("-17,-8 -24,12 -24,34 -10,47 12,46 25,32 25,10 16,-8"))
    thumb = _finger((-20, 12), (-12, 28), (6, 31), width=14)
    return _parts(
        skin,
        palm,
        thumb,
        lines=(((-8, 36), (-7, 41), (-8, 46)), ((4, 36), (5, 41), (4, 46)), ((15, 33), (16, 38), (15, 43))),
    )


def _open(skin: Tones) -> Parts:
    palm = smooth_path(*parse_outline("-18,-8 -25,14 -24,40 -8,48 12,47 24,38 24,14 17,-8"))
    tips = parse_outline("-26,74 -8,86 11,85 28,70")
    roots = parse_outline("-16,36 -5,40 7,40 17,34")
    fingers = [_finger(root, tip, width=13.5) for root, tip in zip(roots, tips, strict=True)]
    thumb = _finger((-16, 12), (-36, 24), (-44, 42), width=14)
    return _parts(skin, palm, thumb, *fingers, lines=(((-12, 16), (-2, 26), (12, 24)),))


def _flat(skin: Tones) -> Parts:
    palm = smooth_path(*parse_outline("-17,-10 -23,14 -22,40 -17,62 -8,70 8,70 17,62 23,38 22,14 16,-10"))
    thumb = _finger((-17, 14), (-31, 28), (-33, 44), width=13)
    return _parts(
        skin,
        palm,
        thumb,
        lines=(((-9, 36), (-9, 52), (-8, 67)), ((2, 36), (2, 52), (2, 69)), ((12, 36), (12, 50), (11, 65))),
    )


def _point(skin: Tones) -> Parts:
    palm = smooth_path(*parse_outline("-17,-8 -24,12 -22,36 -8,46 12,46 24,32 24,8 16,-8"))
    finger = _finger((-12, 34), (-12, 82), width=14.5)
    thumb = _finger((-18, 14), (-8, 32), (4, 40), width=13.5)
    return _parts(skin, palm, finger, thumb, lines=(((4, 36), (5, 41), (4, 46)), ((14, 33), (15, 38), (14, 43))))


def _grip(skin: Tones) -> Parts:
    palm = smooth_path(*parse_outline("-17,-8 -22,12 -20,34 -4,44 14,42 23,28 22,6 16,-8"))
    thumb = _finger((-16, 10), (-20, 32), (-12, 46), width=14)
    fingers = [_finger((2 + i * 2, 26 - i * 9), (25 - i, 34 - i * 12), width=13) for i in range(3)]
    return _parts(skin, palm, *fingers, thumb)


def _chopsticks(skin: Tones) -> Parts:
    sticks = [stroked(polygon((x, -8), (x * 0.2 + 10, 118), closed=False), INK, 6) for x in (-6, 10)]
    lit = [stroked(polygon((x, -8), (x * 0.2 + 10, 118), closed=False), color("#b98a55"), 3.4) for x in (-6, 10)]
    return [*sticks, *lit, *_grip(skin)]


def _cup(skin: Tones) -> Parts:
    """A hand around a paper cup that is tipped to the mouth."""
    cup = smooth_path(*parse_outline("-64,6! -64,60! 8,54! 8,14!"))
    band = polygon((-46, 10), (-46, 58), (-22, 56), (-22, 12))
    return [*outlined_parts((cup, color("#f4ead8")), line=_LINE), filled(band, color("#a56a4a")), *_grip(skin)]


def _bowl(skin: Tones) -> Parts:
    """A hand below a bowl of rice."""
    rice = smooth_path((-40, 28), (-20, 12), (10, 8), (40, 14), (58, 28))
    bowl = smooth_path(*parse_outline("-46,26! 64,26! 50,62 26,74 -8,74 -32,62"))
    return [*outlined_parts((rice, color("#fffdf6")), (bowl, color("#5b86a8")), line=_LINE), *_grip(skin)]


def _phone(skin: Tones) -> Parts:
    """A hand around a telephone, whose back is seen."""
    body = rounded_rectangle(-29, -22, 58, 116, 12)
    lens = [
        filled(rounded_rectangle(-22, 57, 20, 30, 7), color("#171923")),
        filled(ellipse(-12, 66, 4.5), _GLASS),
        filled(ellipse(-12, 78, 4.5), _GLASS),
    ]
    palm = smooth_path(*parse_outline("-30,-20 -36,10 -31,34 -20,22 -18,-18"))
    fingers = [_finger((33, 4 + i * 17), (19, 6 + i * 17), width=14) for i in range(4)]
    return [*outlined_parts((body, _PHONE), line=_LINE), *lens, *_parts(skin, palm, *fingers)]


_MAKERS: Final = {
    HandShape.REST: _rest,
    HandShape.FIST: _fist,
    HandShape.OPEN: _open,
    HandShape.FLAT: _flat,
    HandShape.POINT: _point,
    HandShape.GRIP: _grip,
    HandShape.PHONE: _phone,
    HandShape.CHOPSTICKS: _chopsticks,
    HandShape.CUP: _cup,
    HandShape.BOWL: _bowl,
}
