"""The encoder: planar frames into closed-GOP H.264 streams, which join by concatenation."""

from collections.abc import Iterable
from fractions import Fraction
from functools import lru_cache
from typing import BinaryIO, Final, Literal

import av
import cv2
import numpy as np
from av.video.codeccontext import VideoCodecContext
from av.video.frame import PictureType

from libraries.drawing.canvas.yuv import Canvas
from libraries.drawing.typography.design_tokens import HEIGHT, SIZES, WIDTH
from libraries.video.repeated_frames import SegmentWriter, find_repeat_picture
from schemas.frames import FPS

Encoder = Literal["libx264", "h264_nvenc"]

GOP: Final = 2 * FPS
"""Frames from one key frame of a segment to the next; there are no others."""

_RATE_LIMIT: Final = {"maxrate": "9000000", "bufsize": "9000000"}
"""Bits per second. Only films full of moving detail come near; with the sound they stay under 10 Mb/s."""

# Preset ultrafast plus the four tools that gain most for their time: platforms encode again, so time counts, not bits.
_OPTIONS: Final[dict[Encoder, dict[str, str]]] = {
    "libx264": {
        "preset": "ultrafast",
        "crf": "18",
        **_RATE_LIMIT,
        "g": str(GOP),
        "x264-params": "aq-mode=1:aq-strength=0.5:no-deblock=0:8x8dct=1:cabac=1:open-gop=0:scenecut=0:force-cfr=1",
    },
    "h264_nvenc": {
        "preset": "p5",
        "tune": "hq",
        "rc": "vbr",
        "cq": "19",
        "b": "0",
        **_RATE_LIMIT,
        "spatial-aq": "1",
        "rc-lookahead": "20",
        "bf": "0",
        "g": str(GOP),
        "forced-idr": "1",
        "profile": "high",
    },
}
# Half the size, for previews while editing: only speed counts.
_PREVIEW: Final[dict[Encoder, dict[str, str]]] = {
    "libx264": {
        "preset": "ultrafast",
        "crf": "23",
        "g": str(GOP),
        "x264-params": "open-gop=0:scenecut=0:force-cfr=1",
    },
    "h264_nvenc": {**_OPTIONS["h264_nvenc"], "preset": "p1", "cq": "24"},
}
_STEADY_AFTER: Final = 5
"""Frames in one colour after which encoded frames differ by their number only."""
_BT709: Final = 1
_LIMITED: Final = 1


def encoder_fingerprint(encoder: Encoder, height: int) -> str:
    """The encoder's part of a segment key: library version, and options for films of that height in pixels."""
    return f"{encoder} av={av.__version__} {sorted(_options(encoder, height).items())}"


def _options(encoder: Encoder, height: int) -> dict[str, str]:
    return (_PREVIEW if height == SIZES["preview"][1] else _OPTIONS)[encoder]


def encoder_arguments(encoder: Encoder, height: int) -> list[str]:
    """The settings of an encoder as arguments of the ffmpeg program."""
    pairs = _options(encoder, height).items()
    return ["-c:v", encoder, *(part for name, value in pairs for part in (f"-{name}", value))]


class FrameBuffer:
    """A frame of the encoder and the canvas that is drawn on: its own planes, or larger ones for a smaller film."""

    def __init__(self, width: int, height: int) -> None:
        self.frame = av.VideoFrame(width, height, "yuv420p")
        sizes = ((height, width), (height // 2, width // 2), (height // 2, width // 2))
        planes = zip(self.frame.planes, sizes, strict=True)
        # Rows of a plane are padded to the memory alignment of the encoder.
        views = [np.frombuffer(p, np.uint8).reshape(-1, p.line_size)[:h, :w] for p, (h, w) in planes]  # type: ignore[call-overload]
        self._planes = Canvas(*views)
        self.canvas = self._planes if height != SIZES["preview"][1] else Canvas.blank(WIDTH, HEIGHT)

    def frame_of_canvas(self) -> av.VideoFrame:
        """The frame with the content of the canvas. Nothing is copied unless their sizes differ."""
        if self.canvas is not self._planes:
            for large, small in zip(self.canvas, self._planes, strict=True):
                cv2.resize(large, (small.shape[1], small.shape[0]), dst=small, interpolation=cv2.INTER_AREA)
        return self.frame


def encode_frames(changes: Iterable[bool], buffer: FrameBuffer, encoder: Encoder, out: BinaryIO) -> int:
    """Encode ``buffer`` once for each item of ``changes`` into ``out`` (Annex B). Returns the number of frames.

    An item of ``changes`` draws a frame and says whether it differs from the one before. The stream begins with its
    parameter sets and a key frame, has a key frame every `GOP` frames, and refers to nothing outside itself.
    """
    size = (buffer.frame.width, buffer.frame.height)
    context = open_encoder(encoder, *size)
    pictures = SegmentWriter(out, _repeat_picture(encoder, *size))
    count = encoded = 0
    for changed in changes:
        key = count % GOP == 0
        if changed or key or not pictures.can_repeat:
            frame = buffer.frame_of_canvas()
            # The encoder distributes bits by time stamps, so frames that are not encoded get none.
            frame.pts, encoded = encoded, encoded + 1
            frame.pict_type = PictureType.I if key else PictureType.NONE
            pictures.write_packets(context.encode(frame))
        else:
            pictures.write_repeat()
        count += 1
    pictures.write_packets(context.encode(None))
    return count


@lru_cache
def _repeat_picture(encoder: Encoder, width: int, height: int) -> bytes | None:
    """The picture that repeats the one before; None where the encoder makes none that can be renumbered."""
    if encoder != "libx264":
        return None
    context, buffer = open_encoder(encoder, width, height), FrameBuffer(width, height)
    for plane in buffer.canvas:
        plane[:] = 128
    pictures = []
    for number in range(_STEADY_AFTER):
        frame = buffer.frame_of_canvas()
        frame.pts = number
        pictures.append(context.encode(frame))
    return find_repeat_picture(pictures)


def open_encoder(encoder: Encoder, width: int, height: int) -> VideoCodecContext:
    """A codec context of PyAV for films of that size in pixels, with the settings of the encoder."""
    context = VideoCodecContext.create(encoder, "w")
    context.width, context.height = width, height
    context.pix_fmt = "yuv420p"
    context.framerate, context.time_base = Fraction(FPS), Fraction(1, FPS)
    context.color_range, context.colorspace = _LIMITED, _BT709
    context.color_primaries, context.color_trc = _BT709, _BT709
    context.thread_count = 1
    context.options = _options(encoder, height)
    return context
