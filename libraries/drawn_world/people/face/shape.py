"""Shapes of faces by age and sex, and where features lie when the head turns."""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from libraries.drawn_world.people.drawing_style import Tones, tones_of_color
from libraries.drawn_world.people.person import AgeGroup, Build, Person, Sex, SkinColor
from libraries.vector.affine import Point
from libraries.vector.path import Path, smooth_path

_SKIN: Final = {
    SkinColor.FAIR: tones_of_color("#ffe3d0", "#f3bda1"),
    SkinColor.LIGHT: tones_of_color("#ffd9bf", "#efb191"),
    SkinColor.WARM: tones_of_color("#f6cba6", "#dd9f7b"),
    SkinColor.TAN: tones_of_color("#e6b28a", "#c68560"),
    SkinColor.BROWN: tones_of_color("#b9835c", "#93603f"),
}


@dataclass(frozen=True, slots=True)
class FaceShape:
    """The measures of a face: half widths of cheeks and jaw, line of the chin; size and place of the eyes; brows;
    nose."""

    cheek: float
    jaw: float
    chin: float
    eye_width: float
    eye_height: float
    eye_apart: float = 42.0
    eye_line: float = 12.0
    brow: float = 8.0
    nose: float = 9.0
    lashes: bool = False
    wrinkles: int = 0
    eye_tilt: float = 0.0


_W, _M = Sex.WOMAN, Sex.MAN
_TABLE: Final = {
    (AgeGroup.CHILD, _W): FaceShape(97, 78, 106, 29, 31, 44, 20, 6, 7, lashes=True),
    (AgeGroup.CHILD, _M): FaceShape(97, 80, 106, 27, 28, 44, 20, 8, 8),
    (AgeGroup.STUDENT, _W): FaceShape(94, 73, 112, 30, 31, 42, 13, 7, 8, lashes=True),
    (AgeGroup.STUDENT, _M): FaceShape(94, 74, 114, 25, 24, 42, 12, 11, 11),
    (AgeGroup.TWENTIES, _W): FaceShape(94, 71, 114, 30, 30, 42, 11, 7, 9, lashes=True),
    (AgeGroup.TWENTIES, _M): FaceShape(96, 76, 117, 24, 22, 42, 10, 12, 13),
    (AgeGroup.THIRTIES, _W): FaceShape(95, 73, 115, 28, 26, 42, 10, 8, 10, lashes=True),
    (AgeGroup.THIRTIES, _M): FaceShape(97, 79, 118, 22, 19, 42, 9, 13, 16),
    (AgeGroup.MIDDLE, _W): FaceShape(98, 76, 114, 25, 22, 42, 12, 8, 12, lashes=True, wrinkles=1),
    (AgeGroup.MIDDLE, _M): FaceShape(100, 82, 118, 21, 17, 42, 9, 14, 19, wrinkles=1),
    (AgeGroup.OLD, _W): FaceShape(97, 82, 108, 21, 16, 42, 16, 7, 13, wrinkles=2),
    (AgeGroup.OLD, _M): FaceShape(97, 83, 112, 20, 15, 42, 12, 12, 19, wrinkles=2),
}


@lru_cache(maxsize=256)
def face_shape(person: Person) -> FaceShape:
    """The measures of the person's face."""
    own = _TABLE[person.age, person.sex]
    wide = {Build.SLIM: -3.0, Build.MEDIUM: 0.0, Build.STOUT: 6.0}[person.build]
    return replace(
        own,
        cheek=own.cheek + wide * 0.7,
        jaw=own.jaw + wide,
        eye_width=own.eye_width * person.eyes,
        eye_height=own.eye_height * person.eyes,
        nose=own.nose * person.nose,
        brow=own.brow * person.brows,
        eye_tilt=person.eye_tilt,
    )


def skin_tones(person: Person) -> Tones:
    """The tones of a person's skin."""
    return _SKIN[person.skin]


@dataclass(frozen=True, slots=True)
class HeadTurn:
    """A head turned by ``t`` (−1 to 1) and nodding by ``nod`` units downward."""

    t: float = 0.0
    nod: float = 0.0

    @property
    def feature_shift(self) -> float:
        """How far eyes and mouth shift to the side, in units."""
        return 18 * self.t

    @property
    def nose_shift(self) -> float:
        """How far the nose shifts to the side, in units."""
        return 28 * self.t

    def side_width(self, side: int) -> float:
        """The width of what lies on a side of the head, as a share of that from the front: the far side is seen
        aslant."""
        return 1 - 0.26 * max(0.0, side * self.t)

    def outline_point(self, x: float, y: float) -> Point:
        """Where a point of the outline from the front lies on the turned head."""
        lower = max(0.0, (y + 20) / 136)
        far = max(0.0, self.t * (1 if x > 0 else -1))
        socket = 5 * far * max(0.0, 1 - abs(y - 2) / 40) * (-1 if x > 0 else 1)
        squeezed = x * (1 - 0.04 * far) + socket
        return squeezed + self.t * (3 + 13 * lower), y + self.nod * 0.25 * lower


def face_path(own: FaceShape, turn: HeadTurn) -> Path:
    """The outline of face and skull, without ears."""
    a, j, c = own.cheek, own.jaw, own.chin
    half = [(18, c - 1), (j * 0.82, c - 23), (a * 0.9, 56), (a, 8), (a - 2, -46), (83, -94), (50, -127)]
    right = [turn.outline_point(x, y) for x, y in half]
    left = [turn.outline_point(-x, y) for x, y in reversed(half)]
    return smooth_path(*right, (0, -139), *left)
