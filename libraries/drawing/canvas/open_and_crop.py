"""Picture files of a post: opened safely, and cut to a size."""

import struct
from functools import lru_cache
from pathlib import Path
from typing import Final

from PIL import Image, UnidentifiedImageError

from schemas.errors import BadInput

_MOST_PIXELS: Final = 60_000_000
_FORMATS: Final = ("JPEG", "PNG", "WEBP", "GIF")
_UNREADABLE: Final = (
    *(UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError, EOFError),
    *(struct.error, IndexError, OverflowError),
)
"""Exceptions of the decoders for broken or malicious files."""


@lru_cache(maxsize=3)
def open_picture(path: Path) -> Image.Image:
    """The picture as RGB. Raises BadInput when it cannot be read or is absurdly large."""
    try:
        with Image.open(path, formats=_FORMATS) as file:
            if file.width * file.height > _MOST_PIXELS:
                raise BadInput("film.picture_too_large", name=path.name)
            return file.convert("RGB")
    except _UNREADABLE as error:
        raise BadInput("film.picture_unreadable", name=path.name, why=str(error)) from error


def cover_crop(image: Image.Image, width: int, height: int, *, focus: float = 0.4) -> Image.Image:
    """The picture scaled and cut to a size; of a tall one the part around ``focus`` (0..1 of its height) is kept."""
    scale = max(width / image.width, height / image.height)
    # Quotients may come out a hair larger than the picture, and Pillow refuses what reaches beyond it.
    wide, high = min(image.width, width / scale), min(image.height, height / scale)
    left, top = (image.width - wide) / 2, (image.height - high) * focus
    box = (left, top, min(image.width, left + wide), min(image.height, top + high))
    return image.resize((width, height), Image.Resampling.LANCZOS, box=box)
