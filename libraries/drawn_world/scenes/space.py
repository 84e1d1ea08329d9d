"""The space of a scene in metres, in one-point perspective, and its floors, walls and blocks."""

from dataclasses import dataclass
from typing import NamedTuple

from libraries.drawn_world.scenes.pen import Pen, oval
from libraries.vector.affine import Point
from libraries.vector.colors import Color
from libraries.vector.path import polygon
from libraries.vector.picture import Group, Ink, Picture, Shape, filled

Place3 = tuple[float, float, float]
"""Metres to the right of the eye, above the floor, and away from it."""
_NEAREST = 0.35
"""Nothing nearer than this is drawn."""


class PlaceAndScale(NamedTuple):
    """A place in the frame, and the scale there, for a thing that was drawn in centimetres."""

    x: float
    y: float
    scale: float
    """Units of the frame a centimetre."""


@dataclass(frozen=True, slots=True)
class SceneSpace:
    """The space of a scene in one-point perspective: the horizon at the height of the eye."""

    pen: Pen
    x: float = 540.0
    y: float = 800.0
    focus: float = 1000.0
    """Units of the frame of one metre that is one metre away."""
    eye: float = 1.5

    def project(self, x: float, y: float, z: float) -> Point:
        """Where a place of the space is in the frame."""
        z = max(z, _NEAREST)
        return self.x + self.focus * x / z, self.y + self.focus * (self.eye - y) / z

    def place_and_scale(self, x: float, z: float, y: float = 0.0) -> PlaceAndScale:
        """The place and scale of a thing whose foot is there."""
        return PlaceAndScale(*self.project(x, y, z), self.focus / max(z, _NEAREST) / 100)

    def pen_at(self, x: float, y: float, z: float) -> Pen:
        """The pen with the light at that place of the space."""
        return self.pen.pen_at(*self.project(x, y, z))

    def flat_shape(self, ink: Ink, *places: Place3) -> Shape:
        """A flat surface whose corners are these places."""
        return filled(polygon(*(self.project(*each) for each in places)), ink)

    def floor(self, ink: Ink, x0: float, x1: float, z0: float, z1: float, y: float = 0.0) -> Shape:
        """A level rectangle, as a floor or the top of a table."""
        return self.flat_shape(ink, (x0, y, z0), (x1, y, z0), (x1, y, z1), (x0, y, z1))

    def side_wall(self, ink: Ink, x: float, y0: float, y1: float, z0: float, z1: float) -> Shape:
        """An upright rectangle that runs away from the eye."""
        return self.flat_shape(ink, (x, y0, z0), (x, y1, z0), (x, y1, z1), (x, y0, z1))

    def facing_wall(self, ink: Ink, x0: float, x1: float, y0: float, y1: float, z: float) -> Shape:
        """An upright rectangle that faces the eye."""
        return self.flat_shape(ink, (x0, y1, z), (x1, y1, z), (x1, y0, z), (x0, y0, z))

    def block(
        self,
        text: str | Color,
        across: tuple[float, float],
        up: tuple[float, float],
        away: tuple[float, float],
        top: str | Color | None = None,
    ) -> Group:
        """A box with the faces that the eye sees: the top light, the front as it is, the sides in shade."""
        (x0, x1), (y0, y1), (z0, z1) = across, up, away
        pen = self.pen_at((x0 + x1) / 2, (y0 + y1) / 2, z0)
        parts: list[Picture] = []
        if x0 > 0:
            parts.append(self.side_wall(pen.shaded(text, 0.26), x0, y0, y1, z0, z1))
        if x1 < 0:
            parts.append(self.side_wall(pen.shaded(text, 0.14), x1, y0, y1, z0, z1))
        if y1 < self.eye:
            parts.append(self.floor(pen.lit_edge(top or text, 0.0 if top else 0.24), x0, x1, z0, z1, y1))
        if y0 > self.eye:
            parts.append(self.floor(pen.shaded(text, 0.34), x0, x1, z0, z1, y0))
        parts.append(self.facing_wall(pen(text), x0, x1, y0, y1, z0))
        return Group(tuple(parts))

    def shadow(self, x0: float, x1: float, z0: float, z1: float, dark: float = 0.22) -> Shape:
        """The shadow of a thing on the floor."""
        (left, bottom), (right, _) = self.project(x0, 0, z0), self.project(x1, 0, z0)
        top = self.project(x0, 0, z1)[1]
        ink = self.pen.glow("#1a1030", dark)
        return oval((left + right) / 2, (top + bottom) / 2, (right - left) * 0.56, (bottom - top) * 0.62 + 6, ink)
