"""Pictures from makers, cleaned in a limited process and judged: what shows nothing is refused."""

import asyncio
import io
from typing import Final

from PIL import Image, ImageStat

from libraries.pictures.worker import CleanPicture, PictureWorker
from schemas.errors import BadInput

_LEAST_SIDE: Final = 400
"""Pixels; a smaller picture is coarse in a film."""
_MOST_OBLONG: Final = 3.0
"""Long side over short side."""
_LEAST_CONTRAST: Final = 7.0
"""Standard deviation of grey levels below which a picture shows nothing, as what a filter put in its place."""


def examined(data: bytes, *, own: bool = False) -> CleanPicture:
    """The picture as it is stored. ``own``: a PNG of our own drawing, which is taken as it is.

    Raises BadInput for what is no picture, breaks off, is too large to be decoded, shows nothing, or is too small.
    """
    if own:
        with Image.open(io.BytesIO(data)) as picture:
            return CleanPicture(data, "png", picture.width, picture.height)
    clean = asyncio.run(_cleaned(data))
    short, long = sorted((clean.width, clean.height))
    if short < _LEAST_SIDE or long > short * _MOST_OBLONG:
        raise BadInput("picture.wrong_size", width=clean.width, height=clean.height, least=_LEAST_SIDE)
    with Image.open(io.BytesIO(clean.data)) as picture:
        grey = picture.convert("L").resize((64, 64), Image.Resampling.BOX)
    if ImageStat.Stat(grey).stddev[0] < _LEAST_CONTRAST:
        raise BadInput("picture.blank", width=clean.width, height=clean.height)
    return clean


async def _cleaned(data: bytes) -> CleanPicture:
    async with PictureWorker() as worker:
        return await worker.clean(data)
