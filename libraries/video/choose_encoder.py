"""The choice of the encoder: the graphics card's where a test encode succeeds, else libx264."""

from functools import lru_cache
from io import BytesIO
from typing import Literal

import av

from libraries.log import get_logger
from libraries.video.encoder import Encoder, FrameBuffer, encode_frames
from schemas.errors import ConfigurationError

log = get_logger(__name__)


@lru_cache
def libav_nvenc_works() -> bool:
    """Whether h264_nvenc of the library we encode with really works here: one test encode, once per process."""
    sink = BytesIO()
    try:
        encode_frames([True] * 3, FrameBuffer(256, 256), "h264_nvenc", sink)
    except av.FFmpegError as error:
        log.info("nvenc.unavailable", reason=error.strerror)
        return False
    return sink.tell() > 0


def choose_encoder(wanted: Literal["auto", "h264_nvenc", "libx264"]) -> Encoder:
    """The encoder of a recipe; ``auto`` takes NVENC where a test encode succeeds.

    Raises ConfigurationError when h264_nvenc is asked for and does not work.
    """
    if wanted == "libx264" or (wanted == "auto" and not libav_nvenc_works()):
        return "libx264"
    if not libav_nvenc_works():
        raise ConfigurationError("film.nvenc_unusable", setting="recipe.film.encoder")
    return "h264_nvenc"
