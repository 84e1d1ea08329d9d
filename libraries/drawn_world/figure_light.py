"""Light on painted figures: the colour of a scene's light, darker to the feet, and a crisp rim on the side of the
lamp."""

from dataclasses import dataclass, replace
from functools import lru_cache
from math import ceil
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from libraries.vector.affine import Point
from libraries.vector.colors import WHITE, Color

Pixels = NDArray[np.uint8]
NO_LIGHT: Final = Color(255, 255, 255, 0)


REACH: Final = 1200.0
"""Units above the ground over which the light changes: a grown figure."""
_ROOM: Final = (1800.0, 120.0)
"""Units above and below the ground that a figure may take."""


@dataclass(frozen=True, slots=True)
class Light:
    """The light on figures. ``above``, ``below``: what colours are multiplied by at `REACH` above the ground and on it.

    ``rim``: colour of the lamp, its alpha is the strength; ``lamp``: where the lamp stands as seen from the figure, in
    units, as long as the rim is wide: (−7, −4) is to the upper left. ``silhouette``: one colour instead of all others.
    """

    above: Color = WHITE
    below: Color = WHITE
    rim: Color = NO_LIGHT
    lamp: Point = (-7.0, -4.0)
    silhouette: Color | None = None

    @property
    def without_rim(self) -> "Light":
        """The light above at every height, without a rim, as furniture and things are lit."""
        return replace(self, rim=NO_LIGHT, below=self.above)


def lit_figure(figure: Pixels, light: Light, scale: float, ground: int | None = None) -> Pixels:
    """A figure in the light as a new picture: height × width × 4, colours multiplied by alpha, as the painter gives.

    ``scale``: pixels of a unit; ``ground``: the row of the soles, by default the lowest. Equal heights are lit equally
    in every pose. Without the rim figures look pasted on their ground.
    """
    alpha = np.ascontiguousarray(figure[..., 3])
    if light.silhouette is not None:
        shaded = _painted_over(alpha, light.silhouette)
    else:
        shaded = _multiplied(figure, light, scale, figure.shape[0] - 1 if ground is None else ground)
    if light.rim.alpha:
        _add_rim(shaded, alpha, light.rim, (round(light.lamp[0] * scale), round(light.lamp[1] * scale)))
    return shaded


def _painted_over(alpha: Pixels, ink: Color) -> Pixels:
    levels = np.arange(256, dtype=np.uint16)[:, None] * np.array([*ink[:3], 255], np.uint16) // 255
    return np.asarray(cv2.LUT(cv2.merge([alpha] * 4), levels.astype(np.uint8).reshape(256, 1, 4)), np.uint8)


def _multiplied(figure: Pixels, light: Light, scale: float, ground: int) -> Pixels:
    if light.above == light.below == WHITE:
        return figure.copy()
    height, width = figure.shape[:2]
    above, below = max(ground, ceil(_ROOM[0] * scale)), max(height - ground, ceil(_ROOM[1] * scale))
    factors = _map(light.above, light.below, scale, (above, below), -(-width // 256) * 256)
    seen = factors[above - ground : above - ground + height, :width]
    return np.asarray(cv2.multiply(figure, seen, scale=1 / 255), np.uint8)


@lru_cache(maxsize=8)
def _map(above: Color, below: Color, scale: float, rows: tuple[int, int], width: int) -> Pixels:
    """What is multiplied with, ``rows`` above and below the ground; kept, as the drawings of a scene share it."""
    height = np.arange(rows[0], -rows[1], -1)[:, None] / (REACH * scale)
    share = 1 - np.clip(height, 0.0, 1.0)
    ends = [np.array([*color[:3], 255.0]) for color in (above, below)]
    colors = np.rint(ends[0] * (1 - share) + ends[1] * share).astype(np.uint8)
    return np.ascontiguousarray(np.broadcast_to(colors[:, None, :], (len(colors), width, 4)))


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
