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
        """The map that does ``first`` and then this one."""
        return Affine(
            self.xx * first.xx + self.xy * first.yx,
            self.xx * first.xy + self.xy * first.yy,
            self.yx * first.xx + self.yy * first.yx,
            self.yx * first.xy + self.yy * first.yy,
            self.xx * first.dx + self.xy * first.dy + self.dx,
            self.yx * first.dx + self.yy * first.dy + self.dy,
        )

    def at(self, x: float, y: float) -> Point:
        """Where the point goes."""
        return self.xx * x + self.xy * y + self.dx, self.yx * x + self.yy * y + self.dy


IDENTITY: Final = Affine()


def moved(dx: float, dy: float) -> Affine:
    """A shift."""
    return Affine(dx=dx, dy=dy)


def scaled(x: float, y: float | None = None) -> Affine:
    """A scaling about the origin, by ``x`` in both directions where ``y`` is not given."""
    return Affine(xx=x, yy=x if y is None else y)


def turned(degrees: float, about: Point = (0.0, 0.0)) -> Affine:
    """A turn about a point, clockwise as seen on the screen."""
    c, s = cos(radians(degrees)), sin(radians(degrees))
    x, y = about
    return Affine(c, -s, s, c, x - c * x + s * y, y - s * x - c * y)
