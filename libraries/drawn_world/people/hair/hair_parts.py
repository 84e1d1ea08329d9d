"""Parts that all hairstyles are made of: the dome over the skull, fringes below it, shine and strands."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from libraries.drawn_world.people.drawing_style import INK, Parts, Tones, clipped_parts, outlined_parts, tapered_line
from libraries.drawn_world.people.outline_text import parse_outline
from libraries.vector.affine import Point
from libraries.vector.brush import brush_stroke
from libraries.vector.path import Corner, Path, smooth_path
from libraries.vector.picture import Picture, filled


@dataclass(frozen=True, slots=True)
class HairFall:
    """How hair falls at a moment: the turn of the head, and how far its ends have swung, in units."""

    t: float = 0.0
    swing: float = 0.0

    @property
    def fringe_shift(self) -> float:
        """How far a fringe moves to the side as the head turns, in units."""
        return 15 * self.t


@dataclass(frozen=True, slots=True)
class HairStyle:
    """The functions that draw a hairstyle: what hangs behind the body, what lies before the face, and the whole from
    behind."""

    behind: Callable[[Tones, HairFall], Parts]
    front: Callable[[Tones, HairFall], Parts]
    rear_view: Callable[[Tones, HairFall], Parts]


def dome_outline(size: float = 1.0, lift: float = 0.0) -> list[Point]:
    """The upper outline of the hair, from the left ear to the right one."""
    points = parse_outline("-115,-62 -96,-132 -46,-171 8,-179 58,-168 99,-128 115,-62")
    return [(x * size, y * size - lift) for x, y in points]


def dome_and_fringe_path(fringe: Sequence[Point], size: float = 1.0, lift: float = 0.0, burn: float = 14.0) -> Path:
    """The outline of dome and fringe; ``fringe`` runs from right to left, ``burn``: how low the sides end."""
    return smooth_path(Corner(-107 * size, burn), *dome_outline(size, lift), Corner(107 * size, burn), *fringe)


def hair_shine(tones: Tones, strength: float = 0.6, lift: float = 0.0) -> Picture:
    """A soft band of light across the hair."""
    band = [(-94, -92 - lift), (-48, -128 - lift), (16, -137 - lift), (84, -104 - lift)]
    return filled(brush_stroke(band, [2, 20, 18, 2]), tones.light.faded(strength))


def hair_strand(tones: Tones, *points: Point, width: float = 3.4) -> Picture:
    """A dark line along the hair."""
    return tapered_line(tones.line.mixed(INK, 0.4).faded(0.5), *points, width=width)


def hair_area(path: Path, tones: Tones, within: Iterable[Picture]) -> Parts:
    """An area of hair with its outline, shaded on the right, and with what lies in it."""
    side = smooth_path(*parse_outline("54,-190 150,-190 150,240 84,240 92,40 88,-70"))
    return [*outlined_parts((path, tones.base)), clipped_parts(path, [filled(side, tones.shade.faded(0.6)), *within])]


def shaded_hair_area(path: Path, tones: Tones) -> Parts:
    """An area of hair that lies in the shade of the head."""
    return outlined_parts((path, tones.shade.mixed(INK, 0.22)))


def no_hair(_: Tones, __: HairFall) -> Parts:
    """No hair: an empty list of parts."""
    return []
