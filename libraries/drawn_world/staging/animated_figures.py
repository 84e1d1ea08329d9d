"""The animated figures of a shot, made of parts that are drawn once and kept."""

from dataclasses import replace
from typing import Final, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from libraries.drawing.canvas.yuv import Plate
from libraries.drawn_world.figure_light import Light
from libraries.drawn_world.people.acting import Acting, Expression
from libraries.drawn_world.staging.bodies import PlayerActing
from libraries.drawn_world.staging.figures import PixelWindow, chin_row, figure_pixels, figure_window
from libraries.drawn_world.staging.framing import PlacedPlayer
from libraries.drawn_world.staging.lip_sync import mouth_at
from libraries.drawn_world.staging.player_motion import player_acting_at, player_offset
from libraries.drawn_world.staging.shot import SpokenWord

_BREATH: Final = 2
"""Pixels that a head rises with a breath, instead of being drawn anew."""


class FigurePart(NamedTuple):
    """The pixels of a part, and where they are in the picture."""

    plate: Plate
    left: int
    top: int

    def moved(self, dx: int, dy: int) -> "FigurePart":
        """The part, moved to the right and down by so many pixels."""
        return FigurePart(self.plate, self.left + dx, self.top + dy)


class AnimatedFigure:
    """The figure of a player, moving in one shot. Only the head is drawn anew while it speaks and blinks."""

    def __init__(self, placed: PlacedPlayer, light: Light) -> None:
        self._placed, self._light = placed, light
        self._bodies: dict[PlayerActing, FigurePart | None] = {}
        self._heads: dict[PlayerActing, FigurePart | None] = {}

    def parts_at(self, seconds: float, words: tuple[SpokenWord, ...]) -> list[FigurePart]:
        """The parts of the figure at a time of the shot: the head, then what is below it."""
        player = self._placed.player
        mouth = mouth_at(words, seconds) if player.talks and not self._placed.back else None
        now = player_acting_at(self._placed, mouth, seconds)
        dx, dy = player_offset(self._placed, seconds)
        rise = -_BREATH * round(now.breath) if isinstance(now, Acting) else 0
        parts = ((self._head(now), dy + rise), (self._body(now), dy))
        return [part.moved(dx, down) for part, down in parts if part is not None]

    def _head(self, now: PlayerActing) -> FigurePart | None:
        key = replace(now, breath=0.0) if isinstance(now, Acting) else now
        if key not in self._heads:
            window = figure_window(self._placed, key)
            # Two rows more than its own, so that no gap opens when it rises.
            high = min(window.height, chin_row(self._placed, key, window) + _BREATH)
            self._heads[key] = self._drawn(key, window._replace(height=high))
        return self._heads[key]

    def _body(self, now: PlayerActing) -> FigurePart | None:
        if not isinstance(now, Acting):
            return None  # Animals are small: drawn whole, as heads.
        key = replace(now, expression=Expression.CALM, expression_before=None, mouth=None, blink=0.0, gaze=None)
        if key.pose_before is None:
            key = replace(key, arrival=1.0)
        if key not in self._bodies:
            window = figure_window(self._placed, key)
            cut = chin_row(self._placed, replace(key, breath=0.0), window)
            below = PixelWindow(window.left, window.top + cut, window.width, window.height - cut)
            self._bodies[key] = self._drawn(key, below)
        return self._bodies[key]

    def _drawn(self, now: PlayerActing, window: PixelWindow) -> FigurePart | None:
        if not (window.width and window.height > 0):
            return None
        return cropped_plate(figure_pixels(self._placed, now, self._light, window), window.left, window.top)


def cropped_plate(pixels: NDArray[np.uint8], left: int, top: int, *, enlarged: bool = False) -> FigurePart | None:
    """The part of a picture in which something is, as a plate; None where nothing is. ``enlarged``: shown in twice
    its size."""
    x, y, width, height = cv2.boundingRect(np.ascontiguousarray(pixels[..., 3]))
    if not width:
        return None
    x0, y0 = x // 2 * 2, y // 2 * 2
    x1, y1 = min(pixels.shape[1], -(-(x + width) // 2) * 2), min(pixels.shape[0], -(-(y + height) // 2) * 2)
    plate = Plate.from_premultiplied(np.ascontiguousarray(pixels[y0:y1, x0:x1]), enlarged=enlarged)
    size = 2 if enlarged else 1
    return FigurePart(plate, x0 * size + left, y0 * size + top)
