"""The figures of players as pixels: in their place and light, for one moment."""

from math import ceil, floor
from typing import Final, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from libraries.drawn_world.figure_light import Light, lit_figure
from libraries.drawn_world.scenes.scene_builder import FRAME
from libraries.drawn_world.staging.bodies import PlayerActing, player_body
from libraries.drawn_world.staging.framing import PlacedPlayer
from libraries.vector.affine import Affine, translation
from libraries.vector.painter import paint_picture

_BEYOND: Final = 64
"""Pixels around the frame that a moving camera and a body that starts may show."""


class PixelWindow(NamedTuple):
    """A rectangle of the picture, in pixels: left, top, width and height; may reach beyond the frame."""

    left: int
    top: int
    width: int
    height: int


def figure_window(placed: PlacedPlayer, doing: PlayerActing) -> PixelWindow:
    """The rectangle of even pixels, in the frame and a little around it, that a player may cover; its width may be
    0."""
    left, top, right, bottom = player_body(placed.player.person, doing).box
    corners = [placed.figure_transform.map_point(x, y) for x in (left, right) for y in (top, bottom)]
    x0, y0 = (2 * floor(max(-_BEYOND, min(values)) / 2) for values in zip(*corners, strict=True))
    ends = zip(zip(*corners, strict=True), FRAME, strict=True)
    x1, y1 = (2 * ceil(min(side + _BEYOND, max(values)) / 2) for values, side in ends)
    return PixelWindow(x0, y0, max(0, x1 - x0), max(0, y1 - y0))


def chin_row(placed: PlacedPlayer, doing: PlayerActing, window: PixelWindow) -> int:
    """The even row of a window below which nothing of the face is: under the chin."""
    row = placed.figure_transform.map_point(0.0, player_body(placed.player.person, doing).face_end)[1] - window.top
    return min(window.height, max(2, 2 * round(row / 2)))


def figure_pixels(placed: PlacedPlayer, doing: PlayerActing, light: Light, window: PixelWindow) -> NDArray[np.uint8]:
    """The pixels of a player at that moment in the window: height × width × 4, colours multiplied by alpha."""
    picture = player_body(placed.player.person, doing).picture
    # The rim is found by what lies beside a pixel, so more is drawn than the window.
    room = ceil(max(map(abs, light.lamp)) * placed.scale) + 1 if light.rim.alpha else 0
    left, top, width, height = window
    at: Affine = translation(room - left, room - top).after(placed.figure_transform)
    ground = round(placed.y - top + room)
    pixels = paint_picture(picture, width + 2 * room, height + 2 * room, at)
    x, y, wide, high = cv2.boundingRect(np.ascontiguousarray(pixels[..., 3]))
    if wide:
        covered = np.ascontiguousarray(pixels[y : y + high, x : x + wide])
        pixels[y : y + high, x : x + wide] = lit_figure(covered, light, placed.scale, ground - y)
    return np.ascontiguousarray(pixels[room : room + height, room : room + width])
