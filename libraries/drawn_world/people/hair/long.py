"""Hair to the shoulders and below, and hair that is tied."""

from libraries.drawn_world.people.hair.strands import Fall, behind, capped, covered, shine, strand
from libraries.drawn_world.people.pens import Parts, Tone, outlined, tone
from libraries.vector.affine import Point
from libraries.vector.brush import brush
from libraries.vector.path import Corner, Path, ellipse, smooth
from libraries.vector.picture import filled


def parted(shift: float) -> list[Point | Corner]:
    """A fringe swept from a parting on the right."""
    return [
        (99, -18),
        (90, -62),
        (62 + shift, -100),
        Corner(34 + shift, -128),
        (14 + shift, -92),
        (-26 + shift, -56),
        (-76 + shift * 0.5, -30),
        (-98, -12),
    ]


def middle(shift: float) -> list[Point | Corner]:
    """A fringe parted in the middle."""
    return [
        (100, -10),
        (92, -48),
        (58 + shift * 0.8, -88),
        Corner(4 + shift, -130),
        (-54 + shift * 0.8, -88),
        (-92, -48),
        (-100, -10),
    ]


def straight(shift: float) -> list[Point | Corner]:
    """A fringe cut straight over the brows."""
    s = shift
    return [
        (100, -20),
        Corner(88, -26),
        (70 + s * 0.5, -38),
        Corner(52 + s, -24),
        (40 + s, -40),
        Corner(14 + s, -22),
        (0 + s, -40),
        Corner(-26 + s, -23),
        (-40 + s, -40),
        Corner(-64 + s, -25),
        (-78 + s * 0.5, -36),
        Corner(-92, -22),
        (-100, -18),
    ]


def _cap(tones: Tone, fall: Fall, fringe: list[Point | Corner], lines: list[list[Point]], burn: float = 14) -> Parts:
    top = capped(fringe, burn=burn)
    return covered(top, tones, [shine(tones), *(strand(tones, *line) for line in lines)])


def _locks(tones: Tone, fall: Fall, low: float, width: float = 32) -> Parts:
    """A lock at each side of the face."""
    w = fall.swing
    left = brush([(-99, -66), (-111, 8), (-107, low * 0.55), (-112 + w, low)], [20, width, width * 0.85, 3])
    right = brush([(99, -66), (111, 8), (107, low * 0.55), (112 + w, low)], [20, width, width * 0.85, 3])
    return outlined((left, tones.base), (right, tones.shade.mixed(tones.base, 0.5)))


def _swept(tones: Tone, fall: Fall) -> Parts:
    s = fall.shift
    lines = [[(x, -164), (x - 12, -112), (x * 0.4 - 36 + s, -54)] for x in (-42, -8, 26)] + [
        [(52, -160), (84, -106), (100, -40)]
    ]
    return _cap(tones, fall, parted(s), lines)


def _halved(tones: Tone, fall: Fall) -> Parts:
    s = fall.shift
    lines = [[(s + d * 14, -172), (s + d * 58, -118), (d * 100, -42)] for d in (-1, 1)]
    return _cap(tones, fall, middle(s), lines)


def _fringed(tones: Tone, fall: Fall) -> Parts:
    lines = [[(x * 0.8, -160), (x, -104), (x + fall.shift, -46)] for x in (-66, -28, 14, 52)]
    return _cap(tones, fall, straight(fall.shift), lines)


def _curtain(low: float, wide: float, swing: float, wave: float = 0.0) -> Path:
    """The hair behind the shoulders, down to ``low``."""
    half: list[Point | Corner] = [
        (52, -168),
        (101, -122),
        (112, -40),
        (wide - 4 + wave, low * 0.36),
        (wide - wave, low * 0.68),
    ]
    right = [*half, Corner(wide - 8 + swing, low), (wide * 0.55, low - 12 + wave)]
    left: list[Point | Corner] = [
        type(point)(-point[0], point[1]) if isinstance(point, Corner) else (-point[0], point[1]) for point in half
    ]
    return smooth(
        (0, -176),
        *right,
        (0, low - 16),
        (-wide * 0.55, low - 12 + wave),
        Corner(-wide + 8 + swing, low),
        *reversed(left),
    )


