"""Checks of a film's container: MP4 boxes, streams, colour tags and durations."""

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

import av
from av.audio.stream import AudioStream
from av.video.stream import VideoStream

from schemas.errors import BadInput, Permanent, Retryable

MeasuredValue = float | str | bool

_CONTAINERS: Final = {b"moov", b"trak", b"edts", b"mdia"}


def measure_container(path: Path) -> dict[str, MeasuredValue]:
    """What the container of a film is measured to be.

    Raises BadInput when it is no MP4, Retryable when it is cut off, Permanent when it has no picture or no sound.
    """
    values = _box_values(path)
    with av.open(str(path)) as file:
        if not file.streams.video or not file.streams.audio:
            counts = {"videos": len(file.streams.video), "sounds": len(file.streams.audio)}
            raise Permanent("film.streams_missing", name=path.name, **counts)
        return values | _stream_values(file.streams.video[0], file.streams.audio[0])


def _stream_values(video: VideoStream, audio: AudioStream) -> dict[str, MeasuredValue]:
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


def _box_values(path: Path) -> dict[str, MeasuredValue]:
    """Whether the index (moov) comes before the data and there is no edit list (boxes of ISO/IEC 14496-12, 4.2)."""
    with path.open("rb") as file:
        size = path.stat().st_size
        if file.read(8)[4:] != b"ftyp":
            raise BadInput("film.not_mp4", name=path.name)
        names = list(_box_names(file, 0, size))
    top = [name for depth, name in names if depth == 0]
    first = b"moov" in top and b"mdat" in top and top.index(b"moov") < top.index(b"mdat")
    edits = any(name == b"elst" for _, name in names)
    return {"moov_first": first, "no_edit_list": not edits, "bytes": float(size)}


def _box_names(file: BinaryIO, start: int, end: int, depth: int = 0) -> Iterator[tuple[int, bytes]]:
    """(depth, name) of all boxes in a range of bytes. Raises Retryable for a box that ends beyond it."""
    while start + 8 <= end:
        file.seek(start)
        length, name = struct.unpack(">I4s", file.read(8))
        header = 8
        if length == 1:
            length, header = struct.unpack(">Q", file.read(8))[0], 16
        length = length or end - start
        if start + length > end:
            raise Retryable("film.file_cut_off", bytes=end)
        if length < header:
            return
        yield depth, name
        if name in _CONTAINERS:
            yield from _box_names(file, start + header, min(end, start + length), depth + 1)
        start += length
