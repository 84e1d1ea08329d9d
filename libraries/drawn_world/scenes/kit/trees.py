"""Trees and bushes."""

from random import Random

from libraries.drawn_world.scenes.animations_and_light_beams import dots_path
from libraries.drawn_world.scenes.outdoor_view import leaf_colors
from libraries.drawn_world.scenes.pen import Pen, area, box, placed_parts
from libraries.drawn_world.scenes.scene_builder import SceneBuilder
from libraries.vector.brush import brush_stroke
from libraries.vector.picture import Group, Picture, filled
from schemas.beats import Season, Weather

BLOSSOM = ("#f59cb8", "#ffc2d4", "#ffe3ea")


def tree_crown(
    pen: Pen,
    inks: tuple[str, str, str],
    rnd: Random,
    x: float,
    y: float,
    across: float,
    down: float,
    bare: bool = False,
) -> list[Picture]:
    """The crown of a tree: three layers of leaves, the light ones at the upper left."""
    if bare:
        return []
    parts: list[Picture] = []
    for ink, count, shift, size in ((inks[0], 15, 0.0, 0.44), (inks[1], 13, -0.12, 0.34), (inks[2], 8, -0.28, 0.2)):
        places = []
        for _ in range(count):
            a, b = rnd.uniform(-1, 1), rnd.uniform(-1, 1)
            k = 1 if a * a + b * b <= 1 else 0.7
            places.append(
                (
                    x + (a * k * 0.72 + shift) * across,
                    y + (b * k * 0.72 + shift) * down,
                    size * across * rnd.uniform(0.7, 1.05),
                )
            )
        parts.append(filled(dots_path(places), pen(ink)))
    return parts


def tree(on: SceneBuilder, x: float, z: float, high: float = 4.2, seed: int = 1, blossom: bool = False) -> Group:
    """A broad-leaved tree in its season."""
    w, rnd = on.space, Random(seed)
    px, py, s = w.place_and_scale(x, z)
    pen, h = w.pen_at(x, high * 0.5, z).with_haze(min(0.5, z * 0.035)), high * 100
    season = on.setting.season
    inks = BLOSSOM if blossom and season is Season.SPRING else leaf_colors(season)
    bark = "#7a5038"
    trunk: list[Picture] = [
        filled(brush_stroke([(0, 0), (4, -h * 0.25), (-4, -h * 0.6)], [h * 0.075, h * 0.055, h * 0.03]), pen(bark))
    ]
    trunk += [
        filled(
            brush_stroke([(0, -h * 0.35), (dx * 0.5, -h * 0.5), (dx, -h * up)], [h * 0.035, h * 0.025, h * 0.008]),
            pen.shaded(bark, 0.15),
        )
        for dx, up in ((-h * 0.17, 0.72), (h * 0.19, 0.7), (-h * 0.06, 0.86), (h * 0.09, 0.84))
    ]
    bare = season is Season.WINTER
    if bare:
        trunk += [
            filled(
                brush_stroke(
                    [(dx * 0.6, -h * up * 0.8), (dx * 1.4, -h * up), (dx * 1.9, -h * (up + 0.07))],
                    [h * 0.014, h * 0.009, 1],
                ),
                pen.shaded(bark, 0.1),
            )
            for dx, up in ((-h * 0.16, 0.72), (h * 0.17, 0.72), (-h * 0.06, 0.84), (h * 0.07, 0.86))
        ]
    leaves = tree_crown(pen, inks, rnd, 0, -h * 0.72, h * 0.3, h * 0.26, bare)
    if on.setting.weather is Weather.SNOW:
        leaves += (
            [
                filled(
                    dots_path(
                        [(rnd.uniform(-h * 0.2, h * 0.2), -h * rnd.uniform(0.82, 0.95), h * 0.045) for _ in range(9)]
                    ),
                    pen("#f4f8ff"),
                )
            ]
            if not bare
            else []
        )
    return Group(
        (w.shadow(x - high * 0.2, x + high * 0.2, z - 0.3, z + 0.3, 0.18), placed_parts(px, py, s, trunk + leaves))
    )


def pine(pen: Pen, x: float, y: float, high: float, ink: str = "#2f6a55", snow: bool = False) -> Group:
    """A pine whose foot is at (x, y) in the frame."""
    parts: list[Picture] = [box(x - high * 0.03, y - high * 0.14, high * 0.06, high * 0.16, pen("#5a3f30"))]
    for k in range(4):
        half, foot, top = high * (0.25 - 0.05 * k), y - high * (0.1 + 0.2 * k), y - high * (0.42 + 0.2 * k)
        parts += [
            area(pen(ink), (x - half, foot), (x, top), (x + half, foot)),
            area(pen.shaded(ink, 0.25), (x + half * 0.1, foot), (x, top), (x + half, foot)),
        ]
        if snow:
            parts.append(
                area(
                    pen("#eef4fb"),
                    (x - half * 0.5, foot - (foot - top) * 0.5),
                    (x, top),
                    (x + half * 0.35, foot - (foot - top) * 0.65),
                    (x, foot - (foot - top) * 0.45),
                )
            )
    return Group(tuple(parts))


def bush(on: SceneBuilder, x: float, z: float, wide: float = 1.2, high: float = 0.6, seed: int = 2) -> Group:
    """A clipped bush."""
    px, py, s = on.space.place_and_scale(x, z)
    pen, rnd = on.space.pen_at(x, high, z), Random(seed)
    shade, light, tip = leaf_colors(on.setting.season)
    if on.setting.weather is Weather.SNOW:
        tip = "#f4f8ff"
    half, h = wide * 50, high * 100
    parts: list[Picture] = []
    for ink, lift, size in ((shade, 0.3, 0.5), (light, 0.55, 0.42), (tip, 0.85, 0.16)):
        places = [
            (rnd.uniform(-half, half) * 0.85, -h * rnd.uniform(lift * 0.6, lift), h * size * rnd.uniform(0.8, 1.1))
            for _ in range(9)
        ]
        parts.append(filled(dots_path(places), pen(ink)))
    return Group((on.space.shadow(x - wide / 2, x + wide / 2, z - 0.2, z + 0.2), placed_parts(px, py, s, parts)))
