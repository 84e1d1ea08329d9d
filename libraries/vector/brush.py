"""Brush strokes: lines whose width changes on the way."""

from collections.abc import Sequence
from math import hypot

from libraries.vector.affine import Point
from libraries.vector.path import Corner, Path, ellipse, smooth_path


def brush_stroke(points: Sequence[Point], widths: Sequence[float]) -> Path:
    """The outline of a brush stroke through the points, at each as wide as ``widths`` says. Its ends are cut straight.

    Raises ValueError where there is not one width for each point, or fewer than two points.
    """
    if len(points) != len(widths) or len(points) < 2:
        raise ValueError(f"{len(points)} points and {len(widths)} widths")
    left: list[Point] = []
    right: list[Point] = []
    last = len(points) - 1
    for i, ((x, y), width) in enumerate(zip(points, widths, strict=True)):
        before, after = points[max(i - 1, 0)], points[min(i + 1, last)]
        dx, dy = after[0] - before[0], after[1] - before[1]
        length = hypot(dx, dy) or 1.0
        across, down = -dy / length * width / 2, dx / length * width / 2
        kind = Corner if i in {0, last} else None
        for side, sign in ((left, -1), (right, 1)):
            place = (x + sign * across, y + sign * down)
            side.append(kind(*place) if kind else place)
    return smooth_path(*left, *reversed(right), tension=1 / 6)


def round_stroke(points: Sequence[Point], widths: Sequence[float]) -> Path:
    """A brush stroke with round ends."""
    (x0, y0), (x1, y1) = points[0], points[-1]
    stroke = brush_stroke(points, widths)
    return stroke.joined_with(ellipse(x0, y0, widths[0] / 2)).joined_with(ellipse(x1, y1, widths[-1] / 2))