def _rear_lines(tones: Tone, low: float, spread: float) -> list[list[Point]]:
    return [[(x * 0.35, -150), (x * 0.9, -40), (x * spread, low - 16)] for x in (-74, -38, -6, 30, 66)]


def _rear(tones: Tone, path: Path, low: float, spread: float = 1.0) -> Parts:
    return covered(path, tones, [shine(tones), *(strand(tones, *line) for line in _rear_lines(tones, low, spread))])


def long_behind(tones: Tone, fall: Fall) -> Parts:
    return behind(_curtain(190, 128, fall.swing), tones)


def long_before(tones: Tone, fall: Fall) -> Parts:
    return [*_locks(tones, fall, 168), *_swept(tones, fall)]


def long_fringe_before(tones: Tone, fall: Fall) -> Parts:
    return [*_locks(tones, fall, 160), *_fringed(tones, fall)]


def long_rear(tones: Tone, fall: Fall) -> Parts:
    return _rear(tones, _curtain(206, 126, fall.swing), 206, 1.2)


def wavy_behind(tones: Tone, fall: Fall) -> Parts:
    return behind(_wave(fall, 196), tones)


def _wave(fall: Fall, low: float) -> Path:
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
    return smooth((0, -178), *right, (0, low - 6), *((-x + (2 * w if y > 90 else 0), y) for x, y in reversed(right)))


def wavy_before(tones: Tone, fall: Fall) -> Parts:
    w = fall.swing
    sides = [
        brush(
            [(d * 98, -70), (d * 116, -10), (d * 104, 44), (d * 122 + w * 0.6, 92), (d * 108 + w, 142)],
            [20, 32, 30, 28, 4],
        )
        for d in (-1, 1)
    ]
    return [*outlined((sides[0], tones.base), (sides[1], tones.shade.mixed(tones.base, 0.5))), *_halved(tones, fall)]


def wavy_rear(tones: Tone, fall: Fall) -> Parts:
    return _rear(tones, _wave(fall, 204), 190, 1.3)


def bob_behind(tones: Tone, fall: Fall) -> Parts:
    return behind(_curtain(112, 122, fall.swing * 0.5), tones)


def bob_before(tones: Tone, fall: Fall) -> Parts:
    w = fall.swing * 0.5
    sides = [
        smooth(Corner(d * 92, -70), (d * 117, -30), (d * 124, 40), Corner(d * 106 + w, 106), (d * 92, 62), (d * 94, 0))
        for d in (-1, 1)
    ]
    return [*outlined((sides[0], tones.base), (sides[1], tones.shade.mixed(tones.base, 0.4))), *_fringed(tones, fall)]


def bob_rear(tones: Tone, fall: Fall) -> Parts:
    return _rear(tones, _curtain(118, 122, fall.swing * 0.5), 118, 1.25)


def _tied(tones: Tone, fall: Fall) -> Parts:
    """Hair drawn back from the face, with two loose strands."""
    s = fall.shift
    loose = [
        brush([(d * 84 + s * 0.4, -74), (d * 99, -20), (d * 97 + fall.swing * 0.6, 62)], [14, 15, 2]) for d in (-1, 1)
    ]
    lines = [[(x, -166), (x * 1.2 + s * 0.5, -110), (x * 1.35 + s, -66)] for x in (-48, 0, 46)]
    return [*outlined(*((each, tones.base) for each in loose)), *_cap(tones, fall, parted(s), lines, burn=-6)]


def ponytail_behind(tones: Tone, fall: Fall) -> Parts:
    w, d = fall.swing * 1.6, -1 if fall.t > 0.3 else 1
    tail = smooth(
        Corner(d * 30, -140),
        (d * 110, -150),
        (d * 158, -84),
        (d * 160 + w, 10),
        Corner(d * 138 + w * 1.5, 104),
        (d * 120 + w, 20),
        (d * 104, -60),
    )
    nape = smooth((-99, 6), (-108, -60), (0, -150), (108, -60), (99, 6), (78, 62), (0, 40), (-78, 62))
    return behind(tail.plus(nape), tones)


def ponytail_before(tones: Tone, fall: Fall) -> Parts:
    return _tied(tones, fall)


