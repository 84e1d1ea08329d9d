"""Pictures filmed with a moving camera, exact to a fraction of a pixel."""

from collections.abc import Callable
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from libraries.drawing.canvas.animation import ease_in_out, interpolate
from libraries.drawing.canvas.compositor import Sprite, SpriteFrame
from libraries.drawing.canvas.open_and_crop import cover_crop, open_picture
from libraries.drawing.canvas.yuv import Canvas, Plane, Plate, to_even
from libraries.drawing.typography.design_tokens import RADIUS, Box
from schemas.base import Frozen

_ZOOM_RESERVE: Final = 1.2
"""Pictures are prepared this many times larger than their card, so that zooming in finds real pixels."""


class PictureFit(StrEnum):
    """How a picture fills its card."""

    COVER = "cover"
    """Cut to the card."""
    CONTAIN = "contain"
    """Whole, before a blurred copy of itself."""
    SCROLL = "scroll"
    """As wide as the card, moved from top to bottom: tall screenshots."""


class CameraMove(Frozen):
    """A camera move over the prepared picture, from start to end: zoom factor, and focus as 0..1 of the free way."""

    zoom: tuple[float, float] = (1.0, 1.0)
    x: tuple[float, float] = (0.5, 0.5)
    y: tuple[float, float] = (0.5, 0.5)


