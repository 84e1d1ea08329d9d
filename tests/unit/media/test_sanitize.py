"""The decoder of pictures from the web, without its process: what is refused, and what a kept picture is like."""

import io
import json
import struct
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from schemas import failures
from services.media import sanitize as module
from services.media.sanitize import MAX_PIXELS, sanitize


def encoded(width: int, height: int, kind: str = "PNG", mode: str = "RGB") -> bytes:
    target = io.BytesIO()
    Image.new(mode, (width, height), 128).save(target, kind)
    return target.getvalue()


def announced(width: int, height: int) -> bytes:
    """A PNG whose header announces a size, without pixels behind it."""
    header = _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + _chunk(b"IDAT", b"")


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


@pytest.mark.parametrize(
    ("width", "height", "kept"), [(48, 48, True), (47, 48, False), (48, 47, False), (1, 5_000, False)]
)
def test_a_side_of_48_pixels_is_enough(width: int, height: int, kept: bool) -> None:
    about, data = sanitize(encoded(width, height))
    assert bool(data) is kept
    assert about == (
        {"suffix": "webp", "width": width, "height": height}
        if kept
        else {"code": "picture.tiny", "fields": {"width": width, "height": height}}
    )


@pytest.mark.parametrize(
    ("width", "height", "refused"), [(8_000, 5_000, False), (8_000, 5_001, True), (10**6, 10**6, True)]
)
def test_forty_million_pixels_are_the_most(width: int, height: int, refused: bool) -> None:
    about, _ = sanitize(announced(width, height))
    assert MAX_PIXELS == 40_000_000
    assert (about["code"] in ("picture.bad_picture.pixels", "picture.bad_picture.bomb")) is refused


@pytest.mark.parametrize("kind", ["BMP", "TIFF", "ICO", "PPM", "TGA"])
def test_other_formats_are_refused(kind: str) -> None:
    about, data = sanitize(encoded(60, 60, kind))
    assert (about["code"], data) == ("picture.bad_picture", b"")


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP"])
def test_a_picture_that_was_cut_is_refused_or_kept_whole(kind: str) -> None:
    whole = encoded(64, 64, kind)
    for end in range(0, len(whole), max(1, len(whole) // 25)):
        about, data = sanitize(whole[:end])
        assert bool(data) == ("suffix" in about)
        if data:
            assert Image.open(io.BytesIO(data)).size == (64, 64)


@given(st.binary(max_size=300))
@settings(max_examples=50)
def test_no_bytes_break_the_decoder(data: bytes) -> None:
    for head in (b"", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"\xff\xd8\xff", b"RIFF\x00\x00\x00\x00WEBP"):
        about, kept = sanitize(head + data)
        assert "code" in about or kept


@pytest.mark.parametrize("mode", ["L", "LA", "RGB", "RGBA", "P", "1", "I;16"])
def test_every_mode_becomes_opaque_rgb(mode: str) -> None:
    about, data = sanitize(encoded(64, 64, "PNG", mode))
    picture = Image.open(io.BytesIO(data))
    assert (picture.mode, about["suffix"]) == ("RGB", "webp")


@pytest.mark.parametrize(
    ("size", "becomes"),
    [((2160, 100), (2160, 100)), ((2161, 100), (2160, 100)), ((4320, 200), (2160, 100)), ((2000, 6000), (2000, 6000))],
)
def test_a_picture_is_at_most_twice_as_wide_as_a_film(size: tuple[int, int], becomes: tuple[int, int]) -> None:
    about, _ = sanitize(encoded(*size, kind="JPEG"))
    assert (about["width"], about["height"]) == becomes


def test_a_long_strip_is_kept_within_twelve_million_pixels_as_jpeg() -> None:
    about, data = sanitize(encoded(700, 20_000))
    assert about["suffix"] == "jpg"
    assert 11_800_000 < about["width"] * about["height"] < 12_200_000
    assert Image.open(io.BytesIO(data)).format == "JPEG"


@pytest.mark.parametrize(("height", "suffix"), [(16_383, "webp"), (16_384, "jpg")])
def test_a_side_that_webp_cannot_hold_makes_a_jpeg(height: int, suffix: str) -> None:
    about, _ = sanitize(encoded(50, height))
    assert about == {"suffix": suffix, "width": 50, "height": height}


def test_a_kept_picture_is_kept_again() -> None:
    first, data = sanitize(encoded(300, 200))
    assert sanitize(data)[0] == first


def test_every_refusal_has_sentences_for_its_fields() -> None:
    for data in (b"", encoded(10, 10), announced(9_000, 9_000), encoded(60, 60, "BMP")):
        about, _ = sanitize(data)
        assert failures.fields_of(about["code"]) == set(about["fields"])


def test_frames_are_answered_in_order_until_the_input_ends() -> None:
    pictures = [encoded(50, 60), b"no picture", encoded(70, 80)]
    source = io.BytesIO(b"".join(struct.pack(">I", len(data)) + data for data in pictures) + b"\x00\x00")
    target = io.BytesIO()
    module._serve(source, target)
    answers, left = [], target.getvalue()
    while left:
        length = struct.unpack(">I", left[:4])[0]
        line, _, body = left[4 : 4 + length].partition(b"\n")
        answers.append((json.loads(line), bool(body)))
        left = left[4 + length :]
    assert [(about.get("width"), has_body) for about, has_body in answers] == [(50, True), (None, False), (70, True)]
