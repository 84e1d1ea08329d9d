"""Small papers and phones: receipts, notes, photos, letters, phones. Plain bars stand for words."""

from random import Random

from libraries.drawn_world.scenes.pen import Pen, area, box, curve, line, oval
from libraries.vector.affine import Affine
from libraries.vector.picture import Group, Picture

_SHADE = "#1a1030"


def leaning_parts(parts: list[Picture], x: float, y: float, scale: float = 1.0, lean: float = 0.0) -> Group:
    """The parts at a place of the frame; ``lean``: the slope of their upper edge."""
    return Group(tuple(parts), Affine(scale, -lean * scale, lean * scale, scale, x, y))


def till_receipt(
    pen: Pen, x: float, y: float, scale: float = 1.0, lean: float = 0.04, rows: int = 7, seed: int = 0
) -> Group:
    """A till receipt with a torn foot; the sum is dark. About 300 × 560, its middle at (x, y)."""
    rnd, high = Random(seed), 190 + rows * 46.0
    top = -high / 2
    teeth = [(150 - k * 25.0, high / 2 + (14 if k % 2 else 0)) for k in range(13)]
    sheet = area(pen("#fffdf6"), (-150, top), (150, top), *teeth)
    shade = area(pen.glow(_SHADE, 0.22), (-140, top + 14), (164, top + 14), *((a + 14, b + 16) for a, b in teeth))
    parts: list[Picture] = [shade, sheet, box(-80, top + 30, 160, 22, pen("#4a4658"), 8)]
    for k in range(rows):
        level = top + 92 + k * 46
        parts.append(box(-122, level, rnd.uniform(80, 140), 14, pen("#8f8a9c"), 6))
        parts.append(box(122 - (wide := rnd.uniform(36, 64)), level, wide, 14, pen("#8f8a9c"), 6))
    foot = top + 92 + rows * 46
    parts += [line(pen("#8f8a9c"), 3, (-122, foot), (122, foot)), box(-122, foot + 22, 90, 24, pen("#3a3448"), 8)]
    parts.append(box(20, foot + 22, 102, 24, pen("#d9402f"), 8))
    return leaning_parts(parts, x, y, scale, lean)


def pinned_note(
    pen: Pen, x: float, y: float, scale: float = 1.0, lean: float = -0.05, ink: str = "#ffe27a", pin: str = "#e0402f"
) -> Group:
    """A pinned note of 320 × 300 with three lines."""
    parts: list[Picture] = [
        box(-150, -132, 320, 300, pen.glow(_SHADE, 0.22), 6),
        box(-160, -150, 320, 300, pen(ink), 6),
    ]
    parts.append(area(pen.shaded(ink, 0.12), (160, 90), (160, 150), (96, 150)))
    parts += [box(-120, -62 + k * 62, (240, 210, 140)[k], 22, pen("#4a4658", 0.7), 10) for k in range(3)]
    parts += [
        oval(4, -128, 19, 19, pen.glow(_SHADE, 0.3)),
        oval(0, -136, 19, 19, pen(pin)),
        oval(-6, -142, 6, 5, pen("#ffffff", 0.7)),
    ]
    return leaning_parts(parts, x, y, scale, lean)


def envelope(pen: Pen, x: float, y: float, scale: float = 1.0, lean: float = 0.03, ink: str = "#f6ead2") -> Group:
    """A closed letter of 420 × 280 with a seal."""
    parts: list[Picture] = [
        box(-198, -122, 420, 280, pen.glow(_SHADE, 0.22), 10),
        box(-210, -140, 420, 280, pen(ink), 10),
    ]
    parts += [
        area(pen.shaded(ink, 0.08), (-210, 140), (0, -10), (210, 140)),
        area(pen.lit_edge(ink, 0.3), (-210, -138), (210, -138), (0, 30)),
    ]
    parts += [
        line(pen.shaded(ink, 0.25), 4, (-208, -136), (0, 30), (208, -136)),
        oval(0, 22, 34, 34, pen("#c9402f")),
        oval(-7, 15, 12, 11, pen.lit_edge("#c9402f", 0.3)),
    ]
    return leaning_parts(parts, x, y, scale, lean)


def instant_photo(
    pen: Pen, x: float, y: float, scale: float = 1.0, lean: float = -0.04, sky: str = "#8fd0f0", land: str = "#7fb08a"
) -> Group:
    """An instant photo of 340 × 400 that shows hills."""
    parts: list[Picture] = [
        box(-160, -184, 340, 400, pen.glow(_SHADE, 0.25), 6),
        box(-170, -200, 340, 400, pen("#fdf8ec"), 6),
    ]
    parts += [
        box(-142, -170, 284, 270, pen(sky)),
        oval(80, -110, 30, 30, pen("#ffe08a")),
        area(pen(land), (-142, 100), (-142, 10), (-60, -60), (20, 20), (80, -30), (142, 40), (142, 100)),
    ]
    parts.append(box(-90, 132, 180, 24, pen("#4a4658", 0.5), 10))
    return leaning_parts(parts, x, y, scale, lean)


def smartphone(
    pen: Pen, x: float, y: float, scale: float = 1.0, lean: float = 0.06, screen: str = "#dff0fa", rows: int = 4
) -> Group:
    """A phone of 300 × 600 with bars of messages on its lit screen."""
    parts: list[Picture] = [
        box(-136, -280, 300, 600, pen.glow(_SHADE, 0.28), 46),
        box(-150, -300, 300, 600, pen("#20242f"), 46),
    ]
    parts += [box(-134, -284, 268, 568, pen.glow(screen), 34), box(-46, -274, 92, 18, pen("#20242f"), 9)]
    for k in range(rows):
        mine = k % 2 == 1
        wide = (170, 140, 190, 120)[k % 4]
        parts.append(
            box(114 - wide if mine else -114, -210 + k * 96, wide, 66, pen.glow("#ffd24a" if mine else "#ffffff"), 22)
        )
        parts.append(
            box((114 - wide if mine else -114) + 22, -186 + k * 96, wide - 44, 16, pen.glow("#4a4658", 0.5), 8)
        )
    parts.append(curve(pen.glow("#ffffff", 0.5), 5, (-120, -250), (-124, -100), (-122, 60)))
    return leaning_parts(parts, x, y, scale, lean)
