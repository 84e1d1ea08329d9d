"""Furniture of homes and offices."""

from random import Random

from libraries.drawn_world.scenes.panel import BOOKS, Panel, boards, stock
from libraries.drawn_world.scenes.pen import area, blob, box, curve, line, oval, placed
from libraries.drawn_world.scenes.world import World
from libraries.vector.picture import Group, Picture

Span = tuple[float, float]


def table(w: World, x: Span, z: Span, high: float = 0.72, top: str = "#d9a066", legs: str = "") -> Group:
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


def desk(w: World, x: Span, z: Span, high: float = 0.74, top: str = "#f3e4c8", body: str = "#e3cda4") -> Group:
    """A desk with a front panel and drawers on its right."""
    (x0, x1), (z0, z1) = x, z
    drawers = w.block(body, (x1 - 0.42, x1 - 0.04), (0, high - 0.04), z)
    front = w.block(body, (x0 + 0.03, x1 - 0.42), (0.2, high - 0.04), (z0 + 0.1, z0 + 0.12))
    legs = w.block(body, (x0 + 0.02, x0 + 0.07), (0, high), (z0 + 0.02, z1))
    panel = Panel(w, z0)
    pen = panel.pen(x1, 0.4)
    gaps = panel.rects(pen.dark(body, 0.4), [(x1 - 0.4, x1 - 0.06, v, v + 0.012) for v in (0.24, 0.47)])
    knobs = panel.rects(pen("#8a6a48"), [(x1 - 0.27, x1 - 0.19, v, v + 0.025) for v in (0.12, 0.36, 0.58)])
    return Group((w.shadow(x0, x1, z0, z1), front, legs, drawers, gaps, knobs, w.block(top, x, (high - 0.04, high), z)))


def chair(w: World, x: float, z: float, ink: str = "#c9783f", high: float = 0.45, back: bool = True) -> Group:
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


def office_chair(w: World, x: float, z: float, ink: str = "#3a6ea5") -> Group:
    """A swivel chair, seen from behind."""
    px, py, s = w.spot(x, z)
    pen = w.pen_at(x, 0.6, z)
    parts = [
        w.shadow(x - 0.3, x + 0.3, z - 0.25, z + 0.25),
        line(pen("#3d4358"), 7, (0, -4), (0, -44)),
        line(pen("#3d4358"), 6, (-26, -4), (0, -12), (26, -4)),
        box(-27, -56, 54, 13, pen.dark(ink, 0.25), 6),
        box(-25, -112, 50, 56, pen(ink), 13),
        box(4, -112, 21, 56, pen.dark(ink, 0.16), 11),
    ]
    return Group((parts[0], placed(px, py, s, parts[1:])))


def stool(w: World, x: float, z: float, high: float = 0.46, ink: str = "#e0503a") -> Group:
    """A round stool."""
    px, py, s = w.spot(x, z)
    pen, h = w.pen_at(x, high, z), high * 100
    legs = [line(pen.dark(ink, 0.35), 4, (dx * 0.8, -h), (dx, 0)) for dx in (-15, 15, -5, 5)]
    seat = [
        oval(0, -h + 5, 19, 7, pen.dark(ink, 0.3)),
        oval(0, -h, 19, 7, pen(ink)),
        oval(-4, -h - 1, 11, 3, pen.pale(ink, 0.35)),
    ]
    return Group((w.shadow(x - 0.18, x + 0.18, z - 0.16, z + 0.16), placed(px, py, s, legs + seat)))


