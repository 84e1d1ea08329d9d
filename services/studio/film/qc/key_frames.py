"""Picture checks of a film, on its key frames: black, frozen, and whether fixed plates are there throughout."""

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

from libraries.drawing.canvas.animation import PlacedPlate
from libraries.drawing.canvas.yuv import Plane
from libraries.drawing.typography.design_tokens import HEIGHT, SAFE
from libraries.storyboard.timeline import Timeline
from libraries.video.container import MeasuredValue
from libraries.video.encoder import GOP
from schemas.errors import Retryable
from schemas.frames import FPS

_SAME_PICTURE: Final = 0.08
"""Mean difference of luma under which two pictures seconds apart are the same."""
_MIN_GAP: Final = 2.5
"""Seconds between sampled frames. A key frame takes as long to decode as two frames take to be drawn and encoded."""
_STEP: Final = 8
"""Every eighth pixel either way is compared."""
_SAME_PLATE: Final = 14.0
"""Mean difference of luma up to which a plate counts as visible: coding costs some, another text far more."""


class SampledFrame(NamedTuple):
    """One key frame: its time in seconds, the luma of every eighth pixel, the indices of plates not visible in it.

    ``contrast`` is the standard deviation of luma in the safe area, measured on the first frame of a film only.
    """

    time: float
    small: npt.NDArray[np.float32]
    missing: frozenset[int]
    contrast: float


def measure_key_frames(path: Path, throughout: Sequence[PlacedPlate] = ()) -> dict[str, MeasuredValue]:
    """Values measured on key frames at least 2.5 s apart; a film of ours has one at least every 4 s.

    - ``darkest_picture``: least mean luma; ``first_contrast``: deviation of luma in the safe area of the first frame.
    - ``frozen_s``: the longest time in which pictures are the same.
    - ``plates_missing``: how many of the plates that stand ``throughout`` are not visible in some frame.

    Raises av.FFmpegError when the file cannot be decoded.
    """
    with av.open(str(path)) as file:
        stream = file.streams.video[0]
        frames = enumerate(_spaced_key_frames(file, stream))
        sampled = [_sampled(frame, frame.time or 0.0, throughout, first=not number) for number, frame in frames]
        duration = float(stream.duration * stream.time_base) if stream.duration and stream.time_base else None
    return key_frame_values(sampled, duration or (sampled[-1].time if sampled else 0.0))


def frames_to_sample(timeline: Timeline) -> list[list[int]]:
    """For every scene the frames, from its start, that `measure_key_frames` would sample in the joined film."""
    last, chosen = -_MIN_GAP, []
    for scene in timeline.scenes:
        in_scene = []
        for frame in range(0, scene.frames, GOP):
            time = (scene.start + frame) / FPS
            if time >= last + _MIN_GAP:
                last = time
                in_scene.append(frame)
        chosen.append(in_scene)
    return chosen


def sample_key_frames(
    segment: Path, start: int, frames: Sequence[int], throughout: Sequence[PlacedPlate]
) -> list[SampledFrame]:
    """The samples of key ``frames`` of a segment that begins with frame ``start`` of its film.

    Raises Retryable when one is missing or cannot be decoded.
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
        raise Retryable("film.segment_unreadable", name=segment.name, why=str(error)) from error
    if len(pictures) != len(frames):
        why = f"{len(pictures)} of {len(frames)} key frames"
        raise Retryable("film.segment_unreadable", name=segment.name, why=why)
    return [_sampled(each, (each.pts or 0) / FPS, throughout, first=not each.pts) for each in pictures]


def key_frame_values(sampled: Sequence[SampledFrame], duration: float) -> dict[str, MeasuredValue]:
    """The values of `measure_key_frames`, from frames sampled before, for a film of ``duration`` seconds."""
    return {
        "darkest_picture": round(min((float(frame.small.mean()) for frame in sampled), default=0.0), 1),
        "first_contrast": round(sampled[0].contrast if sampled else 0.0, 1),
        "frozen_s": round(_longest_still(sampled, duration), 2),
        "key_frames": float(len(sampled)),
        "plates_missing": float(len(frozenset().union(*(frame.missing for frame in sampled)))),
    }


def _sampled(frame: av.VideoFrame, time: float, throughout: Sequence[PlacedPlate], *, first: bool) -> SampledFrame:
    luma = np.frombuffer(frame.planes[0], np.uint8).reshape(-1, frame.planes[0].line_size)  # type: ignore[call-overload]
    luma = luma[:, : frame.width]
    scale = frame.height / HEIGHT
    contrast = float(luma[round(SAFE.top * scale) : round(SAFE.bottom * scale)].std()) if first else 0.0
    missing = frozenset(i for i, plate in enumerate(throughout) if not _is_visible(plate, luma, scale))
    return SampledFrame(time, luma[::_STEP, ::_STEP].astype(np.float32), missing, contrast)


def _spaced_key_frames(file: InputContainer, stream: VideoStream) -> Iterator[av.VideoFrame]:
    """Key frames at least `_MIN_GAP` seconds apart. A key frame needs no other, so the others are not decoded."""
    last = -_MIN_GAP
    for packet in file.demux(stream):
        if packet.pts is None:  # The packet that empties the decoder.
            yield from packet.decode()
        elif packet.is_keyframe and packet.time_base and float(packet.pts * packet.time_base) >= last + _MIN_GAP:
            last = float(packet.pts * packet.time_base)
            yield from packet.decode()


def _longest_still(sampled: Sequence[SampledFrame], duration: float) -> float:
    """The longest time in seconds between the first and the last of equal pictures."""
    longest = began = 0.0
    for one, other in pairwise(sampled):
        if float(np.abs(one.small - other.small).mean()) >= _SAME_PICTURE:
            began = other.time
        longest = max(longest, other.time - began)
    # A film with a single sampled frame shows nothing of what happens after it.
    return longest if len(sampled) > 1 else duration


def _is_visible(placed: PlacedPlate, luma: Plane, scale: float) -> bool:
    """Whether the opaque part of a plate is in the picture, which is ``scale`` times the size of the frame."""
    plate, left, top = placed
    size = (max(1, round(plate.width * scale)), max(1, round(plate.height * scale)))
    wanted, keep = (cv2.resize(plane, size, interpolation=cv2.INTER_AREA) for plane in (plate.y, plate.keep))
    x, y = round(left * scale), round(top * scale)
    found = luma[y : y + size[1], x : x + size[0]].astype(np.int16)
    opaque = np.asarray(keep) < 8
    if found.shape != opaque.shape or not opaque.any():
        return False
    return float(np.abs(found - np.asarray(wanted, np.int16))[opaque].mean()) <= _SAME_PLATE
