"""Pictures from outside as a person would see them: one frame, upright, opaque, 8 bits a channel, in sRGB.

Only Pillow is imported: the child process that decodes pictures from the web has little memory and starts often.
"""

import io
import struct
import zlib
from typing import Final

from PIL import Image, ImageCms, ImageOps, ImageStat, UnidentifiedImageError

FORMATS: Final = ("JPEG", "PNG", "GIF", "WEBP", "AVIF")
"""Formats that browsers show, by their names in Pillow."""
UNREADABLE: Final = (
    *(UnidentifiedImageError, Image.DecompressionBombError, Image.DecompressionBombWarning, ImageCms.PyCMSError),
    *(OSError, SyntaxError, ValueError, TypeError, EOFError, MemoryError, struct.error, zlib.error),
    *(IndexError, KeyError, OverflowError, RuntimeError),
)
"""Exceptions of the decoders for broken or malicious files."""
WHITE: Final = (255, 255, 255)
_DARK: Final = (32, 33, 36)
"""Ground of a transparent picture that shows nothing on white, as light signs made for dark pages."""
_ANIMATED: Final = ("GIF", "WEBP", "PNG", "AVIF")
_MOST_PIXELS: Final = 80_000_000
"""Pixels of an animation that are decoded in search of a frame that shows something."""
_EMPTY: Final = 6.0
_PLAIN: Final = 12.0
"""Standard deviations of grey levels: a frame below the first is empty, one above the second shows something."""
_NOISE: Final = 8
"""Range of a channel's levels that compression makes of one colour."""
_GREY: Final = (128, 128, 128)
"""What a JPEG decoder fills in where data are missing."""
_GREY_SHARE: Final = 0.08


def normalized_picture(picture: Image.Image) -> Image.Image:
    """An opened picture as a person would see it, as RGB, or RGBA where anything of it is transparent.

    Raises one of `UNREADABLE`.
    """
    profile = picture.info.get("icc_profile")
    return picture_in_srgb(upright_picture(picture_in_plain_mode(choose_frame_of_animation(picture))), profile)


def choose_frame_of_animation(picture: Image.Image) -> Image.Image:
    """The first frame of an animation that shows something, the fullest one where none does; else the picture itself.

    Raises one of `UNREADABLE`.
    """
    if picture.format not in _ANIMATED or not getattr(picture, "is_animated", False):
        return picture
    best, most = picture.copy(), _contrast(picture)
    if most >= _EMPTY:
        return best
    for number in range(1, max(2, _MOST_PIXELS // (picture.width * picture.height))):
        try:
            picture.seek(number)
            contrast = _contrast(picture)
        except UNREADABLE:  # the animation ends here, or is cut off here: what came before is shown
            break
        if contrast > most:
            best, most = picture.copy(), contrast
        if most >= _PLAIN:
            break
    return best


def picture_in_plain_mode(picture: Image.Image) -> Image.Image:
    """The picture with 8 bits a channel and without a palette, as RGBA where anything of it is transparent.

    Grey of 16 bits, which Pillow would clip to white, is scaled. Raises one of `UNREADABLE`.
    """
    picture.load()  # here, so that damage is not found in a step that passes over damaged metadata
    if picture.mode.startswith("I"):
        scaled = picture.point(lambda level: level * (1 / 256)).convert("L")
        scaled.info = {name: value for name, value in picture.info.items() if name != "transparency"}
        return scaled
    if picture.mode in ("RGBA", "LA", "PA", "RGBa", "La") or "transparency" in picture.info:
        return picture.convert("RGBA")
    return picture.convert("RGB") if picture.mode in ("P", "1") else picture


def upright_picture(picture: Image.Image) -> Image.Image:
    """The picture turned as its EXIF data say; as it is where they are damaged."""
    try:
        return ImageOps.exif_transpose(picture)
    except UNREADABLE:
        return picture


def picture_in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """A picture in a plain mode as RGB or RGBA in sRGB. With a broken profile colours may be wrong, but it is kept."""
    if profile and picture.mode in ("RGB", "RGBA", "CMYK"):
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            mode = "RGBA" if picture.mode == "RGBA" else "RGB"
            converted = ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode=mode)
        except (ImageCms.PyCMSError, OSError, ValueError):
            converted = None
        if converted is not None:
            return converted
    return picture if picture.mode in ("RGB", "RGBA") else picture.convert("RGB")


def flattened_picture(picture: Image.Image) -> Image.Image:
    """An RGB or RGBA picture over white, or over a dark ground where it shows nothing on white."""
    if picture.mode == "RGB":
        return picture
    on_white = picture_on_background(picture, WHITE)
    return picture_on_background(picture, _DARK) if is_blank(on_white) else on_white


def picture_on_background(picture: Image.Image, ground: tuple[int, int, int]) -> Image.Image:
    """An RGBA picture on a ground of one colour."""
    flat = Image.new("RGB", picture.size, ground)
    flat.paste(picture, mask=picture.getchannel("A"))
    return flat


def is_blank(picture: Image.Image) -> bool:
    """Whether an RGB picture is of one colour."""
    return all(high - low <= _NOISE for low, high in _ranges(picture))


def is_cut_off(picture: Image.Image) -> bool:
    """Whether the lower end of an RGB picture is the grey with which a JPEG decoder fills what is missing."""
    rows = max(8, round(picture.height * _GREY_SHARE))
    end = picture.crop((0, max(0, picture.height - rows), picture.width, picture.height))
    return _ranges(end) == [(level, level) for level in _GREY]


def _ranges(picture: Image.Image) -> list[tuple[float, float]]:
    """The lowest and highest level of each channel of an RGB picture."""
    ranges = picture.getextrema()
    return [(float(low), float(high)) for low, high in ranges]  # type: ignore[misc]  # RGB has no single range


def _contrast(picture: Image.Image) -> float:
    small = (
        flattened_picture(picture_in_srgb(picture_in_plain_mode(picture), None))
        .convert("L")
        .resize((64, 64), Image.Resampling.BOX)
    )
    return ImageStat.Stat(small).stddev[0]
