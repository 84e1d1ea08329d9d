"""Affine maps of the plane: what moves, turns and scales parts of a picture."""

from math import cos, radians, sin
from typing import Final, NamedTuple

Point = tuple[float, float]
"""x to the right, y down."""


class Affine(NamedTuple):
    """The map (x, y) → (xx·x + xy·y + dx, yx·x + yy·y + dy)."""

    xx: float = 1.0
    xy: float = 0.0
    yx: float = 0.0
    yy: float = 1.0
    dx: float = 0.0
    dy: float = 0.0

    def after(self, first: "Affine") -> "Affine":
        """The map that applies ``first`` and then this one."""
        return Affine(
            self.xx * first.xx + self.xy * first.yx,
            self.xx * first.xy + self.xy * first.yy,
            self.yx * first.xx + self.yy * first.yx,
            self.yx * first.xy + self.yy * first.yy,
            self.xx * first.dx + self.xy * first.dy + self.dx,
            self.yx * first.dx + self.yy * first.dy + self.dy,
        )

    def map_point(self, x: float, y: float) -> Point:
        """The point that (x, y) is mapped to."""
        return self.xx * x + self.xy * y + self.dx, self.yx * x + self.yy * y + self.dy


IDENTITY: Final = Affine()


def translation(dx: float, dy: float) -> Affine:
    """The map that moves by (``dx``, ``dy``)."""
    return Affine(dx=dx, dy=dy)


def scaling(x: float, y: float | None = None) -> Affine:
    """The map that scales about the origin, by ``x`` in both directions where ``y`` is not given."""
    return Affine(xx=x, yy=x if y is None else y)


def rotation(degrees: float, about: Point = (0.0, 0.0)) -> Affine:
    """The map that turns about a point, clockwise as seen on the screen."""
    c, s = cos(radians(degrees)), sin(radians(degrees))
    x, y = about
    return Affine(c, -s, s, c, x - c * x + s * y, y - s * x - c * y)
