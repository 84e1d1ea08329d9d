"""Scenes: three planes that a camera may move against each other, marks where people stand, and light; and their
builder."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from math import floor, hypot
from random import Random
from typing import Final, NamedTuple

from libraries.drawn_world.figure_light import Light
from libraries.drawn_world.people.acting import DRAWINGS_A_SECOND
from libraries.drawn_world.scenes.color_grading import graded_color
from libraries.drawn_world.scenes.pen import Lamp, Pen
from libraries.drawn_world.scenes.setting import Lighting, Setting
from libraries.drawn_world.scenes.sky import Sky, ambient_light, sky
from libraries.drawn_world.scenes.space import SceneSpace
from libraries.vector.affine import Point
from libraries.vector.colors import WHITE, Color
from libraries.vector.picture import Group, Ink, Picture

FRAME: Final = (1080, 1920)
MARGIN: Final = 160
"""Every plane reaches so far beyond the frame on all sides."""
LEFT: Final = -MARGIN
TOP: Final = -MARGIN
RIGHT: Final = FRAME[0] + MARGIN
BOTTOM: Final = FRAME[1] + MARGIN
WIDE: Final = RIGHT - LEFT
HIGH: Final = BOTTOM - TOP

_RIM: Final = 8.0
"""Width of the rim of light on a figure, in units of it."""
_FIGURE: Final = 1150 / 1.68
"""Units of a drawn figure a metre of its height."""

Animation = Callable[[float], Picture]
"""What moves, at a time in seconds."""


class Plane(NamedTuple):
    """One plane of a scene: what stands still, and what moves on it."""

    still: Group
    animations: tuple[Animation, ...] = ()

    def picture_at(self, seconds: float) -> Group:
        """The drawing of the plane at that time. It changes twelve times a second."""
        return Group((self.still, *self.moving_parts(seconds).parts))

    def moving_parts(self, seconds: float) -> Group:
        """The drawing of what moves on the plane, at that time."""
        time = start_of_shown_drawing(seconds)
        return Group(tuple(animation(time) for animation in self.animations))


class Mark(NamedTuple):
    """Where a figure may be: its soles, or its seat, in the frame; ``scale`` in units of the frame a unit of it."""

    x: float
    y: float
    scale: float
    seat: bool = False


@dataclass(frozen=True, slots=True)
class Scene:
    """A place at a time, in units of a frame of 1080 × 1920 that reaches `MARGIN` beyond it."""

    setting: Setting
    back: Plane
    middle: Plane
    front: Plane
    marks: tuple[Mark, ...]
    """Left, centre and right, standing; then the seats."""
    light: Light
    """The light on people."""

    @property
    def planes(self) -> tuple[Plane, Plane, Plane]:
        """The planes from the back to the front."""
        return self.back, self.middle, self.front

    def picture_at(self, seconds: float) -> Group:
        """The drawing of the scene at that time, without people."""
        return Group(tuple(plane.picture_at(seconds) for plane in self.planes))


def start_of_shown_drawing(seconds: float) -> float:
    """The time at which the drawing began that is shown at ``seconds``."""
    return floor(seconds * DRAWINGS_A_SECOND + 1e-6) / DRAWINGS_A_SECOND


@dataclass(slots=True)
class SceneBuilder:
    """Collects the parts of a scene, plane by plane, and its lamps; `finish` gives the scene."""

    setting: Setting
    lighting: Lighting
    sky: Sky
    space: SceneSpace
    random: Random
    back: list[Picture] = field(default_factory=list)
    middle: list[Picture] = field(default_factory=list)
    front: list[Picture] = field(default_factory=list)
    behind: list[Animation] = field(default_factory=list)
    """What moves on the back plane."""
    among: list[Animation] = field(default_factory=list)
    before: list[Animation] = field(default_factory=list)

    @property
    def pen(self) -> Pen:
        """The pen of the scene, in its light without a place."""
        return self.space.pen

    def hang_lamps(self, *lamps: Lamp) -> None:
        """Hang lamps. Only what is drawn later is lit by them."""
        pen = self.space.pen
        self.space = replace(self.space, pen=replace(pen, lamps=(*pen.lamps, *lamps)))

    def surface_gradient(self, text: str | Color, start: Point, end: Point, shade: float = 0.0) -> Ink:
        """The gradient of a large surface: about the strongest lamp where one is lit, else from one point to
        another."""
        lamp = self.strongest_lamp
        if lamp is None:
            return self.pen.linear_gradient(text, start, end, shade)
        return self.pen.radial_gradient(text, lamp.x, lamp.y, lamp.reach)

    @property
    def strongest_lamp(self) -> Lamp | None:
        """The lamp that gives the most light, None where none is lit."""
        return max(self.pen.lamps, key=lambda each: each.strength * each.reach, default=None)

    def move_eye(self, x: float = 540.0, y: float = 800.0, focus: float = 1000.0, eye: float = 1.5) -> SceneSpace:
        """Move the eye before anything is drawn."""
        self.space = SceneSpace(self.space.pen, x, y, focus, eye)
        return self.space

    def dim_light(self, share: float) -> SceneSpace:
        """Leave only ``share`` of the light that is everywhere, before anything is drawn."""
        pen = self.space.pen
        red, green, blue = pen.ambient
        self.space = replace(self.space, pen=replace(pen, ambient=(red * share, green * share, blue * share)))
        return self.space

    def add(self, *parts: Picture) -> None:
        """Put parts on the middle plane."""
        self.middle += parts

    def finish(
        self, depth: float = 1.9, apart: float = 0.55, seats: Iterable[Mark] = (), light: Point | None = None
    ) -> Scene:
        """The finished scene. ``depth``: metres from the eye to the people; ``apart``: metres between them; ``light``:
        where the lamp hangs; without it the strongest lamp, or the sky on the left, is the key."""
        marks = tuple(self.mark_at(x, depth) for x in (-apart, 0.0, apart))
        return Scene(
            self.setting,
            Plane(Group(tuple(self.back)), tuple(self.behind)),
            Plane(Group(tuple(self.middle)), tuple(self.among)),
            Plane(Group(tuple(self.front)), tuple(self.before)),
            (*marks, *seats),
            self._key(light),
        )

    def mark_at(self, x: float, z: float, y: float = 0.0, seat: bool = False) -> Mark:
        """A mark for a person at a place of the scene."""
        px, py = self.space.project(x, y, z)
        return Mark(px, py, self.space.focus / z / _FIGURE, seat)

    def _key(self, place: Point | None) -> Light:
        """People are lit less strongly than things, so that faces stay readable in the dark."""
        pen, lamp = self.pen, self.strongest_lamp
        x, y = place or ((lamp.x, lamp.y) if lamp else (200.0, 200.0))
        length = hypot(x - 540, y - 960) or 1.0
        ink = lamp.color if lamp else self.sky.sun
        strength = 0.95 if self.sky.lamps else 0.6
        rim = pen.glow(ink, strength)
        return Light(
            _on_people(pen, 540, 800, 0.42),
            _on_people(pen, 540, 1900, 0.24),
            rim,
            (_RIM * (x - 540) / length, _RIM * (y - 960) / length),
        )


def _on_people(pen: Pen, x: float, y: float, lift: float) -> Color:
    red, green, blue = (min(1.0, each) for each in pen.light_at(x, y))
    own = Color(round(255 * red), round(255 * green), round(255 * blue))
    return graded_color(own.mixed(WHITE, lift), pen.mood)


def new_scene_builder(setting: Setting, lighting: Lighting) -> SceneBuilder:
    """A builder of an empty scene. The setting must know its time, weather and season."""
    above = sky(setting)
    pen = Pen(ambient_light(setting, lighting), setting.mood, (), above.haze)
    return SceneBuilder(setting, lighting, above, SceneSpace(pen), Random(f"{setting.place} {setting.seed}"))