@lru_cache(maxsize=6)
def camera_canvas(path: Path, fit: PictureFit, box: Box) -> Canvas:
    """The picture that the camera moves over, for a card of the size of ``box``. Raises BadInput for a bad file."""
    image = open_picture(path)
    width, height = to_even(box.width * _ZOOM_RESERVE), to_even(box.height * _ZOOM_RESERVE)
    if fit is PictureFit.COVER:
        return Canvas.from_rgb(np.asarray(cover_crop(image, width, height)))
    fill = cover_crop(image, width // 8, height // 8).filter(ImageFilter.GaussianBlur(6))
    if fit is PictureFit.CONTAIN:
        scale = min(width / image.width, height / image.height)
        size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    else:
        scale = width * 0.84 / image.width
        height = max(height, min(to_even(image.height * scale), height * 12))
        size = (round(image.width * scale), height)
    ground = fill.resize((width, height), Image.Resampling.BICUBIC).point(lambda v: round(v * 0.72))
    part = image if fit is PictureFit.CONTAIN else image.crop((0, 0, image.width, round(height / scale)))
    ground.paste(part.resize(size, Image.Resampling.LANCZOS), ((width - size[0]) // 2, (height - size[1]) // 2))
    return Canvas.from_rgb(np.asarray(ground))


class RoundedPicture(NamedTuple):
    """An opaque picture with rounded corners; ``cover`` is the opacity of its top left corner, Y then half size."""

    picture: Canvas
    cover: tuple[Plane, Plane]

    @property
    def width(self) -> int:
        return self.picture.width

    @property
    def height(self) -> int:
        return self.picture.height

    @property
    def opaque_box(self) -> Box:
        """All but a border that holds the rounded corners: 1 - 1/sqrt(2) of their radius."""
        inset = to_even(RADIUS * 0.3)
        return Box(inset, inset, self.width - inset, self.height - inset)

    def faded(self, strength: float) -> Plate:
        """The picture as it is now, at ``strength`` (0..1) of its opacity."""
        opacity = [np.full(plane.shape, 255, np.uint8) for plane in self.picture[:2]]
        for cover, plane in zip(self.cover, opacity, strict=True):
            high, wide = cover.shape
            plane[:high, :wide], plane[:high, -wide:] = cover, cover[:, ::-1]
            plane[-high:, :wide], plane[-high:, -wide:] = cover[::-1], cover[::-1, ::-1]
        shares = (opacity[0], opacity[1], opacity[1])
        y, u, v = (
            np.asarray(cv2.multiply(a, b, scale=1 / 255), np.uint8) for a, b in zip(self.picture, shares, strict=True)
        )
        return Plate(y, u, v, 255 - opacity[0], 255 - opacity[1]).faded(strength)

    def blit(self, canvas: Canvas, left: int, top: int, clip: Box) -> None:
        """Copy the body; blend the corners with what was there before."""
        if self.opaque_box.moved(left, top).holds(clip):
            self.picture.blit(canvas, left, top, clip)
            return
        below = [
            _plane_region(plane, box, i) for i, plane in enumerate(canvas) for box in self._corners(left, top, clip)
        ]
        kept = [patch.copy() for patch in below]
        self.picture.blit(canvas, left, top, clip)
        masks = [self._mask(box, i, left, top) for i in range(3) for box in self._corners(left, top, clip)]
        for patch, old, mask in zip(below, kept, masks, strict=True):
            share = mask.astype(np.uint16)
            patch[...] = ((patch * share + old * (255 - share) + 127) // 255).astype(np.uint8)

    def _corners(self, left: int, top: int, clip: Box) -> list[Box]:
        right, bottom = left + self.width - RADIUS, top + self.height - RADIUS
        corners = (Box(x, y, x + RADIUS, y + RADIUS) for x in (left, right) for y in (top, bottom))
        return [corner.intersection(clip) for corner in corners if corner.overlaps(clip)]

    def _mask(self, box: Box, plane: int, left: int, top: int) -> Plane:
        mask = self.cover[min(plane, 1)]
        at_right, at_bottom = box.left >= left + RADIUS, box.top >= top + RADIUS
        flipped = mask[:: -1 if at_bottom else 1, :: -1 if at_right else 1]
        corner = (
            left + self.width - RADIUS if at_right else left,
            top + self.height - RADIUS if at_bottom else top,
        )
        return _plane_region(flipped, box.moved(-corner[0], -corner[1]), plane)


def _plane_region(plane: Plane, box: Box, index: int) -> Plane:
    k = 2 if index else 1
    return plane[box.top // k : box.bottom // k, box.left // k : box.right // k]


@lru_cache(maxsize=1)
def corner_opacity() -> tuple[Plane, Plane]:
    """Opacity of a rounded top left corner at full and at half resolution."""
    large = Image.new("L", (RADIUS * 8, RADIUS * 8))
    ImageDraw.Draw(large).ellipse((0, 0, RADIUS * 16, RADIUS * 16), fill=255)
    full = np.asarray(large.resize((RADIUS, RADIUS), Image.Resampling.BOX))
    half = np.asarray(large.resize((RADIUS // 2, RADIUS // 2), Image.Resampling.BOX))
    return full, half


def camera_sprite(source: Canvas, motion: CameraMove, box: Box, frames: int) -> Sprite:
    """The card in ``box`` showing ``source`` through a moving camera, exact to a fraction of a pixel."""
    buffer = Canvas.blank(box.width, box.height)
    window = _camera(source, motion, box, frames)

    def sprite(frame: int) -> SpriteFrame:
        step, left, top = window(frame)
        for i, (plane, out) in enumerate(zip(source, buffer, strict=True)):
            k = 2 if i else 1
            matrix = np.array(
                [[step, 0, left / k + (step - 1) / 2], [0, step, top / k + (step - 1) / 2]], dtype=np.float64
            )
            cv2.warpAffine(
                plane,
                matrix,
                (out.shape[1], out.shape[0]),
                dst=out,
                flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
                borderMode=cv2.BORDER_REPLICATE,
            )
        return SpriteFrame(RoundedPicture(buffer, corner_opacity()), box.left, box.top)

    return sprite


Window = tuple[float, float, float]
"""Source pixels per card pixel, and left and top of the visible part in the source."""


def _camera(source: Canvas, motion: CameraMove, box: Box, frames: int) -> Callable[[int], Window]:
    def window(frame: int) -> Window:
        t = ease_in_out(frame / max(1, frames - 1)) * 0.5 + frame / max(1, frames - 1) * 0.5
        step = source.width / box.width / interpolate(motion.zoom, t)
        left = (source.width - box.width * step) * interpolate(motion.x, t)
        top = (source.height - box.height * step) * interpolate(motion.y, t)
        return step, left, top

    return window
