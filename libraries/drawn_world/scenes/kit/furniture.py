"""Furniture of homes and offices."""

from random import Random

from libraries.drawn_world.scenes.panel import BOOKS, Panel, shelf_boards, shelf_goods
from libraries.drawn_world.scenes.pen import box, line, oval, placed_parts
from libraries.drawn_world.scenes.space import SceneSpace
from libraries.vector.picture import Group, Picture

Span = tuple[float, float]


def table(w: SceneSpace, x: Span, z: Span, high: float = 0.72, top: str = "#d9a066", legs: str = "") -> Group:
    """A table on four legs."""
    (x0, x1), (z0, z1) = x, z
    under = legs or top
    parts: list[Picture] = [w.shadow(x0, x1, z0, z1)]
    for z_leg in (z1 - 0.06, z0 + 0.03):
        parts.extend(
            w.block(under, (x_leg, x_leg + 0.06), (0, high), (z_leg, z_leg + 0.05)) for x_leg in (x0 + 0.04, x1 - 0.1)
        )
    parts.append(w.block(top, x, (high - 0.05, high), z))
    return Group(tuple(parts))


def desk(w: SceneSpace, x: Span, z: Span, high: float = 0.74, top: str = "#f3e4c8", body: str = "#e3cda4") -> Group:
    """A desk with a front panel and drawers on its right."""
    (x0, x1), (z0, z1) = x, z
    drawers = w.block(body, (x1 - 0.42, x1 - 0.04), (0, high - 0.04), z)
    front = w.block(body, (x0 + 0.03, x1 - 0.42), (0.2, high - 0.04), (z0 + 0.1, z0 + 0.12))
    legs = w.block(body, (x0 + 0.02, x0 + 0.07), (0, high), (z0 + 0.02, z1))
    panel = Panel(w, z0)
    pen = panel.pen_at(x1, 0.4)
    gaps = panel.rects(pen.shaded(body, 0.4), [(x1 - 0.4, x1 - 0.06, v, v + 0.012) for v in (0.24, 0.47)])
    knobs = panel.rects(pen("#8a6a48"), [(x1 - 0.27, x1 - 0.19, v, v + 0.025) for v in (0.12, 0.36, 0.58)])
    return Group((w.shadow(x0, x1, z0, z1), front, legs, drawers, gaps, knobs, w.block(top, x, (high - 0.04, high), z)))


def chair(w: SceneSpace, x: float, z: float, ink: str = "#c9783f", high: float = 0.45, back: bool = True) -> Group:
    """A wooden chair; ``back``: its back rest is on the far side (one looks at its seat), else on the near side."""
    parts: list[Picture] = [w.shadow(x - 0.22, x + 0.22, z - 0.2, z + 0.2)]
    for zz in (z + 0.17, z - 0.2):
        parts += [w.block(ink, (xx, xx + 0.04), (0, high), (zz, zz + 0.03)) for xx in (x - 0.21, x + 0.17)]
    far, near = (z + 0.16, z + 0.2), (z - 0.2, z - 0.16)
    rest = far if back else near
    bars = [w.block(ink, (xx, xx + 0.04), (high, high + 0.5), rest) for xx in (x - 0.21, x + 0.17)]
    bars += [w.block(ink, (x - 0.19, x + 0.19), (v, v + 0.1), rest) for v in (high + 0.18, high + 0.38)]
    seat = w.block(ink, (x - 0.22, x + 0.22), (high - 0.05, high), (z - 0.2, z + 0.2))
    return Group((*parts, *bars, seat) if back else (*parts, seat, *bars))


