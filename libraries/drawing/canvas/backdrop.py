"""Backgrounds of our own: a dithered sky, soft lights and small shapes that drift, or a blurred picture."""

import hashlib
import math
from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageColor, ImageFilter

from libraries.drawing.canvas.animation import drifting_sprite
from libraries.drawing.canvas.backdrop_patterns_and_shapes import SHAPES, backdrop_pattern, drifting_shape
from libraries.drawing.canvas.compositor import Sprite
from libraries.drawing.canvas.open_and_crop import cover_crop, open_picture
from libraries.drawing.canvas.yuv import Canvas, Plate
from libraries.drawing.typography.design_tokens import FRAME, HEIGHT, WIDTH, Theme

_LIGHT_HOMES: Final = ((150, 1740, 300), (930, 1830, 360), (980, 40, 260))
"""Centre and radius (x, y, r) of the lights: in the corners that are free of text."""
_BLUR_SIZE: Final = (108, 192)
"""Blurred things are made at a tenth of the size."""
_LIGHT_ROAM: Final = 100
_LIGHT_STEP: Final = 4
"""Frames from one move of a light to the next. It is so soft that a step of some pixels changes no level by one."""
_SHAPE_STEP: Final = 2
"""Frames from one move of a shape to the next: it moves by less than a pixel per frame."""
_SHAPE_HOMES: Final = ((210, 1560), (520, 1740), (860, 1600), (700, 1860), (120, 120), (640, 90), (1000, 1500))


def rgb_of_color(colour: str) -> npt.NDArray[np.float32]:
    """A colour #rrggbb as three floats 0..255."""
    return np.array(ImageColor.getrgb(colour)[:3], dtype=np.float32)


@lru_cache(maxsize=2)
def sky_backdrop(theme: Theme) -> Canvas:
    """Gradient of the theme, a little tilted, with the pattern of its backdrop."""
    ground = Canvas.from_small_rgb(sky_gradient(theme, 0.1), WIDTH, HEIGHT)
    drawn = backdrop_pattern(theme.backdrop, theme.glow[0])
    if drawn is not None:
        Plate.from_rgba(drawn).blit(ground, 0, 0, FRAME)
    return ground


@lru_cache(maxsize=3)
def blurred_backdrop(path: Path, theme: Theme) -> Canvas:
    """A picture of the post out of focus, sunk into the colours of the theme."""
    small = cover_crop(open_picture(path), *_BLUR_SIZE).filter(ImageFilter.GaussianBlur(7))
    return Canvas.from_small_rgb(
        np.asarray(small).astype(np.float32) * 0.34 + sky_gradient(theme, 0.0) * 0.66, WIDTH, HEIGHT
    )


def sky_gradient(theme: Theme, tilt: float) -> npt.NDArray[np.float32]:
    """The gradient of the sky at a tenth of the size: (192, 108, 3) RGB."""
    width, height = _BLUR_SIZE
    y = np.linspace(0, 1 - tilt, height, dtype=np.float32)[:, None, None]
    x = np.linspace(0, tilt, width, dtype=np.float32)[None, :, None]
    return rgb_of_color(theme.sky[0]) * (1 - x - y) + rgb_of_color(theme.sky[1]) * (x + y)


@lru_cache(maxsize=8)
def _glow_plate(colour: str, radius: int, strength: float) -> Plate:
    along = np.linspace(-1, 1, 2 * radius, dtype=np.float32)
    fall = np.clip(1 - np.hypot(along[:, None], along[None, :]), 0, 1)
    alpha = fall * fall * (3 - 2 * fall) * strength * 255
    picture = np.zeros((2 * radius, 2 * radius, 4), np.uint8)
    picture[..., :3] = rgb_of_color(colour).astype(np.uint8)
    picture[..., 3] = np.clip(np.rint(alpha), 0, 255).astype(np.uint8)
    return Plate.from_rgba(Image.fromarray(picture, "RGBA"))


def drifting_lights(theme: Theme, seed: int, scene: int, frames: int, *, shapes: bool = True) -> list[Sprite]:
    """Lights and shapes that drift in the background; each scene continues where the one before left them."""
    sprites: list[Sprite] = []
    for i, (x, y, radius) in enumerate(_LIGHT_HOMES):
        plate = _glow_plate(theme.glow[i % 2], radius, 0.62)
        path = (_point_near(x, y, _LIGHT_ROAM, seed, i, scene), _point_near(x, y, _LIGHT_ROAM, seed, i, scene + 1))
        sprites.append(drifting_sprite(plate, path, frames, every=_LIGHT_STEP, late=_SHAPE_STEP * i))
    for i, (x, y) in enumerate(_SHAPE_HOMES if shapes else ()):
        kinds = SHAPES[theme.backdrop]
        plate = drifting_shape(
            kinds[(i + seed) % len(kinds)], theme.accent if i % 2 else theme.glow[i % 2], 56 + 14 * (i % 3)
        )
        path = (_point_near(x, y, 70, seed, i + 10, scene), _point_near(x, y, 70, seed, i + 10, scene + 1))
        sprites.append(drifting_sprite(plate, path, frames, every=_SHAPE_STEP))
    return sprites


def _point_near(x: float, y: float, roam: float, seed: int, index: int, scene: int) -> tuple[float, float]:
    """A point near (x, y), determined by seed, index and scene."""
    digest = hashlib.sha256(f"{seed}:{index}:{scene}".encode()).digest()
    angle, far = digest[0] / 255 * 2 * math.pi, 0.35 + 0.65 * digest[1] / 255
    return x + roam * far * math.cos(angle), y + roam * far * math.sin(angle)
