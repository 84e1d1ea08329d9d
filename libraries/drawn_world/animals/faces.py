"""The drawing of animals' faces, about the middle of the head."""

from typing import Final

from libraries.drawn_world.animals.animal import Animal, AnimalActing, AnimalKind, AnimalMood
from libraries.drawn_world.people.drawing_style import INK, Parts, clipped_parts, outlined_parts, tapered_line
from libraries.vector.brush import brush_stroke
from libraries.vector.colors import BLACK, WHITE, Color, color
from libraries.vector.path import Corner, ellipse, smooth_path
from libraries.vector.picture import Shape, Stroke, filled

_LID: Final = {AnimalMood.SURPRISED: 1.25, AnimalMood.AFRAID: 1.2, AnimalMood.ANGRY: 0.8, AnimalMood.SAD: 0.8}
_PUPIL: Final = {AnimalMood.SURPRISED: 1.5, AnimalMood.AFRAID: 0.7, AnimalMood.GLAD: 1.3}
_NOSE: Final = {AnimalKind.CAT: color("#e88f8a"), AnimalKind.DOG: color("#3a2c34")}
_TONGUE: Final = color("#ef7f88")


def animal_face_parts(animal: Animal, acting: AnimalActing, shift: float) -> Parts:
    """Eyes, nose, mouth and whiskers, moved to the side by ``shift``."""
    parts: Parts = []
    for side in (-1, 1):
        parts += _eye(animal, acting, side, side * 42 + shift, -6)
        if acting.mood in {AnimalMood.ANGRY, AnimalMood.SAD, AnimalMood.AFRAID}:
            inner = 8 if acting.mood is AnimalMood.ANGRY else -8
            x = side * 42 + shift
            brow = ((x - side * 22, -38 + inner), (x, -40), (x + side * 20, -38 - inner))
            parts.append(tapered_line(_line_on(animal), *brow, width=7))
    return [*parts, *_muzzle(animal, acting, shift * 1.4)]


def _line_on(animal: Animal) -> Color:
    """A colour that is seen on the fur: ink, or pale on dark fur."""
    fur = color(animal.color)
    return INK if sum(fur[:3]) > 330 else fur.mixed(WHITE, 0.6)


def _eye(animal: Animal, acting: AnimalActing, side: int, x: float, y: float) -> Parts:
    w, h = (23.0, 25.0) if animal.kind is AnimalKind.CAT else (17.0, 20.0)
    if acting.mood is AnimalMood.ASLEEP or acting.blink > 0.6:
        return [filled(brush_stroke([(x - w, y + 4), (x, y + 13), (x + w, y + 4)], [2, 7, 2]), _line_on(animal))]
    if acting.mood is AnimalMood.GLAD:
        return [filled(brush_stroke([(x - w, y + 8), (x, y - 11), (x + w, y + 8)], [2, 8, 2]), _line_on(animal))]
    h *= _LID.get(acting.mood, 1.0)
    ball = ellipse(x, y, w, h)
    pupil = w * (0.42 if animal.kind is AnimalKind.CAT else 0.62) * _PUPIL.get(acting.mood, 1.0)
    iris = color(animal.eyes)
    within: Parts = [
        filled(ellipse(x, y - h * 0.9, w * 1.1, h * 0.5), iris.mixed(BLACK, 0.35)),
        filled(ellipse(x + acting.turn * 5, y, pupil, h * 0.78), color("#160d12")),
        filled(ellipse(x - w * 0.3 + acting.turn * 3, y - h * 0.36, w * 0.24, h * 0.22), WHITE),
    ]
    lid = brush_stroke([(x - side * w, y - h * 0.1), (x, y - h * 1.02), (x + side * w * 1.1, y - h * 0.2)], [3, 7, 3])
    return [Shape(ball, iris, Stroke(INK, 4.5), line_below=True), clipped_parts(ball, within), filled(lid, INK)]


def _muzzle(animal: Animal, acting: AnimalActing, x: float) -> Parts:
    wide = 13.0 if animal.kind is AnimalKind.CAT else 20.0
    nose = smooth_path((x - wide, 22), (x, 17), (x + wide, 22), (x + wide * 0.4, 34), (x, 38), (x - wide * 0.4, 34))
    parts: Parts = [*outlined_parts((nose, _NOSE[animal.kind]), line=2.6)]
    if animal.kind is AnimalKind.DOG:
        parts.append(filled(ellipse(x - 6, 23, 5, 3), WHITE.faded(0.7)))
    open_mouth = acting.mood in {AnimalMood.SURPRISED, AnimalMood.ANGRY} or (
        acting.mood is AnimalMood.GLAD and animal.kind is AnimalKind.DOG
    )
    if open_mouth:
        low = 76 if acting.mood is AnimalMood.GLAD else 68
        mouth = smooth_path(
            Corner(x - 22, 44), (x, 50), Corner(x + 22, 44), (x + 15, low - 8), (x, low), (x - 15, low - 8)
        )
        parts.append(Shape(mouth, color("#6b1f2c"), Stroke(INK, 6), line_below=True))
        parts.append(clipped_parts(mouth, [filled(ellipse(x, low, 14, 16), _TONGUE)]))
        if acting.mood is AnimalMood.ANGRY:
            parts += [
                filled(
                    smooth_path(Corner(x + d * 14 - 4, 47), Corner(x + d * 14 + 4, 47), Corner(x + d * 14, 57)), WHITE
                )
                for d in (-1, 1)
            ]
    else:
        droop = -7 if acting.mood in {AnimalMood.SAD, AnimalMood.AFRAID} else 0
        for d in (-1, 1):
            parts.append(tapered_line(INK, (x, 40), (x + d * 11, 53 + droop), (x + d * 25, 45 - droop), width=5))
    for d in (-1, 1):
        if animal.kind is AnimalKind.CAT:
            parts += [
                tapered_line(
                    INK.faded(0.6),
                    (x + d * 44, 36 + i * 9),
                    (x + d * 84, 28 + i * 13),
                    (x + d * 116, 26 + i * 17),
                    width=3,
                )
                for i in (0, 1)
            ]
    return parts