def sofa(w: World, x: Span, z: Span, ink: str = "#4f8f8a", cushions: tuple[str, ...] = ("#f4b740", "#f28a7a")) -> Group:
    """A sofa that faces the eye."""
    (x0, x1), (z0, z1) = x, z
    parts: list[Picture] = [w.shadow(x0, x1, z0, z1, 0.3)]
    parts.append(w.block(ink, (x0 + 0.1, x1 - 0.1), (0.1, 0.86), (z1 - 0.2, z1)))
    parts.append(w.block(ink, x, (0.08, 0.42), (z0 + 0.02, z1)))
    arms = [w.block(ink, side, (0.06, 0.62), z) for side in ((x0, x0 + 0.16), (x1 - 0.16, x1))]
    px, py, s = w.spot((x0 + x1) / 2, z0)
    half = (x1 - x0) * 50 - 17
    pen = w.pen_at(x0, 0.5, z0)
    seats = [box(a, -52, half - 1, 17, pen.pale(ink, 0.14), 7) for a in (-half, 1)]
    backs = [box(a, -92, half - 1, 42, pen.pale(ink, 0.06), 12) for a in (-half, 1)]
    shade = [box(a + half * 0.62, -92, half * 0.36, 42, pen.dark(ink, 0.12), 12) for a in (-half, 1)]
    soft = [
        blob(pen(each), (d - 19, -50), (d - 17, -86), (d, -82), (d + 18, -88), (d + 19, -50))
        for d, each in zip((-half + 20, half - 22), cushions, strict=False)
    ]
    return Group((*parts, placed(px, py, s, backs + shade + seats + soft), *arms))


def bed(w: World, x: Span, z: Span, quilt: str = "#7aa0d6", wood: str = "#b97a4f", pillows: int = 1) -> Group:
    """A bed with its head at the wall and its foot towards the eye."""
    (x0, x1), (z0, z1) = x, z
    parts: list[Picture] = [
        w.shadow(x0, x1, z0, z1, 0.3),
        w.block(wood, (x0 - 0.03, x1 + 0.03), (0.0, 1.0), (z1 - 0.06, z1)),
    ]
    parts += [
        w.block(wood, x, (0.08, 0.3), z),
        w.block("#fbf7ee", (x0 + 0.02, x1 - 0.02), (0.3, 0.48), (z0 + 0.03, z1 - 0.06)),
    ]
    px, py, s = w.spot((x0 + x1) / 2, z1 - 0.25, 0.5)
    pen, half = w.pen_at(x0, 0.5, z1), (x1 - x0) * 50
    for k in range(pillows):
        cx = 0 if pillows == 1 else (-half / 2, half / 2)[k]
        r = min(34.0, half / pillows * 0.8)
        puff = [
            blob(pen.dark("#fffaf0", 0.12), (cx - r, 2), (cx - r - 2, -17), (cx, -21), (cx + r + 2, -16), (cx + r, 4))
        ]
        parts.append(
            placed(
                px,
                py,
                s,
                [
                    *puff,
                    blob(
                        pen("#fffaf0"), (cx - r + 2, 0), (cx - r, -18), (cx, -22), (cx + r - 1, -18), (cx + r - 5, -1)
                    ),
                ],
            )
        )
    fold = z1 - (z1 - z0) * 0.34
    parts.append(w.block(quilt, (x0 - 0.03, x1 + 0.03), (0.16, 0.53), (z0, fold)))
    parts.append(w.floor(pen.pale(quilt, 0.55), x0 - 0.03, x1 + 0.03, fold - 0.22, fold, 0.535))
    parts += [
        w.front(w.pen_at(x0, 0.3, z0).dark(quilt, 0.14, 0.6), a, a + 0.1, 0.17, 0.5, z0)
        for a in (x0 + 0.2, (x0 + x1) / 2, x1 - 0.25)
    ]
    return Group(tuple(parts))


def mattress(w: World, x: Span, z: Span, quilt: str = "#f28a7a") -> Group:
    """Bedding on the floor."""
    (x0, x1), (z0, z1) = x, z
    fold = z1 - (z1 - z0) * 0.36
    pen = w.pen_at(x0, 0.1, z1)
    px, py, s = w.spot((x0 + x1) / 2, z1 - 0.2, 0.1)
    pillow = placed(px, py, s, [blob(pen("#fffaf0"), (-26, 2), (-28, -11), (0, -14), (28, -11), (26, 2))])
    return Group(
        (
            w.shadow(x0, x1, z0, z1),
            w.block("#f6efe0", x, (0, 0.1), z),
            pillow,
            w.block(quilt, x, (0.02, 0.16), (z0, fold)),
            w.floor(pen.pale(quilt, 0.5), x0, x1, fold - 0.2, fold, 0.165),
        )
    )


