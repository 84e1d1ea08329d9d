"""Actors: the figures of a shot as plates, each drawing made of parts that are drawn once and kept."""

from typing import Final, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from libraries.drawing.canvas.yuv import Plate
from libraries.drawn_world.light import Light
from libraries.drawn_world.people.acting import Mouth
from libraries.drawn_world.staging.figures import Moment, Window, drawn, head_bottom, moment_at, whole_window
from libraries.drawn_world.staging.framing import Placed
from libraries.drawn_world.staging.shot import Syllables
from libraries.drawn_world.staging.speech import mouth_at

_FEWER: Final = {Mouth.I: Mouth.E, Mouth.EU: Mouth.U}
"""Mouths that look alike at the size of a film, so that fewer heads are drawn."""
_MARGIN: Final = 16
"""Pixels around what a figure covers in its first drawing: it breathes and sways."""


class Part(NamedTuple):
    """A plate and where it is in the picture."""

    plate: Plate
    left: int
    top: int


class Actor:
    """A player in one shot. Only the head is drawn anew while it speaks and blinks."""

    def __init__(self, placed: Placed, light: Light) -> None:
        self._placed, self._light = placed, light
        self._bodies: dict[tuple[float, float], Plate | None] = {}
        self._heads: dict[Moment, Plate] = {}
        self._window = _covered(placed, light)
        self._neck = head_bottom(placed, self._window)

    def at(self, seconds: float, words: tuple[Syllables, ...]) -> list[Part]:
        """The parts of the figure at a time of the shot, which do not overlap."""
        mouth = mouth_at(words, seconds) if self._placed.player.talks and not self._placed.back else None
        moment = moment_at(self._placed, _FEWER.get(mouth, mouth) if mouth else None, seconds)
        moment = moment._replace(blink=float(moment.blink > 0.7))
        head, body = self._head(moment), self._body(moment)
        left, top, *_ = self._window
        parts = [Part(head, left, top)]
        return parts if body is None else [*parts, Part(body, left, top + self._neck)]

    def _head(self, moment: Moment) -> Plate:
        if moment not in self._heads:
            window = self._window._replace(height=self._neck)
            self._heads[moment] = Plate.premultiplied(drawn(self._placed, moment, self._light, window))
        return self._heads[moment]

    def _body(self, moment: Moment) -> Plate | None:
        key = (moment.breath, moment.stride)
        if key not in self._bodies:
            left, top, width, height = self._window
            below = Window(left, top + self._neck, width, height - self._neck)
            still = moment._replace(mouth=None, blink=0.0)
            pixels = drawn(self._placed, still, self._light, below) if below.height else None
            self._bodies[key] = None if pixels is None else Plate.premultiplied(pixels)
        return self._bodies[key]


def _covered(placed: Placed, light: Light) -> Window:
    """The part of the picture that the figure covers."""
    whole = whole_window(placed)
    pixels = drawn(placed, moment_at(placed, None, 0.0), light, whole)
    return cropped(pixels, whole)


def cropped(pixels: NDArray[np.uint8], window: Window) -> Window:
    """The even part of a window in which something is, with a margin; of the least size where nothing is."""
    x, y, width, height = cv2.boundingRect(np.ascontiguousarray(pixels[..., 3]))
    left, top = max(0, x - _MARGIN) // 2 * 2, max(0, y - _MARGIN) // 2 * 2
    right, bottom = min(window.width, x + width + _MARGIN), min(window.height, y + height + _MARGIN)
    return Window(
        window.left + left, window.top + top, max(2, (right - left) // 2 * 2), max(2, (bottom - top) // 2 * 2)
    )
