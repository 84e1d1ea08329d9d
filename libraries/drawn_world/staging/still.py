"""Stills: a part of a shot as one drawing, for films that show it as a picture."""

from functools import lru_cache
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from libraries.drawn_world.scenes import FRAME, Scene, Setting, scene
from libraries.drawn_world.staging.figures import Window, drawn, moment_at, whole_window
from libraries.drawn_world.staging.framing import layout
from libraries.drawn_world.staging.shot import Framing, Shot
from libraries.vector.affine import Affine, moved
from libraries.vector.painter import paint
from libraries.vector.picture import Group

_SECONDS: Final = 0.4
"""The moment that is drawn: by then what moves is under way."""
_PAST_FRONT: Final = (Framing.CLOSE, Framing.REACTION, Framing.OVER_SHOULDER)
"""Framings in which the camera has passed what stands in front."""
_ABOVE: Final = 0.2
"""Share of a still's height above the highest head."""


def still(shot: Shot, height: int) -> NDArray[np.uint8]:
    """The full width of the shot and ``height`` rows of it, in which its heads are: height × 1080 × 3."""
    place = placed_scene(shot.setting)
    laid = layout(shot, place)
    heads = [whole_window(each).top + 130 * each.scale for each in laid.players]
    middle = FRAME[1] * 0.45 - height / 2
    top = round(max(0.0, min(FRAME[1] - height, min(heads, default=middle) - height * _ABOVE)))
    behind, before = _planes(shot.setting, laid.planes, top, height)
    pixels = behind.copy()
    for placed in laid.players:
        window = _within(whole_window(placed), top, height)
        if window is not None:
            figure = drawn(placed, moment_at(placed, None, 0.0), place.light, window)
            _lay(pixels, figure, window.left, window.top - top)
    if shot.framing not in _PAST_FRONT:
        _lay(pixels, before, 0, 0)
    return np.ascontiguousarray(pixels[..., :3])


@lru_cache(maxsize=4)
def placed_scene(setting: Setting) -> Scene:
    """The scene of a setting."""
    return scene(setting)


@lru_cache(maxsize=6)
def _planes(setting: Setting, maps: tuple[Affine, ...], top: int, height: int) -> tuple[NDArray[np.uint8], ...]:
    """What is behind people, and what is before them, as a story shows it again and again."""
    place = placed_scene(setting)
    back, between, front = (Group((plane.at(_SECONDS),), each) for plane, each in zip(place.planes, maps, strict=True))
    at = moved(0, -top)
    return paint(Group((back, between)), FRAME[0], height, at), paint(front, FRAME[0], height, at)


def _within(window: Window, top: int, height: int) -> Window | None:
    """The part of a window that is in the still; None where none is."""
    left, right = max(0, window.left), min(FRAME[0], window.left + window.width)
    upper, lower = max(top, window.top), min(top + height, window.top + window.height)
    return Window(left, upper, right - left, lower - upper) if right > left and lower > upper else None


def _lay(below: NDArray[np.uint8], above: NDArray[np.uint8], left: int, top: int) -> None:
    """Lay a picture with colours multiplied by alpha over another, in place; only where there is something."""
    x, y, width, height = cv2.boundingRect(np.ascontiguousarray(above[..., 3]))
    if not width:
        return
    over = above[y : y + height, x : x + width]
    part = below[top + y : top + y + height, left + x : left + x + width]
    rest = np.repeat(255 - over[..., 3:], 4, axis=2)
    part[:] = cv2.add(cv2.multiply(np.ascontiguousarray(part), rest, scale=1 / 255), over)
