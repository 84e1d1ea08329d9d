"""Lamps on ceilings."""

from collections.abc import Sequence

from libraries.drawn_world.scenes.pen import added_light, area, halo, line, oval
from libraries.drawn_world.scenes.scene_builder import SceneBuilder


def add_ceiling_lights(
    on: SceneBuilder,
    xs: Sequence[float],
    zs: Sequence[float],
    high: float,
    wide: float = 0.28,
    long: float = 0.7,
    lit: bool = True,
) -> None:
    """Add panels of light to the ceiling."""
    w = on.space
    ink = on.pen.glow("#fbffff") if lit else on.pen("#c9d2da")
    for z in zs:
        for x in xs:
            on.add(
                w.floor(
                    on.pen.shaded("#cfd8de", 0.12),
                    x - wide - 0.04,
                    x + wide + 0.04,
                    z - 0.05,
                    z + long + 0.05,
                    high - 0.004,
                )
            )
            on.add(w.floor(ink, x - wide, x + wide, z, z + long, high - 0.008))
    if not lit:
        return
    x, y = w.project(xs[len(xs) // 2], high, zs[0] + 0.3)
    on.add(added_light([halo(540, y, 620, on.pen.glow("#f1fbff", 0.34), 260)]))


def add_pendant_lamp(
    on: SceneBuilder, x: float, z: float, y: float, high: float, shade: str = "#f4b740", wide: float = 0.24
) -> None:
    """Add a lamp that hangs from the ceiling."""
    w = on.space
    (cx, cy), (_, top) = w.project(x, y, z), w.project(x, high, z)
    s = w.focus / z
    pen = on.pen.pen_at(cx, cy)
    on.add(line(pen.shaded("#4a3a3a", 0.2), max(3, 0.014 * s), (cx, top), (cx, cy - 0.1 * s)))
    r = wide * s
    on.add(
        area(
            pen(shade),
            (cx - r * 0.34, cy - 0.17 * s),
            (cx + r * 0.34, cy - 0.17 * s),
            (cx + r, cy + 0.05 * s),
            (cx - r, cy + 0.05 * s),
        )
    )
    on.add(
        area(
            pen.shaded(shade, 0.22),
            (cx + r * 0.1, cy - 0.17 * s),
            (cx + r * 0.34, cy - 0.17 * s),
            (cx + r, cy + 0.05 * s),
            (cx + r * 0.45, cy + 0.05 * s),
        )
    )
    if on.sky.lamps or on.lighting.value in {"dim", "bright"}:
        on.add(oval(cx, cy + 0.05 * s, r * 0.94, r * 0.2, on.pen.glow("#fff3c4")))
        on.add(added_light([halo(cx, cy + 0.1 * s, r * 3.4, on.pen.glow("#ffca78", 0.7))]))
    else:
        on.add(oval(cx, cy + 0.05 * s, r * 0.94, r * 0.2, pen.shaded("#fff0d0", 0.2)))
