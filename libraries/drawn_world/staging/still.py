"""Stills of shots: one drawing of a part of a shot, for films that show it as a picture."""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from libraries.drawn_world.figure_light import Light, lit_figure
from libraries.drawn_world.scenes import FRAME, Scene, Setting, scene_of_setting
from libraries.drawn_world.staging.bodies import PlayerActing, player_body
from libraries.drawn_world.staging.figures import PixelWindow, figure_pixels, figure_window
from libraries.drawn_world.staging.framing import PlacedPlayer, shot_layout
from libraries.drawn_world.staging.player_motion import player_acting_at
from libraries.drawn_world.staging.scenery.shot_props import shot_props
from libraries.drawn_world.staging.shot import CameraAngle, Framing, Shot
from libraries.vector.affine import Affine, scaling, translation
from libraries.vector.painter import paint_picture
from libraries.vector.picture import Group

_SECONDS: Final = 1.5
"""The moment that is drawn: by then everybody has come to do what the line tells."""
_PAST_FRONT: Final = (Framing.DETAIL, Framing.CLOSE, Framing.REACTION, Framing.OVER_SHOULDER)
"""Framings in which the camera has passed what stands in front."""
_HEAD: Final = 340
"""Units of a head with its hair."""
_ABOVE: Final = 0.3
"""Share of the height without heads that is above them."""


def still_pixels(shot: Shot, height: int, *, small: bool = False) -> NDArray[np.uint8]:
    """The pixels of a still: the full width of the shot and ``height`` rows of it, in which its heads are: height ×
    1080 × 3.

    ``small``: half as many pixels each way. The camera is held upright.
    """
    shot = replace(shot, angle=CameraAngle.LEVEL) if shot.angle is CameraAngle.TILTED else shot
    place = cached_scene(shot.setting)
    laid = shot_layout(shot, place)
    acting = [(placed, _awake(player_acting_at(placed, None, _SECONDS))) for placed in laid.players]
    view = _View(0.5 if small else 1.0, _top(acting, height), height)
    behind, before = _planes(shot.setting, laid.planes, view)
    pixels = behind.copy()
    found = shot_props(shot, laid.players)
    _lay_prop(pixels, found.behind, view, place.light)
    for placed, now in acting:
        window = view.within(figure_window(placed, now))
        if window is not None:
            _lay(pixels, figure_pixels(view.placed(placed), now, place.light, window), window.left, window.top)
    _lay_prop(pixels, found.before, view, place.light)
    if shot.framing not in _PAST_FRONT and found.before is None:  # No second table before the first.
        _lay(pixels, before, 0, 0)
    return np.ascontiguousarray(pixels[..., :3])


def _top(acting: Sequence[tuple[PlacedPlayer, PlayerActing]], height: int) -> int:
    """The first row of a still in which the faces are; the middle of the place where there are none."""
    faces = [(placed, now) for placed, now in acting if not placed.back]
    chins = [
        placed.figure_transform.map_point(0.0, player_body(placed.player.person, now).face_end)[1]
        for placed, now in faces
    ]
    crowns = [chin - _HEAD * placed.scale for chin, (placed, _) in zip(chins, faces, strict=True)]
    upper, lower = min(crowns, default=FRAME[1] * 0.45), max(chins, default=FRAME[1] * 0.45)
    return round(max(0.0, min(FRAME[1] - height, upper - (height - (lower - upper)) * _ABOVE)))


def _awake(now: PlayerActing) -> PlayerActing:
    """The same with open eyes, where they only blink."""
    return replace(now, blink=0.0)


class _View(NamedTuple):
    """Which rows of the frame are seen, and pixels of the still a pixel of the frame."""

    scale: float
    top: int
    height: int

    @property
    def size(self) -> tuple[int, int]:
        return round(FRAME[0] * self.scale), round(self.height * self.scale)

    @property
    def at(self) -> Affine:
        """The frame in the still."""
        return scaling(self.scale).after(translation(0, -self.top))

    def placed(self, player: PlacedPlayer) -> PlacedPlayer:
        """The player in the still."""
        return player._replace(
            x=player.x * self.scale, y=(player.y - self.top) * self.scale, scale=player.scale * self.scale
        )

    def within(self, window: PixelWindow) -> PixelWindow | None:
        """The part of a window of the frame that is in the still; None where none is."""
        width, height = self.size
        left, right = (round(x * self.scale) for x in (window.left, window.left + window.width))
        upper, lower = (round((y - self.top) * self.scale) for y in (window.top, window.top + window.height))
        left, right, upper, lower = max(0, left), min(width, right), max(0, upper), min(height, lower)
        return PixelWindow(left, upper, right - left, lower - upper) if right > left and lower > upper else None


@lru_cache(maxsize=4)
def cached_scene(setting: Setting) -> Scene:
    """The scene of a setting, kept for other stills."""
    return scene_of_setting(setting)


@lru_cache(maxsize=6)
def _planes(setting: Setting, maps: tuple[Affine, ...], view: _View) -> tuple[NDArray[np.uint8], ...]:
    """What is behind people, and what is before them, as a story shows it again and again."""
    place = cached_scene(setting)
    back, between, front = (
        Group((plane.picture_at(_SECONDS),), each) for plane, each in zip(place.planes, maps, strict=True)
    )
    return paint_picture(Group((back, between)), *view.size, view.at), paint_picture(front, *view.size, view.at)


def _lay_prop(below: NDArray[np.uint8], prop: Group | None, view: _View, light: Light) -> None:
    """Lay furniture or a thing over what is behind it."""
    if prop is not None:
        _lay(below, lit_figure(paint_picture(prop, *view.size, view.at), light.without_rim, 1.0), 0, 0)


def _lay(below: NDArray[np.uint8], above: NDArray[np.uint8], left: int, top: int) -> None:
    """Lay a picture with colours multiplied by alpha over another, in place; only where there is something."""
    x, y, width, height = cv2.boundingRect(np.ascontiguousarray(above[..., 3]))
    if not width:
        return
    over = above[y : y + height, x : x + width]
    part = below[top + y : top + y + height, left + x : left + x + width]
    rest = np.repeat(255 - over[..., 3:], 4, axis=2)
    part[:] = cv2.add(cv2.multiply(np.ascontiguousarray(part), rest, scale=1 / 255), over)
