"""The style of people, animals and things: ink that is never black, one outline around parts of one colour, two
tones a part."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from libraries.vector.affine import Point, translation
from libraries.vector.brush import brush_stroke
from libraries.vector.colors import WHITE, Color, color
from libraries.vector.path import Path, smooth_path
from libraries.vector.picture import Group, Ink, Picture, Shape, Stroke, filled

INK: Final = color("#2b1d2e")
_DARK: Final = color("#2a1546")
LINE: Final = 4.4
"""Width of outlines, in units."""
_LEAN: Final = translation(0.8, 1.5)
"""Outlines lie a little to the lower right: thin on the side of the light, thick on the other."""

Parts = list[Picture]


@dataclass(frozen=True, slots=True)
class Tones:
    """The colours of a part: in light and in shade, its highlight, and the lines within it."""

    base: Color
    shade: Color
    light: Color
    line: Color


@lru_cache(maxsize=512)
def tones_of_color(text: str, shade: str = "") -> Tones:
    """The tones of a colour ``#rrggbb``; with ``shade``, where given, instead of a darker mix."""
    base = color(text)
    dark = color(shade) if shade else base.mixed(_DARK, 0.24)
    return Tones(base, dark, base.mixed(WHITE, 0.3), base.mixed(INK, 0.62))


def outlined_parts(*parts: tuple[Path, Ink], line: float = LINE, ink: Color = INK) -> Parts:
    """The parts with one outline around all of them."""
    rim = Group(tuple(Shape(path, ink, Stroke(ink, 2 * line)) for path, _ in parts), _LEAN)
    return [rim, *(filled(path, fill) for path, fill in parts)]


def clipped_parts(path: Path, parts: Iterable[Picture]) -> Group:
    """The parts, as far as they lie within the path."""
    return Group(tuple(parts), clip=path)


def camouflage_blots(path: Path, start: Point, end: Point, width: float, inks: tuple[Color, ...]) -> Picture:
    """Blots of the inks along a limb, as on a soldier's uniform."""
    blots: Parts = []
    for i, (share, side) in enumerate(((0.14, 0.3), (0.4, -0.3), (0.66, 0.24), (0.9, -0.26))):
        x = start[0] + (end[0] - start[0]) * share + side * width
        y = start[1] + (end[1] - start[1]) * share
        r = width * (0.26 + 0.04 * (i % 2))
        outline = smooth_path(
            (x - r, y),
            (x - r * 0.3, y - r * 0.7),
            (x + r, y - r * 0.4),
            (x + r * 0.7, y + r * 0.6),
            (x - r * 0.4, y + r * 0.5),
        )
        blots.append(filled(outline, inks[i % len(inks)]))
    return clipped_parts(path, blots)


def tapered_line(ink: Color, *points: Point, width: float = 4.0) -> Shape:
    """A line that is thin at its ends and ``width`` wide between."""
    widths = [1.0, *[width] * (len(points) - 2), 1.0] if len(points) > 2 else [width, width]
    return filled(brush_stroke(points, widths), ink)
