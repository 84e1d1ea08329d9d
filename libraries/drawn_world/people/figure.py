"""Figures: a person who does something, as one vector picture."""

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from math import ceil, isfinite
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from libraries.drawn_world.people.acting import Acting, Expression, Pose
from libraries.drawn_world.people.body.arms import ArmStyle, arm_parts
from libraries.drawn_world.people.body.legs import leg_parts
from libraries.drawn_world.people.body.skeleton import ArmJoints, Skeleton, hanging_arm_x, skeleton
from libraries.drawn_world.people.body.torso import Torso
from libraries.drawn_world.people.body_measures import BodyMeasures, body_measures
from libraries.drawn_world.people.drawing_style import Parts, clipped_parts, outlined_parts, tones_of_color
from libraries.drawn_world.people.dress import Outfit, outfit
from libraries.drawn_world.people.face import face_marks
from libraries.drawn_world.people.face.face_states import face_state
from libraries.drawn_world.people.face.head import back_of_head_parts, head_parts
from libraries.drawn_world.people.face.shape import HeadTurn, face_shape, skin_tones
from libraries.drawn_world.people.hair import HAIR_STYLES, HairFall
from libraries.drawn_world.people.headwear import headwear_parts
from libraries.drawn_world.people.held_things import held_thing_parts
from libraries.drawn_world.people.person import AgeGroup, Headwear, Person, Sex
from libraries.vector.affine import Affine, Point, rotation, scaling, translation
from libraries.vector.painter import MAX_SIDE, paint_picture
from libraries.vector.path import Path, rectangle, smooth_path
from libraries.vector.picture import Group, Picture, filled
from schemas.errors import BadInput


@dataclass(frozen=True, slots=True)
class Figure:
    """The drawing of a person: the soles at (0, 0), up is negative.

    ``head``: the middle of its head; ``height``: standing, to the top of the hair; ``box``: left, top, right and bottom
    of all that is drawn, with some room; ``seat``: what touches the chair of one who sits.
    """

    picture: Group
    head: Point
    height: float
    box: tuple[float, float, float, float]
    seat: Point


@dataclass(frozen=True, slots=True)
class PaintedFigure:
    """The pixels of a figure: height × width × 4, colours multiplied by alpha; and the pixel where its soles are."""

    pixels: NDArray[np.uint8]
    soles: tuple[int, int]


def paint_figure(drawn: Figure, scale: float) -> PaintedFigure:
    """The figure with ``scale`` pixels for a unit. Raises BadInput for a scale that is none or too large."""
    left, top, right, bottom = (side * scale for side in drawn.box)
    if not all(map(isfinite, drawn.box)) or not isfinite(scale):
        raise BadInput("film.drawing_out_of_range", what="scale", limit=MAX_SIDE)
    x, y = ceil(-left), ceil(-top)
    place = translation(x, y).after(scaling(scale))
    return PaintedFigure(paint_picture(drawn.picture, x + ceil(right), y + ceil(bottom), place), (x, y))


def figure(person: Person, acting: Acting) -> Figure:
    """The drawing of the person while it acts so, from hair to soles."""
    layers = _layers(person, replace(acting, **_FACELESS))
    own, bones = layers.own, layers.bones
    parts = layers.parts(acting)
    drawn = Figure(
        Group(tuple(parts)),
        bones.upper.map_point(*bones.head),
        own.height,
        _box(own, bones, layers.torso),
        _seat(bones),
    )
    if acting.pose is Pose.LIE:
        drawn = _lying(drawn, own)
    return _mirrored(drawn) if acting.mirrored else drawn


def _seat(bones: Skeleton) -> Point:
    """Between the hips, on the underside of the thighs of one who sits."""
    hips = [leg.hip for leg in bones.legs]
    return (hips[0][0] + hips[1][0]) / 2, hips[0][1] + 36


def _mirrored(drawn: Figure) -> Figure:
    left, top, right, bottom = drawn.box
    (hx, hy), (sx, sy) = drawn.head, drawn.seat
    picture = Group((drawn.picture,), scaling(-1, 1))
    return Figure(picture, (-hx, hy), drawn.height, (-right, top, -left, bottom), (-sx, sy))


