"""The moving picture of a shot: place, weather and people, composed twelve times a second from painted parts."""

from functools import lru_cache
from typing import Final, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from libraries.drawing.canvas.compositor import Sprite
from libraries.drawing.canvas.compositor import SpriteFrame as Shown
from libraries.drawing.canvas.yuv import Canvas, Plate
from libraries.drawing.typography.design_tokens import WIDTH, Box
from libraries.drawn_world.figure_light import lit_figure
from libraries.drawn_world.people.acting import DRAWINGS_A_SECOND
from libraries.drawn_world.scenes import Plane, Scene, Setting, scene_of_setting
from libraries.drawn_world.staging.animated_figures import AnimatedFigure, FigurePart, cropped_plate
from libraries.drawn_world.staging.camera import PAD, camera_position
from libraries.drawn_world.staging.framing import ShotLayout, face_middle, shot_layout
from libraries.drawn_world.staging.lighting import LightPool, light_on_player, light_pool, pixels_in_light_pool
from libraries.drawn_world.staging.scenery.backdrops import backdrop_picture
from libraries.drawn_world.staging.scenery.shot_props import shot_props
from libraries.drawn_world.staging.shot import Backdrop, CameraMove, Framing, Shot
from libraries.vector.affine import Affine, Point, scaling, translation
from libraries.vector.painter import paint_picture
from libraries.vector.picture import Group
from schemas.beats import Weather
from schemas.frames import FPS

_ZOOM_ABOUT: Final = (WIDTH / 2, 760.0)
"""Where the camera pushes to: faces."""
_PAST_FRONT: Final = (Framing.DETAIL, Framing.CLOSE, Framing.REACTION, Framing.OVER_SHOULDER, Framing.UNDER_BUBBLE)
"""Framings in which the camera has passed what stands in front."""
_FALLING: Final = (Weather.RAIN, Weather.STORM, Weather.SNOW)
_LAZY: Final = 2
"""Drawings for which a plane stands before what moves on it moves on; rain and snow move in each."""


def shot_sprite(shot: Shot, frames: int, seen: Box) -> Sprite:
    """The sprite of a shot: opaque, the part ``seen`` of the frame, changing with every drawing."""
    picture = MovingPicture(shot, frames, seen)
    kept: list[tuple[int, Shown]] = []

    def sprite(frame: int) -> Shown:
        number = frame * DRAWINGS_A_SECOND // FPS
        if not kept or kept[0][0] != number:
            kept[:] = [(number, Shown(picture.canvas(number), seen.left, seen.top))]
        return kept[0][1]

    return sprite


