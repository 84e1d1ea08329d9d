"""Panels: flat sides of walls and solids, on which doors, windows, goods and signs are drawn."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from random import Random

from libraries.drawn_world.scenes.pen import Pen
from libraries.drawn_world.scenes.space import SceneSpace
from libraries.vector.affine import Point
from libraries.vector.path import CLOSE, LINE, MOVE, Path, checked_path, polygon
from libraries.vector.picture import Ink, Picture, Shape, Stroke, filled

Rect = tuple[float, float, float, float]
"""From and to along the panel, from and to above the floor, in metres."""


@dataclass(frozen=True, slots=True)
class Panel:
    """An upright plane to draw on: one that faces the eye at ``z``, or, where ``x`` is given, a side wall there."""

    space: SceneSpace
    z: float = 0.0
    x: float | None = None

    def project(self, u: float, v: float) -> Point:
        """Where a place of the panel is in the frame: ``u`` metres to the right (on a side wall: away), ``v`` above
        the floor."""
        return self.space.project(u, v, self.z) if self.x is None else self.space.project(self.x, v, u)

    def pen_at(self, u: float, v: float) -> Pen:
        """The pen with the light at that place of the panel."""
        return self.space.pen.pen_at(*self.project(u, v))

    def rect(self, ink: Ink, u0: float, u1: float, v0: float, v1: float) -> Shape:
        """A rectangle on the panel."""
        return filled(polygon(*self.corners(u0, u1, v0, v1)), ink)

    def corners(self, u0: float, u1: float, v0: float, v1: float) -> tuple[Point, Point, Point, Point]:
        """The corners of a rectangle on the panel, in the frame."""
        return self.project(u0, v1), self.project(u1, v1), self.project(u1, v0), self.project(u0, v0)

    def rects(self, ink: Ink, rects: Iterable[Rect]) -> Shape:
        """Many rectangles of one colour on the panel."""
        numbers: list[float] = []
        for rect in rects:
            for point in self.corners(*rect):
                numbers += point
        return filled(_quads(numbers), ink)

    def line(self, ink: Ink, width: float, *points: Point) -> Shape:
        """A line on the panel; ``width`` in units of the frame."""
        return Shape(polygon(*(self.project(*each) for each in points), closed=False), None, Stroke(ink, width))

    def units_per_metre(self, u: float) -> float:
        """How many units of the frame a metre of the panel is."""
        return self.space.focus / max(u if self.x is not None else self.z, 0.35)


def _quads(numbers: Sequence[float]) -> Path:
    return checked_path(bytes([MOVE, LINE, LINE, LINE, CLOSE]) * (len(numbers) // 8), numbers)


GOODS = ("#e8503a", "#f4b740", "#3fa7a0", "#f7f4ea", "#5a7fd0", "#8b5fb0", "#7cc05a", "#ef8fa0", "#3a4a6a", "#f28a4a")
BOOKS = ("#c9502f", "#e0a13a", "#3f7f78", "#f1e6cf", "#4a5f9c", "#7a4a78", "#5f8a52", "#d98a7a", "#34405f")


def shelf_goods(
    panel: Panel,
    rect: Rect,
    rows: int,
    random: Random,
    inks: Sequence[str] = GOODS,
    wide: tuple[float, float] = (0.06, 0.1),
    fill: float = 0.78,
    caps: bool = False,
) -> list[Picture]:
    """Goods on shelves: rows of small things in runs of one colour, with labels; ``caps``: they are bottles."""
    u0, u1, v0, v1 = rect
    by_ink: dict[str, list[Rect]] = {ink: [] for ink in inks}
    labels: list[Rect] = []
    tops: list[Rect] = []
    step = (v1 - v0) / rows
    for row in range(rows):
        foot, u = v0 + row * step + step * 0.06, u0 + 0.02
        while u < u1 - wide[0]:
            ink, width, high = random.choice(inks), random.uniform(*wide), step * fill * random.uniform(0.72, 1.0)
            for _ in range(random.randint(1, 4)):
                if u + width > u1 - 0.01:
                    break
                by_ink[ink].append((u, u + width * 0.9, foot, foot + high))
                labels.append((u + width * 0.08, u + width * 0.82, foot + high * 0.3, foot + high * 0.62))
                tops.append((u + width * 0.26, u + width * 0.64, foot + high, foot + high + step * 0.08))
                u += width
            u += random.choice((0.0, 0.02))
    middle = ((u0 + u1) / 2, (v0 + v1) / 2)
    pen = panel.pen_at(*middle)
    parts: list[Picture] = [panel.rects(pen(ink), found) for ink, found in by_ink.items() if found]
    if labels:
        parts.append(panel.rects(pen("#ffffff", 0.55), labels))
    if caps and tops:
        parts.append(panel.rects(pen("#f1f1ea"), tops))
    return parts


def shelf_boards(panel: Panel, rect: Rect, rows: int, ink: str, thick: float = 0.025) -> list[Picture]:
    """The boards of a shelf."""
    u0, u1, v0, v1 = rect
    pen = panel.pen_at((u0 + u1) / 2, (v0 + v1) / 2)
    step = (v1 - v0) / rows
    levels = [v0 + row * step for row in range(rows + 1)]
    under = panel.rects(pen.shaded(ink, 0.45), [(u0, u1, v - thick * 1.6, v) for v in levels])
    return [under, panel.rects(pen(ink), [(u0, u1, v - thick, v + thick * 0.4) for v in levels])]
