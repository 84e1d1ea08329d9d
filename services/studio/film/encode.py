"""The one encode: planar frames into a closed-GOP H.264 stream that joins others by lying behind them."""

from collections.abc import Iterable
from fractions import Fraction
from typing import BinaryIO, Final, Literal

import av
import cv2
import numpy as np
from av.video.codeccontext import VideoCodecContext

from schemas.timeline import FPS
from services.studio.film.plate import Canvas
from services.studio.film.tokens import HEIGHT, SIZES, WIDTH

Encoder = Literal["libx264", "h264_nvenc"]

GOP: Final = 2 * FPS
"""Frames from one key frame of a segment to the next; there are no others."""

# Ultrafast with the four tools back that cost least for what they give. Platforms encode again: bits, not time.
_OPTIONS: Final[dict[Encoder, dict[str, str]]] = {
    "libx264": {
        "preset": "ultrafast",
        "crf": "18",
        "g": str(GOP),
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
        "g": str(GOP),
        "forced-idr": "1",
        "profile": "high",
    },
}
# Half the size, to be looked at while editing: only speed counts.
_PREVIEW: Final[dict[Encoder, dict[str, str]]] = {
    "libx264": {
        "preset": "ultrafast",
        "crf": "23",
        "g": str(GOP),
        "x264-params": "open-gop=0:scenecut=0",
    },
    "h264_nvenc": {**_OPTIONS["h264_nvenc"], "preset": "p1", "cq": "24"},
}
_BT709: Final = 1
_LIMITED: Final = 1


def fingerprint(encoder: Encoder, height: int) -> str:
    """What about the encoder decides the bytes: library, and options at that height of the film."""
    return f"{encoder} av={av.__version__} {sorted(_options(encoder, height).items())}"


def _options(encoder: Encoder, height: int) -> dict[str, str]:
    return (_PREVIEW if height == SIZES["preview"][1] else _OPTIONS)[encoder]


def as_arguments(encoder: Encoder, height: int) -> list[str]:
    """The same settings as arguments of the ffmpeg program."""
    pairs = _options(encoder, height).items()
    return ["-c:v", encoder, *(part for name, value in pairs for part in (f"-{name}", value))]


class FrameBuffer:
    """One frame of the encoder. ``canvas`` is drawn on: its own planes, or larger ones for a film of less size."""

    def __init__(self, width: int, height: int) -> None:
        self.frame = av.VideoFrame(width, height, "yuv420p")
        sizes = ((height, width), (height // 2, width // 2), (height // 2, width // 2))
        planes = zip(self.frame.planes, sizes, strict=True)
        # Rows of a plane are padded to the memory alignment of the encoder.
        views = [np.frombuffer(p, np.uint8).reshape(-1, p.line_size)[:h, :w] for p, (h, w) in planes]  # type: ignore[call-overload]
        self._planes = Canvas(*views)
        self.canvas = self._planes if height != SIZES["preview"][1] else Canvas.blank(WIDTH, HEIGHT)

    def ready(self) -> av.VideoFrame:
        """The frame with what has been drawn. Nothing is copied unless its size differs."""
        if self.canvas is not self._planes:
            for large, small in zip(self.canvas, self._planes, strict=True):
                cv2.resize(large, (small.shape[1], small.shape[0]), dst=small, interpolation=cv2.INTER_AREA)
        return self.frame


def encode(frames: Iterable[int], buffer: FrameBuffer, encoder: Encoder, out: BinaryIO) -> int:
    """Encode ``buffer`` each time ``frames`` says it is ready; Annex B to ``out``. Returns the number of frames.

    The stream begins with its parameter sets and a key frame and refers to nothing outside itself.
    """
    context = _opened(encoder, buffer.frame.width, buffer.frame.height)
    count = 0
    for count, _ in enumerate(frames, start=1):
        frame = buffer.ready()
        frame.pts = count - 1
        out.writelines(map(bytes, context.encode(frame)))
    out.writelines(map(bytes, context.encode(None)))
    return count


def _opened(encoder: Encoder, width: int, height: int) -> VideoCodecContext:
    context = VideoCodecContext.create(encoder, "w")
    context.width, context.height = width, height
    context.pix_fmt = "yuv420p"
    context.framerate, context.time_base = Fraction(FPS), Fraction(1, FPS)
    context.color_range, context.colorspace = _LIMITED, _BT709
    context.color_primaries, context.color_trc = _BT709, _BT709
    context.thread_count = 1
    context.options = _options(encoder, height)
    return context
