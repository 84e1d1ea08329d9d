"""The child process that decodes pictures from the web, with limited memory and one picture at a time.

Started by `libraries.pictures.sanitizer`. It reads frames (length, bytes) from its input and answers each with one: a
line of JSON, then the picture. It decodes, scales down, turns upright, flattens, converts to sRGB and encodes again, so
that only the visible pixels of a file remain: no EXIF, comments, further frames or trailing bytes.
"""

import io
import json
import resource
import struct
import sys
import warnings
from typing import Any, BinaryIO

from PIL import Image

from libraries.drawing.decoding import (
    FORMATS,
    UNREADABLE,
    choose_frame_of_animation,
    flattened_picture,
    is_blank,
    is_cut_off,
    picture_in_plain_mode,
    picture_in_srgb,
    upright_picture,
)

MAX_PIXELS = 40_000_000
_MAX_WIDTH = 2160
"""Twice the width of a film: enough to zoom into a picture."""
_MAX_KEPT = 12_000_000
_MIN_SIDE = 48
"""Smaller ones are counters, emoticons and spacers."""
_MOST_ZEROS = 512
_MEMORY = 1 << 30
_HEADER = struct.Struct(">I")


def sanitize_picture(data: bytes) -> tuple[dict[str, Any], bytes]:
    """The answer for one picture: its new form and bytes, or the failure code and fields of why it was refused."""
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
            width, height = picture.size
            if width * height > MAX_PIXELS:
                millions = MAX_PIXELS // 1_000_000
                return _refused("picture.bad_picture.pixels", width=width, height=height, millions=millions)
            if min(width, height) < _MIN_SIDE:
                return _refused("picture.tiny", width=width, height=height)
            photo = picture.format in ("JPEG", "MPO")
            seen = _seen(picture)
            if photo and (is_cut_off(seen) or _ends_in_zeros(data)):
                return _refused("picture.bad_picture", why="its lower end is missing")
            if is_blank(seen):
                return _refused("picture.blank", width=width, height=height)
            return _encode(seen, photo=photo)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return _refused("picture.bad_picture.bomb")
    except UNREADABLE as error:
        return _refused("picture.bad_picture", why=type(error).__name__)


def _refused(code: str, **fields: object) -> tuple[dict[str, Any], bytes]:
    return {"code": code, "fields": fields}, b""


def _ends_in_zeros(jpeg: bytes) -> bool:
    """Whether a JPEG has zeros where its last data and its end mark should be, as a download with a hole has."""
    whole = jpeg.rstrip(b"\0")
    return len(jpeg) - len(whole) > _MOST_ZEROS and not whole.endswith(b"\xff\xd9")


def _seen(picture: Image.Image) -> Image.Image:
    """The picture at its final size, upright, opaque, in sRGB and without metadata."""
    profile = picture.info.get("icc_profile")
    # Shrunk first, so that the other steps are cheap.
    layer = upright_picture(_shrink(choose_frame_of_animation(picture)))
    flat = flattened_picture(picture_in_srgb(layer, profile))
    # Encoders would copy comments and profiles from here.
    flat.info.clear()
    return flat


def _shrink(picture: Image.Image) -> Image.Image:
    """The picture in a plain mode at its final size."""
    width, height = picture.size
    scale = min(1.0, _MAX_WIDTH / width, (_MAX_KEPT / (width * height)) ** 0.5)
    if scale == 1.0:
        return picture_in_plain_mode(picture)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    # A JPEG is decoded at a half or a quarter of its size where that is enough.
    picture.draft(None, size)
    return picture_in_plain_mode(picture).resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)


def _encode(picture: Image.Image, *, photo: bool) -> tuple[dict[str, Any], bytes]:
    target = io.BytesIO()
    # WebP holds at most 16,383 pixels a side; strips of comics are longer.
    as_jpeg = photo or max(picture.size) > 16_383
    if as_jpeg:
        picture.save(target, "JPEG", quality=90, optimize=True)
    else:
        picture.save(target, "WEBP", quality=88, method=2)
    return {
        "suffix": "jpg" if as_jpeg else "webp",
        "width": picture.width,
        "height": picture.height,
    }, target.getvalue()


def _serve(source: BinaryIO, target: BinaryIO) -> None:
    while len(header := source.read(_HEADER.size)) == _HEADER.size:
        about, data = sanitize_picture(source.read(_HEADER.unpack(header)[0]))
        line = json.dumps(about).encode() + b"\n"
        target.write(_HEADER.pack(len(line) + len(data)) + line + data)
        target.flush()


def main() -> None:
    """Limit the memory of this process, then answer for one picture after another on standard input and output."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    _serve(sys.stdin.buffer, sys.stdout.buffer)


if __name__ == "__main__":
    main()
