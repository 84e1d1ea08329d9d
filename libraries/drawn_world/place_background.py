"""A drawn place as the moving background of a scene: its planes drift against each other, with what moves on them.

Planes are painted once and moved by whole pixels, a few times a second: in between frames repeat and cost nothing.
"""

import hashlib
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from libraries.drawing.canvas.animation import ease_in_out, ease_out, interpolate
from libraries.drawing.canvas.backdrop import sky_gradient
from libraries.drawing.canvas.compositor import Sprite, SpriteFrame
from libraries.drawing.canvas.yuv import Canvas, Plate, to_even
from libraries.drawing.typography.design_tokens import FRAME, HEIGHT, WIDTH, Box, Theme
from libraries.drawn_world.scenes import Plane, Setting, scene_of_setting
from libraries.vector.affine import IDENTITY, Affine, scaling, translation
from libraries.vector.painter import paint_picture
from libraries.vector.picture import Group
from schemas.beats import Weather
from schemas.frames import FPS

PAD: Final = 48
"""Pixels of the back plane beyond each edge of the frame; the front plane moves twice as far and has twice as many."""
STEP: Final = 6
"""Frames from one move of the ground to the next."""
SOFT_STEP: Final = 8
"""The same of a soft ground, whose steps nobody sees."""
_FRONT: Final = 2
"""Number of the front plane."""
_LOOP: Final = 6
"""Drawings of what moves, shown in turn."""
_FALLING: Final = (Weather.RAIN, Weather.STORM, Weather.SNOW)
_BLUR: Final = 5.0
"""Standard deviation of a soft place, in pixels of a quarter of the frame."""
_OWN_SHARE: Final = 0.52
"""Share of a soft place in its colours; the rest is the ground of the theme."""
_NEAR: Final = 1.14
"""How much larger the place is in the first frame of a push."""
_PUSH: Final = 30
"""Frames of a push."""


PLACE_VIEWS: Final = (
    IDENTITY,
    scaling(1.34).after(translation(-60, -420)),
    scaling(1.5).after(translation(-420, -330)),
)
"""How a place may be seen: whole, or nearer and from another side."""


class PlaceView(NamedTuple):
    """A place, and how it is shown: ``theme`` where it is blurred and mixed with the colours of the theme, else as
    it is."""

    setting: Setting
    theme: Theme | None = None
    shot: int = 0
    """Number of one of `PLACE_VIEWS`."""
    seen: Box = FRAME
    """The part of the frame in which it moves."""


Shift = Callable[[int], tuple[int, int]]
"""Frame → pixels right and down by which the back plane has moved."""


class _Layer(NamedTuple):
    """A plate, and where it lies in the frame while nothing has moved."""

    plate: Plate
    left: int
    top: int

    def shot(self, dx: int, dy: int) -> SpriteFrame:
        return SpriteFrame(self.plate, self.left + dx, self.top + dy)


