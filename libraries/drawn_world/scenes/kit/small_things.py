"""Small things of rooms: standing and table lamps, plants, crockery, rubbish bags."""

from math import cos, pi, sin

from libraries.drawn_world.scenes.pen import added_light, area, blob, box, curve, halo, line, oval, placed_parts
from libraries.drawn_world.scenes.scene_builder import SceneBuilder
from libraries.drawn_world.scenes.space import SceneSpace
from libraries.vector.brush import brush_stroke
from libraries.vector.picture import Group, Picture, filled

Span = tuple[float, float]


def add_floor_lamp(on: SceneBuilder, x: float, z: float, high: float = 1.5, shade: str = "#ffd9a0") -> None:
    """Add a standing lamp; it shines where lamps are lit."""
    w = on.space
    px, py, s = w.place_and_scale(x, z)
    pen, h = w.pen_at(x, 1.0, z), high * 100
    stand = [oval(0, -2, 15, 4, pen("#5a4636")), line(pen("#6b5240"), 3, (0, -3), (0, -h + 20))]
    hat = area(
        on.pen.glow("#ffe6b0") if on.sky.lamps else pen(shade),
        (-13, -h - 14),
        (13, -h - 14),
        (24, -h + 20),
        (-24, -h + 20),
    )
    on.add(
        w.shadow(x - 0.2, x + 0.2, z - 0.1, z + 0.1),
        placed_parts(
            px,
            py,
            s,
            [*stand, hat, area(pen.shaded(shade, 0.3, 0.35), (4, -h - 14), (13, -h - 14), (24, -h + 20), (9, -h + 20))],
        ),
    )
    if on.sky.lamps:
        on.add(added_light([halo(px, py - h * s, 130 * s, on.pen.glow("#ffbf6a", 0.62))]))


def add_table_lamp(
    on: SceneBuilder, x: float, y: float, z: float, body: str = "#7fb0a8", shade: str = "#ffe0a8"
) -> None:
    """Add a small lamp that stands on a table."""
    px, py, s = on.space.place_and_scale(x, z, y)
    pen = on.space.pen_at(x, y, z)
    hat = on.pen.glow("#ffe9b8") if on.sky.lamps else pen(shade)
    on.add(
        placed_parts(
            px,
            py,
            s,
            [
                blob(pen(body), (-8, 0), (-10, -12), (0, -22), (10, -12), (8, 0)),
                line(pen("#6b5240"), 2.5, (0, -20), (0, -28)),
                area(hat, (-9, -48), (9, -48), (17, -26), (-17, -26)),
            ],
        )
    )
    if on.sky.lamps:
        on.add(added_light([halo(px, py - 36 * s, 95 * s, on.pen.glow("#ffbf6a", 0.65))]))


def potted_plant(
    w: SceneSpace, x: float, z: float, high: float = 1.1, pot: str = "#e8795a", y: float = 0.0, leaf: str = "#3f9e6a"
) -> Group:
    """A plant with long leaves in a pot."""
    px, py, s = w.place_and_scale(x, z, y)
    pen, h = w.pen_at(x, y + high / 2, z), high * 100
    k = h / 110
    parts: list[Picture] = []
    for i, lean in enumerate((-4, 4, -3, 3, -2, 2, -1, 1, 0)):
        tip = (lean * 13 * k, -h + abs(lean) ** 1.5 * 7 * k)
        middle = (lean * 8 * k, -h * 0.62)
        ink = pen.shaded(leaf, 0.2) if i % 3 == 0 else pen(leaf) if i % 3 == 1 else pen.lit_edge(leaf, 0.2)
        parts.append(filled(brush_stroke([(lean * 1.6, -26 * k), middle, tip], [5 * k, 15 * k, 1]), ink))
    parts += [
        area(pen(pot), (-17 * k, -32 * k), (17 * k, -32 * k), (13 * k, 0), (-13 * k, 0)),
        area(pen.shaded(pot, 0.2), (5 * k, -32 * k), (17 * k, -32 * k), (13 * k, 0), (3 * k, 0)),
        box(-19 * k, -36 * k, 38 * k, 8 * k, pen.lit_edge(pot, 0.15), 2),
    ]
    return Group(
        (w.shadow(x - 0.2, x + 0.2, z - 0.15, z + 0.15), placed_parts(px, py, s, parts))
        if y == 0
        else (placed_parts(px, py, s, parts),)
    )


