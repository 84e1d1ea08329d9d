"""Planar pictures: BT.709 limited-range YUV 4:2:0, and plates with premultiplied alpha that are blitted onto them.

A plate is converted from RGBA once; composing is then one multiply and one add on the pixels it covers.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image

from services.studio.film.tokens import Box

Plane = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.floating]

# ITU-R BT.709-6, items 3.2 to 3.4: E'Y = 0.2126 R + 0.7152 G + 0.0722 B; 8 bit: Y in 16..235, Cb and Cr in 16..240.
_KR, _KG, _KB = 0.2126, 0.7152, 0.0722
_MATRIX: Final = np.array(
    [
        [_KR * 219, _KG * 219, _KB * 219],
        [-_KR / 1.8556 * 224, -_KG / 1.8556 * 224, 0.5 * 224],
        [0.5 * 224, -_KG / 1.5748 * 224, -_KB / 1.5748 * 224],
    ],
    dtype=np.float32,
) / np.float32(255)
_OFFSET: Final = np.array([16, 128, 128], dtype=np.float32)
_FORWARD: Final = np.column_stack([_MATRIX, _OFFSET])
_INVERSE: Final = np.linalg.inv(_MATRIX.astype(np.float64))
_BACKWARD: Final = np.column_stack([_INVERSE, -_INVERSE @ _OFFSET]).astype(np.float32)
# Ordered dither (B. E. Bayer, 1973), 4 x 4, centred on zero. It hides bands as well as noise does, and costs an encoder
# less, as it repeats.
_BAYER: Final[Floats] = (
    np.array([[0, 8, 2, 10], [12, 4, 14, 6], [3, 11, 1, 9], [15, 7, 13, 5]], np.float32) - 7.5
) / 16


def to_yuv(rgb: npt.NDArray[np.generic]) -> Floats:
    """(h, w, 3) RGB 0..255 → (h, w, 3) Y'CbCr as float, not yet subsampled."""
    return np.asarray(cv2.transform(rgb.astype(np.float32), _FORWARD))


def to_rgb(canvas: "Canvas") -> Plane:
    """(h, w, 3) RGB of a canvas, for stills; chroma is interpolated."""
    height, width = canvas.y.shape
    chroma = [cv2.resize(plane, (width, height), interpolation=cv2.INTER_LINEAR) for plane in canvas[1:]]
    yuv = cv2.merge([np.asarray(plane, np.uint8) for plane in (canvas.y, *chroma)])
    return np.asarray(cv2.transform(yuv.astype(np.float32), _BACKWARD).round().clip(0, 255), np.uint8)


def quantised(values: Floats) -> Plane:
    """Rounded to 8 bit."""
    return np.clip(np.rint(values), 0, 255).astype(np.uint8)


