"""Marks on faces: wrinkles, tears, and the signs of comics for sweat, anger and dread."""

from typing import Final

from libraries.drawn_world.people.drawing_style import Parts, Tones, outlined_parts, tapered_line
from libraries.drawn_world.people.face.face_states import FaceState
from libraries.drawn_world.people.face.shape import FaceShape, HeadTurn
from libraries.vector.affine import rotation, translation
from libraries.vector.brush import brush_stroke
from libraries.vector.colors import WHITE, color
from libraries.vector.path import Corner, Path, ellipse, rectangle, smooth_path
from libraries.vector.picture import Group, Linear, filled

_WATER: Final = color("#8fd0ff", 0.92)
_DROP: Final = color("#bfe6ff")
_VEIN: Final = color("#e0322b")
_DREAD: Final = color("#39406e")


def gloom_shade(strength: float) -> Parts:
    """The blue shade of dread from the forehead down, with lines."""
    shade = Linear(
        (0, -120),
        (0, 42),
        ((0.0, _DREAD.faded(0.72 * strength)), (0.5, _DREAD.faded(0.4 * strength)), (1.0, _DREAD.faded(0))),
    )
    parts: Parts = [filled(rectangle(-130, -180, 260, 230), shade)]
    if strength > 0.6:
        ink = _DREAD.faded(0.6)
        parts += [
            filled(brush_stroke([(x, -90), (x, -22 - abs(x) * 0.12)], [4, 1]), ink) for x in (-74, -58, -42, 42, 58, 74)
        ]
    return parts


def wrinkles(own: FaceShape, turn: HeadTurn, tones: Tones) -> Parts:
    """Lines beside the nose; for the old also below the eyes and on the forehead."""
    parts: Parts = []
    ink = tones.line.faded(0.62)
    for side in (-1, 1):
        if not own.wrinkles:
            break
        x, y = side * 31 + turn.feature_shift * 1.1, own.eye_line + 44 + turn.nod
        parts.append(tapered_line(ink, (x - side * 4, y - 8), (x + side * 7, y + 6), (x + side * 9, y + 24), width=3.4))
        if own.wrinkles > 1:
            x, y = side * own.eye_apart + turn.feature_shift, own.eye_line + own.eye_height + 5 + turn.nod
            parts.append(tapered_line(ink, (x - side * 14, y), (x, y + 5), (x + side * 14, y + 1), width=3))
            out = own.eye_width * 1.25
            parts += [
                tapered_line(
                    ink,
                    (x + side * out, y - 14 + d),
                    (x + side * (out + 7), y - 14 + d * 2),
                    (x + side * (out + 12), y - 14 + d * 3),
                    width=2.8,
                )
                for d in (-3, 3)
            ]
    return parts


def tears(own: FaceShape, turn: HeadTurn, feeling: FaceState) -> Parts:
    """Streams down both cheeks, or drops in the corners of the eyes."""
    parts: Parts = []
    for side in (-1, 1):
        x, y = side * own.eye_apart + turn.feature_shift, own.eye_line + own.eye_height * 0.5 + turn.nod
        if feeling.tears > 0.7:
            stream = [(x + side * 5, y), (x + side * 11, y + 30), (x + side * 9, y + 62)]
            parts.append(filled(brush_stroke(stream, [11, 15, 11]), _WATER))
            parts.append(filled(ellipse(x + side * 9, y + 62, 7.5, 8), _WATER))
            parts.append(
                filled(
                    brush_stroke([(x + side * 2, y + 4), (x + side * 7, y + 30), (x + side * 5, y + 52)], [2, 4, 1]),
                    WHITE.faded(0.9),
                )
            )
        elif feeling.tears > 0:
            corner = x + side * own.eye_width * 0.86
            parts += outlined_parts((_drop(corner, y + 6, 0.62), _DROP), line=2.6)
    return parts


def _drop(x: float, y: float, size: float) -> Path:
    return smooth_path(
        Corner(x, y - 22 * size), (x + 13 * size, y + 8 * size), (x, y + 22 * size), (x - 13 * size, y + 8 * size)
    )


def comic_signs(own: FaceShape, turn: HeadTurn, feeling: FaceState) -> Parts:
    """Drops of sweat and the vein of anger, drawn over the hair."""
    parts: Parts = []
    if feeling.sweat:
        x = -own.cheek * 0.8 + turn.feature_shift * 0.6
        parts += outlined_parts((_drop(x, -2, 1.0), _DROP), line=3)
        parts.append(filled(ellipse(x - 4, 8, 2.6, 6), WHITE))
    if feeling.vein:
        arm = filled(brush_stroke([(6, 22), (9, 9), (22, 6)], [3, 7.5, 3]), _VEIN)
        arms = tuple(Group((arm,), rotation(angle)) for angle in (0, 90, 180, 270))
        parts.append(Group(arms, translation(66 + turn.feature_shift * 0.6, -92)))
    return parts