def place_background_sprites(
    view: PlaceView, seed: int, index: int, frames: int, *, push: bool = False
) -> list[Sprite]:
    """The sprites of a place behind scene ``index`` of a film; the drift goes on from where the scene before ended.

    ``push``: the camera comes nearer in the first second. Raises BadInput for what cannot be painted.
    """
    path = _resting(seed, index), _resting(seed, index + 1)

    step = STEP if view.theme is None else SOFT_STEP

    def shift(frame: int) -> tuple[int, int]:
        share = ease_in_out(frame // step * step / max(1, frames))
        left, top = (interpolate((start, end), share) for start, end in zip(*path, strict=True))
        return to_even(left), to_even(top)

    if view.theme is not None:
        return [_back_sprite(_soft(view), shift, push=push)]
    planes = _planes(view.setting, view.shot % len(PLACE_VIEWS))
    sprites = [_back_sprite(planes.back, shift, push=push)]
    for number, still in enumerate((None, planes.middle, planes.front)):
        far = 2 if number == _FRONT else 1
        if still is not None and not (push and number == _FRONT):
            sprites.append(_moving([still], shift, far))
        if any(planes.loops[number]):
            sprites.append(_moving(planes.loops[number], shift, far))
    return sprites if view.seen == FRAME else [_within(sprite, view.seen) for sprite in sprites]


def _within(sprite: Sprite, seen: Box) -> Sprite:
    """The part of a sprite inside a box (even), which shares its pixels."""
    last: tuple[SpriteFrame, SpriteFrame | None] | None = None

    def part(frame: int) -> SpriteFrame | None:
        nonlocal last
        shot = sprite(frame)
        if shot is None:
            return None
        if last is None or last[0].what is not shot.what or last[0][1:] != shot[1:]:
            last = (shot, _cut(shot, seen))
        return last[1]

    return part


def _cut(shot: SpriteFrame, seen: Box) -> SpriteFrame | None:
    what, left, top = shot
    whole = Box(left, top, left + what.width, top + what.height)
    if not isinstance(what, (Canvas, Plate)) or not whole.overlaps(seen):
        return None
    box = whole.intersection(seen).moved(-left, -top)
    full, half = ((slice(box.top // k, box.bottom // k), slice(box.left // k, box.right // k)) for k in (1, 2))
    colour = what.y[full], what.u[half], what.v[half]
    part = Canvas(*colour) if isinstance(what, Canvas) else Plate(*colour, what.keep[full], what.keep_half[half])
    return SpriteFrame(part, left + box.left, top + box.top)


def _resting(seed: int, index: int) -> tuple[float, float]:
    """Where the back plane stands as scene ``index`` begins: pixels right and below its middle."""
    digest = hashlib.sha256(f"ground {seed} {index}".encode()).digest()
    side = 1 if index % 2 else -1
    return side * PAD * (0.45 + 0.45 * digest[0] / 255), PAD * (digest[1] / 255 - 0.5) * 0.7


def _back_sprite(back: Canvas, shift: Shift, *, push: bool) -> Sprite:
    kept: dict[int, Canvas] = {}

    def sprite(frame: int) -> SpriteFrame:
        dx, dy = shift(frame)
        step = frame // 2
        if not push or step >= _PUSH // 2:
            return SpriteFrame(back, dx - PAD, dy - PAD)
        if step not in kept:
            kept.clear()
            kept[step] = _enlarged(back, 1 + (_NEAR - 1) * (1 - ease_out((step + 1) * 2 / _PUSH)))
        return SpriteFrame(kept[step], dx - PAD, dy - PAD)

    return sprite


def _enlarged(canvas: Canvas, zoom: float) -> Canvas:
    """The canvas enlarged about a place a little above its middle."""
    planes = []
    for plane in canvas:
        high, wide = plane.shape
        x, y = wide / 2, high * 0.42
        matrix = np.array([[zoom, 0, x - zoom * x], [0, zoom, y - zoom * y]])
        planes.append(np.asarray(cv2.warpAffine(plane, matrix, (wide, high), flags=cv2.INTER_LINEAR), np.uint8))
    return Canvas(*planes)


def _moving(layers: Sequence[_Layer | None], shift: Shift, far: int) -> Sprite:
    def sprite(frame: int) -> SpriteFrame | None:
        layer = layers[frame // STEP % len(layers)]
        dx, dy = shift(frame)
        return None if layer is None else layer.shot(far * dx, far * dy)

    return sprite


class _Planes(NamedTuple):
    """``middle`` is None where nothing moves behind it: then it is part of the back."""

    back: Canvas
    middle: _Layer | None
    front: _Layer | None
    loops: tuple[tuple[_Layer | None, ...], ...]
    """The drawings of what moves on each plane."""


@lru_cache(maxsize=4)
def _planes(setting: Setting, shot: int) -> _Planes:
    made = scene_of_setting(setting)
    back, middle, front = made.planes
    at = PLACE_VIEWS[shot]
    layered = bool(back.animations)
    behind = Group((back.still,) if layered else (back.still, middle.still))
    return _Planes(
        _canvas(_painted(behind, PAD, at)),
        _layer(_painted(middle.still, PAD, at), PAD) if layered else None,
        _layer(_painted(front.still, 2 * PAD, at), 2 * PAD),
        tuple(_loop(plane, setting.weather, at) for plane in made.planes),
    )


def _loop(plane: Plane, weather: Weather, at: Affine) -> tuple[_Layer | None, ...]:
    """What moves on a plane, in half the size: rain and light are soft. There and back, but for what falls."""
    if not plane.animations:
        return ()
    drawings = [_half_layer(plane.moving_parts(number * STEP / FPS), at) for number in range(_LOOP)]
    return tuple(drawings if weather in _FALLING else [*drawings, *drawings[-2:0:-1]])


def _painted(picture: Group, pad: int, shot: Affine) -> NDArray[np.uint8]:
    """A plane with ``pad`` pixels beyond each edge of the frame."""
    return paint_picture(picture, WIDTH + 2 * pad, HEIGHT + 2 * pad, translation(pad, pad).after(shot))


def _canvas(pixels: NDArray[np.uint8]) -> Canvas:
    """Pixels on black."""
    plate = Plate.from_premultiplied(pixels)
    canvas = Canvas.blank(plate.width, plate.height)
    plate.blit(canvas, 0, 0, canvas.opaque_box)
    return canvas


def _layer(pixels: NDArray[np.uint8], pad: int) -> _Layer | None:
    """The part of a plane in which something is; None where nothing is."""
    box = _drawn(pixels)
    if box is None:
        return None
    part = np.ascontiguousarray(pixels[box.top : box.bottom, box.left : box.right])
    return _Layer(Plate.from_premultiplied(part), box.left - pad, box.top - pad)


def _half_layer(picture: Group, shot: Affine) -> _Layer | None:
    at = scaling(0.5).after(translation(2 * PAD, 2 * PAD)).after(shot)
    pixels = paint_picture(picture, WIDTH // 2 + 2 * PAD, HEIGHT // 2 + 2 * PAD, at)
    box = _drawn(pixels)
    if box is None:
        return None
    part = np.ascontiguousarray(pixels[box.top : box.bottom, box.left : box.right])
    return _Layer(Plate.from_premultiplied(part, enlarged=True), 2 * box.left - 2 * PAD, 2 * box.top - 2 * PAD)


def _drawn(pixels: NDArray[np.uint8]) -> Box | None:
    """The even box around all pixels that are not transparent."""
    x, y, width, height = cv2.boundingRect(np.ascontiguousarray(pixels[..., 3]))
    if not width:
        return None
    return Box(x // 2 * 2, y // 2 * 2, -(-(x + width) // 2) * 2, -(-(y + height) // 2) * 2)


@lru_cache(maxsize=6)
def _soft(view: PlaceView) -> Canvas:
    """A place out of focus, sunk into the colours of the theme."""
    assert view.theme is not None
    wide, high = (WIDTH + 2 * PAD) // 4, (HEIGHT + 2 * PAD) // 4
    planes = scene_of_setting(view.setting).planes
    place = paint_picture(
        Group(tuple(plane.still for plane in planes)), wide, high, scaling(0.25).after(translation(PAD, PAD))
    )
    soft = cv2.GaussianBlur(place[..., :3].astype(np.float32), (0, 0), _BLUR)
    ground = cv2.resize(sky_gradient(view.theme, 0.1), (wide, high))
    mixed = np.asarray(soft, np.float32) * _OWN_SHARE + ground * (1 - _OWN_SHARE)
    return Canvas.from_small_rgb(mixed, WIDTH + 2 * PAD, HEIGHT + 2 * PAD)
