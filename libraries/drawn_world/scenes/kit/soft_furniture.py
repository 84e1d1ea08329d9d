"""Beds, sofas and cloth."""

from libraries.drawn_world.scenes.kit.furniture import Span
from libraries.drawn_world.scenes.pen import area, blob, box, curve, oval, placed_parts
from libraries.drawn_world.scenes.space import SceneSpace
from libraries.vector.picture import Group, Picture


def sofa(
    w: SceneSpace, x: Span, z: Span, ink: str = "#4f8f8a", cushions: tuple[str, ...] = ("#f4b740", "#f28a7a")
) -> Group:
    """A sofa that faces the eye."""
    (x0, x1), (z0, z1) = x, z
    parts: list[Picture] = [w.shadow(x0, x1, z0, z1, 0.3)]
    parts.append(w.block(ink, (x0 + 0.1, x1 - 0.1), (0.1, 0.86), (z1 - 0.2, z1)))
    parts.append(w.block(ink, x, (0.08, 0.42), (z0 + 0.02, z1)))
    arms = [w.block(ink, side, (0.06, 0.62), z) for side in ((x0, x0 + 0.16), (x1 - 0.16, x1))]
    px, py, s = w.place_and_scale((x0 + x1) / 2, z0)
    half = (x1 - x0) * 50 - 17
    pen = w.pen_at(x0, 0.5, z0)
    seats = [box(a, -52, half - 1, 17, pen.lit_edge(ink, 0.14), 7) for a in (-half, 1)]
    backs = [box(a, -92, half - 1, 42, pen.lit_edge(ink, 0.06), 12) for a in (-half, 1)]
    shade = [box(a + half * 0.62, -92, half * 0.36, 42, pen.shaded(ink, 0.12), 12) for a in (-half, 1)]
    soft = [
        blob(pen(each), (d - 19, -50), (d - 17, -86), (d, -82), (d + 18, -88), (d + 19, -50))
        for d, each in zip((-half + 20, half - 22), cushions, strict=False)
    ]
    return Group((*parts, placed_parts(px, py, s, backs + shade + seats + soft), *arms))


def bed(w: SceneSpace, x: Span, z: Span, quilt: str = "#7aa0d6", wood: str = "#b97a4f", pillows: int = 1) -> Group:
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
    px, py, s = w.place_and_scale((x0 + x1) / 2, z1 - 0.25, 0.5)
    pen, half = w.pen_at(x0, 0.5, z1), (x1 - x0) * 50
    for k in range(pillows):
        cx = 0 if pillows == 1 else (-half / 2, half / 2)[k]
        r = min(34.0, half / pillows * 0.8)
        puff = [
            blob(pen.shaded("#fffaf0", 0.12), (cx - r, 2), (cx - r - 2, -17), (cx, -21), (cx + r + 2, -16), (cx + r, 4))
        ]
        parts.append(
            placed_parts(
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
    parts.append(w.floor(pen.lit_edge(quilt, 0.55), x0 - 0.03, x1 + 0.03, fold - 0.22, fold, 0.535))
    parts += [
        w.facing_wall(w.pen_at(x0, 0.3, z0).shaded(quilt, 0.14, 0.6), a, a + 0.1, 0.17, 0.5, z0)
        for a in (x0 + 0.2, (x0 + x1) / 2, x1 - 0.25)
    ]
    return Group(tuple(parts))


def mattress(w: SceneSpace, x: Span, z: Span, quilt: str = "#f28a7a") -> Group:
    """Bedding on the floor."""
    (x0, x1), (z0, z1) = x, z
    fold = z1 - (z1 - z0) * 0.36
    pen = w.pen_at(x0, 0.1, z1)
    px, py, s = w.place_and_scale((x0 + x1) / 2, z1 - 0.2, 0.1)
    pillow = placed_parts(px, py, s, [blob(pen("#fffaf0"), (-26, 2), (-28, -11), (0, -14), (28, -11), (26, 2))])
    return Group(
        (
            w.shadow(x0, x1, z0, z1),
            w.block("#f6efe0", x, (0, 0.1), z),
            pillow,
            w.block(quilt, x, (0.02, 0.16), (z0, fold)),
            w.floor(pen.lit_edge(quilt, 0.5), x0, x1, fold - 0.2, fold, 0.165),
        )
    )


def curtain(w: SceneSpace, x: float, z: float, y: Span, wide: float, ink: str, sway: float = 0.0) -> Group:
    """One half of a pair of curtains, its outer edge at ``x``; a negative width hangs to the left."""
    (px, top), (_, foot) = w.project(x, y[1], z), w.project(x, y[0], z)
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
        parts.append(area(pen(ink) if k % 2 else pen.shaded(ink, 0.16), *fold))
    return Group(tuple(parts))


def rug(w: SceneSpace, x: float, z: float, across: float, deep: float, ink: str, second: str) -> Group:
    """A round rug."""
    (cx, cy), r = w.project(x, 0, z), across * w.focus / z
    down = (w.project(x, 0, z - deep)[1] - w.project(x, 0, z + deep)[1]) / 2
    pen = w.pen.pen_at(cx, cy)
    return Group(
        tuple(
            oval(cx, cy, r * k, down * k, pen(each))
            for k, each in ((1.0, ink), (0.82, second), (0.74, ink), (0.3, second))
        )
    )


def cushion(w: SceneSpace, x: float, z: float, ink: str = "#f4b740") -> Group:
    """A cushion to sit on the floor."""
    px, py, s = w.place_and_scale(x, z)
    pen = w.pen_at(x, 0.1, z)
    return placed_parts(
        px,
        py,
        s,
        [
            oval(0, -3, 30, 9, pen.shaded(ink, 0.3)),
            oval(0, -7, 30, 9, pen(ink)),
            curve(pen.lit_edge(ink, 0.4), 1.6, (-18, -8), (0, -11), (18, -8)),
        ],
    )
