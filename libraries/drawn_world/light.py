"""Light on painted figures: the colour of a scene, darker to the feet, and a crisp rim on the side of the lamp."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from libraries.vector.affine import Point
from libraries.vector.colors import WHITE, Color

Pixels = NDArray[np.uint8]
NONE: Final = Color(255, 255, 255, 0)


@dataclass(frozen=True, slots=True)
class Light:
    """``above`` and ``below``: what colours are multiplied by at the top and at the bottom edge of the picture.

    ``rim``: colour of the lamp, its alpha is the strength; ``lamp``: where the lamp stands as seen from the figure, in
    units, as long as the rim is wide: (−7, −4) is to the upper left. ``silhouette``: one colour instead of all others.
    """

    above: Color = WHITE
    below: Color = WHITE
    rim: Color = NONE
    lamp: Point = (-7.0, -4.0)
    silhouette: Color | None = None


def lit(figure: Pixels, light: Light, scale: float) -> Pixels:
    """A figure in the light as a new picture: height × width × 4, colours multiplied by alpha, as the painter gives.

    ``scale``: pixels of a unit. Without the rim figures look pasted on their ground.
    """
    alpha = np.ascontiguousarray(figure[..., 3])
    dark = light.silhouette
    shaded = _multiplied(figure, light.above, light.below) if dark is None else _painted_over(alpha, dark)
    if light.rim.alpha:
        _add_rim(shaded, alpha, light.rim, (round(light.lamp[0] * scale), round(light.lamp[1] * scale)))
    return shaded


def _painted_over(alpha: Pixels, ink: Color) -> Pixels:
    levels = np.arange(256, dtype=np.uint16)[:, None] * np.array([*ink[:3], 255], np.uint16) // 255
    return np.asarray(cv2.LUT(cv2.merge([alpha] * 4), levels.astype(np.uint8).reshape(256, 1, 4)), np.uint8)


def _multiplied(figure: Pixels, above: Color, below: Color) -> Pixels:
    if above == below == WHITE:
        return figure.copy()
    return np.asarray(cv2.multiply(figure, _map(above, below, *figure.shape[:2]), scale=1 / 255), np.uint8)


@lru_cache(maxsize=12)
def _map(above: Color, below: Color, height: int, width: int) -> Pixels:
    """What a picture of this size is multiplied by; kept, as all drawings of a scene have the same."""
    share = (np.arange(height) / max(1, height - 1))[:, None]
    ends = [np.array([*color[:3], 255.0]) for color in (above, below)]
    rows = np.rint(ends[0] * (1 - share) + ends[1] * share).astype(np.uint8)
    return np.ascontiguousarray(np.broadcast_to(rows[:, None, :], (height, width, 4)))


def _add_rim(shaded: Pixels, alpha: Pixels, rim: Color, shift: tuple[int, int]) -> None:
    """Lay the rim on what is covered here and not covered one shift nearer to the lamp."""
    height, width = alpha.shape
    x, y = shift
    moved = np.zeros_like(alpha)
    rows, columns = slice(max(0, -y), height - max(0, y)), slice(max(0, -x), width - max(0, x))
    source_rows, source_columns = slice(max(0, y), height + min(0, y)), slice(max(0, x), width + min(0, x))
    moved[rows, columns] = alpha[source_rows, source_columns]
    bare = cv2.subtract(alpha, moved)
    found = cv2.findNonZero(bare)
    if found is None:
        return
    across, down = np.asarray(found).reshape(-1, 2).T
    places = (down, across)
    share = bare[places].astype(np.uint32)[:, None] * rim.alpha // 255
    # Both colours are multiplied by the alpha of the place, which stays as it is.
    light = np.array(rim[:3], np.uint32) * alpha[places].astype(np.uint32)[:, None] // 255
    own = shaded[places][:, :3].astype(np.uint32)
    mixed = np.concatenate([(own * (255 - share) + light * share) // 255, alpha[places][:, None]], axis=1)
    shaded[places] = mixed.astype(np.uint8)
