"""Sheets of pictures in rows."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from libraries.vector.affine import Affine
from libraries.vector.painter import paint_picture
from libraries.vector.picture import Picture

GROUND: Final = (232, 228, 218)


def picture_pixels(picture: Picture, width: int, height: int, place: Affine) -> NDArray[np.uint8]:
    """A vector picture painted on the colour of the sheet: height × width × 3."""
    pixels = paint_picture(picture, width, height, place).astype(np.uint16)
    ground = (255 - pixels[..., 3:]) * np.array(GROUND, np.uint16) // 255
    return (pixels[..., :3] + ground).astype(np.uint8)


def write_sheet(cells: Sequence[NDArray[np.uint8]], columns: int, path: Path) -> None:
    """Write pictures of one size as rows of one image."""
    height, width, _ = cells[0].shape
    rows = -(-len(cells) // columns)
    sheet = np.empty((rows * height, columns * width, 3), np.uint8)
    sheet[:] = GROUND
    for i, each in enumerate(cells):
        y, x = i // columns * height, i % columns * width
        sheet[y : y + height, x : x + width] = each
    Image.fromarray(sheet).save(path)
