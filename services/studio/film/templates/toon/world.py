"""The world of a shot: place, weather and people, composed anew twelve times a second from plates that are kept."""

from functools import lru_cache
from typing import Final, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from libraries.drawing.canvas.compositor import Shot as Shown
from libraries.drawing.canvas.compositor import Sprite
from libraries.drawing.canvas.yuv import Canvas, Plate
from libraries.drawing.typography.design_tokens import FRAME, HEIGHT, WIDTH
from libraries.drawn_world.people.acting import DRAWINGS_A_SECOND
from libraries.drawn_world.scenes import Plane, Scene, Setting, scene
from libraries.drawn_world.staging.camera import PAD, view_at
from libraries.drawn_world.staging.figures import light_on
from libraries.drawn_world.staging.framing import layout
from libraries.drawn_world.staging.shot import Framing, Move, Shot
from libraries.vector.affine import Affine, moved, scaled
from libraries.vector.painter import paint
from libraries.vector.picture import Group
from schemas.frames import FPS
from services.studio.film.templates.toon.actors import Actor, Part

_WIDE, _HIGH = WIDTH + 2 * PAD, HEIGHT + 2 * PAD
_ZOOM_ABOUT: Final = (WIDTH / 2, 760.0)
"""Where the camera pushes to: faces."""
_PANS: Final = (Move.PAN_LEFT, Move.PAN_RIGHT)
_PAST_FRONT: Final = (Framing.CLOSE, Framing.REACTION, Framing.OVER_SHOULDER)
"""Framings in which the camera has passed what stands in front."""


def drawing_of(frame: int) -> int:
    """The drawing that is shown in a frame."""
    return frame * DRAWINGS_A_SECOND // FPS


def world_sprite(shot: Shot, frames: int) -> Sprite:
    """The shot as one opaque picture, new in every drawing."""
    world = World(shot, frames)
    kept: list[tuple[int, Shown]] = []

    def sprite(frame: int) -> Shown:
        number = drawing_of(frame)
        if not kept or kept[0][0] != number:
            kept[:] = [(number, Shown(world.canvas(number), 0, 0))]
        return kept[0][1]

    return sprite


class World:
    """A shot ready to be drawn."""

    def __init__(self, shot: Shot, frames: int) -> None:
        self._shot, self._length = shot, frames / FPS
        made = placed_scene(shot.setting)
        laid = layout(shot, made)
        layered = shot.move in _PANS or bool(made.back.movers)
        self._maps = laid.planes
        self._planes = painted(shot.setting, laid.planes, laid.blur, layered)
        self._scene = made
        self._front = shot.framing not in _PAST_FRONT
        self._actors = [Actor(placed, light_on(placed, made.light)) for placed in laid.players]

    def canvas(self, number: int) -> Canvas:
        """Drawing ``number`` of the shot."""
        seconds = number / DRAWINGS_A_SECOND
        view = view_at(self._shot.move, seconds, self._length)
        out = _empty()
        back, middle, front = view.shifts
        self._planes.back.blit(out, back[0] - PAD, back[1] - PAD, FRAME)
        _blit(out, self._moving(self._scene.back, 0, seconds), back)
        _blit(out, self._planes.middle, middle)
        _blit(out, self._moving(self._scene.middle, 1, seconds), middle)
        for actor in self._actors:
            for part in actor.at(seconds, self._shot.words):
                _blit(out, part, middle)
        if self._front:
            _blit(out, self._planes.front, front)
            _blit(out, self._moving(self._scene.front, 2, seconds), front)
        return _enlarged(out, view.zoom) if view.zoom > 1 else out

    def _moving(self, plane: Plane, index: int, seconds: float) -> Part | None:
        """What moves on a plane, drawn at half the resolution: rain, steam and light are soft."""
        if not plane.movers:
            return None
        half = moved(PAD / 2, PAD / 2).after(scaled(0.5)).after(self._maps[index])
        return _part(paint(plane.moving(seconds), _WIDE // 2, _HIGH // 2, half), enlarged=True)


class Painted(NamedTuple):
    """The planes of a place; the middle one is None where it is part of the back."""

    back: Canvas
    middle: Part | None
    front: Part | None


@lru_cache(maxsize=8)
def placed_scene(setting: Setting) -> Scene:
    """The scene of a setting."""
    return scene(setting)


@lru_cache(maxsize=6)
def painted(setting: Setting, maps: tuple[Affine, Affine, Affine], blur: float, layered: bool) -> Painted:  # noqa: FBT001 - a cached key
    """The planes as they lie in a shot, ``layered`` where back and middle move apart."""
    made = placed_scene(setting)
    back, middle, front = (
        Group((plane.still,), moved(PAD, PAD).after(each)) for plane, each in zip(made.planes, maps, strict=True)
    )
    near = _part(_soft(paint(front, _WIDE, _HIGH), blur))
    if layered:
        far = _soft(paint(back, _WIDE, _HIGH), blur)
        return Painted(_opaque(far), _part(_soft(paint(middle, _WIDE, _HIGH), blur)), near)
    return Painted(_opaque(_soft(paint(Group((back, middle)), _WIDE, _HIGH), blur)), None, near)


def _soft(pixels: NDArray[np.uint8], blur: float) -> NDArray[np.uint8]:
    return np.asarray(cv2.GaussianBlur(pixels, (0, 0), blur), np.uint8) if blur else pixels


def _opaque(pixels: NDArray[np.uint8]) -> Canvas:
    """The pixels on black."""
    canvas = Canvas.blank(pixels.shape[1], pixels.shape[0])
    Plate.premultiplied(pixels).blit(canvas, 0, 0, canvas.solid)
    return canvas


def _part(pixels: NDArray[np.uint8], *, enlarged: bool = False) -> Part | None:
    """The part of a plane in which something is; None where nothing is."""
    x, y, width, height = cv2.boundingRect(np.ascontiguousarray(pixels[..., 3]))
    if not width:
        return None
    left, top = x // 2 * 2, y // 2 * 2
    right, bottom = min(pixels.shape[1], -(-(x + width) // 2) * 2), min(pixels.shape[0], -(-(y + height) // 2) * 2)
    plate = Plate.premultiplied(np.ascontiguousarray(pixels[top:bottom, left:right]), enlarged=enlarged)
    size = 2 if enlarged else 1
    return Part(plate, left * size - PAD, top * size - PAD)


def _blit(canvas: Canvas, part: Part | None, shift: tuple[int, int]) -> None:
    if part is not None:
        part.plate.blit(canvas, part.left + shift[0], part.top + shift[1], FRAME)


def _empty() -> Canvas:
    half = (HEIGHT // 2, WIDTH // 2)
    return Canvas(np.empty((HEIGHT, WIDTH), np.uint8), np.empty(half, np.uint8), np.empty(half, np.uint8))


def _enlarged(canvas: Canvas, zoom: float) -> Canvas:
    """The canvas enlarged about the place that the camera pushes to."""
    planes = []
    for plane, share in zip(canvas, (1.0, 0.5, 0.5), strict=True):
        x, y = _ZOOM_ABOUT[0] * share, _ZOOM_ABOUT[1] * share
        matrix = np.array([[zoom, 0, x - zoom * x], [0, zoom, y - zoom * y]])
        size = (plane.shape[1], plane.shape[0])
        planes.append(np.asarray(cv2.warpAffine(plane, matrix, size, flags=cv2.INTER_LINEAR), np.uint8))
    return Canvas(*planes)
