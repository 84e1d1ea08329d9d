"""What a file of the creator's holds, found by reading it: names, headers and announced lengths are not trusted."""

import math
from pathlib import Path
from typing import Final, Literal, NamedTuple

import av
import numpy as np
from PIL import Image

from libraries.drawing.decoding import FORMATS, is_cut_off, normalized_picture
from libraries.own_assets import PICTURES, UserAsset
from libraries.sound.decode import SAFE_FORMATS
from libraries.sound.loudness import integrated_loudness
from libraries.sound.samples import MAX_AMPLITUDE, RATE, Samples, decode_stereo, peak_amplitude
from schemas.base import Frozen, Sha256
from schemas.errors import BadInput

_MAX_MUSIC: Final = 1200.0
"""Seconds of music; a mix or a whole album has no place under a minute of film."""
_MIN_SECONDS: Final = 1.0
_HEARD: Final = 15.0
"""Seconds of music within which something must be heard: the shortest film lasts as long."""
_MAX_EFFECT: Final = 3.0
_MIN_EFFECT: Final = 0.02
_MIN_PEAK: Final = -50.0
"""dBFS that the peak of an effect must reach: amplified to the level of ours, fainter ones are only noise."""
_MAX_PIXELS: Final = 40_000_000
_MAX_VIDEO_PIXELS: Final = 8192 * 4320
_MIN_SIDE: Final = 200
_MAX_RATIO: Final = 4.0
"""Long side over short side of what can fill a frame."""
_GUESSED: Final = ("mp3", "aac")
"""Formats without a length of their own: FFmpeg guesses it from the bit rate."""
_MISSING: Final = 0.05
"""Share of the announced seconds, beside half a second, that may be missing at the end."""
_HIGH_RANGE: Final = (16, 18)
"""Transfer functions of ITU-T H.273 with a high dynamic range: PQ and HLG."""


class MediaInfo(Frozen):
    """What a file of the creator's holds: seconds of sound or video, pixels of a picture, digest of the content."""

    kind: Literal["sound", "picture", "video"]
    content: Sha256 = "0" * 64
    size: int = 0
    seconds: float = 0.0
    width: int = 0
    height: int = 0
    """As it is shown: upright, with square pixels."""
    high_range: bool = False
    """A video with high dynamic range (PQ or HLG), which is tone-mapped."""
    square: bool = True
    """Whether the pixels of a video are square."""
    peak: float = 0.0
    """dBFS of the loudest sample of an effect."""


def examine_media(own: UserAsset) -> MediaInfo:
    """The properties of a media file but its size and digest. Raises BadInput, or an error of the decoders."""
    if own.kind in ("backgrounds", "pictures") and own.path.suffix.lower() in PICTURES:
        return _picture(own)
    with av.open(str(own.path), options=SAFE_FORMATS, timeout=5.0) as file:
        if own.kind == "backgrounds":
            return _video(own, file)
        if not file.streams.audio:
            raise BadInput("film.own_without_sound", name=file_label_for_message(own))
        return _effect(own, file) if own.kind == "effects" else _music(own, file)


def open_still(path: Path) -> Image.Image:
    """A picture as it is shown: RGB, or RGBA where anything of it is transparent. Raises an error of the decoders."""
    with Image.open(path, formats=FORMATS) as file:
        return normalized_picture(file)


def _picture(own: UserAsset) -> MediaInfo:
    with Image.open(own.path, formats=FORMATS) as file:
        _require_size(own, file.width, file.height, _MAX_PIXELS)
        shown = normalized_picture(file)
        cut = file.format in ("JPEG", "MPO") and is_cut_off(shown.convert("RGB"))
    if cut:
        raise BadInput("film.own_unreadable", name=file_label_for_message(own), why="its lower end is missing")
    if shown.mode == "RGBA" and shown.getchannel("A").getextrema()[1] == 0:
        raise BadInput("film.own_transparent", name=file_label_for_message(own))
    return MediaInfo(kind="picture", width=shown.width, height=shown.height)


def _video(own: UserAsset, file: av.container.InputContainer) -> MediaInfo:
    stream = _moving_picture(file)
    if stream is None:
        raise BadInput("film.own_without_picture", name=file_label_for_message(own))
    first = next(iter(file.decode(stream)), None)
    if first is None:
        raise BadInput("film.own_unreadable", name=file_label_for_message(own), why="no frame can be decoded")
    aspect = float(stream.sample_aspect_ratio or 1)
    width, height = max(1, round(first.width * aspect)), first.height
    if first.rotation % 180:
        width, height = height, width
    _require_size(own, width, height, _MAX_VIDEO_PIXELS)
    seconds = _whole_length(own)
    _require_length(own, seconds, float("inf"))
    high = int(stream.codec_context.color_trc or 0) in _HIGH_RANGE
    return MediaInfo(
        kind="video", seconds=seconds, width=width, height=height, high_range=high, square=math.isclose(aspect, 1)
    )


def _moving_picture(file: av.container.InputContainer) -> av.VideoStream | None:
    """The video of a file, not the cover of its sound."""
    return next((one for one in file.streams.video if av.stream.Disposition.attached_pic not in one.disposition), None)


