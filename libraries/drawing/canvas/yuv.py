"""Planar pictures: BT.709 limited-range YUV 4:2:0, and plates with premultiplied alpha that are blitted onto them.

A plate is converted from RGBA once; composing is then one multiply and one add on the pixels it covers.
"""

from typing import Final, NamedTuple

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image

from libraries.drawing.typography.design_tokens import Box

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
    size = (canvas.width, canvas.height)
    chroma = (cv2.resize(plane, size, interpolation=cv2.INTER_LINEAR) for plane in (canvas.u, canvas.v))
    return np.asarray(cv2.transform(cv2.merge((canvas.y, *chroma)), _BACKWARD), np.uint8)


def to_8_bits(values: Floats) -> Plane:
    """Values rounded and clipped to 8 bits."""
    return np.clip(np.rint(values), 0, 255).astype(np.uint8)


def mean_of_2x2_blocks(values: Floats) -> Floats:
    """Mean of each 2 x 2 block."""
    half = (values.shape[1] // 2, values.shape[0] // 2)
    return np.asarray(cv2.resize(values.astype(np.float32, copy=False), half, interpolation=cv2.INTER_AREA), np.float32)


def _halved(plane: Plane) -> Plane:
    """Mean of each 2 x 2 block of an 8-bit plane."""
    half = (plane.shape[1] // 2, plane.shape[0] // 2)
    return np.asarray(cv2.resize(plane, half, interpolation=cv2.INTER_AREA), np.uint8)


class Canvas(NamedTuple):
    """An opaque picture. ``y`` is (h, w), ``u`` and ``v`` are (h/2, w/2)."""

    y: Plane
    u: Plane
    v: Plane

    @classmethod
    def blank(cls, width: int, height: int) -> "Canvas":
        """A black canvas."""
        half = (height // 2, width // 2)
        return cls(np.full((height, width), 16, np.uint8), np.full(half, 128, np.uint8), np.full(half, 128, np.uint8))

    @classmethod
    def from_rgb(cls, rgb: npt.NDArray[np.generic]) -> "Canvas":
        """A canvas from (h, w, 3) RGB of even size."""
        y, u, v = np.moveaxis(to_yuv(rgb), 2, 0)
        return cls(to_8_bits(y), to_8_bits(mean_of_2x2_blocks(u)), to_8_bits(mean_of_2x2_blocks(v)))

    @classmethod
    def from_small_rgb(cls, rgb: npt.NDArray[np.generic], width: int, height: int) -> "Canvas":
        """A canvas from a small (h, w, 3) RGB picture, enlarged smoothly.

        Y is rounded with ordered dither of 1 LSB, as wide gradients would show bands otherwise.
        """
        y, u, v = np.moveaxis(to_yuv(rgb), 2, 0)
        sizes = ((width, height), (width // 2, height // 2), (width // 2, height // 2))
        large = [
            np.asarray(cv2.resize(np.ascontiguousarray(plane), size, interpolation=cv2.INTER_CUBIC), np.float32)
            for plane, size in zip((y, u, v), sizes, strict=True)
        ]
        dither = np.tile(_BAYER, (-(-height // 4), -(-width // 4)))[:height, :width]
        return cls(to_8_bits(large[0] + dither), to_8_bits(large[1]), to_8_bits(large[2]))

    def copy(self) -> "Canvas":
        """A canvas with pixels of its own, equal to these."""
        return Canvas(self.y.copy(), self.u.copy(), self.v.copy())

    @property
    def width(self) -> int:
        return int(self.y.shape[1])

    @property
    def height(self) -> int:
        return int(self.y.shape[0])

    @property
    def opaque_box(self) -> Box:
        """The whole canvas: nothing below shows through."""
        return Box(0, 0, self.width, self.height)

    def blit(self, canvas: "Canvas", left: int, top: int, clip: Box) -> None:
        """Copy onto an even position of ``canvas``, inside ``clip`` (even) only."""
        shared = _shared(left, top, self.y.shape, clip)
        if shared is not None:
            there, there_half, here, here_half = shared
            canvas.y[there] = self.y[here]
            canvas.u[there_half] = self.u[here_half]
            canvas.v[there_half] = self.v[here_half]

    def mixed_with(self, other: "Canvas", share: float) -> "Canvas":
        """A mixture: ``share`` (0..1) of ``other``, the rest of this canvas."""
        planes = (cv2.addWeighted(a, 1 - share, b, share, 0) for a, b in zip(self, other, strict=True))
        return Canvas(*(np.asarray(plane, np.uint8) for plane in planes))


Part = tuple[slice, slice]
NOWHERE: Final = Box(0, 0, 0, 0)


def _shared(left: int, top: int, shape: tuple[int, ...], clip: Box) -> tuple[Part, Part, Part, Part] | None:
    """Slices of the overlap of a picture at (left, top) with ``clip``: in frame and chroma, then in the picture."""
    # Written out, as it runs dozens of times per frame.
    x0, y0 = max(left, clip[0]), max(top, clip[1])
    x1, y1 = min(left + shape[1], clip[2]), min(top + shape[0], clip[3])
    if x0 >= x1 or y0 >= y1:
        return None
    u0, v0, u1, v1 = x0 - left, y0 - top, x1 - left, y1 - top
    return (
        (slice(y0, y1), slice(x0, x1)),
        (slice(y0 // 2, y1 // 2), slice(x0 // 2, x1 // 2)),
        (slice(v0, v1), slice(u0, u1)),
        (slice(v0 // 2, v1 // 2), slice(u0 // 2, u1 // 2)),
    )


def _blend(below: Plane, keep: Plane, colour: Plane) -> None:
    cv2.multiply(below, keep, dst=below, scale=1 / 255)
    cv2.add(below, colour, dst=below)


class Plate(NamedTuple):
    """A picture with alpha, premultiplied. ``keep`` and ``keep_half`` say how much of what is below stays (0..255).

    ``opaque_box`` is a box (even, relative to the plate) known to be opaque: what lies below need not be drawn.
    """

    y: Plane
    u: Plane
    v: Plane
    keep: Plane
    keep_half: Plane
    opaque_box: Box = NOWHERE

    @classmethod
    def from_rgba(cls, image: Image.Image, opaque_box: Box = NOWHERE) -> "Plate":
        """A plate from an RGBA picture; odd sizes are padded with transparent pixels."""
        rgba = np.asarray(image.convert("RGBA"), np.uint8)
        right, below = rgba.shape[1] % 2, rgba.shape[0] % 2
        if right or below:
            rgba = np.asarray(cv2.copyMakeBorder(rgba, 0, below, 0, right, cv2.BORDER_CONSTANT, value=(0, 0, 0, 0)))
        alpha = np.asarray(cv2.extractChannel(rgba, 3), np.uint8)
        # In whole levels all through: off by one at most, in a third of the time.
        planes = cv2.split(cv2.transform(cv2.cvtColor(rgba, cv2.COLOR_RGBA2RGB), _FORWARD))
        y, u, v = (np.asarray(cv2.multiply(plane, alpha, scale=1 / 255), np.uint8) for plane in planes)
        keep = 255 - alpha
        return cls(y, _halved(u), _halved(v), keep, _halved(keep), opaque_box)

    @classmethod
    def from_premultiplied(cls, rgba: Plane, *, enlarged: bool = False) -> "Plate":
        """A plate from (h, w, 4) pixels of even size whose colours are multiplied by alpha, as vector pictures are.

        ``enlarged``: the plate is twice as wide and high as the pixels.
        """
        # Three channels are transformed by vector instructions, four are not; the offsets are those of opaque pixels.
        full = cv2.split(cv2.transform(cv2.cvtColor(rgba, cv2.COLOR_RGBA2RGB), _FORWARD))
        keep = np.asarray(cv2.bitwise_not(cv2.extractChannel(rgba, 3)), np.uint8)
        y, u, v = (
            np.asarray(cv2.addWeighted(plane, 1.0, keep, -float(offset) / 255, 0.0), np.uint8)
            for plane, offset in zip(full, _OFFSET.ravel(), strict=True)
        )
        if not enlarged:
            return cls(y, _halved(u), _halved(v), keep, _halved(keep))
        y, whole = (np.asarray(cv2.resize(plane, None, fx=2, fy=2), np.uint8) for plane in (y, keep))
        return cls(y, u, v, whole, keep)

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

    def columns_between(self, left: int, right: int) -> "Plate":
        """The columns from ``left`` up to, not including, ``right``, both even. Shares its pixels with this plate."""
        whole, half = slice(left, right), slice(left // 2, right // 2)
        parts = (self.y[:, whole], self.u[:, half], self.v[:, half], self.keep[:, whole], self.keep_half[:, half])
        return Plate(*parts)

    def rows_between(self, top: int, bottom: int, soft: int) -> "Plate":
        """The rows from ``top`` up to, not including, ``bottom`` (even), fading out over ``soft`` rows at both of them.

        ``top`` may lie above the plate and ``bottom`` below it; what lies beyond the fading rows is not changed.
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
            to_8_bits(parts[0] * whole_share),
            to_8_bits(parts[1] * half_share),
            to_8_bits(parts[2] * half_share),
            to_8_bits(255 - (255.0 - parts[3]) * whole_share),
            to_8_bits(255 - (255.0 - parts[4]) * half_share),
        )

    def blit(self, canvas: Canvas, left: int, top: int, clip: Box) -> None:
        """Draw at an even position, inside ``clip`` (even) only: below * keep / 255 + plate."""
        shared = _shared(left, top, self.y.shape, clip)
        if shared is None:
            return
        there, there_half, here, here_half = shared
        rows, columns = here
        if self.opaque_box.holds(Box(columns.start, rows.start, columns.stop, rows.stop)):
            Canvas(self.y, self.u, self.v).blit(canvas, left, top, clip)
            return
        keep_half = self.keep_half[here_half]
        _blend(canvas.y[there], self.keep[here], self.y[here])
        _blend(canvas.u[there_half], keep_half, self.u[here_half])
        _blend(canvas.v[there_half], keep_half, self.v[here_half])


def to_even(value: float) -> int:
    """The even number nearest to ``value``: chroma has half the resolution."""
    return 2 * round(value / 2)
