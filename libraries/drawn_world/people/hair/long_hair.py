"""Long and tied hair: of each style what hangs behind the body, what lies before the face, and its rear, from
behind."""

from collections.abc import Sequence

from libraries.drawn_world.people.drawing_style import Parts, Tones, outlined_parts, tones_of_color
from libraries.drawn_world.people.hair.hair_parts import (
    HairFall,
    dome_and_fringe_path,
    hair_area,
    hair_shine,
    hair_strand,
    shaded_hair_area,
)
from libraries.drawn_world.people.outline_text import parse_outline
from libraries.vector.affine import Point
from libraries.vector.brush import brush_stroke
from libraries.vector.path import Corner, Path, ellipse, smooth_path
from libraries.vector.picture import filled


def side_parted_fringe(shift: float) -> Sequence[Point]:
    """A fringe swept from a parting on the right."""
    return parse_outline("99,-18 90,-62 62,-100~ 34,-128!~ 14,-92~ -26,-56~ -76,-30~0.5 -98,-12", shift)


def middle_parted_fringe(shift: float) -> Sequence[Point]:
    """A fringe parted in the middle."""
    return parse_outline("100,-10 92,-48 58,-88~0.8 4,-130!~ -54,-88~0.8 -92,-48 -100,-10", shift)


def straight_fringe(shift: float) -> Sequence[Point]:
    """A fringe cut straight over the brows."""
    s = shift
    return parse_outline(
        "100,-20 88,-39! 70,-51~0.5 52,-37!~ 40,-53~ 14,-35!~ 0,-53~ -26,-36!~ -40,-53~ -64,-38!~ "
        "-78,-49~0.5 -92,-35! -100,-18",
        s,
    )


def _cap(tones: Tones, fringe: Sequence[Point], lines: Sequence[Sequence[Point]], burn: float = 14) -> Parts:
    top = dome_and_fringe_path(fringe, burn=burn)
    return hair_area(top, tones, [hair_shine(tones), *(hair_strand(tones, *line) for line in lines)])


def _locks(tones: Tones, fall: HairFall, low: float, width: float = 32) -> Parts:
    """A lock at each side of the face."""
    w = fall.swing
    left = brush_stroke([(-99, -66), (-111, 8), (-107, low * 0.55), (-112 + w, low)], [20, width, width * 0.85, 3])
    right = brush_stroke([(99, -66), (111, 8), (107, low * 0.55), (112 + w, low)], [20, width, width * 0.85, 3])
    return outlined_parts((left, tones.base), (right, tones.shade.mixed(tones.base, 0.5)))


def _swept(tones: Tones, fall: HairFall) -> Parts:
    s = fall.fringe_shift
    lines = [[(x, -164), (x - 12, -112), (x * 0.4 - 36 + s, -54)] for x in (-42, -8, 26)] + [
        [(52, -160), (84, -106), (100, -40)]
    ]
    return _cap(tones, side_parted_fringe(s), lines)


def _halved(tones: Tones, fall: HairFall) -> Parts:
    s = fall.fringe_shift
    lines = [[(s + d * 14, -172), (s + d * 58, -118), (d * 100, -42)] for d in (-1, 1)]
    return _cap(tones, middle_parted_fringe(s), lines)


def _fringed(tones: Tones, fall: HairFall) -> Parts:
    lines = [[(x * 0.8, -160), (x, -104), (x + fall.fringe_shift, -46)] for x in (-66, -28, 14, 52)]
    return _cap(tones, straight_fringe(fall.fringe_shift), lines)


def _curtain(low: float, wide: float, swing: float, wave: float = 0.0) -> Path:
    """The hair behind the shoulders, down to ``low``."""
    half: Sequence[Point] = [
        (52, -168),
        (101, -122),
        (112, -40),
        (wide - 4 + wave, low * 0.36),
        (wide - wave, low * 0.68),
    ]
    right = [*half, Corner(wide - 8 + swing, low), (wide * 0.55, low - 12 + wave)]
    left: Sequence[Point] = [
        type(point)(-point[0], point[1]) if isinstance(point, Corner) else (-point[0], point[1]) for point in half
    ]
    return smooth_path(
        (0, -176),
        *right,
        (0, low - 16),
        (-wide * 0.55, low - 12 + wave),
        Corner(-wide + 8 + swing, low),
        *reversed(left),
    )


def _fallen(low: float, wide: float, swing: float) -> Path:
    """Hair from behind, its end round."""
    right: list[Point] = [(58, -166), (104, -118), (114, -40), (wide + 4, low * 0.4), (wide + swing, low - 34)]
    end: list[Point] = [(wide * 0.62 + swing, low - 2), (swing, low + 6), (-wide * 0.62 + swing, low - 2)]
    left = [(-x + (2 * swing if y > low / 2 else 0), y) for x, y in reversed(right)]
    return smooth_path((0, -178), *right, *end, *left)