def _music(own: UserAsset, file: av.container.InputContainer) -> MediaInfo:
    seconds = (file.duration or 0) / av.time_base
    if file.format.name not in _GUESSED:
        seconds = _whole_length(own)
    _require_length(own, seconds, _MAX_MUSIC)
    # Only floats may be no numbers, but then at any place.
    floats = file.streams.audio[0].codec_context.name.startswith("pcm_f")
    heard = _samples(own, file, _MAX_MUSIC if floats else _HEARD)
    try:
        integrated_loudness(heard[:, : round(_HEARD * RATE)], file_label_for_message(own))
    except BadInput as error:
        raise BadInput("film.own_music_silent", name=file_label_for_message(own), seconds=_HEARD) from error
    return MediaInfo(kind="sound", seconds=seconds)


def _effect(own: UserAsset, file: av.container.InputContainer) -> MediaInfo:
    samples = _samples(own, file, _MAX_EFFECT)
    seconds, peak = samples.shape[1] / RATE, 20 * math.log10(max(peak_amplitude(samples), 1e-9))
    _require_length(own, seconds, _MAX_EFFECT, least=_MIN_EFFECT)
    if peak < _MIN_PEAK:
        raise BadInput("film.own_silent", name=file_label_for_message(own), peak=peak)
    return MediaInfo(kind="sound", seconds=seconds, peak=peak)


class _Ends(NamedTuple):
    """Seconds that the pictures of a file last, or without any its sound, and that its longest stream lasts."""

    main: float
    any: float


def _whole_length(own: UserAsset) -> float:
    """Seconds of the pictures of a file, or of its sound: from first to last packet. Raises BadInput for a part of one.

    A video's sound may be longer, a file without index announces nothing, and one that was copied halfway announces
    what it no longer holds.
    """
    with av.open(str(own.path), options=SAFE_FORMATS, timeout=5.0) as file:
        main = _moving_picture(file) or file.streams.audio[0]
        announced = (file.duration or 0) / av.time_base
        own_length = 0.0
        if "mp4" in file.format.name and main.duration and main.time_base:  # Of other formats it is a guess.
            own_length = float(main.duration * main.time_base)
        ends = _ends(file, main.index)
    for held, said in ((ends.main, own_length), (ends.any, announced)):
        if held < said * (1 - _MISSING) - 0.5:
            raise BadInput("film.own_cut_off", name=file_label_for_message(own), seconds=held, announced=said)
    return ends.main


def _ends(file: av.container.InputContainer, main: int) -> _Ends:
    first: dict[int, float] = {}
    last: dict[int, float] = {}
    try:
        for packet in file.demux([*file.streams.video, *file.streams.audio]):
            time = packet.pts if packet.pts is not None else packet.dts
            if time is None or not packet.size or packet.is_corrupt or packet.time_base is None:
                continue
            begin = float(time * packet.time_base)
            index = packet.stream.index
            first[index] = min(first.get(index, begin), begin)
            last[index] = max(last.get(index, begin), begin + float((packet.duration or 0) * packet.time_base))
    except av.FFmpegError:
        pass  # Read to where it is broken; whether that is the end is said by the announced length.
    lengths = {index: last[index] - first[index] for index in first}
    return _Ends(lengths.get(main, 0.0), max(lengths.values(), default=0.0))


def _samples(own: UserAsset, file: av.container.InputContainer, longest: float) -> Samples:
    """The samples of a sound, (2, n); of one that lasts more than ``longest`` seconds a little more than those."""
    parts: list[Samples] = []
    for part in decode_stereo(file):
        if not peak_amplitude(part) <= MAX_AMPLITUDE:
            raise BadInput("film.sound_not_finite", name=file_label_for_message(own))
        parts.append(part)
        if sum(part.shape[1] for part in parts) > longest * RATE:
            break
    return np.concatenate(parts, axis=1) if parts else np.zeros((2, 0), np.float32)


def _require_size(own: UserAsset, width: int, height: int, most: int) -> None:
    size = {"name": file_label_for_message(own), "width": width, "height": height}
    if min(width, height) < _MIN_SIDE:
        raise BadInput("film.own_too_small", **size, least=_MIN_SIDE)
    if width * height > most:
        raise BadInput("film.own_too_large", **size)
    if max(width, height) / min(width, height) > _MAX_RATIO:
        raise BadInput("film.own_too_long_side", **size)


def _require_length(own: UserAsset, seconds: float, most: float, least: float = _MIN_SECONDS) -> None:
    if not least <= seconds <= most:
        code = "film.own_too_long" if seconds > most else "film.own_too_short"
        raise BadInput(code, name=file_label_for_message(own), seconds=seconds)


def file_label_for_message(own: UserAsset) -> str:
    """The kind and name of a file for messages: at most 120 characters, escaped where it cannot be printed."""
    name = own.path.name.encode("unicode_escape").decode() if not own.path.name.isprintable() else own.path.name
    return f"{own.kind}/{name[:120]}"
