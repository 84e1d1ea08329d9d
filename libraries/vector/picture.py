"""Pictures as a tree of shapes and groups. Everything here is immutable and can be compared and kept.

Making one raises BadInput for a number that is not finite or too large, so that whatever there is can be painted.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from libraries.vector.affine import Affine, Point
from libraries.vector.colors import Color
from libraries.vector.path import Path, check_within_limits

Stops = tuple[tuple[float, Color], ...]
"""Places along a gradient, 0 to 1 and rising, with the colour there."""


@dataclass(frozen=True, slots=True)
class Linear:
    """A gradient from one point to another; beyond them the first and the last colour go on."""

    start: Point
    end: Point
    stops: Stops

    def __post_init__(self) -> None:
        check_within_limits((*self.start, *self.end, *(place for place, _ in self.stops)), "gradient")


@dataclass(frozen=True, slots=True)
class Radial:
    """A gradient from the middle of a circle to its edge; outside the last colour goes on."""

    middle: Point
    radius: float
    stops: Stops

    def __post_init__(self) -> None:
        check_within_limits((*self.middle, self.radius, *(place for place, _ in self.stops)), "gradient")


Ink = Color | Linear | Radial
"""What an area or a line is filled with."""


class Cap(IntEnum):
    """How a line ends, as the engine numbers it."""

    BUTT = 0
    ROUND = 1
    SQUARE = 2


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line along a path, its joins round. ``width`` in units of the picture; ``dash``: lengths of line and gap."""

    ink: Ink
    width: float
    cap: Cap = Cap.ROUND
    dash: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        check_within_limits((self.width, *self.dash), "line")


class Blend(IntEnum):
    """How a group is laid on what is below it (formulas: W3C Compositing and Blending), as the engine numbers it."""

    NORMAL = 0
    MULTIPLY = 1
    SCREEN = 2
    OVERLAY = 3
    ADD = 16


@dataclass(frozen=True, slots=True)
class Shape:
    """A path with an area, a line, or both. ``line_below``: the area covers the inner half of the line."""

    path: Path
    fill: Ink | None = None
    stroke: Stroke | None = None
    line_below: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Parts painted one after another as one picture.

    ``transform`` maps the parts, the clip and the mask; ``opacity`` 0 to 1; only what lies inside of ``clip`` is seen,
    and of that as much as ``mask`` is opaque there; ``blur``: standard deviation of a Gaussian, in units of the group.
    """

    parts: tuple["Picture", ...]
    transform: Affine | None = None
    opacity: float = 1.0
    clip: Path | None = None
    mask: "Picture | None" = None
    blend: Blend = Blend.NORMAL
    blur: float = 0.0

    def __post_init__(self) -> None:
        check_within_limits((self.opacity, self.blur, *(self.transform or ())), "group")


Picture = Shape | Group


def group(parts: Iterable[Picture], transform: Affine | None = None) -> Group:
    """The parts as one picture, mapped together."""
    return Group(tuple(parts), transform)


def filled(area: Path, ink: Ink) -> Shape:
    """A filled area without a line."""
    return Shape(area, ink)


def stroked(line: Path, ink: Ink, width: float, cap: Cap = Cap.ROUND) -> Shape:
    """A line without an area."""
    return Shape(line, None, Stroke(ink, width, cap))