def _rear_lines(low: float, spread: float) -> Sequence[Sequence[Point]]:
    return [[(x * 0.35, -150), (x * 0.9, -40), (x * spread, low - 16)] for x in (-74, -38, -6, 30, 66)]


def _rear(tones: Tones, path: Path, low: float, spread: float = 1.0) -> Parts:
    return hair_area(
        path, tones, [hair_shine(tones), *(hair_strand(tones, *line) for line in _rear_lines(low, spread))]
    )


def long_behind(tones: Tones, fall: HairFall) -> Parts:
    """What hangs of long hair behind the body."""
    return shaded_hair_area(_curtain(190, 128, fall.swing), tones)


def long_front(tones: Tones, fall: HairFall) -> Parts:
    """What lies of long hair before the face."""
    return [*_locks(tones, fall, 168), *_swept(tones, fall)]


def long_fringe_front(tones: Tones, fall: HairFall) -> Parts:
    """What lies of long hair with a straight fringe before the face."""
    return [*_locks(tones, fall, 160), *_fringed(tones, fall)]


def long_rear_view(tones: Tones, fall: HairFall) -> Parts:
    """The whole of long hair from behind."""
    return _rear(tones, _fallen(206, 114, fall.swing), 206, 1.2)


def wavy_behind(tones: Tones, fall: HairFall) -> Parts:
    """What hangs of wavy hair behind the body."""
    return shaded_hair_area(_wave(fall, 196), tones)


def _wave(fall: HairFall, low: float) -> Path:
    w = fall.swing
    right: list[Point] = [
        (56, -170),
        (106, -122),
        (120, -46),
        (136, 10),
        (126, 54),
        (146 + w * 0.5, 102),
        (130 + w, 146),
        (144 + w, low - 14),
        (104 + w, low + 4),
        (54, low - 14),
    ]
    return smooth_path(
        (0, -178), *right, (0, low - 6), *((-x + (2 * w if y > 90 else 0), y) for x, y in reversed(right))
    )


def wavy_front(tones: Tones, fall: HairFall) -> Parts:
    """What lies of wavy hair before the face."""
    w = fall.swing
    sides = [
        brush_stroke(
            parse_outline("98,-70 116,-10 104,44 122,92~0.6 108,142~", w, side=d),
            [20, 32, 30, 28, 4],
        )
        for d in (-1, 1)
    ]
    return [
        *outlined_parts((sides[0], tones.base), (sides[1], tones.shade.mixed(tones.base, 0.5))),
        *_halved(tones, fall),
    ]


def wavy_rear_view(tones: Tones, fall: HairFall) -> Parts:
    """The whole of wavy hair from behind."""
    return _rear(tones, _wave(fall, 204), 190, 1.3)


def bob_behind(tones: Tones, fall: HairFall) -> Parts:
    """What hangs of a bob behind the body."""
    return shaded_hair_area(_curtain(112, 122, fall.swing * 0.5), tones)


def bob_front(tones: Tones, fall: HairFall) -> Parts:
    """What lies of a bob before the face."""
    w = fall.swing * 0.5
    sides = [smooth_path(*parse_outline("92,-70! 117,-30 124,40 106,106!~ 92,62 94,0", w, side=d)) for d in (-1, 1)]
    return [
        *outlined_parts((sides[0], tones.base), (sides[1], tones.shade.mixed(tones.base, 0.4))),
        *_fringed(tones, fall),
    ]


def bob_rear_view(tones: Tones, fall: HairFall) -> Parts:
    """The whole of a bob from behind."""
    return _rear(tones, _fallen(118, 116, fall.swing * 0.5), 118, 1.25)


def _tied(tones: Tones, fall: HairFall) -> Parts:
    """Hair drawn back from the face, with two loose strands."""
    s = fall.fringe_shift
    loose = [
        brush_stroke([(d * 84 + s * 0.4, -74), (d * 99, -20), (d * 97 + fall.swing * 0.6, 62)], [14, 15, 2])
        for d in (-1, 1)
    ]
    lines = [[(x, -166), (x * 1.2 + s * 0.5, -110), (x * 1.35 + s, -66)] for x in (-48, 0, 46)]
    return [
        *outlined_parts(*((each, tones.base) for each in loose)),
        *_cap(tones, side_parted_fringe(s), lines, burn=-6),
    ]


def ponytail_behind(tones: Tones, fall: HairFall) -> Parts:
    """What hangs of a ponytail behind the body."""
    w, d = fall.swing * 1.6, -1 if fall.t > 0.3 else 1
    tail = smooth_path(
        *parse_outline("30,-140! 110,-150 158,-84 160,10~ 138,104!~1.5 120,20~ 104,-60", w, side=d),
    )
    nape = smooth_path(*parse_outline("-99,6 -108,-60 0,-150 108,-60 99,6 78,62 0,40 -78,62"))
    return shaded_hair_area(tail.joined_with(nape), tones)


