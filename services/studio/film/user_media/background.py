"""Backgrounds of the creator's own: converted once to a picture or a loop of the frame's size, then read by frame.

A loop is 1080x1920, 30 frames a second, BT.709 limited range, without sound, a key frame every second, so that a
segment may begin anywhere in it. It lies in the store by the hash of its source and of these settings.
"""

import hashlib
import json
import re
from collections.abc import Iterator
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Final, NamedTuple

import av
import cv2
import numpy as np
from PIL import Image

from libraries.drawing.canvas.backdrop import rgb_of_color
from libraries.drawing.canvas.compositor import Sprite, SpriteFrame
from libraries.drawing.canvas.open_and_crop import cover_crop
from libraries.drawing.canvas.yuv import Canvas, to_yuv
from libraries.drawing.decoding import picture_on_background
from libraries.drawing.typography.design_tokens import HEIGHT, WIDTH, Theme
from libraries.ffmpeg import run_ffmpeg
from libraries.media.store import MediaStore
from libraries.own_assets import UserAsset
from libraries.storyboard.timeline import OwnBackground
from libraries.video.media_info import MediaInfo, open_still
from schemas.base import Sha256
from schemas.errors import BadInput, Permanent
from schemas.frames import FPS
from schemas.media import MediaRef
from schemas.progress import ProgressCallback
from services.studio.film.stored_results import is_stored, recall_record
from services.studio.film.user_media import OWN_MEDIA
from services.studio.film.user_media.own_files import probe_asset

_SECTION: Final = 60
"""Seconds of a loop. Of a longer video the seed chooses the section: one of an hour has sixty."""
_SEAM: Final = 0.5
"""Seconds in which the end of a loop fades into its beginning."""
_DAMAGED: Final = re.compile(r"Error submitting packet to decoder|corrupt decoded frame")
_MOST_DAMAGED: Final = 3
"""Frames with errors that are passed over, as at a cut of a recording."""
_WHOLE: Final = 0.5
"""Share of a section that must be decoded: slides end earlier than they say by up to the time of one."""
_TINT: Final = (0.66, 0.74, 0.74)
"""Share of the theme's colour mixed in, for luma and chroma, so that text on it can be read."""
_ENCODE: Final = (
    *("-an", "-sn", "-dn", "-map_metadata", "-1", "-c:v", "libx264", "-preset", "veryfast", "-tune", "fastdecode"),
    *("-crf", "20", "-g", str(FPS), "-keyint_min", str(FPS), "-x264-params", "open-gop=0:scenecut=0:bframes=0:ref=1"),
    *("-color_range", "tv", "-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709"),
    *("-video_track_timescale", "15360", "-fflags", "+bitexact", "-flags:v", "+bitexact", "-threads", "2"),
)
_HDR_TO_SDR: Final = (
    "zscale=t=linear:npl=203,format=gbrpf32le,tonemap=hable:desat=0,zscale=p=bt709:t=bt709:m=bt709:r=tv,"
)