def halved(values: Floats) -> Floats:
    """Mean of each 2 x 2 block."""
    half = (values.shape[1] // 2, values.shape[0] // 2)
    return np.asarray(cv2.resize(values.astype(np.float32), half, interpolation=cv2.INTER_AREA), np.float32)


class Canvas(NamedTuple):
    """An opaque picture. ``y`` is (h, w), ``u`` and ``v`` are (h/2, w/2)."""

    y: Plane
    u: Plane
    v: Plane

    @classmethod
    def blank(cls, width: int, height: int) -> "Canvas":
        """Black."""
        half = (height // 2, width // 2)
        return cls(np.full((height, width), 16, np.uint8), np.full(half, 128, np.uint8), np.full(half, 128, np.uint8))

    @classmethod
    def of(cls, rgb: npt.NDArray[np.generic]) -> "Canvas":
        """From (h, w, 3) RGB of even size."""
        y, u, v = np.moveaxis(to_yuv(rgb), 2, 0)
        return cls(quantised(y), quantised(halved(u)), quantised(halved(v)))

    @classmethod
    def enlarged(cls, rgb: npt.NDArray[np.generic], width: int, height: int) -> "Canvas":
        """A small (h, w, 3) RGB picture drawn out to a smooth large one.

        The rounding of Y is spread over neighbours (ordered dither, 1 LSB), or wide gradients would show bands.
        """
        y, u, v = np.moveaxis(to_yuv(rgb), 2, 0)
        sizes = ((width, height), (width // 2, height // 2), (width // 2, height // 2))
        large = [
            np.asarray(cv2.resize(np.ascontiguousarray(plane), size, interpolation=cv2.INTER_CUBIC), np.float32)
            for plane, size in zip((y, u, v), sizes, strict=True)
        ]
        dither = np.tile(_BAYER, (-(-height // 4), -(-width // 4)))[:height, :width]
        return cls(quantised(large[0] + dither), quantised(large[1]), quantised(large[2]))

    def copy(self) -> "Canvas":
        return Canvas(self.y.copy(), self.u.copy(), self.v.copy())

    @property
    def width(self) -> int:
        return int(self.y.shape[1])

    @property
    def height(self) -> int:
        return int(self.y.shape[0])

    @property
    def solid(self) -> Box:
        """Where nothing below shows through: everywhere."""
        return Box(0, 0, self.width, self.height)

    def blit(self, canvas: "Canvas", left: int, top: int, clip: Box) -> None:
        """Copy onto an even position of ``canvas``, inside ``clip`` (even) only."""
        box = Box(left, top, left + self.width, top + self.height)
        if box.meets(clip):
            target = box.cut(clip)
            parts = zip(canvas, self, _slices(target), _slices(target.moved(-left, -top)), strict=True)
            for below, mine, there, here in parts:
                below[there] = mine[here]

    def mixed(self, other: "Canvas", share: float) -> "Canvas":
        """``share`` (0..1) of ``other``, the rest of this."""
        planes = (cv2.addWeighted(a, 1 - share, b, share, 0) for a, b in zip(self, other, strict=True))
        return Canvas(*(np.asarray(plane, np.uint8) for plane in planes))


Part = tuple[slice, slice]
NOWHERE: Final = Box(0, 0, 0, 0)


def _slices(box: Box) -> Iterator[Part]:
    """The box on Y, U and V."""
    half = (slice(box.top // 2, box.bottom // 2), slice(box.left // 2, box.right // 2))
    yield slice(box.top, box.bottom), slice(box.left, box.right)
    yield half
    yield half


class Plate(NamedTuple):
    """A picture with alpha, premultiplied. ``keep`` and ``keep_half`` say how much of what is below stays (0..255).

    ``solid`` is a box (even, relative to the plate) known to be opaque, so what lies below need not be drawn there.
    """

    y: Plane
    u: Plane
    v: Plane
    keep: Plane
    keep_half: Plane
    solid: Box = NOWHERE

    @classmethod
    def of(cls, image: Image.Image, solid: Box = NOWHERE) -> "Plate":
        """From an RGBA picture; odd sizes are padded with transparent pixels."""
        rgba = np.asarray(image.convert("RGBA"))
        rgba = np.pad(rgba, ((0, rgba.shape[0] % 2), (0, rgba.shape[1] % 2), (0, 0)))
        alpha = rgba[..., 3].astype(np.float32) / 255
        yuv = to_yuv(rgba[..., :3]) * alpha[..., None]
        return cls(
            quantised(yuv[..., 0]),
            quantised(halved(yuv[..., 1])),
            quantised(halved(yuv[..., 2])),
            quantised((1 - alpha) * 255),
            quantised(halved((1 - alpha) * 255)),
            solid,
        )

    @property
    def width(self) -> int:
        return int(self.y.shape[1])

    @property
    def height(self) -> int:
        return int(self.y.shape[0])

    def faded(self, strength: float) -> "Plate":
        """The plate at ``strength`` (0..1) of its opacity."""
        colour = [cv2.convertScaleAbs(plane, alpha=strength) for plane in self[:3]]
        keeps = [
            cv2.convertScaleAbs(plane, alpha=strength, beta=255 * (1 - strength))
            for plane in (self.keep, self.keep_half)
        ]
        y, u, v, keep, keep_half = (np.asarray(plane, np.uint8) for plane in (*colour, *keeps))
        return Plate(y, u, v, keep, keep_half)

    def between(self, left: int, right: int) -> "Plate":
        """The columns from ``left`` up to, not with, ``right``, both even. Shares its pixels with this plate."""
        whole, half = slice(left, right), slice(left // 2, right // 2)
        parts = (self.y[:, whole], self.u[:, half], self.v[:, half], self.keep[:, whole], self.keep_half[:, half])
        return Plate(*parts)

    def seen_between(self, top: int, bottom: int, soft: int) -> "Plate":
        """The rows from ``top`` up to, not with, ``bottom`` (even), fading out over ``soft`` rows at both of them.

        ``top`` may lie above the plate and ``bottom`` below it: then nothing, or less, is taken away there.
        """
        first, last = max(0, top), min(self.height, bottom)
        whole, half = slice(first, last), slice(first // 2, last // 2)
        parts = (self.y[whole], self.u[half], self.v[half], self.keep[whole], self.keep_half[half])
        y = np.arange(first, last, dtype=np.float32) + 0.5
        share = np.clip(np.minimum(y - top, bottom - y) / soft, 0, 1)
        if share.min() >= 1:
            return Plate(*parts)
        whole_share, half_share = share[:, None], share[::2, None]
        return Plate(
            quantised(parts[0] * whole_share),
            quantised(parts[1] * half_share),
            quantised(parts[2] * half_share),
            quantised(255 - (255.0 - parts[3]) * whole_share),
            quantised(255 - (255.0 - parts[4]) * half_share),
        )

    def warped(self, factor: float, dx: float = 0.0, dy: float = 0.0, turn: float = 0.0) -> "Plate":
        """Sub-pixel move by (dx, dy) pixels, zoom by ``factor`` and turn by ``turn`` degrees about the centre."""
        return Plate(
            self._warp(self.y, factor, (dx, dy), turn, 0),
            self._warp(self.u, factor, (dx / 2, dy / 2), turn, 0),
            self._warp(self.v, factor, (dx / 2, dy / 2), turn, 0),
            self._warp(self.keep, factor, (dx, dy), turn, 255),
            self._warp(self.keep_half, factor, (dx / 2, dy / 2), turn, 255),
        )

    @staticmethod
    def _warp(plane: Plane, factor: float, by: tuple[float, float], turn: float, border: int) -> Plane:
        height, width = plane.shape
        matrix = cv2.getRotationMatrix2D(((width - 1) / 2, (height - 1) / 2), turn, factor)
        matrix[:, 2] += np.array(by)
        out = cv2.warpAffine(
            plane, matrix, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=border
        )
        return np.asarray(out, np.uint8)

    def blit(self, canvas: Canvas, left: int, top: int, clip: Box) -> None:
        """Draw at an even position, inside ``clip`` (even) only: below * keep / 255 + plate."""
        box = Box(left, top, left + self.width, top + self.height)
        if not box.meets(clip):
            return
        target = box.cut(clip)
        if self.solid.holds(target.moved(-left, -top)):
            Canvas(self.y, self.u, self.v).blit(canvas, left, top, clip)
            return
        keeps = (self.keep, self.keep_half, self.keep_half)
        parts = zip(canvas, self[:3], keeps, _slices(target), _slices(target.moved(-left, -top)), strict=True)
        for below, colour, keep, there, here in parts:
            view = below[there]
            cv2.multiply(view, keep[here], dst=view, scale=1 / 255)
            cv2.add(view, colour[here], dst=view)


def even(value: float) -> int:
    """The even number nearest to ``value``: chroma has half the resolution."""
    return 2 * round(value / 2)
