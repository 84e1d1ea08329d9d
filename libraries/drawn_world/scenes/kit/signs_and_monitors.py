"""Monitors, signs without words, and small lights."""

from libraries.drawn_world.scenes.animations_and_light_beams import pulse_animation
from libraries.drawn_world.scenes.pen import added_light, box, halo, line, oval, placed_parts
from libraries.drawn_world.scenes.scene_builder import SceneBuilder
from libraries.drawn_world.scenes.space import SceneSpace
from libraries.vector.picture import Group, Picture


def monitor(
    w: SceneSpace, x: float, y: float, z: float, screen: str = "#bfe9ff", wide: float = 0.56, lines: bool = True
) -> Group:
    """A monitor that faces the eye, bars of text and charts on it."""
    px, py, s = w.place_and_scale(x, z, y)
    pen = w.pen_at(x, y, z)
    half, high = wide * 50, wide * 62
    parts: list[Picture] = [
        box(-6, -10, 12, 10, pen("#2c3450")),
        box(-14, -2, 28, 3, pen("#2c3450"), 1.5),
        box(-half, -high - 8, 2 * half, high, pen("#2c3450"), 3),
        box(-half + 2.5, -high - 5.5, 2 * half - 5, high - 6, w.pen.glow(screen), 1.5),
    ]
    if lines:
        ink = w.pen.glow("#3a5f8a", 0.55)
        parts += [
            box(-half + 7, -high + k * 5.5, half * width, 2.4, ink, 1) for k, width in enumerate((0.9, 1.3, 0.7, 1.1))
        ]
        parts += [
            box(half - 18 + k * 5, -14 - h, 3.4, h, w.pen.glow(each, 0.9))
            for k, (h, each) in enumerate(((7, "#f4b740"), (12, "#e8503a"), (9, "#3fa7a0")))
        ]
    return placed_parts(px, py, s, parts)


def monitor_back(w: SceneSpace, x: float, y: float, z: float, wide: float = 0.56) -> Group:
    """A monitor seen from behind, its light above its edge."""
    px, py, s = w.place_and_scale(x, z, y)
    pen = w.pen_at(x, y, z)
    half, high = wide * 50, wide * 62
    return placed_parts(
        px,
        py,
        s,
        [
            box(-7, -14, 14, 14, pen("#39435f")),
            box(-16, -3, 32, 3, pen("#39435f"), 1.5),
            box(-half, -high - 10, 2 * half, high, pen("#414c6b"), 4),
            box(-half, -high - 10, 2 * half, 3, pen.lit_edge("#8fb3d6", 0.3), 1.5),
            oval(0, -high * 0.5 - 10, 5, 5, pen("#566387")),
        ],
    )


def add_exit_sign(on: SceneBuilder, x: float, y: float, size: float) -> None:
    """Add the green sign of a way out: a running figure, no letters."""
    pen = on.pen
    green = pen.glow("#2fd08a")
    on.add(
        box(x - 60 * size, y - 22 * size, 120 * size, 44 * size, pen.glow("#0f5c3c"), 5 * size),
        box(x - 54 * size, y - 17 * size, 108 * size, 34 * size, green, 4 * size),
    )
    white = pen.glow("#f4fff9")
    on.add(
        box(x + 18 * size, y - 12 * size, 20 * size, 26 * size, white),
        oval(x - 8 * size, y - 9 * size, 4 * size, 4 * size, white),
        line(
            white, 4 * size, (x - 9 * size, y - 4 * size), (x - 14 * size, y + 3 * size), (x - 22 * size, y + 9 * size)
        ),
        line(white, 4 * size, (x - 13 * size, y + 3 * size), (x - 5 * size, y + 11 * size)),
    )
    on.add(added_light([halo(x, y, 150 * size, pen.glow("#2fd08a", 0.42))]))


def add_pulsing_light(on: SceneBuilder, x: float, y: float, radius: float, ink: str, seconds: float = 1.6) -> None:
    """Add a small light that swells and fades."""
    on.among.append(
        pulse_animation(
            lambda share: added_light([halo(x, y, radius * (0.8 + 0.3 * share), on.pen.glow(ink, 0.35 + 0.5 * share))]),
            seconds,
        )
    )