def vase(
    w: SceneSpace,
    x: float,
    y: float,
    z: float,
    body: str = "#7fb0a8",
    flowers: tuple[str, ...] = ("#f28a7a", "#ffd06a", "#ffffff"),
) -> Group:
    """Flowers in a vase."""
    px, py, s = w.place_and_scale(x, z, y)
    pen = w.pen_at(x, y, z)
    parts: list[Picture] = []
    for k, ink in zip((-1.0, 0.9, 0.0), flowers, strict=False):
        top = (k * 12, -40 + abs(k) * 6)
        parts.append(curve(pen("#5f8a52"), 1.8, (0, -14), (k * 5, -26), top))
        parts += [
            oval(top[0] + 4.4 * cos(i * 2 * pi / 5), top[1] + 4.4 * sin(i * 2 * pi / 5), 4, 4, pen(ink))
            for i in range(5)
        ]
        parts.append(oval(*top, 3, 3, pen("#fff3d0")))
    parts.append(blob(pen(body), (-7, 0), (-10, -11), (-4, -20), (4, -20), (10, -11), (7, 0)))
    return placed_parts(px, py, s, parts)


def mug(w: SceneSpace, x: float, y: float, z: float, ink: str = "#ff7d5c", size: float = 1.0) -> Group:
    """A mug."""
    px, py, s = w.place_and_scale(x, z, y)
    pen = w.pen_at(x, y, z)
    return placed_parts(
        px,
        py,
        s * size,
        [
            curve(pen.shaded(ink, 0.15), 2.2, (5, -8), (9.5, -7), (8.5, -3), (5, -2.5)),
            box(-5.5, -10, 11, 10, pen(ink), 2),
            box(2, -10, 3.5, 10, pen.shaded(ink, 0.15), 1.5),
            oval(0, -10, 5.5, 1.5, pen.shaded(ink, 0.4)),
        ],
    )


def meal_dishes(w: SceneSpace, x: float, y: float, z: float) -> Group:
    """The dishes of a meal: a bowl of rice, a bowl of soup, three small dishes, spoon and chopsticks."""
    px, py, s = w.place_and_scale(x, z, y)
    pen = w.pen_at(x, y, z)
    parts: list[Picture] = []
    for dx, dy, r, ink, food in (
        (-13, -1, 8, "#f4f1ea", "#ffffff"),
        (9, 0, 9, "#3a3438", "#d9532f"),
        (-4, -9, 6, "#f4f1ea", "#e0503a"),
        (10, -9, 6, "#f4f1ea", "#6f9e4f"),
        (-19, -9, 6, "#f4f1ea", "#f4c04a"),
    ):
        parts += [
            oval(dx, dy, r, r * 0.36, pen.shaded(ink, 0.25)),
            oval(dx, dy - r * 0.34, r, r * 0.36, pen(ink)),
            oval(dx, dy - r * 0.42, r * 0.78, r * 0.26, pen(food)),
        ]
    parts += [line(pen("#c9cdd6"), 1.1, (21, -4), (24, 3)), line(pen("#c9cdd6"), 1.1, (23.5, -4), (26.5, 3))]
    return placed_parts(px, py, s, parts)


def bin_bags(w: SceneSpace, x: float, z: float) -> Group:
    """Two bags of rubbish."""
    px, py, s = w.place_and_scale(x, z)
    pen = w.pen_at(x, 0.3, z)
    parts: list[Picture] = []
    for dx, k, ink in ((20, 0.8, "#dfe6df"), (-10, 1.0, "#4f5a78")):
        parts += [
            blob(
                pen(ink),
                (dx - 24 * k, 0),
                (dx - 28 * k, -22 * k),
                (dx - 6 * k, -40 * k),
                (dx + 8 * k, -40 * k),
                (dx + 28 * k, -20 * k),
                (dx + 24 * k, 0),
            ),
            blob(
                pen.shaded(ink, 0.2),
                (dx + 4 * k, 0),
                (dx + 12 * k, -22 * k),
                (dx + 8 * k, -38 * k),
                (dx + 28 * k, -20 * k),
                (dx + 24 * k, 0),
            ),
            area(
                pen(ink), (dx - 5 * k, -38 * k), (dx + 6 * k, -38 * k), (dx + 12 * k, -50 * k), (dx - 10 * k, -49 * k)
            ),
        ]
    return Group((w.shadow(x - 0.35, x + 0.45, z - 0.2, z + 0.2), placed_parts(px, py, s, parts)))