def ponytail_front(tones: Tones, fall: HairFall) -> Parts:
    """What lies of a ponytail before the face."""
    return _tied(tones, fall)


def ponytail_rear_view(tones: Tones, fall: HairFall) -> Parts:
    """The whole of a ponytail from behind."""
    w = fall.swing
    tail = smooth_path(*parse_outline("-30,-92 30,-92 52,-20 50,80~ 8,196!~2 -46,90~ -50,-20", w))
    band = smooth_path(*parse_outline("-32,-100 32,-100 30,-78 -30,-78"))
    lines = [hair_strand(tones, (x * 0.5, -76), (x, 20), (x * 0.7 + w, 120)) for x in (-22, 4, 26)]
    return [
        *_drawn_back(tones),
        *hair_area(tail, tones, lines),
        *outlined_parts((band, tones_of_color("#e0705f").base), line=3.4),
    ]


def _drawn_back(tones: Tones) -> Parts:
    skull = dome_and_fringe_path(parse_outline("98,40 70,84 0,94 -70,84 -98,40"), burn=10)
    lines = [[(x, 76), (x * 0.7, -10), (x * 0.2, -84)] for x in (-78, -40, 40, 78)]
    return hair_area(skull, tones, [hair_shine(tones), *(hair_strand(tones, *line) for line in lines)])


def _knot(tones: Tones, x: float, y: float, size: float) -> Parts:
    ball = ellipse(x, y, 46 * size, 40 * size)
    lines = [
        hair_strand(tones, (x - 34 * size, y + 6), (x - 4, y - 24 * size), (x + 30 * size, y - 6)),
        hair_strand(tones, (x - 22 * size, y + 22 * size), (x + 6, y + 2), (x + 36 * size, y + 12)),
    ]
    mark = filled(
        brush_stroke(
            [(x - 30 * size, y - 14 * size), (x - 8 * size, y - 27 * size), (x + 12 * size, y - 26 * size)], [2, 9, 2]
        ),
        tones.light.faded(0.8),
    )
    return hair_area(ball, tones, [*lines, mark])


def bun_behind(tones: Tones, fall: HairFall) -> Parts:
    """What hangs of a bun behind the body."""
    nape = smooth_path(*parse_outline("-99,6 -108,-60 0,-150 108,-60 99,6 76,58 0,40 -76,58"))
    return [*_knot(tones, -fall.t * 22 + 4, -196, 1.05), *shaded_hair_area(nape, tones)]


def bun_front(tones: Tones, fall: HairFall) -> Parts:
    """What lies of a bun before the face."""
    return _tied(tones, fall)


def bun_rear_view(tones: Tones, _: HairFall) -> Parts:
    """The whole of a bun from behind."""
    return [*_drawn_back(tones), *_knot(tones, 0, -160, 1.1)]


def low_bun_behind(tones: Tones, fall: HairFall) -> Parts:
    """What hangs of a low bun behind the body."""
    nape = smooth_path(*parse_outline("-99,6 -108,-60 0,-150 108,-60 99,6 70,54 0,40 -70,54"))
    return [*_knot(tones, -fall.t * 92, 70, 0.9), *shaded_hair_area(nape, tones)]


def low_bun_front(tones: Tones, fall: HairFall) -> Parts:
    """What lies of a low bun before the face."""
    s = fall.fringe_shift
    lines = [[(d * 10 + s, -170), (d * 56 + s, -122), (d * 102, -34)] for d in (-1, 1)]
    smooth_sides: Sequence[Point] = parse_outline("100,-20 86,-66 48,-98~ 2,-124!~ -44,-98~ -86,-66 -100,-20", s)
    return _cap(tones, smooth_sides, lines, burn=0)


def low_bun_rear_view(tones: Tones, _: HairFall) -> Parts:
    """The whole of a low bun from behind."""
    return [*_drawn_back(tones), *_knot(tones, 0, 66, 1.1)]


def pigtails_behind(tones: Tones, fall: HairFall) -> Parts:
    """What hangs of pigtails behind the body."""
    w = fall.swing * 1.3
    tails = [smooth_path(*parse_outline("88,-20! 138,-30 160,34~ 136,128!~1.5 112,60~", w, side=d)) for d in (-1, 1)]
    return outlined_parts(*((tail, tones.base) for tail in tails))


def pigtails_front(tones: Tones, fall: HairFall) -> Parts:
    """What lies of pigtails before the face."""
    bands = [ellipse(d * 108, -16, 14) for d in (-1, 1)]
    return [
        *_fringed(tones, fall),
        *outlined_parts(*((band, tones_of_color("#ff8f8a").base) for band in bands), line=3.2),
    ]


def pigtails_rear_view(tones: Tones, fall: HairFall) -> Parts:
    """The whole of pigtails from behind."""
    return [
        *pigtails_behind(tones, fall),
        *_drawn_back(tones),
        hair_strand(tones, (0, -170), (2, -60), (0, 90), width=5),
    ]
