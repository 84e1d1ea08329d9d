"""The pen of a scene: colours as the light of the scene shows them; and shapes to draw with."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import hypot
from typing import Final

from libraries.drawn_world.scenes.color_grading import graded_color
from libraries.drawn_world.scenes.setting import ScenePalette
from libraries.drawn_world.scenes.sky import Shares
from libraries.vector.affine import Affine, Point
from libraries.vector.colors import WHITE, Color, color
from libraries.vector.path import Path, ellipse, polygon, rectangle, rounded_rectangle, smooth_path
from libraries.vector.picture import Blend, Group, Ink, Linear, Picture, Radial, Shape, Stroke, filled

_SHADE: Final = color("#2a1546")
_FADING: Final = (0.0, 0.18, 0.4, 0.65, 1.0)


@dataclass(frozen=True, slots=True)
class Lamp:
    """A source of light: where it hangs, how far it reaches (units of the frame), what it adds at its middle."""

    x: float
    y: float
    reach: float
    color: Color
    strength: float = 0.8

    def added_light_at(self, x: float, y: float) -> Shares:
        """The light that the lamp adds at a place of the frame."""
        near = max(0.0, 1 - hypot(x - self.x, y - self.y) / self.reach)
        near = self.strength * near * near * (3 - 2 * near)
        return tuple(near * each / 255 for each in self.color[:3])  # type: ignore[return-value]


@dataclass(frozen=True, slots=True)
class Pen:
    """Gives colours as they are seen at one place of a scene: under its light, and through haze where it is far."""

    ambient: Shares
    mood: ScenePalette = ScenePalette.PLAIN
    lamps: tuple[Lamp, ...] = ()
    haze: Color = WHITE
    far: float = 0.0

    def light_at(self, x: float, y: float) -> Shares:
        """The light at a place of the frame, with that of the lamps."""
        total = self.ambient
        for lamp in self.lamps:
            total = tuple(a + b for a, b in zip(total, lamp.added_light_at(x, y), strict=True))  # type: ignore[assignment]
        return total

    def pen_at(self, x: float, y: float) -> "Pen":
        """The pen with the light at that place of the frame."""
        return replace(self, ambient=self.light_at(x, y), lamps=())

    def with_haze(self, share: float) -> "Pen":
        """The pen for things so far away that ``share`` of their colour is haze."""
        return replace(self, far=share)

    def __call__(self, text: str | Color, opacity: float = 1.0) -> Color:
        """The colour of a surface of that colour, in the light."""
        return self._shown(color(text) if isinstance(text, str) else text, self.ambient, opacity)

    def _shown(self, own: Color, light: Shares, opacity: float = 1.0) -> Color:
        red, green, blue = (min(255, round(a * b)) for a, b in zip(own[:3], light, strict=True))
        shown = Color(red, green, blue, own.alpha)
        if self.far:
            shown = shown.mixed(self.haze._replace(alpha=own.alpha), self.far)
        return graded_color(shown.faded(opacity) if opacity < 1 else shown, self.mood)

    def shaded(self, text: str | Color, share: float = 0.2, opacity: float = 1.0) -> Color:
        """The colour of the shaded side of a thing of that colour."""
        own = color(text) if isinstance(text, str) else text
        return self(own.mixed(_SHADE, share), opacity)

    def lit_edge(self, text: str | Color, share: float = 0.3, opacity: float = 1.0) -> Color:
        """The colour of the bright edge of a thing of that colour."""
        own = color(text) if isinstance(text, str) else text
        return self(own.mixed(WHITE, share), opacity)

    def glow(self, text: str | Color, opacity: float = 1.0) -> Color:
        """The colour of what shines by itself, whatever the light."""
        own = color(text) if isinstance(text, str) else text
        return graded_color(own.faded(opacity) if opacity < 1 else own, self.mood)

    def linear_gradient(self, text: str | Color, start: Point, end: Point, shade: float = 0.0) -> Linear:
        """The gradient of a large surface: its colour under the light from one point to another, by ``shade`` darker
        at the end."""
        own = color(text) if isinstance(text, str) else text
        stops: list[tuple[float, Color]] = []
        for share in (0.0, 0.25, 0.5, 0.75, 1.0):
            x, y = (a + (b - a) * share for a, b in zip(start, end, strict=True))
            stops.append((share, self._shown(own.mixed(_SHADE, shade * share), self.light_at(x, y))))
        return Linear(start, end, tuple(stops))

    def radial_gradient(self, text: str | Color, x: float, y: float, reach: float) -> Radial:
        """The gradient of a large surface about a lamp: its colour under the light from the middle outwards."""
        own = color(text) if isinstance(text, str) else text
        stops = tuple((share, self._shown(own, self.light_at(x + share * reach, y))) for share in _FADING)
        return Radial((x, y), reach, stops)


def fading_gradient(ink: Color, start: Point, end: Point, last: float = 0.0) -> Linear:
    """A gradient from the colour to the same with ``last`` of its opacity."""
    return Linear(start, end, ((0.0, ink), (1.0, ink.faded(last))))


def box(x: float, y: float, width: float, height: float, ink: Ink, round_by: float = 0.0) -> Shape:
    """A filled rectangle, its corners rounded by ``round_by``."""
    return filled(rounded_rectangle(x, y, width, height, round_by) if round_by else rectangle(x, y, width, height), ink)


def area(ink: Ink, *points: Point) -> Shape:
    """A filled area with straight edges."""
    return filled(polygon(*points), ink)


def blob(ink: Ink, *points: Point) -> Shape:
    """A filled area with a smooth outline."""
    return filled(smooth_path(*points), ink)


def oval(x: float, y: float, across: float, down: float, ink: Ink) -> Shape:
    """A filled ellipse; ``across`` and ``down`` are its radii."""
    return filled(ellipse(x, y, across, down), ink)


def line(ink: Ink, width: float, *points: Point) -> Shape:
    """A line of straight pieces, with round ends."""
    return Shape(polygon(*points, closed=False), None, Stroke(ink, width))


def curve(ink: Ink, width: float, *points: Point) -> Shape:
    """A smooth line with round ends."""
    return Shape(smooth_path(*points, closed=False), None, Stroke(ink, width))


def halo(x: float, y: float, radius: float, ink: Color, down: float | None = None) -> Shape:
    """The light about a lamp, fading outwards."""
    stops = ((0.0, ink), (0.25, ink.faded(0.55)), (0.55, ink.faded(0.18)), (1.0, ink.faded(0.0)))
    if down is None:
        return filled(ellipse(x, y, radius), Radial((x, y), radius, stops))
    return filled(ellipse(x, y, radius, down), Radial((x, y), max(radius, down), stops))


def added_light(parts: Iterable[Picture]) -> Group:
    """Parts whose light is added to what is below."""
    return Group(tuple(parts), blend=Blend.SCREEN)


def placed_parts(x: float, y: float, scale: float, parts: Iterable[Picture], flip: bool = False) -> Group:
    """Parts that were drawn about the origin, moved to a place; mirrored where ``flip``."""
    return Group(tuple(parts), Affine(-scale if flip else scale, 0.0, 0.0, scale, x, y))


def clipped_group(outline: Path, parts: Iterable[Picture]) -> Group:
    """The parts, as far as they lie inside of the outline."""
    return Group(tuple(parts), clip=outline)


def path_with_holes(outline: Sequence[Point], holes: Iterable[Sequence[Point]]) -> Path:
    """The path of an outline with holes; all are given the same way round."""
    found = polygon(*outline)
    for hole in holes:
        found = found.joined_with(polygon(*reversed(hole)))
    return found