def _lying(drawn: Figure, own: BodyMeasures) -> Figure:
    """The figure on its back along the ground, its head to the left, its middle at 0."""
    left, top, right, bottom = drawn.box
    # A turn by a quarter to the left takes (x, y) to (y, -x).
    place = translation(own.height / 2, -hanging_arm_x(own) - own.arm * 0.42).after(rotation(-90))
    corners = [place.map_point(x, y) for x in (left, right) for y in (top, bottom + 20)]
    box = (
        min(x for x, _ in corners),
        min(y for _, y in corners),
        max(x for x, _ in corners),
        max(y for _, y in corners),
    )
    return Figure(
        Group((drawn.picture,), place), place.map_point(*drawn.head), drawn.height, box, place.map_point(*drawn.seat)
    )


def _box(own: BodyMeasures, bones: Skeleton, torso: Torso) -> tuple[float, float, float, float]:
    """What joints reach, with room for hands, hats, tails of hair, and feet."""
    wrists = [bones.upper.map_point(*arm.wrist) for arm in bones.arms]
    elbows = [bones.upper.map_point(*arm.elbow) for arm in bones.arms]
    feet = [leg.ankle for leg in bones.legs]
    (hx, hy), room = bones.upper.map_point(*bones.head), 120 * own.head
    reached = [(hx, hy, 182 * own.head), (hx, hy - 56 * own.head, 190 * own.head)]
    reached += [(x, y, room) for x, y in (*wrists, *feet)] + [(x, y, own.arm * 0.9) for x, y in elbows]
    hem = [bones.upper.map_point(side * (own.hips + torso.flare), own.hip_line + torso.hem) for side in (-1, 1)]
    reached += [(x, y, own.hips * 0.3) for x, y in hem]
    return (
        min(x - r for x, _, r in reached),
        min(y - r for _, y, r in reached),
        max(x + r for x, _, r in reached),
        12.0,
    )


_FACELESS: Final[dict[str, Any]] = {
    "expression": Expression.CALM,
    "expression_before": None,
    "mouth": None,
    "blink": 0.0,
    "gaze": None,
}
"""What changes nothing but the face."""


@lru_cache(maxsize=16)
def _layers(person: Person, acting: Acting) -> "_Figure":
    """The layers of a figure without its face: kept while it speaks and blinks."""
    own = body_measures(person)
    return _Figure(person, acting, own, skeleton(own, acting))


