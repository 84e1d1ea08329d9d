"""The torso: its outline, and a grid on it by which clothes are drawn, whatever the build and the turn."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from libraries.drawn_world.people.body_measures import BodyMeasures
from libraries.drawn_world.people.drawing_style import INK, Parts, Tones, tapered_line
from libraries.vector.affine import Point
from libraries.vector.brush import brush_stroke
from libraries.vector.colors import Color
from libraries.vector.path import Corner, Path, polygon, smooth_path
from libraries.vector.picture import Ink, Shape, filled, stroked


@dataclass(frozen=True)
class Torso:
    """A torso turned by ``t``. ``hem``: units that clothes reach below the hips; ``flare``: units wider there."""

    own: BodyMeasures
    t: float = 0.0
    hem: float = 8.0
    flare: float = 0.0
    breath: float = 0.0

    def half_width(self, v: float) -> float:
        """Half the width of the torso at ``v``: 0 the shoulders, 1 the hips, above 1 what hangs below."""
        own = self.own
        marks = [(0.0, own.shoulders * 0.95), (0.28, own.chest), (0.64, own.waist), (1.0, own.hips)]
        for (v0, w0), (v1, w1) in pairwise(marks):
            if v <= v1:
                return w0 + (w1 - w0) * max(0.0, (v - v0) / (v1 - v0))
        return own.hips + self.flare * (v - 1)

    def foreshortened_x(self, x: float) -> float:
        """A distance from the middle of the torso, as it is seen while the torso is turned."""
        far = x * self.t > 0
        return x * (1 - (0.2 if far else 0.07) * abs(self.t))

    def point(self, u: float, v: float) -> Point:
        """The place of a point of the grid: ``u`` −1 to 1 across, ``v`` 0 at the shoulders to 1 at the hips."""
        # A collar stays with the neck, which turns about itself.
        chest = min(1.0, max(0.22, v / 0.34))
        moved = u * (1 - 0.1 * abs(self.t)) + self.t * 0.3 * chest * (1 - min(1.0, u * u))
        return self.foreshortened_x(
            moved * self.half_width(v)
        ), self.own.shoulder_line + v * self.own.torso - self.breath * 1.5

    def points(self, places: Iterable[Point]) -> list[Point]:
        """The places of points of the grid; a `Corner` stays one."""
        return [Corner(*self.point(*place)) if isinstance(place, Corner) else self.point(*place) for place in places]

    def smooth_area(self, ink: Ink, *places: Point) -> Shape:
        """A smooth area on the front."""
        return filled(smooth_path(*self.points(places)), ink)

    def straight_area(self, ink: Ink, *places: Point) -> Shape:
        """An area with straight edges on the front."""
        return filled(polygon(*self.points(places)), ink)

    def line(self, ink: Color, *places: Point, width: float = 3.4) -> Shape:
        """A line of even width on the front."""
        return stroked(smooth_path(*self.points(places), closed=False), ink, width)

    def tapered_line(self, ink: Color, *places: Point, width: float = 3.4) -> Shape:
        """A line on the front that thins out at its ends, as a fold does."""
        return tapered_line(ink, *self.points(places), width=width)

    def band(self, ink: Ink, places: Iterable[Point], width: float) -> Shape:
        """A strap or a stripe of even width on the front."""
        points = self.points(places)
        return filled(brush_stroke(points, [width] * len(points)), ink)

    def cloth_piece(self, tones: Tones, *places: Point, light: bool = True) -> Parts:
        """A piece of cloth on the front, with an outline of its own."""
        path = smooth_path(*self.points(places))
        return [filled(path, tones.base if light else tones.shade), stroked(path, INK, 3.6)]

    @cached_property
    def outline_path(self) -> Path:
        """The outline of the torso from the collar to the hem."""
        own, top = self.own, self.own.shoulder_line - self.breath * 1.5
        half: list[Point] = [
            (own.neck * 0.9 + 6, top - min(40.0, own.throat * 0.55)),
            (own.shoulders * 0.58, top - 18),
            (own.shoulders * 0.93, top + 4),
            (own.shoulders, top + own.arm * 0.5),
            (own.chest, top + own.torso * 0.3),
            (own.waist, top + own.torso * 0.64),
            (own.hips, own.hip_line),
            Corner(own.hips + self.flare, own.hip_line + self.hem),
        ]
        right = [self._placed(point, 1) for point in half]
        left = [self._placed(point, -1) for point in reversed(half)]
        return smooth_path(*right, *left)

    def _placed(self, point: Point, side: int) -> Point:
        place = self.foreshortened_x(side * point[0]), point[1]
        return Corner(*place) if isinstance(point, Corner) else place
