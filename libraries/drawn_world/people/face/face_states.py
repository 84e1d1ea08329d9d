"""Expressions of faces as numbers: lids, irises, brows, mouth, and the signs of comics."""

from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Any, Final

from libraries.drawn_world.people.acting import Acting, Expression
from libraries.drawn_world.people.face.mouths import Lips
from libraries.vector.affine import Point


class EyeShape(StrEnum):
    """The shape of both eyes."""

    OPEN = "open"
    SMILING = "smiling"
    SQUEEZED = "squeezed"


@dataclass(frozen=True, slots=True)
class FaceState:
    """What a face shows, in numbers.

    ``lid``: 0 shut to 1 open, more in fright; ``lower``: how far the lower lid is raised; ``iris``: its size;
    ``slant``: degrees by which lids fall towards the nose. ``brow_turn``: degrees, towards the nose; ``brow_drop``:
    units downward. ``blush``, ``tears``, ``gloom``, ``red`` and ``pale``: 0 to 1.
    """

    mouth: Lips
    eyes: EyeShape = EyeShape.OPEN
    lid: float = 1.0
    lower: float = 0.0
    iris: float = 1.0
    slant: float = 0.0
    brow_turn: float = 0.0
    brow_drop: float = 0.0
    gaze: Point = (0.0, 0.0)
    blush: float = 0.0
    tears: float = 0.0
    gloom: float = 0.0
    red: float = 0.0
    pale: float = 0.0
    sweat: bool = False
    vein: bool = False


_GRIN: Final = Lips(36, -13, -9, 27)
_SMILE: Final = Lips(27, -8)

FACE_STATES: Final = {
    Expression.CALM: FaceState(Lips(19, -1)),
    Expression.GLAD: FaceState(_SMILE, lid=0.95, lower=0.2, brow_turn=-4, brow_drop=-5, blush=0.7),
    Expression.LAUGHING: FaceState(_GRIN, EyeShape.SMILING, brow_turn=-5, brow_drop=-10, blush=0.9),
    Expression.SURPRISED: FaceState(
        Lips(16, 2, -18, 24, upper_teeth=False), lid=1.24, iris=0.72, brow_turn=-6, brow_drop=-20
    ),
    Expression.AFRAID: FaceState(
        Lips(30, 0, wave=5),
        lid=1.2,
        iris=0.55,
        slant=-5,
        brow_turn=-17,
        brow_drop=-12,
        gloom=0.9,
        pale=0.35,
        sweat=True,
    ),
    Expression.ANGRY: FaceState(Lips(24, 7), lid=0.84, slant=9, brow_turn=20, brow_drop=10, vein=True),
    Expression.FURIOUS: FaceState(
        Lips(36, 6, -20, 40), lid=1.0, iris=0.7, slant=10, brow_turn=24, brow_drop=9, red=0.8, vein=True
    ),
    Expression.SAD: FaceState(Lips(22, 6), lid=0.8, slant=-7, brow_turn=-18, brow_drop=-2, gaze=(0, 0.35)),
    Expression.CRYING: FaceState(
        Lips(30, 9, -8, 22, tongue=True), EyeShape.SQUEEZED, slant=-4, brow_turn=-18, brow_drop=2, tears=1.0, blush=0.8
    ),
    Expression.MOVED: FaceState(
        Lips(25, -6), lid=0.9, lower=0.3, slant=-4, brow_turn=-15, brow_drop=-5, tears=0.5, blush=0.7
    ),
    Expression.EMBARRASSED: FaceState(
        Lips(24, 0, wave=4), lid=0.86, brow_turn=-13, brow_drop=-3, gaze=(0.75, 0.3), blush=1.0, red=0.25, sweat=True
    ),
    Expression.SMUG: FaceState(
        Lips(25, 2, skew=13), lid=0.6, lower=0.25, slant=3, brow_turn=6, brow_drop=0, gaze=(0.45, 0)
    ),
    Expression.STERN: FaceState(Lips(20, 4), lid=0.64, slant=4, brow_turn=9, brow_drop=7),
    Expression.TIRED: FaceState(Lips(17, 4), lid=0.46, iris=0.95, slant=-4, brow_turn=-6, brow_drop=3, gloom=0.45),
    Expression.THINKING: FaceState(Lips(13, 2, skew=-2), lid=0.86, brow_turn=4, brow_drop=-4, gaze=(0.6, -0.6)),
    Expression.STUNNED: FaceState(
        Lips(28, 0, wave=5), lid=1.2, iris=0.0, brow_turn=-13, brow_drop=-15, gloom=1.0, pale=0.85
    ),
}


def face_state(acting: Acting) -> FaceState:
    """What the face shows while a person acts so; between two expressions, what lies between their numbers."""
    now = FACE_STATES[acting.expression]
    if acting.expression_before is None or acting.arrival >= 1:
        return now
    return _between(FACE_STATES[acting.expression_before], now, max(0.0, acting.arrival))


def _between(before: FaceState, now: FaceState, share: float) -> FaceState:
    """Numbers in proportion; what is no number as it is nearer."""
    near = now if share >= 0.5 else before
    lips = replace(near.mouth, **_mixed(before.mouth, now.mouth, share))
    (x0, y0), (x1, y1) = before.gaze, now.gaze
    gaze = (x0 + (x1 - x0) * share, y0 + (y1 - y0) * share)
    return replace(near, mouth=lips, gaze=gaze, **_mixed(before, now, share))


def _mixed(before: Lips | FaceState, now: Lips | FaceState, share: float) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for field in fields(before):
        start, end = getattr(before, field.name), getattr(now, field.name)
        if isinstance(start, int | float) and not isinstance(start, bool):
            found[field.name] = start + (end - start) * share
    return found
