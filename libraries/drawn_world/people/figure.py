"""Figures: a person who does something, as one vector picture."""

from dataclasses import dataclass

from libraries.drawn_world.people.acting import Acting
from libraries.drawn_world.people.body.arms import Sleeved, arm_parts
from libraries.drawn_world.people.body.legs import leg_parts
from libraries.drawn_world.people.body.skeleton import Arm, Skeleton, skeleton
from libraries.drawn_world.people.body.torso import Torso
from libraries.drawn_world.people.dress import Outfit, outfit
from libraries.drawn_world.people.face import marks
from libraries.drawn_world.people.face.feelings import FEELINGS
from libraries.drawn_world.people.face.head import back_of_head, head_parts
from libraries.drawn_world.people.face.shape import Turn, shape, skin
from libraries.drawn_world.people.hair import STYLES, Fall
from libraries.drawn_world.people.headwear import headwear_parts
from libraries.drawn_world.people.held import held_parts
from libraries.drawn_world.people.measures import Measures, measures
from libraries.drawn_world.people.pens import Parts, inside, outlined, tone
from libraries.drawn_world.people.person import Age, Headwear, Person, Sex
from libraries.vector.affine import Affine, Point, moved, scaled, turned
from libraries.vector.path import rectangle, smooth
from libraries.vector.picture import Group, Picture, filled


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawn figure. The soles are at (0, 0), up is negative; ``head``: the middle of its head."""

    picture: Group
    head: Point
    height: float


def figure(person: Person, acting: Acting) -> Figure:
    """The person in the moment, to the soles."""
    own = measures(person)
    bones = skeleton(own, acting)
    parts = _Figure(person, acting, own, bones).parts()
    flip = scaled(-1, 1) if acting.mirrored else None
    x, y = bones.upper.at(*bones.head)
    return Figure(Group(tuple(parts), flip), (-x if acting.mirrored else x, y), own.height)


class _Figure:
    """The layers of one figure."""

    def __init__(self, person: Person, acting: Acting, own: Measures, bones: Skeleton) -> None:
        self.person, self.acting, self.own, self.bones = person, acting, own, bones
        self.clothes: Outfit = outfit(person)
        turn = 0.0 if acting.back else acting.turn
        self.torso = Torso(own, turn, 8 + self.clothes.hem * own.legs, self.clothes.flare, acting.breath)
        self.turn = Turn(turn, bones.nod)
        self.fall = Fall(turn, acting.sway * 4)
        self.hair = tone(person.hair_color)

    def parts(self) -> Parts:
        legs = leg_parts(self.own, self.bones, self.clothes.legs, self.turn.t)
        body = self._behind() if self.acting.back else self._front()
        return [*legs, Group(tuple(body), self.bones.upper)]

    def _front(self) -> Parts:
        near = [arm for arm in self.bones.arms if not arm.behind]
        look = self._sleeves()
        behind = [part for arm in self.bones.arms if arm.behind for part in arm_parts(arm, look, None)]
        below = [part for arm in near if not arm.over_face for part in arm_parts(arm, look, self.torso.path)]
        above = [part for arm in near if arm.over_face for part in arm_parts(arm, look, self.torso.path)]
        held = held_parts(self.acting, self.bones, self.own)
        style = STYLES[self.person.hair]
        back = self._headwear_clip(style.behind(self.hair, self.fall), -70)
        return [
            *(self._head(back), *behind, *self._torso(), *self._neck(), *self.clothes.collar(self.torso)),
            *(*held, *below, self._head(self._face()), *above),
        ]

    def _behind(self) -> Parts:
        look = self._sleeves()
        hidden = [part for arm in self.bones.arms if not self._beside(arm) for part in arm_parts(arm, look, None)]
        arms = [part for arm in self.bones.arms if self._beside(arm) for part in arm_parts(arm, look, self.torso.path)]
        style = STYLES[self.person.hair]
        rear = self._headwear_clip(style.rear(self.hair, self.fall), -56)
        head = [*back_of_head(self.person), *rear, *headwear_parts(self.person, self.fall, rear=True)]
        neck, collar = self._neck(), self.clothes.collar_back(self.torso)
        return [*hidden, *neck, *self._torso(), *collar, *arms, self._head(head)]

    def _beside(self, arm: Arm) -> bool:
        """Whether the hand is beside the body, so that the arm is seen from behind too."""
        return abs(arm.wrist[0]) > self.own.shoulders * 0.85

    def _headwear_clip(self, parts: Parts, top: float) -> Parts:
        """Hair under a hat shows below its rim only."""
        if self.person.headwear is Headwear.NONE:
            return parts
        return [inside(rectangle(-300, top, 600, 700), parts)]

    def _face(self) -> Parts:
        style = STYLES[self.person.hair]
        before = self._headwear_clip(style.before(self.hair, self.fall), -74)
        signs = marks.signs(shape(self.person), self.turn, FEELINGS[self.acting.expression])
        return [
            *head_parts(self.person, self.acting, self.turn),
            *before,
            *headwear_parts(self.person, self.fall),
            *signs,
        ]

    def _head(self, parts: Parts) -> Picture:
        x, y = self.bones.head
        chin = 112.0
        place: Affine = (
            moved(x, y).after(scaled(self.own.head)).after(turned(self.acting.tilt + self.acting.sway * 0.8, (0, chin)))
        )
        return Group(tuple(parts), place)

    def _torso(self) -> Parts:
        path, clothes = self.torso.path, self.clothes
        details = clothes.back(self.torso) if self.acting.back else clothes.front(self.torso)
        return [*outlined((path, clothes.top.base)), inside(path, details)]

    def _neck(self) -> Parts:
        own, tones = self.own, skin(self.person)
        x, top = self.bones.head[0], self.bones.head[1] + 90 * own.head
        low, n = own.shoulder_line, own.neck
        path = smooth(
            (x - n, top),
            (x + n, top),
            (n + 3, low - own.throat * 0.3),
            (n * 0.5, low + 10),
            (self.turn.t * 6, low + 16),
            (-n * 0.5, low + 10),
            (-n - 3, low - own.throat * 0.3),
        )
        shade = smooth(
            (x - n * 2, top - 20),
            (x + n * 2, top - 20),
            (x + n * 2, top + 44),
            (n * 0.6, top + 58),
            (-n * 0.7, top + 40),
        )
        return [*outlined((path, tones.base), line=3.8), inside(path, [filled(shade, tones.shade.faded(0.9))])]

    def _sleeves(self) -> Sleeved:
        clothes, person = self.clothes, self.person
        hand = 0.86 if person.age is Age.CHILD else 1.0 if person.sex is Sex.WOMAN else 1.14
        return Sleeved(self.own.arm * clothes.puffy, skin(person), clothes.sleeves, clothes.sleeve, hand, clothes.cuff)
