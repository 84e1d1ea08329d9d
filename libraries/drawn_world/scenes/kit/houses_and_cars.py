"""Houses along a street, their shops and signs, and cars."""

from collections.abc import Sequence

from libraries.drawn_world.scenes.panel import Panel, Rect
from libraries.drawn_world.scenes.pen import added_light, area, box, halo, oval, placed_parts
from libraries.drawn_world.scenes.scene_builder import SceneBuilder
from libraries.vector.picture import Group, Picture

SIGNS = ("#e0503a", "#2f8f7a", "#3f6fc9", "#f4b740", "#8a4fb0", "#e87aa0")


def add_street_house(
    on: SceneBuilder, side: float, z: tuple[float, float], high: float, wall: str, sign: str, seed: int
) -> None:
    """Add a house that stands along the street at ``side`` metres: a shop on its ground floor, windows above."""
    w, rnd = on.space, on.random
    panel = Panel(w, x=side)
    (z0, z1), pen = z, Panel(w, x=side).pen_at(sum(z) / 2, high * 0.4)
    pen = pen.with_haze(min(0.55, z0 * 0.05))
    shade = 0.08 if side < 0 else 0.2
    if z0 > 0.8:
        on.add(w.facing_wall(pen.shaded(wall, 0.32), min(side, side * 4), max(side, side * 4), 0, high, z0))
    on.add(
        panel.rect(pen.shaded(wall, shade), z0, z1, 0, high),
        panel.rect(pen.shaded(wall, shade + 0.14), z0, z1, high - 0.16, high),
    )
    step = (z1 - z0) / 3
    panes: list[Rect] = []
    v = 3.0
    while v < high - 0.7:
        panes += [(z0 + step * (k + 0.2), z0 + step * (k + 0.8), v, v + 0.8) for k in range(3)]
        v += 1.25
    lit = [each for each in panes if on.sky.lamps and rnd.random() < 0.5]
    on.add(panel.rects(pen.shaded("#f4efe4", 0.2), [(a - 0.05, b + 0.05, c - 0.06, d + 0.04) for a, b, c, d in panes]))
    on.add(panel.rects(pen("#8fb3cc"), panes), panel.rects(on.pen.glow("#ffd98a", 0.95), lit))
    add_shop_front(on, panel, z, sign, seed)


def add_shop_front(on: SceneBuilder, panel: Panel, z: tuple[float, float], sign: str, seed: int) -> None:
    """Add a shop front: glass, a striped awning, a sign board of plain marks."""
    (z0, z1), pen = z, panel.pen_at(sum(z) / 2, 1.2).with_haze(min(0.5, z[0] * 0.045))
    wide = z1 - z0
    glass = (z0 + wide * 0.08, z1 - wide * 0.08, 0.3, 1.95)
    inside = on.pen.glow(("#ffe6b0", "#fff1cf", "#dff6f4")[seed % 3]) if on.sky.lamps else pen("#a9cfdc")
    on.add(
        panel.rect(pen.shaded("#4a4450", 0.1), z0 + wide * 0.05, z1 - wide * 0.05, 0, 2.05), panel.rect(inside, *glass)
    )
    goods = [
        (glass[0] + k * wide * 0.13, glass[0] + k * wide * 0.13 + wide * 0.08, 0.3, 0.3 + 0.3 + 0.25 * ((k + seed) % 3))
        for k in range(6)
    ]
    on.add(
        panel.rects(pen.shaded(sign, 0.1, 0.6), goods),
        panel.rects(pen("#4a4450"), [(z0 + wide * 0.5, z0 + wide * 0.53, 0, 1.95)]),
    )
    board = on.pen.glow(sign) if on.sky.lamps else pen(sign)
    on.add(panel.rect(board, z0 + wide * 0.04, z1 - wide * 0.04, 2.15, 2.7))
    marks = [(z0 + wide * (0.16 + 0.14 * k), z0 + wide * (0.26 + 0.14 * k), 2.3, 2.56) for k in range(4 - seed % 2)]
    on.add(panel.rects(on.pen.glow("#fffaf0", 0.92) if on.sky.lamps else pen("#fffaf0"), marks))
    if panel.x is not None:
        out = panel.x * 0.8
        w = on.space
        for k in range(6):
            a, b = z0 + wide * (0.05 + 0.15 * k), z0 + wide * (0.2 + 0.15 * k)
            on.add(
                w.flat_shape(
                    pen(sign if k % 2 else "#fff6e6"),
                    (panel.x, 2.1, a),
                    (panel.x, 2.1, b),
                    (out, 1.8, b),
                    (out, 1.8, a),
                )
            )
    if on.sky.lamps:
        x, y = panel.project(sum(z) / 2, 1.2)
        on.add(added_light([halo(x, y, 0.62 * panel.units_per_metre(sum(z) / 2), on.pen.glow("#ffd28a", 0.34))]))


