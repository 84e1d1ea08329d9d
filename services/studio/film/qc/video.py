"""What is seen of a film, on its key frames: black, frozen, and whether plates are there throughout."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Final, NamedTuple

import av
import cv2
import numpy as np
import numpy.typing as npt
from av.container import InputContainer
from av.video.codeccontext import VideoCodecContext
from av.video.stream import VideoStream

from schemas.errors import Retryable
from schemas.frames import FPS
from services.studio.film.canvas.animation import PlacedPlate
from services.studio.film.canvas.yuv import Plane
from services.studio.film.encode.encoder import GOP
from services.studio.film.qc.container import Value
from services.studio.film.timeline import Timeline
from services.studio.film.typography.design_tokens import HEIGHT, SAFE

_FROZEN: Final = 0.08
"""Mean difference of luma under which two pictures seconds apart are the same."""
_APART: Final = 2.5
"""Seconds. A key frame takes as long to decode as two frames take to be drawn and encoded."""
_STEP: Final = 8
"""Every eighth pixel either way is looked at."""
_MATCH: Final = 14.0
"""Mean difference of luma up to which a plate counts as seen: coding costs some, another text far more."""


class Glimpse(NamedTuple):
    """One picture: its time in seconds, the luma of every eighth pixel, which plates are not seen in it.

    ``contrast`` is the deviation of luma in the safe area, reckoned of the first picture of a film only.
    """

    time: float
    small: npt.NDArray[np.float32]
    missing: frozenset[int]
    contrast: float


def watch(path: Path, throughout: Sequence[PlacedPlate] = ()) -> dict[str, Value]:
    """Measured on key frames at least 2.5 s apart, which are at most four apart in a film of ours.

    - ``darkest_picture``: mean luma; ``first_contrast``: deviation of luma in the safe area of the first picture.
    - ``frozen_s``: the longest stretch in which pictures are the same.
    - ``plates_missing``: how many of the plates that stand ``throughout`` are not seen in some picture.

    Raises av.FFmpegError when the file cannot be decoded.
    """
    with av.open(str(path)) as file:
        stream = file.streams.video[0]
        frames = enumerate(_apart(file, stream))
        seen = [_glimpse(frame, frame.time or 0.0, throughout, first=not number) for number, frame in frames]
        told = float(stream.duration * stream.time_base) if stream.duration and stream.time_base else None
        ends = told or (seen[-1].time if seen else 0.0)
    return reckoned(seen, ends)


def due(timeline: Timeline) -> list[list[int]]:
    """Of every scene the frames, counted from its start, that `watch` would look at once the scenes are joined."""
    at, chosen = -_APART, []
    for scene in timeline.scenes:
        mine = []
        for frame in range(0, scene.frames, GOP):
            time = (scene.start + frame) / FPS
            if time >= at + _APART:
                at = time
                mine.append(frame)
        chosen.append(mine)
    return chosen


def glimpsed(segment: Path, start: int, frames: Sequence[int], throughout: Sequence[PlacedPlate]) -> list[Glimpse]:
    """What key ``frames`` show of a segment that begins with frame ``start`` of its film.

    Raises Retryable when one is not there or cannot be decoded.
    """
    if not frames:
        return []
    decoder = VideoCodecContext.create("h264", "r")
    pictures: list[av.VideoFrame] = []
    try:
        packets = decoder.parse(segment.read_bytes()) + decoder.parse(None)
        for frame in frames:
            packets[frame].pts = start + frame
            pictures += decoder.decode(packets[frame])
        pictures += decoder.decode(None)
    except (av.FFmpegError, IndexError) as error:
        raise Retryable(what=f"Looking at {segment.name}", why=f"it cannot be read ({error})") from error
    if len(pictures) != len(frames):
        raise Retryable(what=f"Looking at {segment.name}", why=f"{len(pictures)} of {len(frames)} pictures are there")
    return [_glimpse(each, (each.pts or 0) / FPS, throughout, first=not each.pts) for each in pictures]


def reckoned(seen: Sequence[Glimpse], ends: float) -> dict[str, Value]:
    """The values of `watch` for a film that lasts ``ends`` seconds."""
    return {
        "darkest_picture": round(min((float(glimpse.small.mean()) for glimpse in seen), default=0.0), 1),
        "first_contrast": round(seen[0].contrast if seen else 0.0, 1),
        "frozen_s": round(_frozen(seen, ends), 2),
        "key_frames": float(len(seen)),
        "plates_missing": float(len(frozenset().union(*(glimpse.missing for glimpse in seen)))),
    }


def _glimpse(frame: av.VideoFrame, time: float, throughout: Sequence[PlacedPlate], *, first: bool) -> Glimpse:
    luma = np.frombuffer(frame.planes[0], np.uint8).reshape(-1, frame.planes[0].line_size)  # type: ignore[call-overload]
    luma = luma[:, : frame.width]
    scale = frame.height / HEIGHT
    contrast = float(luma[round(SAFE.top * scale) : round(SAFE.bottom * scale)].std()) if first else 0.0
    missing = frozenset(i for i, plate in enumerate(throughout) if not _seen(plate, luma, scale))
    return Glimpse(time, luma[::_STEP, ::_STEP].astype(np.float32), missing, contrast)


def _apart(file: InputContainer, stream: VideoStream) -> Iterator[av.VideoFrame]:
    """Key frames `_APART` seconds and more behind each other. Each stands for itself, so the others are not decoded."""
    at = -_APART
    for packet in file.demux(stream):
        if packet.pts is None:  # what is still in the decoder
            yield from packet.decode()
        elif packet.is_keyframe and packet.time_base and float(packet.pts * packet.time_base) >= at + _APART:
            at = float(packet.pts * packet.time_base)
            yield from packet.decode()


def _frozen(seen: Sequence[Glimpse], end: float) -> float:
    """The longest time between the first and the last of equal pictures; the last picture stands until the end."""
    longest = began = 0.0
    for one, other in pairwise(seen):
        if float(np.abs(one.small - other.small).mean()) >= _FROZEN:
            began = other.time
        longest = max(longest, other.time - began)
    # Of a film that has key frames far apart nothing is known in between.
    return longest if len(seen) > 1 else end


def _seen(placed: PlacedPlate, luma: Plane, scale: float) -> bool:
    """Whether the opaque part of a plate is in the picture."""
    plate, left, top = placed
    size = (max(1, round(plate.width * scale)), max(1, round(plate.height * scale)))
    wanted, keep = (cv2.resize(plane, size, interpolation=cv2.INTER_AREA) for plane in (plate.y, plate.keep))
    x, y = round(left * scale), round(top * scale)
    there = luma[y : y + size[1], x : x + size[0]].astype(np.int16)
    opaque = np.asarray(keep) < 8
    if there.shape != opaque.shape or not opaque.any():
        return False
    return float(np.abs(there - np.asarray(wanted, np.int16))[opaque].mean()) <= _MATCH