def office_chair(w: SceneSpace, x: float, z: float, ink: str = "#3a6ea5") -> Group:
    """A swivel chair, seen from behind."""
    px, py, s = w.place_and_scale(x, z)
    pen = w.pen_at(x, 0.6, z)
    parts = [
        w.shadow(x - 0.3, x + 0.3, z - 0.25, z + 0.25),
        line(pen("#3d4358"), 7, (0, -4), (0, -44)),
        line(pen("#3d4358"), 6, (-26, -4), (0, -12), (26, -4)),
        box(-27, -56, 54, 13, pen.shaded(ink, 0.25), 6),
        box(-25, -112, 50, 56, pen(ink), 13),
        box(4, -112, 21, 56, pen.shaded(ink, 0.16), 11),
    ]
    return Group((parts[0], placed_parts(px, py, s, parts[1:])))


def stool(w: SceneSpace, x: float, z: float, high: float = 0.46, ink: str = "#e0503a") -> Group:
    """A round stool."""
    px, py, s = w.place_and_scale(x, z)
    pen, h = w.pen_at(x, high, z), high * 100
    legs = [line(pen.shaded(ink, 0.35), 4, (dx * 0.8, -h), (dx, 0)) for dx in (-15, 15, -5, 5)]
    seat = [
        oval(0, -h + 5, 19, 7, pen.shaded(ink, 0.3)),
        oval(0, -h, 19, 7, pen(ink)),
        oval(-4, -h - 1, 11, 3, pen.lit_edge(ink, 0.35)),
    ]
    return Group((w.shadow(x - 0.18, x + 0.18, z - 0.16, z + 0.16), placed_parts(px, py, s, legs + seat)))


def shelf(
    w: SceneSpace,
    x: Span,
    y: Span,
    z: Span,
    rows: int,
    random: Random,
    wood: str = "#b9825c",
    inks: tuple[str, ...] = BOOKS,
    fill: float = 0.74,
) -> Group:
    """A shelf full of books or things."""
    panel = Panel(w, z[0])
    pen = panel.pen_at(x[0], y[1])
    inner = (x[0] + 0.04, x[1] - 0.04, y[0] + 0.05, y[1] - 0.04)
    parts: list[Picture] = [w.block(wood, x, y, z), panel.rect(pen.shaded(wood, 0.5), *inner)]
    parts += shelf_goods(panel, inner, rows, random, inks, (0.035, 0.07), fill)
    return Group((*parts, *shelf_boards(panel, inner, rows, wood)))


def wardrobe(w: SceneSpace, x: Span, z: Span, high: float = 2.1, ink: str = "#e9d8b8") -> Group:
    """A wardrobe with two doors."""
    panel = Panel(w, z[0])
    pen = panel.pen_at(x[0], 1)
    mid = (x[0] + x[1]) / 2
    doors = [
        panel.rect(pen.lit_edge(ink, 0.16), a, b, 0.12, high - 0.08)
        for a, b in ((x[0] + 0.04, mid - 0.015), (mid + 0.015, x[1] - 0.04))
    ]
    knobs = panel.rects(pen("#8a6a48"), [(mid - 0.07, mid - 0.045, 1.0, 1.2), (mid + 0.045, mid + 0.07, 1.0, 1.2)])
    return Group((w.shadow(x[0], x[1], *z), w.block(ink, x, (0, high), z), *doors, knobs))


def cabinet(w: SceneSpace, x: Span, z: Span, high: float = 0.55, ink: str = "#b9825c", doors: int = 2) -> Group:
    """A low cupboard."""
    panel = Panel(w, z[0])
    pen = panel.pen_at(x[0], high / 2)
    step = (x[1] - x[0]) / doors
    fronts = panel.rects(
        pen.lit_edge(ink, 0.13),
        [(x[0] + k * step + 0.025, x[0] + (k + 1) * step - 0.025, 0.06, high - 0.06) for k in range(doors)],
    )
    knobs = panel.rects(
        pen.shaded(ink, 0.5),
        [
            (x[0] + k * step + step / 2 - 0.03, x[0] + k * step + step / 2 + 0.03, high * 0.72, high * 0.72 + 0.02)
            for k in range(doors)
        ],
    )
    return Group((w.shadow(x[0], x[1], *z), w.block(ink, x, (0, high), z), fronts, knobs))
