"""Which encoder a film is made with: the GPU's where a test encode proves it, else libx264."""

from functools import lru_cache
from io import BytesIO
from typing import Literal

import av
import structlog

from schemas.errors import ConfigurationError
from services.studio.film.encode.encoder import Encoder, FrameBuffer, encode

log = structlog.get_logger(__name__)


@lru_cache
def nvenc_encodes() -> bool:
    """Whether h264_nvenc of the library we encode with really works here: one test encode, once per process."""
    sink = BytesIO()
    try:
        encode([True] * 3, FrameBuffer(256, 256), "h264_nvenc", sink)
    except av.FFmpegError as error:
        log.info("nvenc.unavailable", reason=error.strerror)
        return False
    return sink.tell() > 0


def choose(wanted: Literal["auto", "h264_nvenc", "libx264"]) -> Encoder:
    """The encoder of a recipe; ``auto`` takes NVENC where a test encode proves it.

    Raises ConfigurationError when h264_nvenc is asked for and does not work.
    """
    if wanted == "libx264" or (wanted == "auto" and not nvenc_encodes()):
        return "libx264"
    if not nvenc_encodes():
        raise ConfigurationError(
            setting="recipe.film.encoder",
            why="h264_nvenc does not work on this machine",
            remedy="Set it to auto, or bring the NVIDIA driver and its encode library up to date.",
        )
    return "h264_nvenc"
