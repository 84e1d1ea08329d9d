"""Pictures from makers, cleaned in a limited process and judged: what shows nothing is refused."""

import asyncio
import io
from types import TracebackType
from typing import Final, Self

from PIL import Image, ImageStat

from libraries.pictures.sanitizer import CleanPicture, PictureSanitizer
from schemas.errors import BadInput

_LEAST_SIDE: Final = 400
"""Pixels; a smaller picture is coarse in a film."""
_MOST_OBLONG: Final = 3.0
"""Long side over short side."""
_LEAST_CONTRAST: Final = 7.0
"""Standard deviation of grey levels below which a picture shows nothing, as what a filter put in its place."""


class PictureExaminer:
    """Examines pictures one by one; its process is started with the first. Use it as a context manager."""

    def __init__(self) -> None:
        self._runner = asyncio.Runner()
        self._sanitizer = PictureSanitizer()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        if self._sanitizer.pid is not None:
            self._runner.run(self._sanitizer.__aexit__())
        self._runner.close()

    def clean_and_check(self, data: bytes) -> CleanPicture:
        """The picture cleaned, as it is stored.

        Raises BadInput for what is no picture, breaks off, is too large to be decoded, shows nothing, or is too small.
        """
        clean = self._runner.run(self._sanitizer.sanitize(data))
        short, long = sorted((clean.width, clean.height))
        if short < _LEAST_SIDE or long > short * _MOST_OBLONG:
            raise BadInput("picture.wrong_size", width=clean.width, height=clean.height, least=_LEAST_SIDE)
        with Image.open(io.BytesIO(clean.data)) as picture:
            grey = picture.convert("L").resize((64, 64), Image.Resampling.BOX)
        if ImageStat.Stat(grey).stddev[0] < _LEAST_CONTRAST:
            raise BadInput("picture.blank", width=clean.width, height=clean.height)
        return clean


def own_drawing_as_clean_picture(data: bytes) -> CleanPicture:
    """A JPEG that we drew ourselves, with its bytes as they are and its size."""
    with Image.open(io.BytesIO(data)) as picture:
        return CleanPicture(data, "jpg", picture.width, picture.height)
