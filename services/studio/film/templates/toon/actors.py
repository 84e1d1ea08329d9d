"""Actors: the figures of a shot as plates, each drawing made of parts that are drawn once and kept."""

from typing import Final, NamedTuple

import cv2
import numpy as np

from libraries.drawing.canvas.yuv import Plate, even
from libraries.drawn_world.light import Light
from libraries.drawn_world.people.acting import Mouth
from libraries.drawn_world.staging.bodies import Moment
from libraries.drawn_world.staging.figures import Window, drawn, head_bottom, moment_at, whole_window
from libraries.drawn_world.staging.framing import Placed
from libraries.drawn_world.staging.shot import Syllables
from libraries.drawn_world.staging.speech import mouth_at

_FEWER: Final = {Mouth.I: Mouth.E, Mouth.EU: Mouth.U}
"""Mouths that look alike at the size of a film, so that fewer heads are drawn."""
_COARSE: Final = 4
_MARGIN: Final = 20
"""Pixels around what a figure covers in its first drawing: it breathes and sways."""


class Part(NamedTuple):
    """A plate and where it is in the picture."""

    plate: Plate
    left: int
    top: int

    def moved(self, dx: int, dy: int) -> "Part":
        """The part elsewhere."""
        return Part(self.plate, self.left + dx, self.top + dy)


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
        if moment.blink and moment.mouth:  # A blink is short: no heads are drawn for it with every mouth.
            moment = moment._replace(mouth=Mouth.CLOSED)
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
    """The part of the picture that the figure covers, with a margin: found in a drawing of a quarter of the size."""
    whole, k = whole_window(placed), _COARSE
    small = placed._replace(x=placed.x / k, y=placed.y / k, scale=placed.scale / k)
    window = Window(whole.left // k, whole.top // k, whole.width // k, whole.height // k)
    pixels = drawn(small, moment_at(placed, None, 0.0), light, window)
    x, y, width, height = (k * each for each in cv2.boundingRect(np.ascontiguousarray(pixels[..., 3])))
    left, top = max(whole.left, window.left * k + x - _MARGIN), max(whole.top, window.top * k + y - _MARGIN)
    right = min(whole.left + whole.width, window.left * k + x + width + _MARGIN)
    bottom = min(whole.top + whole.height, window.top * k + y + height + _MARGIN)
    return Window(even(left), even(top), max(2, even(right - left)), max(2, even(bottom - top)))