def converted_background(
    own: UserAsset, seed: int, store: MediaStore, binary: Path, folder: Path, progress: ProgressCallback
) -> OwnBackground:
    """The background as films use it, from the store or converted now. Raises BadInput, NoSpace, Retryable."""
    about = probe_asset(own, store)
    section = seed % max(1, int(about.seconds // _SECTION)) if about.kind == "video" else 0
    key = _cache_key(about, section)
    known = recall_record(store, key, OwnBackground)
    if known is not None and is_stored(store, known.media):
        return known
    if about.kind == "picture":
        ground = OwnBackground(media=_make_still(own, store))
    else:
        out = folder / "loop.mp4"
        frames = _make_loop(own, _Section(about, section * _SECTION), binary, out, progress)
        ground = OwnBackground(media=store.move_in(out, "mp4"), frames=frames)
    store.keep_result(key, ground.model_dump_json().encode())
    return ground


def _cache_key(about: MediaInfo, section: int) -> Sha256:
    parts = (OWN_MEDIA.key_part, FPS, about.content, section, _SECTION, _SEAM, _ENCODE, _HDR_TO_SDR, WIDTH, HEIGHT)
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def _make_still(own: UserAsset, store: MediaStore) -> MediaRef:
    out = BytesIO()
    cover_crop(open_still(own.path), WIDTH, HEIGHT, focus=0.5).save(out, "PNG")
    return store.put(out.getvalue(), "png")


class _Section(NamedTuple):
    """The part of a video from ``start`` seconds on that becomes a loop."""

    about: MediaInfo
    start: int

    @property
    def seconds(self) -> float:
        return min(float(_SECTION), self.about.seconds - self.start)


def _make_loop(own: UserAsset, section: _Section, binary: Path, out: Path, progress: ProgressCallback) -> int:
    """Write the loop to ``out``. Returns its number of frames."""
    start, seconds = section.start, section.seconds
    graph = _filter_graph(section.about, seconds)
    given = ["-ss", str(start), "-t", f"{seconds:.3f}", "-i", f"file:{own.path}", "-lavfi", graph]
    name = f"backgrounds/{own.path.name}"
    try:
        said = run_ffmpeg(
            binary,
            ["-max_alloc", str(2**29), *given, *_ENCODE, str(out)],
            work=f"making a loop of {name}",
            progress=lambda done: progress(2, f"배경 영상 {own.name} 준비 중 {min(99, round(100 * done / seconds))} %"),
        )
        frames = _count_frames(out)
        least = max(FPS // 2, round(seconds * FPS * _WHOLE))
    except (Permanent, av.FFmpegError) as error:
        raise BadInput("film.own_not_a_loop", name=name, why=str(error)) from error
    if (damaged := len(_DAMAGED.findall(said))) > _MOST_DAMAGED:
        raise BadInput("film.own_not_a_loop", name=name, why=f"{damaged} of its frames are damaged")
    if frames < least:
        raise BadInput(
            "film.own_not_a_loop", name=name, why=f"only {frames / FPS:.1f} of {seconds:.1f} s can be decoded"
        )
    return frames


def _filter_graph(about: MediaInfo, seconds: float) -> str:
    """The ffmpeg filter graph: scaled, cut, and crossfaded into itself at the seam where it is long enough for that."""
    fill = f"scale={WIDTH}:{HEIGHT}:force_original_aspect_ratio=increase:out_color_matrix=bt709:out_range=tv"
    tones = _HDR_TO_SDR if about.high_range else ""
    square = "" if about.square else "scale=trunc(iw*sar/2)*2:ih,setsar=1,"
    made = f"[0:v:0]{tones}{square}{fill},crop={WIDTH}:{HEIGHT},setsar=1,fps={FPS},format=yuv420p"
    if seconds < 4 * _SEAM:
        return made
    offset = seconds - 2 * _SEAM - 2 / FPS
    return (
        f"{made},split[a][b];[a]trim=start={_SEAM},setpts=PTS-STARTPTS[body];"
        f"[b]trim=end={_SEAM},setpts=PTS-STARTPTS[head];"
        f"[body][head]xfade=fade:duration={_SEAM}:offset={offset:.4f},format=yuv420p"
    )


def _count_frames(path: Path) -> int:
    with av.open(str(path)) as file:
        # A file without any frame has no stream either.
        return sum(1 for packet in file.demux(video=0) if packet.size) if file.streams.video else 0


@lru_cache(maxsize=1)
def still_background(path: Path, theme: Theme) -> Canvas:
    """A picture as the background of a film; what of it is transparent shows the colour of the theme."""
    with Image.open(path) as file:
        picture = picture_on_background(file, _ground(theme)) if file.mode == "RGBA" else file.convert("RGB")
    return _tinted(Canvas.from_rgb(np.asarray(picture)), theme)


def video_background(path: Path, ground: OwnBackground, first: int, theme: Theme) -> Sprite:
    """A loop as the background of a scene that begins at frame ``first`` of the film, decoded frame by frame."""
    shown: list[SpriteFrame] = []
    at = -1
    frames: Iterator[Canvas] = iter(())

    def sprite(frame: int) -> SpriteFrame:
        nonlocal at, frames
        if frame == at:
            return shown[0]
        if frame != at + 1 or at < 0:
            frames = _loop_frames(path, ground.frames, (first + frame) % ground.frames)
        at = frame
        shown[:] = [SpriteFrame(_tinted(next(frames), theme), 0, 0)]
        return shown[0]

    return sprite


def _loop_frames(path: Path, count: int, first: int) -> Iterator[Canvas]:
    """The frames of a loop from ``first`` on, endlessly."""
    while True:
        with av.open(str(path)) as file:
            stream = file.streams.video[0]
            stream.codec_context.thread_count = 1
            base = stream.time_base
            assert base is not None, "a file of ours has one"
            file.seek(round(first / FPS / base), stream=stream)
            for frame in file.decode(stream):
                index = round((frame.pts or 0) * base * FPS)
                if first <= index < count:
                    yield _planes(frame)
        first = 0


def _planes(frame: av.VideoFrame) -> Canvas:
    """Views of a decoded frame, valid until the next one."""
    sizes = ((HEIGHT, WIDTH), (HEIGHT // 2, WIDTH // 2), (HEIGHT // 2, WIDTH // 2))
    views = [
        np.frombuffer(plane, np.uint8).reshape(-1, plane.line_size)[:h, :w]  # type: ignore[call-overload]
        for plane, (h, w) in zip(frame.planes, sizes, strict=True)
    ]
    return Canvas(*views)


def _ground(theme: Theme) -> tuple[int, int, int]:
    red, green, blue = (round(float(level)) for level in (rgb_of_color(theme.sky[0]) + rgb_of_color(theme.sky[1])) / 2)
    return red, green, blue


def _tinted(picture: Canvas, theme: Theme) -> Canvas:
    veil = to_yuv(((rgb_of_color(theme.sky[0]) + rgb_of_color(theme.sky[1])) / 2)[None, None])[0, 0]
    planes = (
        cv2.convertScaleAbs(plane, alpha=1 - share, beta=float(level) * share)
        for plane, level, share in zip(picture, veil, _TINT, strict=True)
    )
    return Canvas(*(np.asarray(plane, np.uint8) for plane in planes))