def add_hanging_sign(on: SceneBuilder, side: float, z: float, y: float, ink: str, long: float = 1.3) -> None:
    """Add a sign that stands out from a house, with plain marks; it shines in the dark."""
    w = on.space
    x = (side, side + 0.42) if side < 0 else (side - 0.42, side)
    panel = Panel(w, z)
    pen = panel.pen_at(x[0], y).with_haze(min(0.5, z * 0.04))
    shine = on.sky.lamps
    on.add(w.block(ink, x, (y, y + long), (z, z + 0.12)))
    if shine:
        on.add(panel.rect(on.pen.glow(ink), x[0], x[1], y, y + long))
    count = round(long / 0.34)
    marks = [
        (x[0] + 0.1, x[1] - 0.1, y + 0.1 + k * long / count, y + (k + 1) * long / count - 0.06) for k in range(count)
    ]
    on.add(panel.rects(on.pen.glow("#fffaf0", 0.9) if shine else pen("#fffaf0"), marks))
    if shine:
        cx, cy = panel.project(sum(x) / 2, y + long / 2)
        on.add(added_light([halo(cx, cy, 0.75 * w.focus / z, on.pen.glow(ink, 0.5))]))


def add_house_row(
    on: SceneBuilder, side: float, cuts: Sequence[float], walls: Sequence[str], heights: Sequence[float]
) -> None:
    """Add a row of houses along one side of the street."""
    for k in reversed(range(len(cuts) - 1)):
        sign = SIGNS[(k + (0 if side < 0 else 3) + on.setting.seed) % 6]
        add_street_house(on, side, (cuts[k], cuts[k + 1]), heights[k % len(heights)], walls[k % len(walls)], sign, k)
        if k:
            add_hanging_sign(on, side, cuts[k] + 0.3, 2.95, SIGNS[(k + 2 + (side > 0)) % 6])


def car(on: SceneBuilder, x: float, z: float, ink: str = "#d94f4a", back: bool = False) -> Group:
    """A car that comes towards the eye, or goes away from it."""
    w = on.space
    px, py, s = w.place_and_scale(x, z)
    pen = w.pen_at(x, 0.7, z)
    lamps = on.sky.lamps
    glass = pen("#34405f") if not lamps else pen("#1f2745")
    light = on.pen.glow("#ff5a4a" if back else "#fff3c8") if lamps else pen("#d93f3a" if back else "#f4f1e0")
    body: list[Picture] = [
        box(-76, -26, 24, 26, pen("#22222e"), 6),
        box(52, -26, 24, 26, pen("#22222e"), 6),
        area(pen(ink), (-58, -88), (-44, -134), (44, -134), (58, -88)),
        area(glass, (-52, -90), (-40, -128), (40, -128), (52, -90)),
        area(pen("#ffffff", 0.25), (-38, -90), (-24, -128), (-8, -128), (-20, -90)),
        box(-80, -90, 160, 72, pen(ink), 16),
        box(20, -90, 60, 72, pen.shaded(ink, 0.16), 16),
        box(-80, -40, 160, 24, pen.shaded(ink, 0.3), 8),
        box(-32, -62, 64, 16, pen.shaded("#2a2c3c", 0.1), 4),
        box(-20, -36, 40, 12, pen("#f4f4ee"), 2),
        box(-74, -70, 32, 20, light, 8),
        box(42, -70, 32, 20, light, 8),
        box(-92, -98, 16, 11, pen(ink), 4),
        box(76, -98, 16, 11, pen(ink), 4),
    ]
    glow: list[Picture] = []
    if lamps:
        inks = on.pen.glow("#ff4a3a" if back else "#ffe9b0", 0.6)
        glow = [
            added_light([halo(px - 58 * s, py - 60 * s, 110 * s, inks), halo(px + 58 * s, py - 60 * s, 110 * s, inks)])
        ]
    return Group((w.shadow(x - 0.95, x + 0.95, z - 0.3, z + 0.6, 0.34), placed_parts(px, py, s, body), *glow))


def add_traffic_light(on: SceneBuilder, x: float, z: float) -> None:
    """Add a traffic light over the road: red."""
    w = on.space
    px, py, s = w.place_and_scale(x, z)
    pen = w.pen_at(x, 2, z)
    side = -1 if x > 0 else 1
    lamps = [
        oval(side * 150 + (k - 1) * 30, -392, 11, 11, on.pen.glow(ink) if k == 0 else pen.shaded(ink, 0.6))
        for k, ink in enumerate(("#ff4a3a", "#f4b740", "#4ad07a"))
    ]
    on.add(
        placed_parts(
            px,
            py,
            s,
            [
                box(-6, -400, 12, 400, pen("#5a6478"), 3),
                box(min(0, side * 190), -404, 190, 9, pen("#5a6478"), 3),
                box(side * 150 - 50, -410, 100, 36, pen("#20263a"), 10),
                *lamps,
            ],
        )
    )
    on.add(added_light([halo(px + (side * 150 - 30) * s, py - 392 * s, 70 * s, on.pen.glow("#ff4a3a", 0.6))]))
