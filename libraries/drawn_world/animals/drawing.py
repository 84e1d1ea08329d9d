"""The drawing of an animal as vectors: sitting, from the front. In the units of people; the paws at 0, up is
negative."""

from libraries.drawn_world.animals.animal import Animal, AnimalActing, AnimalKind, AnimalMood, FurPattern
from libraries.drawn_world.animals.faces import animal_face_parts
from libraries.drawn_world.people.drawing_style import (
    INK,
    Parts,
    Tones,
    clipped_parts,
    outlined_parts,
    tapered_line,
    tones_of_color,
)
from libraries.drawn_world.people.outline_text import parse_outline
from libraries.vector.affine import Affine, scaling, translation
from libraries.vector.brush import round_stroke
from libraries.vector.colors import color
from libraries.vector.path import Path, ellipse, smooth_path
from libraries.vector.picture import Group, Shape, Stroke, filled

HEAD: tuple[float, float] = (0.0, -246.0)
"""The middle of the head."""
HEIGHT = 372.0
"""From the paws to the tips of the ears."""
_CREAM = tones_of_color("#fbf4e8", "#dccfc0")


def animal_picture(animal: Animal, acting: AnimalActing) -> Group:
    """The drawing of the animal at that moment; `HEIGHT` units high, 200 wide, the tail to the right."""
    fur, marks = tones_of_color(animal.color), tones_of_color(animal.marks)
    body = [*_tail(animal, acting, fur, marks), *_body(animal, fur, marks)]
    x, y = HEAD
    place: Affine = translation(
        x + acting.turn * 6, y + acting.breath * 2 + (26 if acting.mood is AnimalMood.ASLEEP else 0)
    )
    head = [*_ears(animal, acting, fur), *_head(animal, acting, fur, marks)]
    return Group((*body, *_collar(animal), Group(tuple(head), place)), scaling(1, 1 + 0.006 * acting.breath))


def _tail(animal: Animal, acting: AnimalActing, fur: Tones, marks: Tones) -> Parts:
    w = acting.tail * (26 if animal.kind is AnimalKind.CAT else 34)
    if animal.kind is AnimalKind.DOG:
        tail = round_stroke([(54, -52), (98, -92), (116 + w, -142), (108 + w * 1.4, -176)], [30, 34, 28, 14])
        return outlined_parts((tail, fur.base))
    tail = round_stroke(
        [(50, -30), (118, -26), (152 + w * 0.4, -84), (142 + w, -150), (164 + w * 1.3, -190)], [32, 34, 32, 30, 24]
    )
    tip = ellipse(164 + w * 1.3, -190, 22, 26)
    dark = marks.base if animal.coat in {FurPattern.STRIPED, FurPattern.PATCHED} else fur.base
    return [*outlined_parts((tail, fur.base)), clipped_parts(tail, [filled(tip, dark)])]


def _body(animal: Animal, fur: Tones, marks: Tones) -> Parts:
    trunk = smooth_path(
        *parse_outline("-64,-6 -94,-40 -88,-100 -62,-168 -34,-204 34,-204 62,-168 88,-100 94,-40 64,-6")
    )
    shade = smooth_path(*parse_outline("34,-210 120,-210 130,10 30,10 62,-60 58,-140"))
    within: Parts = [filled(shade, fur.shade.faded(0.7))]
    if animal.coat is FurPattern.STRIPED:
        within += [
            tapered_line(marks.base, (d * 96, y), (d * 66, y + 10), (d * 50, y + 6), width=13)
            for d in (-1, 1)
            for y in (-64, -98, -130)
        ]
    if animal.coat is FurPattern.PATCHED:
        within += [filled(smooth_path(*parse_outline("-110,-120 -50,-140 -40,-80 -70,-50 -110,-60")), marks.base)]
        within += [filled(smooth_path(*parse_outline("56,-60 110,-70 110,0 60,0")), marks.base)]
    if animal.coat is not FurPattern.PLAIN:
        within.append(
            filled(smooth_path(*parse_outline("-40,-196 40,-196 46,-130 26,-84 -26,-84 -46,-130")), _CREAM.base)
        )
    paws = _CREAM if animal.coat is FurPattern.WHITE_BELLY else fur
    feet = [*outlined_parts(*((ellipse(d * 66, -14, 36, 18), paws.base) for d in (-1, 1)))]
    return [*outlined_parts((trunk, fur.base)), clipped_parts(trunk, within), *feet, *_forelegs(fur, paws)]