def shelf(
    w: World,
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
    pen = panel.pen(x[0], y[1])
    inner = (x[0] + 0.04, x[1] - 0.04, y[0] + 0.05, y[1] - 0.04)
    parts: list[Picture] = [w.block(wood, x, y, z), panel.rect(pen.dark(wood, 0.5), *inner)]
    parts += stock(panel, inner, rows, random, inks, (0.035, 0.07), fill)
    return Group((*parts, *boards(panel, inner, rows, wood)))


def wardrobe(w: World, x: Span, z: Span, high: float = 2.1, ink: str = "#e9d8b8") -> Group:
    """A wardrobe with two doors."""
    panel = Panel(w, z[0])
    pen = panel.pen(x[0], 1)
    mid = (x[0] + x[1]) / 2
    doors = [
        panel.rect(pen.pale(ink, 0.16), a, b, 0.12, high - 0.08)
        for a, b in ((x[0] + 0.04, mid - 0.015), (mid + 0.015, x[1] - 0.04))
    ]
    knobs = panel.rects(pen("#8a6a48"), [(mid - 0.07, mid - 0.045, 1.0, 1.2), (mid + 0.045, mid + 0.07, 1.0, 1.2)])
    return Group((w.shadow(x[0], x[1], *z), w.block(ink, x, (0, high), z), *doors, knobs))


def cabinet(w: World, x: Span, z: Span, high: float = 0.55, ink: str = "#b9825c", doors: int = 2) -> Group:
    """A low cupboard."""
    panel = Panel(w, z[0])
    pen = panel.pen(x[0], high / 2)
    step = (x[1] - x[0]) / doors
    fronts = panel.rects(
        pen.pale(ink, 0.13),
        [(x[0] + k * step + 0.025, x[0] + (k + 1) * step - 0.025, 0.06, high - 0.06) for k in range(doors)],
    )
    knobs = panel.rects(
        pen.dark(ink, 0.5),
        [
            (x[0] + k * step + step / 2 - 0.03, x[0] + k * step + step / 2 + 0.03, high * 0.72, high * 0.72 + 0.02)
            for k in range(doors)
        ],
    )
    return Group((w.shadow(x[0], x[1], *z), w.block(ink, x, (0, high), z), fronts, knobs))


def curtain(w: World, x: float, z: float, y: Span, wide: float, ink: str, sway: float = 0.0) -> Group:
    """One half of a pair of curtains, its outer edge at ``x``; a negative width hangs to the left."""
    (px, top), (_, foot) = w.at(x, y[1], z), w.at(x, y[0], z)
    pen, step = w.pen_at(x, 1.4, z), wide * w.focus / z / 5
    parts: list[Picture] = []
    for k in range(5):
        a = px + k * step
        hang = a * 1.0 - step * 0.35 * k + sway * (k + 1) * 0.4
        fold = (
            (a - step * 0.1, top),
            (a + step * 1.1, top),
            (hang + step * 1.02 + sway, (top + foot) / 2 + 60),
            (hang + step * 1.15 + sway, foot),
            (hang - step * 0.15 + sway, foot),
            (hang + sway, (top + foot) / 2 + 60),
        )
        parts.append(area(pen(ink) if k % 2 else pen.dark(ink, 0.16), *fold))
    return Group(tuple(parts))


def rug(w: World, x: float, z: float, across: float, deep: float, ink: str, second: str) -> Group:
    """A round rug."""
    (cx, cy), r = w.at(x, 0, z), across * w.focus / z
    down = (w.at(x, 0, z - deep)[1] - w.at(x, 0, z + deep)[1]) / 2
    pen = w.pen.near(cx, cy)
    return Group(
        tuple(
            oval(cx, cy, r * k, down * k, pen(each))
            for k, each in ((1.0, ink), (0.82, second), (0.74, ink), (0.3, second))
        )
    )


def cushion(w: World, x: float, z: float, ink: str = "#f4b740") -> Group:
    """A cushion to sit on the floor."""
    px, py, s = w.spot(x, z)
    pen = w.pen_at(x, 0.1, z)
    return placed(
        px,
        py,
        s,
        [
            oval(0, -3, 30, 9, pen.dark(ink, 0.3)),
            oval(0, -7, 30, 9, pen(ink)),
            curve(pen.pale(ink, 0.4), 1.6, (-18, -8), (0, -11), (18, -8)),
        ],
    )