def ponytail_rear(tones: Tone, fall: Fall) -> Parts:
    w = fall.swing
    tail = smooth((-30, -92), (30, -92), (52, -20), (50 + w, 80), Corner(8 + w * 2, 196), (-46 + w, 90), (-50, -20))
    band = smooth((-32, -100), (32, -100), (30, -78), (-30, -78))
    lines = [strand(tones, (x * 0.5, -76), (x, 20), (x * 0.7 + w, 120)) for x in (-22, 4, 26)]
    return [*_drawn_back(tones), *covered(tail, tones, lines), *outlined((band, tone("#e0705f").base), line=3.4)]


def _drawn_back(tones: Tone) -> Parts:
    skull = capped([(98, 40), (70, 84), (0, 94), (-70, 84), (-98, 40)], burn=10)
    lines = [[(x, 76), (x * 0.7, -10), (x * 0.2, -84)] for x in (-78, -40, 40, 78)]
    return covered(skull, tones, [shine(tones), *(strand(tones, *line) for line in lines)])


def _knot(tones: Tone, x: float, y: float, size: float) -> Parts:
    ball = ellipse(x, y, 46 * size, 40 * size)
    lines = [
        strand(tones, (x - 34 * size, y + 6), (x - 4, y - 24 * size), (x + 30 * size, y - 6)),
        strand(tones, (x - 22 * size, y + 22 * size), (x + 6, y + 2), (x + 36 * size, y + 12)),
    ]
    mark = filled(
        brush(
            [(x - 30 * size, y - 14 * size), (x - 8 * size, y - 27 * size), (x + 12 * size, y - 26 * size)], [2, 9, 2]
        ),
        tones.light.faded(0.8),
    )
    return covered(ball, tones, [*lines, mark])


def bun_behind(tones: Tone, fall: Fall) -> Parts:
    nape = smooth((-99, 6), (-108, -60), (0, -150), (108, -60), (99, 6), (76, 58), (0, 40), (-76, 58))
    return [*_knot(tones, -fall.t * 22 + 4, -196, 1.05), *behind(nape, tones)]


def bun_before(tones: Tone, fall: Fall) -> Parts:
    return _tied(tones, fall)


def bun_rear(tones: Tone, fall: Fall) -> Parts:
    return [*_drawn_back(tones), *_knot(tones, 0, -160, 1.1)]


def low_bun_behind(tones: Tone, fall: Fall) -> Parts:
    nape = smooth((-99, 6), (-108, -60), (0, -150), (108, -60), (99, 6), (70, 54), (0, 40), (-70, 54))
    return [*_knot(tones, -fall.t * 92, 70, 0.9), *behind(nape, tones)]


def low_bun_before(tones: Tone, fall: Fall) -> Parts:
    s = fall.shift
    lines = [[(d * 10 + s, -170), (d * 56 + s, -122), (d * 102, -34)] for d in (-1, 1)]
    smooth_sides: list[Point | Corner] = [
        (100, -20),
        (86, -66),
        (48 + s, -98),
        Corner(2 + s, -124),
        (-44 + s, -98),
        (-86, -66),
        (-100, -20),
    ]
    return _cap(tones, fall, smooth_sides, lines, burn=0)


def low_bun_rear(tones: Tone, fall: Fall) -> Parts:
    return [*_drawn_back(tones), *_knot(tones, 0, 66, 1.1)]


def pigtails_behind(tones: Tone, fall: Fall) -> Parts:
    w = fall.swing * 1.3
    tails = [
        smooth(
            Corner(d * 88, -20), (d * 138, -30), (d * 160 + w, 34), Corner(d * 136 + w * 1.5, 128), (d * 112 + w, 60)
        )
        for d in (-1, 1)
    ]
    return outlined(*((tail, tones.base) for tail in tails))


def pigtails_before(tones: Tone, fall: Fall) -> Parts:
    bands = [ellipse(d * 108, -16, 14) for d in (-1, 1)]
    return [*_fringed(tones, fall), *outlined(*((band, tone("#ff8f8a").base) for band in bands), line=3.2)]


def pigtails_rear(tones: Tone, fall: Fall) -> Parts:
    return [*pigtails_behind(tones, fall), *_drawn_back(tones), strand(tones, (0, -170), (2, -60), (0, 90), width=5)]
