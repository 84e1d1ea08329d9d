"""The one encode: planar frames into a closed-GOP H.264 stream that joins others by lying behind them."""

from collections.abc import Iterable
from fractions import Fraction
from functools import lru_cache
from io import BytesIO
from typing import BinaryIO, Final, Literal

import av
import numpy as np
import structlog
from av.video.codeccontext import VideoCodecContext

from schemas.errors import ConfigurationError
from schemas.timeline import FPS
from services.studio.film.plate import Canvas

Encoder = Literal["libx264", "h264_nvenc"]

# Ultrafast with the four tools back that cost least for what they give. Platforms encode again: bits, not time.
_OPTIONS: Final[dict[Encoder, dict[str, str]]] = {
    "libx264": {
        "preset": "ultrafast",
        "crf": "18",
        "g": str(2 * FPS),
        "x264-params": "aq-mode=1:aq-strength=0.5:no-deblock=0:8x8dct=1:cabac=1:open-gop=0:scenecut=0",
    },
    "h264_nvenc": {
        "preset": "p5",
        "tune": "hq",
        "rc": "vbr",
        "cq": "19",
        "b": "0",
        "maxrate": "20M",
        "bufsize": "40M",
        "spatial-aq": "1",
        "rc-lookahead": "20",
        "bf": "0",
        "g": str(2 * FPS),
        "forced-idr": "1",
        "profile": "high",
    },
}
_BT709: Final = 1
_LIMITED: Final = 1

log = structlog.get_logger(__name__)


def fingerprint(encoder: Encoder) -> str:
    """What about the encoder decides the bytes: library and options."""
    return f"{encoder} av={av.__version__} {sorted(_OPTIONS[encoder].items())}"


class FrameBuffer:
    """One frame of the encoder whose planes are drawn on in place: nothing is copied before it is encoded."""

    def __init__(self, width: int, height: int) -> None:
        self.frame = av.VideoFrame(width, height, "yuv420p")
        sizes = ((height, width), (height // 2, width // 2), (height // 2, width // 2))
        planes = zip(self.frame.planes, sizes, strict=True)
        # Rows of a plane are padded to the memory alignment of the encoder.
        views = [np.frombuffer(p, np.uint8).reshape(-1, p.line_size)[:h, :w] for p, (h, w) in planes]  # type: ignore[call-overload]
        self.canvas = Canvas(*views)


def encode(frames: Iterable[int], buffer: FrameBuffer, encoder: Encoder, out: BinaryIO) -> int:
    """Encode ``buffer`` each time ``frames`` says it is ready; Annex B to ``out``. Returns the number of frames.

    The stream begins with its parameter sets and a key frame and refers to nothing outside itself.
    """
    context = _opened(encoder, buffer.frame.width, buffer.frame.height)
    count = 0
    for count, _ in enumerate(frames, start=1):
        buffer.frame.pts = count - 1
        out.writelines(map(bytes, context.encode(buffer.frame)))
    out.writelines(map(bytes, context.encode(None)))
    return count


@lru_cache
def nvenc_encodes() -> bool:
    """Whether h264_nvenc of the library we encode with really works here: one test encode, once per process."""
    sink = BytesIO()
    try:
        encode(range(3), FrameBuffer(256, 256), "h264_nvenc", sink)
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


def _opened(encoder: Encoder, width: int, height: int) -> VideoCodecContext:
    context = VideoCodecContext.create(encoder, "w")
    context.width, context.height = width, height
    context.pix_fmt = "yuv420p"
    context.framerate, context.time_base = Fraction(FPS), Fraction(1, FPS)
    context.color_range, context.colorspace = _LIMITED, _BT709
    context.color_primaries, context.color_trc = _BT709, _BT709
    context.thread_count = 1
    context.options = _OPTIONS[encoder]
    return context