class _Figure:
    """The layers of one figure. ``acting``: whatever its face does."""

    def __init__(self, person: Person, acting: Acting, own: BodyMeasures, bones: Skeleton) -> None:
        self.person, self.acting, self.own, self.bones = person, acting, own, bones
        self.clothes: Outfit = outfit(person)
        turn = 0.0 if acting.back else acting.turn
        hem = min(self.clothes.hem, 0.05) if bones.sitting else self.clothes.hem
        self.torso = Torso(own, turn, 8 + hem * own.legs, self.clothes.flare, acting.breath)
        self.turn = HeadTurn(turn, bones.nod)
        self.fall = HairFall(turn, acting.sway * 4)
        self.hair = tones_of_color(person.hair_color)

    def parts(self, acting: Acting) -> Parts:
        """All parts, with the face of ``acting``."""
        below, before, above, after = self._rest
        face = [] if self.acting.back else [self._head(self._face(acting))]
        return [*below, Group((*before, *face, *above), self.bones.upper), *after]

    @cached_property
    def _rest(self) -> tuple[Parts, Parts, Parts, Parts]:
        """What is below the upper body, its parts before and after the face, and what is above it."""
        coat = (self.clothes.lap or self.clothes.top) if self.bones.sitting and self.clothes.hem > 0.2 else None
        legs = leg_parts(self.own, self.bones, self.clothes.legs, self.turn.t, coat)
        before, above = (self._behind(), []) if self.acting.back else self._front()
        if self.acting.pose is Pose.CROUCH and not self.acting.back:
            return [], before, above, [*legs, Group(tuple(self._hugging()), self.bones.upper)]
        return legs, before, above, []

    def _hugging(self) -> Parts:
        """The arms of one who crouches, around the knees."""
        look = self._sleeves()
        return [part for arm in self.bones.arms for part in arm_parts(arm, look, self._grown_from)]

    def _front(self) -> tuple[Parts, Parts]:
        """What is behind the face and what is before it."""
        near = [arm for arm in self.bones.arms if not arm.behind]
        look = self._sleeves()
        behind = [part for arm in self.bones.arms if arm.behind for part in arm_parts(arm, look, None)]
        below = [part for arm in near if not arm.over_face for part in arm_parts(arm, look, self._grown_from)]
        above = [part for arm in near if arm.over_face for part in arm_parts(arm, look, self._grown_from)]
        held = held_thing_parts(self.acting, self.bones, self.own)
        style = HAIR_STYLES[self.person.hair]
        back = self._headwear_clip(style.behind(self.hair, self.fall), -70)
        body = [*self._torso(), *self._neck(), *self.clothes.collar(self.torso)]
        return [self._head(back), *behind, *body, *held, *below], above

    def _behind(self) -> Parts:
        look = self._sleeves()
        hidden = [part for arm in self.bones.arms if not self._beside(arm) for part in arm_parts(arm, look, None)]
        arms = [part for arm in self.bones.arms if self._beside(arm) for part in arm_parts(arm, look, self._grown_from)]
        style = HAIR_STYLES[self.person.hair]
        rear = self._headwear_clip(style.rear_view(self.hair, self.fall), -56)
        head = [*back_of_head_parts(self.person), *rear, *headwear_parts(self.person, self.fall, rear=True)]
        neck, collar = self._neck(), self.clothes.collar_back(self.torso)
        return [*hidden, *neck, *self._torso(), *collar, *arms, self._head(head)]

    def _beside(self, arm: ArmJoints) -> bool:
        """Whether the hand is beside the body, so that the arm is seen from behind too."""
        return abs(arm.wrist[0]) > self.own.shoulders * 0.85

    def _headwear_clip(self, parts: Parts, top: float) -> Parts:
        """Hair under a hat shows below its rim only."""
        if self.person.headwear is Headwear.NONE:
            return parts
        return [clipped_parts(rectangle(-300, top, 600, 700), parts)]

    def _face(self, acting: Acting) -> Parts:
        style = HAIR_STYLES[self.person.hair]
        before = self._headwear_clip(style.front(self.hair, self.fall), -88)
        signs = face_marks.comic_signs(face_shape(self.person), self.turn, face_state(acting))
        return [
            *head_parts(self.person, acting, self.turn),
            *before,
            *headwear_parts(self.person, self.fall),
            *signs,
        ]

    def _head(self, parts: Parts) -> Picture:
        x, y = self.bones.head
        chin = 112.0
        place: Affine = (
            translation(x, y)
            .after(scaling(self.own.head))
            .after(rotation(self.acting.tilt + self.acting.sway * 0.8, (0, chin)))
        )
        return Group(tuple(parts), place)

    def _torso(self) -> Parts:
        path, clothes = self.torso.outline_path, self.clothes
        details = clothes.back(self.torso) if self.acting.back else clothes.front(self.torso)
        return [*outlined_parts((path, clothes.top.base)), clipped_parts(path, details)]

    def _neck(self) -> Parts:
        own, tones = self.own, skin_tones(self.person)
        x, top = self.bones.head[0], self.bones.head[1] + 90 * own.head
        low, n = own.shoulder_line, own.neck
        path = smooth_path(
            (x - n, top),
            (x + n, top),
            (n + 3, low - own.throat * 0.3),
            (n * 0.5, low + 10),
            (self.turn.t * 6, low + 16),
            (-n * 0.5, low + 10),
            (-n - 3, low - own.throat * 0.3),
        )
        shade = smooth_path(
            (x - n * 2, top - 20),
            (x + n * 2, top - 20),
            (x + n * 2, top + 44),
            (n * 0.6, top + 58),
            (-n * 0.7, top + 40),
        )
        return [
            *outlined_parts((path, tones.base), line=3.8),
            clipped_parts(path, [filled(shade, tones.shade.faded(0.9))]),
        ]

    @property
    def _grown_from(self) -> Path | None:
        """What arms grow out of without a line; a vest ends at its own sleeves."""
        return self.torso.outline_path if self.clothes.sleeves == self.clothes.top else None

    def _sleeves(self) -> ArmStyle:
        clothes, person = self.clothes, self.person
        hand = 0.86 if person.age is AgeGroup.CHILD else 1.0 if person.sex is Sex.WOMAN else 1.14
        return ArmStyle(
            self.own.arm * clothes.puffy,
            skin_tones(person),
            clothes.sleeves,
            clothes.sleeve,
            hand,
            clothes.cuff,
            clothes.spots,
        )
