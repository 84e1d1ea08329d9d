"""Pictures from the web: what goes on is only what can be seen, and what is hostile is refused at no great cost."""

import asyncio
import io
import os
import struct
import time
import zlib
from pathlib import Path

import pytest
from fixtures.rows import each_row
from PIL import Image, ImageCms, ImageDraw, PngImagePlugin

from crawlers.fetch.pictures import is_picture
from libraries.pictures.sanitizer import PictureSanitizer
from libraries.pictures.sanitizer_process import sanitize_picture
from schemas.crawls import short_reason
from schemas.errors import BadInput


def encoded(picture: Image.Image, kind: str, **options: object) -> bytes:
    target = io.BytesIO()
    picture.save(target, kind, **options)
    return target.getvalue()


def flag(width: int = 200, height: int = 100, mode: str = "RGB") -> Image.Image:
    """Left half red, right half blue."""
    picture = Image.new(mode, (width, height), "blue")
    ImageDraw.Draw(picture).rectangle((0, 0, width // 2 - 1, height), fill="red")
    return picture


def cleaned(data: bytes) -> Image.Image:
    """What the child process makes of a picture, made here."""
    about, body = sanitize_picture(data)
    assert body, about
    opened = Image.open(io.BytesIO(body))
    suffix = {"JPEG": "jpg", "WEBP": "webp"}[str(opened.format)]
    assert about == {"suffix": suffix, "width": opened.width, "height": opened.height}
    opened.load()
    return opened


def is_near(pixel: object, colour: tuple[int, int, int]) -> bool:
    assert isinstance(pixel, tuple)
    return all(abs(a - b) < 24 for a, b in zip(pixel, colour, strict=True))


RED, BLUE, WHITE = (255, 0, 0), (0, 0, 255), (255, 255, 255)


@each_row(("kind", "becomes"), [("JPEG", "JPEG"), ("PNG", "WEBP"), ("WEBP", "WEBP"), ("GIF", "WEBP"), ("AVIF", "WEBP")])
def test_a_picture_looks_the_same_afterwards(kind: str, becomes: str) -> None:
    picture = cleaned(encoded(flag(), kind))
    assert (picture.format, picture.size) == (becomes, (200, 100))
    assert is_near(picture.getpixel((20, 50)), RED)
    assert is_near(picture.getpixel((180, 50)), BLUE)


async def test_nothing_but_pixels_goes_on() -> None:
    exif = Image.Exif()
    exif[0x010E] = "CANARY-EXIF"
    exif.get_ifd(0x8825)[1] = "N"
    text = PngImagePlugin.PngInfo()
    text.add_text("comment", "CANARY-TEXT")
    originals = (
        encoded(flag(), "JPEG", exif=exif, comment=b"CANARY-COMMENT") + b"CANARY-TRAILER",
        encoded(flag(), "PNG", pnginfo=text, exif=exif) + b"CANARY-TRAILER",
        encoded(flag(), "WEBP", exif=exif, xmp=b"CANARY-XMP"),
    )
    async with PictureSanitizer() as sanitizer:
        for original in originals:
            assert b"CANARY" in original
            clean = await sanitizer.sanitize(original)
            assert b"CANARY" not in clean.data
            assert b"Exif" not in clean.data
            assert not Image.open(io.BytesIO(clean.data)).getexif()


@pytest.mark.parametrize(("size", "becomes"), [((200, 100), (100, 200)), ((5_000, 2_500), (1_080, 2_160))])
def test_a_picture_is_turned_upright(size: tuple[int, int], becomes: tuple[int, int]) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    picture = cleaned(encoded(flag(*size), "JPEG", exif=exif))
    assert picture.size == becomes
    assert is_near(picture.getpixel((50, 20)), RED)
    assert is_near(picture.getpixel((50, becomes[1] - 20)), BLUE)


def test_what_is_transparent_is_white() -> None:
    layer = Image.new("RGBA", (100, 100), (0, 0, 0, 0))
    ImageDraw.Draw(layer).rectangle((0, 0, 49, 99), fill=(255, 0, 0, 255))
    palette = layer.convert("P")
    palette.info["transparency"] = palette.getpixel((90, 50))
    for data in (encoded(layer, "PNG"), encoded(layer, "WEBP"), encoded(layer, "GIF")):
        picture = cleaned(data)
        assert is_near(picture.getpixel((20, 50)), RED)
        assert is_near(picture.getpixel((80, 50)), WHITE)


def test_of_an_animation_the_first_frame_stays() -> None:
    frames = [flag(80, 80), *(Image.new("RGB", (80, 80), colour) for colour in ("blue", "lime"))]
    for kind in ("GIF", "WEBP"):
        picture = cleaned(encoded(frames[0], kind, save_all=True, append_images=frames[1:], duration=50))
        assert getattr(picture, "n_frames", 1) == 1
        assert is_near(picture.getpixel((20, 40)), RED)


def test_colours_of_another_profile_and_of_print_are_converted() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    assert is_near((cleaned(encoded(flag(), "JPEG", icc_profile=profile))).getpixel((20, 50)), RED)
    assert (cleaned(encoded(flag(), "JPEG", icc_profile=b"broken" * 40))).size == (200, 100)
    printed = cleaned(encoded(flag().convert("CMYK"), "JPEG"))
    assert (printed.mode, is_near(printed.getpixel((20, 50)), RED)) == ("RGB", True)


@pytest.mark.slow
def test_what_is_too_large_to_show_is_shrunk_in_proportion() -> None:
    wide = cleaned(encoded(flag(4320, 1000), "PNG"))
    assert wide.size == (2160, 500)
    strip = cleaned(encoded(flag(700, 20_000), "PNG"))
    assert strip.format == "JPEG"
    assert strip.width * strip.height <= 12_100_000
    assert abs(strip.height / strip.width - 20_000 / 700) < 0.1


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few kilobytes that unpacks to gigabytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(bytes(1_000_000), 9)) + chunk(b"IEND", b"")


def text_bomb() -> bytes:
    text = PngImagePlugin.PngInfo()
    text.add_text("x", "A" * 80_000_000, zip=True)
    return encoded(flag(), "PNG", pnginfo=text)


HOSTILE = {
    "bomb 16000": bomb(16_000, 16_000),
    "bomb 7000": bomb(7_000, 7_000),
    "bomb 2^31": bomb(2**31 - 1, 1),
    "text bomb": text_bomb(),
    "truncated jpeg": encoded(flag(), "JPEG")[:400],
    "truncated png": encoded(flag(), "PNG")[:-40],
    "html": b"<html><script>alert(1)</script></html>",
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>',
    "hls": b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n",
    "eps": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 100 100\n(ls) run\n",
    "bmp": encoded(flag(), "BMP"),
    "tiff": encoded(flag(), "TIFF"),
    "jpeg header only": b"\xff\xd8\xff\xe0" + bytes(2000),
    "gif header only": b"GIF89a" + b"\xff" * 200,
    "webp header only": b"RIFF\xff\xff\xff\x7fWEBPVP8 " + bytes(200),
    "nothing": b"",
    "zip": b"PK\x03\x04" + bytes(100),
    "one pixel": encoded(Image.new("RGB", (1, 1)), "PNG"),
}


@each_row("name", HOSTILE)
async def test_hostile_files_are_refused_and_the_next_picture_is_fine(name: str) -> None:
    async with PictureSanitizer() as sanitizer:
        with pytest.raises(BadInput) as caught:
            await sanitizer.sanitize(HOSTILE[name])
        assert short_reason(caught.value) == ("tiny" if name == "one pixel" else "bad_picture")
        assert (await sanitizer.sanitize(encoded(flag(), "PNG"))).width == 200


def peak_memory(pid: int) -> int:
    """Kilobytes a process had at most."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))


async def test_bombs_cost_little_memory() -> None:
    async with PictureSanitizer() as sanitizer:
        for name in ("bomb 16000", "bomb 7000", "text bomb"):
            with pytest.raises(BadInput):
                await sanitizer.sanitize(HOSTILE[name])
        for kind in ("JPEG", "PNG"):
            largest = await sanitizer.sanitize(encoded(flag(6_300, 6_300), kind))
            assert largest.width == 2_160
        assert sanitizer.pid is not None
        peak = peak_memory(sanitizer.pid)
    assert peak < 300 * 1024


async def test_a_child_that_dies_or_hangs_is_replaced() -> None:
    async with PictureSanitizer(timeout=3.0) as sanitizer:
        await sanitizer.sanitize(encoded(flag(), "PNG"))
        first = sanitizer.pid
        assert first is not None
        os.kill(first, 9)
        with pytest.raises(BadInput, match="survive"):
            await sanitizer.sanitize(encoded(flag(), "PNG"))
        await sanitizer.sanitize(encoded(flag(), "PNG"))
        second = sanitizer.pid
        assert second is not None
        assert second != first
        os.kill(second, 19)
        started = time.monotonic()
        with pytest.raises(BadInput, match="took longer than"):
            await sanitizer.sanitize(encoded(flag(), "PNG"))
        assert time.monotonic() - started < 5
        assert (await sanitizer.sanitize(encoded(flag(), "PNG"))).height == 100
        third = sanitizer.pid
    assert third is not None
    with pytest.raises(ProcessLookupError):
        os.kill(third, 0)


async def test_a_call_that_is_cancelled_does_not_confuse_the_next() -> None:
    async with PictureSanitizer() as sanitizer:
        await sanitizer.sanitize(encoded(flag(), "PNG"))
        slow = asyncio.create_task(sanitizer.sanitize(encoded(Image.effect_noise((3_000, 3_000), 90), "PNG")))
        await asyncio.sleep(0.05)
        slow.cancel()
        with pytest.raises(asyncio.CancelledError):
            await slow
        assert (await sanitizer.sanitize(encoded(flag(120, 60), "PNG"))).width == 120


def test_first_bytes_decide() -> None:
    for kind in ("JPEG", "PNG", "GIF", "WEBP"):
        assert is_picture(encoded(flag(), kind))
    for name in ("html", "svg", "hls", "eps", "bmp", "tiff", "nothing", "zip"):
        assert not is_picture(HOSTILE[name])
