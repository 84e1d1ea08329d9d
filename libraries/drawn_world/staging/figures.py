"""Figures in their place and light, as pixels: a window of the picture, for one moment."""

from math import ceil
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from libraries.drawn_world.light import Light, lit
from libraries.drawn_world.people.acting import Acting, Mouth, alive
from libraries.drawn_world.scenes.stage import FRAME
from libraries.drawn_world.staging.bodies import Moment, height_of, look_of
from libraries.drawn_world.staging.framing import Placed
from libraries.vector.affine import Affine
from libraries.vector.colors import Color
from libraries.vector.painter import paint

_LEVELS: Final = 1.5
"""Breath is drawn in four levels: −1, −⅓, ⅓ and 1."""
_WIDE: Final = 420
"""Units that a figure reaches to either side at most, arms included."""


class Window(NamedTuple):
    """Pixels of the picture: left, top, width and height; may reach beyond the frame."""

    left: int
    top: int
    width: int
    height: int


def moment_at(placed: Placed, mouth: Mouth | None, seconds: float) -> Moment:
    """The moment of a player at a time; steps are drawn twelve to a cycle."""
    living = alive(Acting(pose=placed.player.pose), seconds, placed.player.seed)
    breath = (round((living.breath + 1) * _LEVELS) / _LEVELS) - 1
    return Moment(mouth, living.blink, breath, round(living.stride * 12) / 12 % 1.0)


def whole_window(placed: Placed) -> Window:
    """The part of the frame that a player may cover, with a margin for a moving camera."""
    scale = placed.scale
    height = height_of(placed.player)
    left = max(-64, placed.x - _WIDE * scale)
    right = min(FRAME[0] + 64, placed.x + _WIDE * scale)
    top = max(-64, placed.y - (height + 130) * scale)
    bottom = min(FRAME[1] + 64, placed.y + 40 * scale)
    x, y = 2 * int(left // 2), 2 * int(top // 2)
    return Window(x, y, max(2, 2 * int((right - x) // 2)), max(2, 2 * int((bottom - y) // 2)))


def head_bottom(placed: Placed, window: Window) -> int:
    """The even row of a window below which nothing of the face is: under the chin."""
    look = look_of(placed.player, placed.turn, Moment(None, 0.0, -1.0), back=placed.back)
    row = placed.y + look.face_end * placed.scale - window.top
    return min(window.height, max(2, 2 * round(row / 2)))


def drawn(placed: Placed, moment: Moment, light: Light, window: Window) -> NDArray[np.uint8]:
    """The window of a player in that moment: height × width × 4, colours multiplied by alpha."""
    picture = look_of(placed.player, placed.turn, moment, back=placed.back).picture
    # The rim is found by what lies beside a pixel, so more is drawn than the window.
    room = ceil(max(map(abs, light.lamp)) * placed.scale) + 1 if light.rim.alpha else 0
    left, top, width, height = window
    wide = Window(left - room, top - room, width + 2 * room, height + 2 * room)
    at = Affine(placed.scale, 0.0, 0.0, placed.scale, placed.x - wide.left, placed.y - wide.top)
    shaded = lit(paint(picture, wide.width, wide.height, at), _between(light, placed, wide), placed.scale)
    return np.ascontiguousarray(shaded[room : room + height, room : room + width])


def _between(light: Light, placed: Placed, window: Window) -> Light:
    """The light of a window: its part of what lies between the hair and the soles."""
    top = placed.y - height_of(placed.player) * placed.scale
    above, below = (_beyond(light, (row - top) / (placed.y - top)) for row in (window.top, window.top + window.height))
    return Light(above, below, light.rim, light.lamp, light.silhouette)


def _beyond(light: Light, share: float) -> Color:
    """The colour at a share of the way from above to below, which may lie outside of it."""
    ends = zip(light.above, light.below, strict=True)
    return Color(*(min(255, max(0, round(above + (below - above) * share))) for above, below in ends))
