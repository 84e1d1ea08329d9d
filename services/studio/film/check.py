"""The checks every film passes before it counts as one. Values are measured on the finished file."""

import struct
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import BinaryIO, Final, NoReturn

import av
import numpy as np
from av.audio.stream import AudioStream
from av.video.stream import VideoStream

from schemas.errors import Permanent, Retryable
from schemas.timeline import FPS, SAMPLE_RATE, Timeline
from services.studio.film.templates.registry import template
from services.studio.film.tokens import SAFE

Value = float | str | bool

_BLACK: Final = 20.0
"""Mean luma (16..235) under which a picture is black."""
_FROZEN: Final = 0.08
"""Mean difference of luma under which two pictures seconds apart are the same."""
_LONGEST_FREEZE: Final = 3
_CONTAINERS: Final = {b"moov", b"trak", b"edts", b"mdia"}


def check(path: Path, timeline: Timeline | None) -> dict[str, Value]:
    """Measured values of a film; with ``timeline`` it must be the film planned there.

    Raises Permanent with the value that is wrong; Retryable when the file is cut off, as making it again may help.
    """
    values: dict[str, Value] = {}
    try:
        values |= _boxes(path)
        with av.open(str(path)) as file:
            if not file.streams.video or not file.streams.audio:
                _refuse("streams", f"{len(file.streams.video)} video and {len(file.streams.audio)} audio")
            values |= _streams(file.streams.video[0], file.streams.audio[0])
        values |= _pictures(path)
    except av.FFmpegError as error:
        raise Retryable(what=f"Checking {path.name}", why=f"it cannot be read ({error})") from error
    if timeline is not None:
        values |= _planned(values, timeline)
    return values


def _streams(video: VideoStream, audio: AudioStream) -> dict[str, Value]:
    context = video.codec_context
    tags = (context.color_range, context.colorspace, context.color_primaries, context.color_trc)
    video_seconds = float((video.duration or 0) * video.time_base) if video.time_base else 0.0
    audio_seconds = float((audio.duration or 0) * audio.time_base) if audio.time_base else 0.0
    values: dict[str, Value] = {
        "video_codec": context.name,
        "size": f"{video.width}x{video.height}",
        "pixel_format": context.pix_fmt or "",
        "rate": f"{video.average_rate}/{video.base_rate}",
        "bt709": tuple(int(tag) for tag in tags) == (1, 1, 1, 1),
        "start": float(max(abs(video.start_time or 0), abs(audio.start_time or 0))),
        "audio_codec": audio.codec_context.name,
        "audio_rate": float(audio.codec_context.sample_rate),
        "channels": float(audio.codec_context.layout.nb_channels),
        "frames": float(video.frames),
        "duration": video_seconds,
        "audio_minus_video": round(audio_seconds - video_seconds, 4),
    }
    wanted: dict[str, Value] = {
        "video_codec": "h264",
        "pixel_format": "yuv420p",
        "rate": f"{FPS}/{FPS}",
        "bt709": True,
        "start": 0.0,
        "audio_codec": "aac",
        "audio_rate": float(SAMPLE_RATE),
        "channels": 2.0,
    }
    for name, value in wanted.items():
        if values[name] != value:
            _refuse(name, f"{values[name]} instead of {value}")
    if abs(audio_seconds - video_seconds) > 1 / FPS:
        _refuse("audio_minus_video", f"{audio_seconds - video_seconds:.3f} s")
    return values


def _boxes(path: Path) -> dict[str, Value]:
    """Order of the MP4's boxes (ISO/IEC 14496-12, 4.2): the index first, no edit list."""
    with path.open("rb") as file:
        size = path.stat().st_size
        names = list(_names(file, 0, size))
    top = [name for depth, name in names if depth == 0]
    first = b"moov" in top and b"mdat" in top and top.index(b"moov") < top.index(b"mdat")
    edits = any(name == b"elst" for _, name in names)
    if not first:
        _refuse("moov_first", "the index lies behind the data")
    if edits:
        _refuse("edit_list", "there is one")
    return {"moov_first": first, "edit_list": edits, "bytes": float(size)}


def _names(file: BinaryIO, start: int, end: int, depth: int = 0) -> Iterator[tuple[int, bytes]]:
    while start + 8 <= end:
        file.seek(start)
        length, name = struct.unpack(">I4s", file.read(8))
        header = 8
        if length == 1:
            length, header = struct.unpack(">Q", file.read(8))[0], 16
        length = length or end - start
        if start + length > end:
            raise Retryable(what="Checking the film", why=f"its file is cut off after {end} bytes")
        if length < header:
            return
        yield depth, name
        if name in _CONTAINERS:
            yield from _names(file, start + header, min(end, start + length), depth + 1)
        start += length


def _pictures(path: Path) -> dict[str, Value]:
    """Key frames only: is there a picture, and does it change?"""
    small: list[np.ndarray[tuple[int, ...], np.dtype[np.float32]]] = []
    with av.open(str(path)) as file:
        stream = file.streams.video[0]
        stream.codec_context.skip_frame = "NONKEY"
        for frame in file.decode(stream):
            luma = np.frombuffer(frame.planes[0], np.uint8).reshape(-1, frame.planes[0].line_size)  # type: ignore[call-overload]
            small.append(luma[::8, : frame.width : 8].astype(np.float32))
    darkest = min((float(picture.mean()) for picture in small), default=0.0)
    longest = run = 0
    for one, other in pairwise(small):
        run = run + 1 if float(np.abs(one - other).mean()) < _FROZEN else 0
        longest = max(longest, run)
    if darkest < _BLACK:
        _refuse("darkest_picture", f"mean luma {darkest:.1f}")
    if longest >= _LONGEST_FREEZE:
        _refuse("frozen", f"{longest + 1} key frames in a row are the same")
    return {"darkest_picture": round(darkest, 1), "key_frames": float(len(small)), "frozen_key_frames": float(longest)}


def _planned(values: dict[str, Value], timeline: Timeline) -> dict[str, Value]:
    """Whether it is the film that was planned, and its texts stand where no interface covers them."""
    if values["size"] != f"{timeline.width}x{timeline.height}":
        _refuse("size", str(values["size"]))
    if values["frames"] != timeline.frames:
        raise Retryable(what="The film", why=f"it has {values['frames']:.0f} frames, planned were {timeline.frames}")
    outside = 0
    for index in range(len(timeline.scenes)):
        for box in template(timeline.template).text_boxes(timeline, index):
            outside += not SAFE.holds(box)
    if outside:
        _refuse("texts_outside_safe_area", str(outside))
    return {"texts_outside_safe_area": float(outside)}


def _refuse(name: str, why: str) -> NoReturn:
    raise Permanent(what=f"Check {name} of the film", why=why, remedy="Look at the film; another template may do.")
