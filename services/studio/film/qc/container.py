"""What the file of a film says of itself: boxes, streams, their tags and lengths."""

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

import av
from av.audio.stream import AudioStream
from av.video.stream import VideoStream

from schemas.errors import BadInput, Permanent, Retryable

Value = float | str | bool

_CONTAINERS: Final = {b"moov", b"trak", b"edts", b"mdia"}


def conformity(path: Path) -> dict[str, Value]:
    """Measured values of a file.

    Raises BadInput when it is no MP4, Retryable when it is cut off, Permanent when it has no picture or no sound.
    """
    values = _boxes(path)
    with av.open(str(path)) as file:
        if not file.streams.video or not file.streams.audio:
            why = f"it has {len(file.streams.video)} video and {len(file.streams.audio)} audio streams"
            raise Permanent(what="Check streams of the film", why=why, remedy="Give a film with picture and sound.")
        return values | _streams(file.streams.video[0], file.streams.audio[0])


def _streams(video: VideoStream, audio: AudioStream) -> dict[str, Value]:
    context = video.codec_context
    tags = (context.color_range, context.colorspace, context.color_primaries, context.color_trc)
    video_seconds = float((video.duration or 0) * video.time_base) if video.time_base else 0.0
    audio_seconds = float((audio.duration or 0) * audio.time_base) if audio.time_base else 0.0
    return {
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


def _boxes(path: Path) -> dict[str, Value]:
    """Order of the MP4's boxes (ISO/IEC 14496-12, 4.2): is the index first, and is there no edit list?"""
    with path.open("rb") as file:
        size = path.stat().st_size
        if file.read(8)[4:] != b"ftyp":
            raise BadInput(what=path.name, why="it is no MP4", remedy="Give the path of a film.")
        names = list(_names(file, 0, size))
    top = [name for depth, name in names if depth == 0]
    first = b"moov" in top and b"mdat" in top and top.index(b"moov") < top.index(b"mdat")
    edits = any(name == b"elst" for _, name in names)
    return {"moov_first": first, "no_edit_list": not edits, "bytes": float(size)}


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