class MovingPicture:
    """Draws a shot, drawing after drawing; what does not change from one to the next is composed once."""

    def __init__(self, shot: Shot, frames: int, seen: Box) -> None:
        self._shot, self._length, self._seen = shot, frames / FPS, seen
        self._scene = cached_scene(shot.setting)
        laid = shot_layout(shot, self._scene)
        self._maps, self._still = laid.planes, laid.blur > 0
        front = shot.framing not in _PAST_FRONT
        pans = shot.move in (CameraMove.PAN_LEFT, CameraMove.PAN_RIGHT)
        layered = pans or bool(self._scene.back.animations)
        middle = face_middle(laid.players[0]) if laid.players else _ZOOM_ABOUT
        view = PlaneView(shot.setting, laid.planes, seen, laid.blur, light_pool(shot, middle))
        if shot.backdrop is not Backdrop.PLACE:
            self._still, front = True, False
            self._planes = PaintedPlanes(backdrop_canvas(shot, middle, seen), None, None)
        else:
            self._planes = blurred_planes(view) if self._still else paint_planes(view, layered)
        self._front = self._planes.front if front else None
        self._animations_in_front = front and not self._still
        lamps = [light_on_player(placed.player, shot, self._scene.light) for placed in laid.players]
        self._performers = [AnimatedFigure(placed, light) for placed, light in zip(laid.players, lamps, strict=True)]
        self._behind, self._before = self._props(laid)
        if self._before is not None:  # No second table before the first.
            self._front, self._animations_in_front = None, False
        self._every = 1 if shot.setting.weather in _FALLING else _LAZY
        self._ground: tuple[object, Canvas] | None = None

    def canvas(self, number: int) -> Canvas:
        """The pixels of drawing ``number`` of the shot: the part of it that is seen."""
        seconds = number / DRAWINGS_A_SECOND
        view = camera_position(self._shot.move, seconds, self._length)
        back, middle, front = view.shifts
        out = self._ground_at(number // self._every * self._every, back, middle).copy()
        clip = Box(0, 0, self._seen.width, self._seen.height)
        self._blit(out, self._behind, middle, clip)
        for performer in self._performers:
            for part in performer.parts_at(seconds, self._shot.words):
                self._blit(out, part.moved(-self._seen.left, -self._seen.top), middle, clip)
        self._blit(out, self._before, middle, clip)
        self._blit(out, self._front, front, clip)
        if self._animations_in_front:
            self._blit(out, self._moving(self._scene.front, 2, seconds), front, clip)
        return _enlarged(out, view.zoom, self._seen) if view.zoom > 1 else out

    def _props(self, laid: ShotLayout) -> tuple[FigurePart | None, FigurePart | None]:
        """What stands behind people and before them: furniture, or the thing that the shot is about."""
        found = shot_props(self._shot, laid.players)
        return self._prop(found.behind), self._prop(found.before)

    def _prop(self, picture: Group | None) -> FigurePart | None:
        if picture is None:
            return None
        left, top = self._seen.left - PAD, self._seen.top - PAD
        pixels = paint_picture(
            picture, self._seen.width + 2 * PAD, self._seen.height + 2 * PAD, translation(-left, -top)
        )
        return cropped_plate(lit_figure(pixels, self._scene.light.without_rim, 1.0), -PAD, -PAD)

    def _ground_at(self, number: int, back: tuple[int, int], middle: tuple[int, int]) -> Canvas:
        """The place behind the people."""
        key = (0 if self._still else number, back, middle)
        if self._ground is None or self._ground[0] != key:
            self._ground = (key, self._composed(number / DRAWINGS_A_SECOND, back, middle))
        return self._ground[1]

    def _composed(self, seconds: float, back: tuple[int, int], middle: tuple[int, int]) -> Canvas:
        out, clip = _empty(self._seen), Box(0, 0, self._seen.width, self._seen.height)
        self._planes.back.blit(out, back[0] - PAD, back[1] - PAD, clip)
        if not self._still:
            self._blit(out, self._moving(self._scene.back, 0, seconds), back, clip)
            self._blit(out, self._planes.middle, middle, clip)
            self._blit(out, self._moving(self._scene.middle, 1, seconds), middle, clip)
        return out

    def _moving(self, plane: Plane, index: int, seconds: float) -> FigurePart | None:
        """What moves on a plane, drawn at half the resolution: rain, steam and light are soft."""
        if not plane.animations:
            return None
        picture = Group((plane.moving_parts(seconds),), self._maps[index])
        return _part(_half(picture, self._seen), enlarged=True)

    @staticmethod
    def _blit(canvas: Canvas, part: FigurePart | None, shift: tuple[int, int], clip: Box) -> None:
        if part is not None:
            part.plate.blit(canvas, part.left + shift[0], part.top + shift[1], clip)


class PlaneView(NamedTuple):
    """How the planes of a place are seen in a shot."""

    setting: Setting
    maps: tuple[Affine, Affine, Affine]
    seen: Box
    blur: float
    pool: LightPool | None

    def planes(self, seconds: float | None) -> list[Group]:
        """The three planes as they lie in the picture; with what moves on them, where a time is given."""
        made = cached_scene(self.setting)
        return [
            Group((plane.still if seconds is None else plane.picture_at(seconds),), each)
            for plane, each in zip(made.planes, self.maps, strict=True)
        ]


class PaintedPlanes(NamedTuple):
    """The pixels of the planes of a place; the middle one is None where it is part of the back."""

    back: Canvas
    middle: FigurePart | None
    front: FigurePart | None


@lru_cache(maxsize=8)
def cached_scene(setting: Setting) -> Scene:
    """The scene of a setting, kept for other shots."""
    return scene_of_setting(setting)


@lru_cache(maxsize=4)
def paint_planes(view: PlaneView, layered: bool) -> PaintedPlanes:
    """The pixels of the planes in a shot, ``layered`` where something moves between back and middle."""
    back, middle, front = view.planes(None)
    near = _part(_whole(front, view))
    if layered:
        return PaintedPlanes(_opaque(_whole(back, view)), _part(_whole(middle, view)), near)
    return PaintedPlanes(_opaque(_whole(Group((back, middle)), view)), None, near)


@lru_cache(maxsize=4)
def blurred_planes(view: PlaneView) -> PaintedPlanes:
    """The pixels of the planes out of focus: back and middle as one, and the front one."""
    back, middle, front = view.planes(0.4)
    far, near = (
        np.asarray(cv2.GaussianBlur(_half(each, view.seen), (0, 0), view.blur / 2), np.uint8)
        for each in (Group((back, middle)), front)
    )
    corner = view.seen.left - PAD, view.seen.top - PAD
    lit, dim = (pixels_in_light_pool(each, view.pool, *corner, 2.0) for each in (far, near))
    return PaintedPlanes(_opaque(lit, enlarged=True), None, _part(dim, enlarged=True))


@lru_cache(maxsize=2)
def backdrop_canvas(shot: Shot, middle: Point, seen: Box) -> Canvas:
    """The pixels of the backdrop of a shot, which stands there instead of its place."""
    picture = backdrop_picture(shot.backdrop, shot.setting.mood, middle, shot.setting.seed + len(shot.words))
    at = translation(PAD - seen.left, PAD - seen.top)
    return _opaque(paint_picture(picture, seen.width + 2 * PAD, seen.height + 2 * PAD, at))


def _whole(picture: Group, view: PlaneView) -> NDArray[np.uint8]:
    """A picture as far as a camera may see it."""
    left, top = view.seen.left - PAD, view.seen.top - PAD
    pixels = paint_picture(picture, view.seen.width + 2 * PAD, view.seen.height + 2 * PAD, translation(-left, -top))
    return pixels_in_light_pool(pixels, view.pool, left, top)


def _half(picture: Group, seen: Box) -> NDArray[np.uint8]:
    """The same in half the size."""
    at = scaling(0.5).after(translation(PAD - seen.left, PAD - seen.top))
    return paint_picture(picture, seen.width // 2 + PAD, seen.height // 2 + PAD, at)


def _opaque(pixels: NDArray[np.uint8], *, enlarged: bool = False) -> Canvas:
    """The pixels on black."""
    plate = Plate.from_premultiplied(pixels, enlarged=enlarged)
    canvas = Canvas.blank(plate.width, plate.height)
    plate.blit(canvas, 0, 0, canvas.opaque_box)
    return canvas


def _part(pixels: NDArray[np.uint8], *, enlarged: bool = False) -> FigurePart | None:
    """The part of a plane in which something is; None where nothing is."""
    return cropped_plate(pixels, -PAD, -PAD, enlarged=enlarged)


def _empty(seen: Box) -> Canvas:
    half = (seen.height // 2, seen.width // 2)
    return Canvas(np.empty((seen.height, seen.width), np.uint8), np.empty(half, np.uint8), np.empty(half, np.uint8))


def _enlarged(canvas: Canvas, zoom: float, seen: Box) -> Canvas:
    """The canvas enlarged about the place that the camera pushes to: a part of it of whole pixels, which is faster than
    a map, and steps of a pixel are not seen."""
    width, height = (2 * round(side / zoom / 2) for side in (seen.width, seen.height))
    left, top = (
        2 * round((whole - part) * (about - start) / whole / 2)
        for whole, part, about, start in (
            (seen.width, width, _ZOOM_ABOUT[0], seen.left),
            (seen.height, height, _ZOOM_ABOUT[1], seen.top),
        )
    )
    planes = []
    for plane, size in zip(canvas, (1, 2, 2), strict=True):
        part = plane[top // size : (top + height) // size, left // size : (left + width) // size]
        planes.append(np.asarray(cv2.resize(part, plane.shape[::-1], interpolation=cv2.INTER_LINEAR), np.uint8))
    return Canvas(*planes)
