"""The head without hair: ears, face, features, and what is worn on them."""

from typing import Final

from libraries.drawn_world.people.acting import Acting, Pose
from libraries.drawn_world.people.drawing_style import INK, Parts, Tones, clipped_parts, outlined_parts, tapered_line
from libraries.drawn_world.people.face import face_marks, glasses_masks_and_beards
from libraries.drawn_world.people.face.eyes_and_brows import brow_part, eye_parts
from libraries.drawn_world.people.face.face_states import FaceState, face_state
from libraries.drawn_world.people.face.mouths import mouth_parts, speaking_lips
from libraries.drawn_world.people.face.shape import FaceShape, HeadTurn, face_path, face_shape, skin_tones
from libraries.drawn_world.people.outline_text import parse_outline
from libraries.drawn_world.people.person import AgeGroup, Hair, Person, Sex
from libraries.vector.affine import Affine, scaling, translation
from libraries.vector.colors import Color, color
from libraries.vector.path import Path, ellipse, smooth_path
from libraries.vector.picture import Group, Linear, filled

_PALE: Final = color("#c3c9dc")
_RED: Final = color("#e2543f")
_BLUSH: Final = color("#f2746a")
_OLD_BROW: Final = color("#8f8790")


def head_parts(person: Person, acting: Acting, turn: HeadTurn) -> Parts:
    """The drawing of a head without hair, from the front or aslant."""
    own, feeling = face_shape(person), face_state(acting)
    tones = _complexion(skin_tones(person), feeling)
    face = face_path(own, turn)
    parts = [*_ears(person, own, turn, tones), *outlined_parts((face, tones.base))]
    within: Parts = [_cheek_shade(own, turn, tones), *_under_hair(person, tones), *_cheeks(own, turn, feeling)]
    within += glasses_masks_and_beards.jaw_beard_parts(person, own, turn)
    if feeling.gloom:
        within += face_marks.gloom_shade(feeling.gloom)
    parts.append(clipped_parts(face, within))
    parts += face_marks.wrinkles(own, turn, tones)
    parts += _eyes(person, own, turn, acting, feeling)
    parts += _nose(person, own, turn, tones)
    mouth = _mouth_place(own, turn)
    lips = speaking_lips(acting.mouth, feeling.mouth) if acting.mouth else feeling.mouth
    parts += glasses_masks_and_beards.moustache_or_goatee_parts(person, own, turn)
    if person.mask:
        parts += glasses_masks_and_beards.mask_parts(own, turn)
    else:
        size = 0.92 if person.sex is Sex.WOMAN or person.age in {AgeGroup.CHILD, AgeGroup.STUDENT} else 1.02
        parts.append(Group(tuple(mouth_parts(lips, size)), mouth.after(scaling(1 - 0.12 * abs(turn.t), 1))))
    if person.mole:
        parts.append(filled(ellipse(turn.feature_shift * 1.2 + 26, 60, 3.2), tones.line))
    parts += glasses_masks_and_beards.glasses_parts(person, own, turn)
    parts += face_marks.tears(own, turn, feeling)
    return parts


def _complexion(plain: Tones, feeling: FaceState) -> Tones:
    def mixed(part: Color) -> Color:
        return part.mixed(_PALE, feeling.pale * 0.75).mixed(_RED, feeling.red * 0.38)

    return Tones(mixed(plain.base), mixed(plain.shade), mixed(plain.light), plain.line)


def _ears(person: Person, own: FaceShape, turn: HeadTurn, tones: Tones) -> Parts:
    parts: Parts = []
    for side in (-1, 1):
        if side * turn.t > 0.35:
            continue
        x, y = side * (own.cheek + 3) - turn.t * 9, 26.0
        parts += outlined_parts((ellipse(x, y, 17, 25), tones.base))
        parts.append(
            tapered_line(
                tones.line.faded(0.8), (x + side * 2, y - 12), (x + side * 7, y), (x - side * 1, y + 11), width=3.4
            )
        )
        if person.earrings:
            parts += outlined_parts((ellipse(x + side * 3, y + 27, 5), color("#f6c650")), line=2.6)
    return parts


def _cheek_shade(own: FaceShape, turn: HeadTurn, tones: Tones) -> Group:
    a, c, x = own.cheek, own.chin, turn.t * 12
    side = [
        (a - 22, -70),
        (a + 30, -70),
        (a + 30, c + 30),
        (-10 + x, c + 30),
        (34 + x, c - 8),
        (a * 0.72 + x, 62),
        (a * 0.84 + x * 0.6, 8),
    ]
    return Group((filled(smooth_path(*side), tones.shade.faded(0.62)),))