def _forelegs(fur: Tones, paws: Tones) -> Parts:
    legs = [round_stroke([(d * 25, -112), (d * 27, -60), (d * 29, -20)], [42, 40, 38]) for d in (-1, 1)]
    feet: list[Path] = [ellipse(d * 31, -13, 27, 17) for d in (-1, 1)]
    parts = outlined_parts(*((leg, fur.base) for leg in legs), *((foot, paws.base) for foot in feet))
    parts.append(clipped_parts(legs[1], [filled(ellipse(52, -60, 18, 70), fur.shade.faded(0.7))]))
    toes = [
        tapered_line(INK.faded(0.7), (d * 31 + i, -16), (d * 31 + i, -8), (d * 31 + i, -1), width=3)
        for d in (-1, 1)
        for i in (-8, 8)
    ]
    return [
        *parts,
        filled(ellipse(0, -122, 44, 26), fur.base) if paws is fur else filled(ellipse(0, -124, 40, 22), _CREAM.base),
        *toes,
    ]


def _collar(animal: Animal) -> Parts:
    if not animal.collar:
        return []
    band = smooth_path(*parse_outline("-54,-178 0,-164 54,-178 52,-160 0,-146 -52,-160"))
    bell = Shape(ellipse(0, -146, 12), color("#f2c84b"), Stroke(INK, 3.4))
    parts = [*outlined_parts((band, color(animal.collar)), line=3.6), bell]
    return [Group(tuple(parts), translation(0, 16 if animal.kind is AnimalKind.DOG else 0))]


def _ears(animal: Animal, acting: AnimalActing, fur: Tones) -> Parts:
    low = 22.0 if acting.mood in {AnimalMood.AFRAID, AnimalMood.SAD, AnimalMood.ANGRY} else 0.0
    if animal.kind is AnimalKind.DOG:
        return []
    parts: Parts = []
    for d in (-1, 1):
        ear = smooth_path(*parse_outline("30,-72! 94,-126! 100,-30!", side=d), tension=0.08).transformed(
            translation(d * low * 0.8, low)
        )
        inner = smooth_path(*parse_outline("46,-72! 86,-108! 90,-46!", side=d), tension=0.08).transformed(
            translation(d * low * 0.8, low)
        )
        parts += [*outlined_parts((ear, fur.base)), filled(inner, color("#f2a9a4"))]
    return parts


def _head(animal: Animal, acting: AnimalActing, fur: Tones, marks: Tones) -> Parts:
    t = acting.turn * 12
    skull = smooth_path(*parse_outline("-84,-60 0,-88 84,-60 108,-4 96,44 52,76 0,82 -52,76 -96,44 -108,-4"))
    if animal.kind is AnimalKind.DOG:
        skull = smooth_path(*parse_outline("-76,-66 0,-88 76,-66 96,-4 86,44 56,80 0,92 -56,80 -86,44 -96,-4"))
    side = smooth_path(*parse_outline("52,-100 130,-100 130,100 40,100 76,40 80,-20"))
    within: Parts = [filled(side, fur.shade.faded(0.65))]
    if animal.coat is FurPattern.STRIPED:
        within += [
            tapered_line(marks.base, (x * 0.8 + t, -90), (x + t, -62), (x * 1.1 + t, -42), width=12)
            for x in (-24, 0, 24)
        ]
        within += [
            tapered_line(marks.base, (d * 112, y), (d * 86, y + 4), (d * 72, y + 1), width=10)
            for d in (-1, 1)
            for y in (4, 28)
        ]
    if animal.coat is FurPattern.PATCHED:
        within.append(filled(smooth_path(*parse_outline("6,-100 100,-90 110,0 70,24 24,4 20,-50")), marks.base))
    if animal.coat is not FurPattern.PLAIN or animal.kind is AnimalKind.DOG:
        within.append(filled(ellipse(t * 1.4, 44, 52, 42), _CREAM.base))
    ears: Parts = []
    if animal.kind is AnimalKind.DOG:
        lift = (
            -10
            if acting.mood in {AnimalMood.GLAD, AnimalMood.SURPRISED}
            else 6
            if acting.mood in {AnimalMood.SAD, AnimalMood.AFRAID}
            else 0
        )
        flaps = [
            smooth_path(*parse_outline("58,-78 98,-78 128,-24 122,40 100,58 84,20 78,-30", side=d)).transformed(
                translation(0, lift)
            )
            for d in (-1, 1)
        ]
        ears = outlined_parts(
            *((flap, marks.base if animal.coat is not FurPattern.PLAIN else fur.shade) for flap in flaps)
        )
    return [
        *outlined_parts((skull, fur.base)),
        clipped_parts(skull, within),
        *ears,
        *animal_face_parts(animal, acting, t),
    ]
