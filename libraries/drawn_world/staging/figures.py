"""Figures in their place and light, as pixels: a window of the picture, for one moment."""

from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from libraries.drawn_world.light import Light, lit
from libraries.drawn_world.people.acting import Acting, Mouth, alive
from libraries.drawn_world.people.figure import Figure, figure
from libraries.drawn_world.people.measures import measures
from libraries.drawn_world.scenes.stage import FRAME
from libraries.drawn_world.staging.framing import Placed
from libraries.vector.affine import Affine
from libraries.vector.painter import paint

_LEVELS: Final = 1.5
"""Breath is drawn in four levels: −1, −⅓, ⅓ and 1."""
_WIDE: Final = 420
"""Units that a figure reaches to either side at most, arms included."""


class Window(NamedTuple):
    """Even pixels of the picture: left, top, width and height; may reach beyond the frame."""

    left: int
    top: int
    width: int
    height: int


class Moment(NamedTuple):
    """What of a player changes while a shot lasts. ``breath``: one of four levels."""

    mouth: Mouth | None
    blink: float
    breath: float
    stride: float = 0.0


def moment_at(placed: Placed, mouth: Mouth | None, seconds: float) -> Moment:
    """The moment of a player at a time; steps are drawn twelve to a cycle."""
    living = alive(Acting(pose=placed.player.pose), seconds, placed.player.seed)
    breath = (round((living.breath + 1) * _LEVELS) / _LEVELS) - 1
    return Moment(mouth, living.blink, breath, round(living.stride * 12) / 12 % 1.0)


def whole_window(placed: Placed) -> Window:
    """The part of the frame that a player may cover, with a margin for a moving camera."""
    scale = placed.scale
    height = measures(placed.player.person).height
    left = max(-64, placed.x - _WIDE * scale)
    right = min(FRAME[0] + 64, placed.x + _WIDE * scale)
    top = max(-64, placed.y - (height + 130) * scale)
    bottom = min(FRAME[1] + 64, placed.y + 40 * scale)
    x, y = 2 * int(left // 2), 2 * int(top // 2)
    return Window(x, y, max(2, 2 * int((right - x) // 2)), max(2, 2 * int((bottom - y) // 2)))


def head_bottom(placed: Placed, window: Window) -> int:
    """The even row of a window below which nothing of the face is: under the chin."""
    own = measures(placed.player.person)
    head = _figure(placed, Moment(None, 0.0, -1.0)).head[1]
    row = placed.y + (head + 142 * own.head) * placed.scale - window.top
    return min(window.height, max(2, 2 * round(row / 2)))


def drawn(placed: Placed, moment: Moment, light: Light, window: Window) -> NDArray[np.uint8]:
    """The window of a player in that moment: height × width × 4, colours multiplied by alpha."""
    picture = _figure(placed, moment).picture
    at = Affine(placed.scale, 0.0, 0.0, placed.scale, placed.x - window.left, placed.y - window.top)
    pixels = paint(picture, window.width, window.height, at)
    return lit(pixels, _between(light, placed, window), placed.scale)


@lru_cache(maxsize=64)
def _figure(placed: Placed, moment: Moment) -> Figure:
    player = placed.player
    acting = Acting(
        expression=player.expression,
        pose=player.pose,
        turn=placed.turn,
        back=placed.back,
        mouth=moment.mouth,
        held=player.held,
        blink=moment.blink,
        breath=moment.breath,
        sway=moment.breath * 0.6,
        stride=moment.stride,
    )
    return figure(player.person, acting)


def _between(light: Light, placed: Placed, window: Window) -> Light:
    """The light of a window: its part of what lies between the hair and the soles."""
    top = placed.y - measures(placed.player.person).height * placed.scale
    length = placed.y - top
    ends = [min(1.0, max(0.0, (row - top) / length)) for row in (window.top, window.top + window.height)]
    above, below = (light.above.mixed(light.below, share) for share in ends)
    return Light(above, below, light.rim, light.lamp, light.silhouette)