def _under_hair(person: Person, tones: Tones) -> Parts:
    if person.hair in {Hair.BALD, Hair.BALDING}:
        return []
    return [
        filled(
            smooth_path(*parse_outline("-120,-150 120,-150 112,-34 60,-62 0,-70 -60,-62 -112,-30")),
            tones.shade.faded(0.5),
        )
    ]


def _cheeks(own: FaceShape, turn: HeadTurn, feeling: FaceState) -> Parts:
    if not feeling.blush:
        return []
    parts: Parts = []
    for side in (-1, 1):
        x, y = side * own.eye_apart * 1.3 + turn.feature_shift * 1.1, own.eye_line + own.eye_height * 0.5 + 26
        parts.append(filled(ellipse(x, y, 22 * turn.side_width(side), 12), _BLUSH.faded(0.42 * feeling.blush)))
        if feeling.blush > 0.95:
            ink = color("#d6453f", 0.6)
            parts += [
                tapered_line(ink, (x + i + 3, y - 6), (x + i, y), (x + i - 3, y + 6), width=3) for i in (-10, 0, 10)
            ]
    return parts


def _eyes(person: Person, own: FaceShape, turn: HeadTurn, acting: Acting, feeling: FaceState) -> Parts:
    brow = _OLD_BROW if person.age is AgeGroup.OLD else color(person.hair_color).mixed(INK, 0.25)
    gaze = acting.gaze or (feeling.gaze[0] + turn.t * 0.45, feeling.gaze[1] + turn.nod * 0.012)
    parts: Parts = []
    for side in (-1, 1):
        narrowed = turn.side_width(side)
        place = translation(
            side * own.eye_apart * (1 - 0.06 * abs(turn.t)) + turn.feature_shift, own.eye_line + turn.nod
        )
        eye = eye_parts(
            own, feeling, side, color(person.eye_color), gaze, 1.0 if acting.pose is Pose.BOW else acting.blink
        )
        parts.append(Group((eye,), place.after(scaling(narrowed, 1))))
        parts.append(Group((brow_part(own, feeling, side, brow, narrowed),), place))
    return parts


def _nose(person: Person, own: FaceShape, turn: HeadTurn, tones: Tones) -> Parts:
    x, n, y = turn.nose_shift, own.nose, own.eye_line + 30 + turn.nod * 1.2
    way = 1 if turn.t >= 0 else -1
    if person.sex is Sex.WOMAN or person.age in {AgeGroup.CHILD, AgeGroup.STUDENT}:
        return [
            tapered_line(
                tones.line,
                (x - n * 0.4 * way, y + 1),
                (x + n * 0.35 * way, y + 5),
                (x + n * 0.1 * way, y + 9),
                width=4.4,
            )
        ]
    bridge = [(x - n * 0.2 * way, y - 22), (x + n * 0.5 * way, y + 2), (x + n * 0.62 * way, y + 9), (x, y + 14)]
    wing = [(x - n * 0.95 * way, y + 2), (x - n * 1.05 * way, y + 9), (x - n * 0.55 * way, y + 13)]
    return [tapered_line(tones.line, *bridge, width=4.4), tapered_line(tones.line, *wing, width=3.6)]


def _mouth_place(own: FaceShape, turn: HeadTurn) -> Affine:
    return translation(turn.feature_shift * 1.2, own.chin - 44 + turn.nod)


def back_of_head_path() -> Path:
    """The outline of the head from behind."""
    return smooth_path(
        *parse_outline("96,10 88,62 52,100 0,108 -52,100 -88,62 -96,10 -94,-50 -68,-116 0,-140 68,-116 94,-50"),
    )


def back_of_head_parts(person: Person) -> Parts:
    """The drawing of a head from behind, without hair."""
    tones = skin_tones(person)
    ears: Parts = []
    for side in (-1, 1):
        ears += outlined_parts((ellipse(side * 99, 24, 16, 25), tones.base))
    shade = Linear((-60, 0), (100, 40), ((0.55, tones.shade.faded(0)), (0.56, tones.shade.faded(0.7))))
    return [*ears, *outlined_parts((back_of_head_path(), tones.base)), filled(back_of_head_path(), shade)]
