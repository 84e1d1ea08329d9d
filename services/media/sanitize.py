"""The child process that opens pictures from the web: limited memory, no network, one picture at a time.

Started by `services.media.images`. It reads frames (length, bytes) from its input and answers each with a frame: one
line of JSON, then the picture. It decodes, shrinks, turns upright, flattens onto white, converts to sRGB and encodes
anew, so nothing of the file but its visible pixels goes on: no EXIF, no comments, no second frame, no trailing bytes.
"""

import io
import json
import resource
import struct
import sys
import warnings
import zlib
from typing import Any, BinaryIO

from PIL import Image, ImageCms, ImageOps

MAX_PIXELS = 40_000_000
_MAX_WIDTH = 2160
"""Twice the width of a film: enough for any motion over a picture."""
_MAX_KEPT = 12_000_000
_MIN_SIDE = 48
"""Smaller ones are counters, emoticons and spacers."""
_MEMORY = 1 << 30
_FORMATS = ("JPEG", "PNG", "GIF", "WEBP")
_HEADER = struct.Struct(">I")


def sanitize(data: bytes) -> tuple[dict[str, Any], bytes]:
    """The answer to one picture: what it is now, or ``reason`` why it was refused."""
    try:
        with Image.open(io.BytesIO(data), formats=_FORMATS) as picture:
            width, height = picture.size
            if width * height > MAX_PIXELS:
                return {"reason": f"{width}×{height} is more than {MAX_PIXELS // 1_000_000} million pixels"}, b""
            if min(width, height) < _MIN_SIDE:
                return {"reason": f"{width}×{height} is too small to show anything", "tiny": True}, b""
            photo = picture.format == "JPEG"
            return _encode(_flatten(_shrink(picture)), photo=photo)
    except (OSError, ValueError, SyntaxError, EOFError, MemoryError, struct.error, zlib.error) as error:
        return {"reason": f"it cannot be decoded ({type(error).__name__})"}, b""
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return {"reason": "it unpacks to far more than it is"}, b""


def _shrink(picture: Image.Image) -> Image.Image:
    """The first frame at the size that is kept. First of all steps, so the others are cheap."""
    width, height = picture.size
    scale = min(1.0, _MAX_WIDTH / width, (_MAX_KEPT / (width * height)) ** 0.5)
    if scale == 1.0:
        return picture
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    # A JPEG is decoded at a half or a quarter of its size where that is enough.
    picture.draft(None, size)
    if picture.mode in ("P", "1", "PA"):
        picture = picture.convert("RGBA" if "transparency" in picture.info else "RGB")
    return picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)


def _flatten(picture: Image.Image) -> Image.Image:
    """The picture upright, opaque, in sRGB, and without anything beside its pixels."""
    profile = picture.info.get("icc_profile")
    upright = ImageOps.exif_transpose(picture)
    if upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info:
        layer = upright.convert("RGBA")
        upright = Image.new("RGB", layer.size, "white")
        upright.paste(layer, mask=layer.getchannel("A"))
    elif profile and upright.mode in ("RGB", "CMYK"):
        upright = _to_srgb(upright, profile)
    flat = upright.convert("RGB")
    # Encoders copy comments and profiles from here.
    flat.info.clear()
    return flat


def _to_srgb(picture: Image.Image, profile: bytes) -> Image.Image:
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        converted = ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError):
        # A broken profile costs the right colours, not the picture.
        return picture
    return converted if converted is not None else picture


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
        about, data = sanitize(source.read(_HEADER.unpack(header)[0]))
        line = json.dumps(about).encode() + b"\n"
        target.write(_HEADER.pack(len(line) + len(data)) + line + data)
        target.flush()


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    _serve(sys.stdin.buffer, sys.stdout.buffer)


if __name__ == "__main__":
    main()
