"""The ground of open places: soil, snow, puddles, grass, stones."""

from random import Random

from libraries.drawn_world.scenes.pen import Pen, blob, curve, oval
from libraries.drawn_world.scenes.scene_builder import BOTTOM, LEFT, RIGHT, SceneBuilder
from libraries.vector.brush import brush_stroke
from libraries.vector.colors import WHITE, color
from libraries.vector.path import Corner, smooth_path
from libraries.vector.picture import Group, Picture, filled
from schemas.beats import Weather

LAMP_LIGHT = color("#ffcf82")


def ground_color(on: SceneBuilder, ink: str, snow: str = "#e6edf5") -> str:
    """The colour of the ground, white where it snows."""
    return snow if on.setting.weather is Weather.SNOW else ink


def grass(
    pen: Pen, ink: str, y: float, seed: int, count: int = 46, high: float = 70, left: float = LEFT, right: float = RIGHT
) -> Group:
    """Blades of grass along a line of the frame."""
    rnd = Random(seed)
    parts: list[Picture] = []
    for k in range(count):
        x, lean = rnd.uniform(left, right), rnd.uniform(-26, 26)
        h = high * rnd.uniform(0.5, 1.1)
        parts.append(
            filled(
                brush_stroke([(x, y + 12), (x + lean * 0.4, y - h * 0.5), (x + lean, y - h)], [9, 6, 1]),
                pen(ink) if k % 3 else pen.lit_edge(ink, 0.2),
            )
        )
    return Group(tuple(parts))


def sloping_ground(on: SceneBuilder, ink: str, *points: tuple[float, float], shade: float = 0.2) -> Picture:
    """Ground with a soft upper edge, in the frame; darker downwards."""
    tops = min(y for _, y in points)
    outline = smooth_path(*points, Corner(RIGHT + 10, BOTTOM), Corner(LEFT - 10, BOTTOM))
    return filled(outline, on.surface_gradient(ink, (540, tops), (540, BOTTOM), shade))


def add_puddles(on: SceneBuilder, places: tuple[tuple[float, float, float], ...]) -> None:
    """Add puddles (x, z, width in metres) that mirror the sky, with rings where drops fall; none while it is dry."""
    if not on.setting.is_wet:
        return
    for k, (x, z, wide) in enumerate(places):
        (cx, cy), r = on.space.project(x, 0, z), wide / 2 * on.space.focus / z
        on.add(
            oval(cx, cy, r, r * 0.2, on.pen.glow(on.sky.colors[3].mixed(WHITE, 0.12), 0.5)),
            oval(cx - r * 0.2, cy, r * 0.5, r * 0.06, on.pen.glow(on.sky.colors[3].mixed(WHITE, 0.4), 0.6)),
        )

        def rings(time: float, cx: float = cx, cy: float = cy, r: float = r, k: int = k) -> Picture:
            grown = (time * 1.4 + k * 0.37) % 1.0
            ring = [
                (cx + r * 0.6 * grown * a, cy + r * 0.12 * grown * b)
                for a, b in ((1, 0), (0, 1), (-1, 0), (0, -1), (1, 0))
            ]
            return curve(on.pen.glow("#ffffff", 0.5 * (1 - grown)), 2.5, *ring)

        on.among.append(rings)


def rock(pen: Pen, x: float, y: float, size: float, ink: str = "#8a8f9c") -> Group:
    """A stone, in the frame."""
    return Group(
        (
            blob(
                pen(ink),
                (x - size, y),
                (x - size * 0.7, y - size * 0.5),
                (x, y - size * 0.72),
                (x + size * 0.8, y - size * 0.4),
                (x + size, y),
            ),
            blob(
                pen.shaded(ink, 0.22),
                (x + size * 0.1, y),
                (x + size * 0.3, y - size * 0.6),
                (x + size * 0.8, y - size * 0.4),
                (x + size, y),
            ),
        )
    )
