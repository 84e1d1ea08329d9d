"""Paths: outlines made of straight lines and cubic Bézier curves."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Final, NamedTuple

from libraries.vector.affine import Affine, Point
from schemas.errors import BadInput

CLOSE, MOVE, LINE, CURVE = range(4)
"""The commands of a path, as the engine numbers them: they take 0, 1, 1 and 3 points."""
LIMIT: Final = 100_000.0
"""No coordinate, width or radius may be larger: the engine counts in 26.6 fixed point."""
_ROUND: Final = 0.5522847498
"""Length of the handles of a quarter circle of radius 1: 4/3·(√2 − 1)."""


class Corner(NamedTuple):
    """A point of a smooth outline at which the outline breaks."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Path:
    """An outline: one byte per command, and the points as pairs of 32-bit floats."""

    commands: bytes
    points: bytes

    def transformed(self, by: Affine) -> "Path":
        """The outline with each of its points mapped."""
        numbers = memoryview(self.points).cast("f")
        places = (by.map_point(numbers[i], numbers[i + 1]) for i in range(0, len(numbers), 2))
        return checked_path(self.commands, chain.from_iterable(places))

    def joined_with(self, other: "Path") -> "Path":
        """Both outlines as one; where they overlap is inside too."""
        return Path(self.commands + other.commands, self.points + other.points)

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of all points, handles of curves included."""
        numbers = memoryview(self.points).cast("f").tolist()
        xs, ys = numbers[::2], numbers[1::2]
        return min(xs), min(ys), max(xs), max(ys)


def check_within_limits(numbers: Sequence[float], what: str) -> None:
    """Raises BadInput for a number that is not finite or larger than `LIMIT`."""
    # A comparison with a value that is no number is false, so the test is put positively.
    if not all(-LIMIT <= number <= LIMIT for number in numbers):
        raise BadInput("film.drawing_out_of_range", what=what, limit=int(LIMIT))


def checked_path(commands: bytes, numbers: "Sequence[float] | chain[float]") -> Path:
    """A path of checked numbers, x and y in turn. Raises BadInput for one that is not finite or too large."""
    values = list(numbers)
    check_within_limits(values, "coordinate")
    return Path(commands, array("f", values).tobytes())


def polygon(*points: Point, closed: bool = True) -> Path:
    """Straight lines from point to point."""
    commands = bytes([MOVE]) + bytes([LINE]) * (len(points) - 1) + (bytes([CLOSE]) if closed else b"")
    return checked_path(commands, chain.from_iterable(points))


def smooth_path(*points: Point | Corner, closed: bool = True, tension: float = 1 / 6) -> Path:
    """A smooth curve through all points (Catmull–Rom as cubics); it has no tangent of its own at a `Corner`.

    Two corners in a row are joined by a straight line. ``tension``: length of the handles, as a share of the way from
    the point before to the point after.
    """
    handles = _handles(points, closed, tension)
    numbers: list[float] = [*points[0]]
    for i in range(len(points) if closed else len(points) - 1):
        j = (i + 1) % len(points)
        (x0, y0), (x1, y1) = points[i], points[j]
        (a, b), (c, d) = handles[i], handles[j]
        numbers += (x0 + a, y0 + b, x1 - c, y1 - d, x1, y1)
    curves = (len(numbers) - 2) // 6
    return checked_path(bytes([MOVE]) + bytes([CURVE]) * curves + (bytes([CLOSE]) if closed else b""), numbers)


def _handles(points: Sequence[Point | Corner], closed: bool, tension: float) -> list[Point]:
    count = len(points)
    handles: list[Point] = []
    for i, point in enumerate(points):
        if isinstance(point, Corner):
            handles.append((0.0, 0.0))
            continue
        before = points[i - 1] if closed or i else point
        after = points[(i + 1) % count] if closed or i + 1 < count else point
        handles.append(((after[0] - before[0]) * tension, (after[1] - before[1]) * tension))
    return handles


def ellipse(x: float, y: float, across: float, down: float | None = None) -> Path:
    """An ellipse about (x, y) with the radii ``across`` and ``down``; a circle where ``down`` is not given."""
    down = across if down is None else down
    return rounded_rectangle(x - across, y - down, 2 * across, 2 * down, across, down)


def rectangle(x: float, y: float, width: float, height: float) -> Path:
    """A rectangle with its upper left corner at (x, y)."""
    return polygon((x, y), (x + width, y), (x + width, y + height), (x, y + height))


@lru_cache(maxsize=2048)
def rounded_rectangle(
    x: float, y: float, width: float, height: float, across: float, down: float | None = None
) -> Path:
    """A rectangle with round corners of the radii ``across`` and ``down``, at most half of its sides."""
    a, b = min(across, width / 2), min(across if down is None else down, height / 2)
    left, right, top, bottom = x, x + width, y, y + height
    h, v = a * (1 - _ROUND), b * (1 - _ROUND)
    numbers = (
        *(left + a, top, right - a, top, right - h, top, right, top + v, right, top + b),
        *(right, bottom - b, right, bottom - v, right - h, bottom, right - a, bottom),
        *(left + a, bottom, left + h, bottom, left, bottom - v, left, bottom - b),
        *(left, top + b, left, top + v, left + h, top, left + a, top),
    )
    return checked_path(bytes([MOVE, *(LINE, CURVE) * 4, CLOSE]), numbers)
