"""What is seen of a finished film, on its key frames: black, frozen, and whether plates are there throughout."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Final

import av
import cv2
import numpy as np
import numpy.typing as npt
from av.container import InputContainer
from av.video.stream import VideoStream

from services.studio.film.conform import Value
from services.studio.film.parts.caption import PlacedPlate
from services.studio.film.plate import Plane
from services.studio.film.tokens import HEIGHT, SAFE

_BLACK: Final = 20.0
"""Mean luma (16..235) under which a picture is black."""
_FROZEN: Final = 0.08
"""Mean difference of luma under which two pictures seconds apart are the same."""
_APART: Final = 2.5
"""Seconds. A key frame takes as long to decode as two frames take to be drawn and encoded."""
_STEP: Final = 8
"""Every eighth pixel either way is looked at."""
_MATCH: Final = 14.0
"""Mean difference of luma up to which a plate counts as seen: coding costs some, another text far more."""


def watch(path: Path, throughout: Sequence[PlacedPlate] = ()) -> dict[str, Value]:
    """Measured on key frames at least 2.5 s apart, which are at most four apart in a film of ours.

    - ``darkest_picture``: mean luma; ``first_contrast``: deviation of luma in the safe area of the first picture.
    - ``frozen_s``: the longest stretch in which pictures are the same.
    - ``plates_missing``: how many of the plates that stand ``throughout`` are not seen in some picture.

    Raises av.FFmpegError when the file cannot be decoded.
    """
    small: list[tuple[float, npt.NDArray[np.float32]]] = []
    missing: set[int] = set()
    contrast = 0.0
    with av.open(str(path)) as file:
        stream = file.streams.video[0]
        for frame in _apart(file, stream):
            luma = np.frombuffer(frame.planes[0], np.uint8).reshape(-1, frame.planes[0].line_size)  # type: ignore[call-overload]
            luma = luma[:, : frame.width]
            scale = frame.height / HEIGHT
            if not small:
                contrast = float(luma[round(SAFE.top * scale) : round(SAFE.bottom * scale)].std())
            missing |= {i for i, plate in enumerate(throughout) if not _seen(plate, luma, scale)}
            small.append((frame.time or 0.0, luma[::_STEP, ::_STEP].astype(np.float32)))
        ends = float(stream.duration * stream.time_base) if stream.duration and stream.time_base else small[-1][0]
    return {
        "darkest_picture": round(min((float(picture.mean()) for _, picture in small), default=0.0), 1),
        "first_contrast": round(contrast, 1),
        "frozen_s": round(_frozen(small, ends), 2),
        "key_frames": float(len(small)),
        "plates_missing": float(len(missing)),
    }


def _apart(file: InputContainer, stream: VideoStream) -> Iterator[av.VideoFrame]:
    """Key frames `_APART` seconds and more behind each other. Each stands for itself, so the others are not decoded."""
    at = -_APART
    for packet in file.demux(stream):
        if packet.pts is None:  # what is still in the decoder
            yield from packet.decode()
        elif packet.is_keyframe and packet.time_base and float(packet.pts * packet.time_base) >= at + _APART:
            at = float(packet.pts * packet.time_base)
            yield from packet.decode()


def _frozen(pictures: Sequence[tuple[float, npt.NDArray[np.float32]]], end: float) -> float:
    """The longest time between the first and the last of equal pictures; the last picture stands until the end."""
    longest = began = 0.0
    for (_, one), (at, other) in pairwise(pictures):
        if float(np.abs(one - other).mean()) >= _FROZEN:
            began = at
        longest = max(longest, at - began)
    # Of a film that has key frames far apart nothing is known in between.
    return longest if len(pictures) > 1 else end


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
