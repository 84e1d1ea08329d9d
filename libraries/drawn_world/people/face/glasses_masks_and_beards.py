"""The drawing of glasses, masks and beards."""

from typing import Final

from libraries.drawn_world.people.drawing_style import INK, Parts, outlined_parts, tapered_line, tones_of_color
from libraries.drawn_world.people.face.shape import FaceShape, HeadTurn
from libraries.drawn_world.people.person import Beard, Glasses, Person
from libraries.vector.brush import brush_stroke
from libraries.vector.colors import WHITE, Color, color
from libraries.vector.path import Path, polygon, rounded_rectangle, smooth_path
from libraries.vector.picture import Shape as Drawn
from libraries.vector.picture import Stroke, filled, stroked

_CLOTH: Final = tones_of_color("#f3f6fa", "#cbd5e4")
_FRAME: Final = INK.mixed(color("#5a4a6a"), 0.2)


def glasses_parts(person: Person, own: FaceShape, turn: HeadTurn) -> Parts:
    """The frames of glasses before the eyes, with a gleam."""
    if person.glasses is Glasses.NONE:
        return []
    parts: Parts = []
    y = own.eye_line + turn.nod
    for side in (-1, 1):
        x, narrowed = side * (own.eye_apart + 1) + turn.feature_shift, turn.side_width(side)
        lens = _lens(person.glasses, x, y, narrowed)
        parts.append(Drawn(lens, WHITE.faded(0.13), Stroke(_FRAME, 5)))
        gleam = [(x - 12 * narrowed, y - 18), (x - 22 * narrowed, y - 2)]
        parts.append(filled(brush_stroke(gleam, [2, 5]), WHITE.faded(0.6)))
        if side * turn.t < 0.35:
            edge = x + side * 33 * narrowed
            ear = side * (own.cheek - 2) - turn.t * 8
            parts.append(stroked(polygon((edge, y - 6), (ear, y - 2), closed=False), _FRAME, 4.5))
    bridge = polygon((-11 + turn.feature_shift * 1.15, y - 5), (11 + turn.feature_shift * 1.15, y - 5), closed=False)
    return [*parts, stroked(bridge, _FRAME, 5)]


def _lens(kind: Glasses, x: float, y: float, narrowed: float) -> Path:
    half = 32 * narrowed
    if kind is Glasses.ROUND:
        return rounded_rectangle(x - half, y - 31, 2 * half, 62, half, 31)
    height = 46.0 if kind is Glasses.SQUARE else 30.0
    return rounded_rectangle(x - half, y - 22 + (46 - height), 2 * half, height, 14 * narrowed, 14)


def mask_parts(own: FaceShape, turn: HeadTurn) -> Parts:
    """A cloth mask over nose and mouth, with its bands."""
    x, c = turn.feature_shift * 1.1, own.chin + turn.nod * 0.3
    top = own.eye_line + 34 + turn.nod
    a = own.cheek
    outline = [
        (-62 + x, top + 6),
        (x * 1.2, top - 10),
        (62 + x, top + 6),
        (66 + x, c - 36),
        (34 + x, c - 2),
        (x, c + 5),
        (-34 + x, c - 2),
        (-66 + x, c - 36),
    ]
    cloth = smooth_path(*outline)
    bands: Parts = []
    for side in (-1, 1):
        for y, end in ((top + 8, own.eye_line + 22), (c - 34, own.eye_line + 46)):
            bands.append(
                stroked(
                    polygon((side * 60 + x, y), (side * (a - 2) - turn.t * 6, end), closed=False), _CLOTH.shade, 4.5
                )
            )
    folds = [
        tapered_line(_CLOTH.shade, (-52 + x, y), (x * 1.2, y - 5), (52 + x, y), width=3.5) for y in (top + 24, top + 42)
    ]
    shade = filled(
        smooth_path((38 + x, top), (66 + x, top + 10), (66 + x, c - 36), (20 + x, c + 4), (46 + x, c - 30)),
        _CLOTH.shade.faded(0.8),
    )
    return [*bands, *outlined_parts((cloth, _CLOTH.base), line=3.8), shade, *folds]


def jaw_beard_parts(person: Person, own: FaceShape, turn: HeadTurn) -> Parts:
    """The beard on the jaw: stubble or a full beard, to be drawn within the face."""
    if person.beard not in {Beard.STUBBLE, Beard.FULL}:
        return []
    x, a, c = turn.feature_shift, own.cheek, own.chin
    full = person.beard is Beard.FULL
    ink: Color = color(person.hair_color).faded(0.95 if full else 0.2)
    rim = [
        (-a - 9, 8),
        (-a * 0.78 + x * 0.6, 34),
        (-44 + x, 46),
        (x * 1.2, 46 if full else 54),
        (44 + x, 46),
        (a * 0.78 + x * 0.6, 34),
        (a + 9, 8),
    ]
    return [filled(smooth_path(*rim, (a + 20, c + 30), (0, c + 40), (-a - 20, c + 30)), ink)]


def moustache_or_goatee_parts(person: Person, own: FaceShape, turn: HeadTurn) -> Parts:
    """A moustache or a goatee, below the mouth itself."""
    x, y = turn.feature_shift * 1.2, own.chin - 44 + turn.nod
    ink = color(person.hair_color)
    parts: Parts = []
    if person.beard in {Beard.MOUSTACHE, Beard.GOATEE}:
        parts.append(
            filled(
                brush_stroke(
                    [(x - 30, y - 6), (x - 14, y - 15), (x, y - 13), (x + 14, y - 15), (x + 30, y - 6)],
                    [3, 11, 8, 11, 3],
                ),
                ink,
            )
        )
    if person.beard is Beard.GOATEE:
        parts.append(
            filled(
                smooth_path((x - 13, y + 17), (x + 13, y + 17), (x + 11, y + 36), (x, y + 44), (x - 11, y + 36)), ink
            )
        )
    return parts
