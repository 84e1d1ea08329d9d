"""The decoder of pictures from the web, without its process: what is refused, and what a kept picture is like."""

import io
import json
import struct
import zlib

import pytest
from fixtures.rows import each_row
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from libraries.pictures import sanitizer_process as module
from libraries.pictures.sanitizer_process import MAX_PIXELS, sanitize_picture
from schemas import failures


def saved(picture: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    target = io.BytesIO()
    picture.save(target, kind, **options)
    return target.getvalue()


def encoded(width: int, height: int, kind: str = "PNG", mode: str = "RGB") -> bytes:
    """A picture whose left half is brighter than its right one."""
    picture = Image.new("L", (width, height))
    picture.paste(200, (0, 0, width // 2, height))
    return saved(sixteen_bits(picture) if mode == "I;16" else picture.convert(mode), kind)


def sixteen_bits(picture: Image.Image) -> Image.Image:
    """A grey picture with the same share of white in 16 bits."""
    return Image.frombytes("I;16", picture.size, bytes(byte for level in picture.tobytes() for byte in (level, level)))


def kept(data: bytes) -> Image.Image:
    """The picture as it is kept."""
    about, kept_data = sanitize_picture(data)
    assert kept_data, about
    return Image.open(io.BytesIO(kept_data))


def levels(picture: Image.Image, *places: tuple[int, int]) -> list[int]:
    """Grey levels at some places."""
    grey = picture.convert("L")
    return [round(float(grey.resize((1, 1), box=(x, y, x + 4, y + 4)).getpixel((0, 0)))) for x, y in places]  # type: ignore[arg-type]


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
    about, data = sanitize_picture(encoded(width, height))
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
    about, _ = sanitize_picture(announced(width, height))
    assert MAX_PIXELS == 40_000_000
    assert (about["code"] in ("picture.bad_picture.pixels", "picture.bad_picture.bomb")) is refused


@each_row("kind", ["BMP", "TIFF", "ICO", "PPM", "TGA"])
def test_other_formats_are_refused(kind: str) -> None:
    about, data = sanitize_picture(encoded(60, 60, kind))
    assert (about["code"], data) == ("picture.bad_picture", b"")


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP"])
def test_a_picture_that_was_cut_is_refused_or_kept_whole(kind: str) -> None:
    whole = encoded(64, 64, kind)
    for end in range(0, len(whole), max(1, len(whole) // 25)):
        about, data = sanitize_picture(whole[:end])
        assert bool(data) == ("suffix" in about)
        if data:
            assert Image.open(io.BytesIO(data)).size == (64, 64)


@given(st.binary(max_size=300))
@settings(max_examples=50)
def test_no_bytes_break_the_decoder(data: bytes) -> None:
    for head in (b"", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"\xff\xd8\xff", b"RIFF\x00\x00\x00\x00WEBP"):
        about, kept = sanitize_picture(head + data)
        assert "code" in about or kept


@each_row("mode", ["L", "LA", "RGB", "RGBA", "P", "1", "I;16"])
def test_every_mode_becomes_opaque_rgb(mode: str) -> None:
    about, data = sanitize_picture(encoded(64, 64, "PNG", mode))
    picture = Image.open(io.BytesIO(data))
    assert (picture.mode, about["suffix"]) == ("RGB", "webp")


@pytest.mark.parametrize(
    ("size", "becomes"),
    [((2160, 100), (2160, 100)), ((2161, 100), (2160, 100)), ((4320, 200), (2160, 100)), ((2000, 6000), (2000, 6000))],
)
@pytest.mark.slow
def test_a_picture_is_at_most_twice_as_wide_as_a_film(size: tuple[int, int], becomes: tuple[int, int]) -> None:
    about, _ = sanitize_picture(encoded(*size, kind="JPEG"))
    assert (about["width"], about["height"]) == becomes


def test_grey_of_sixteen_bits_keeps_its_levels() -> None:
    picture = Image.new("L", (120, 60))
    for column, level in enumerate((0, 62, 156, 255)):
        picture.paste(level, (column * 30, 0, column * 30 + 30, 60))
    shown = kept(saved(sixteen_bits(picture)))
    assert levels(shown, (10, 30), (40, 30), (70, 30), (100, 30)) == pytest.approx([0, 62, 156, 255], abs=4)


def test_colour_of_sixteen_bits_keeps_its_levels() -> None:
    rows = b"".join(b"\0" + struct.pack(">3H", 65_535, 32_768, 0) * 40 + bytes(6 * 40) for _ in range(60))
    header = _chunk(b"IHDR", struct.pack(">IIBBBBB", 80, 60, 16, 2, 0, 0, 0))
    picture = kept(b"\x89PNG\r\n\x1a\n" + header + _chunk(b"IDAT", zlib.compress(rows)) + _chunk(b"IEND", b""))
    assert picture.convert("RGB").getpixel((10, 30)) == pytest.approx((255, 128, 0), abs=6)


def blank_first(kind: str, blank: int = 3) -> bytes:
    """An animation whose first frames are white."""
    frames = [Image.new("RGB", (80, 60), "white") for _ in range(blank)]
    for grey in (120, 0):
        shown = Image.new("RGB", (80, 60), "white")
        shown.paste((grey, grey, grey), (0, 0, 40, 60))
        frames.append(shown)
    return saved(frames[0], kind, save_all=True, append_images=frames[1:], duration=50)


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG", "AVIF"])
def test_of_an_animation_with_blank_beginning_the_first_frame_that_shows_something_is_taken(kind: str) -> None:
    picture = kept(blank_first(kind))
    assert levels(picture, (20, 30), (60, 30)) == pytest.approx([120, 255], abs=8)


@pytest.mark.parametrize("kind", ["GIF", "PNG"])
def test_an_animation_cut_off_within_its_blank_beginning_is_refused(kind: str) -> None:
    whole = blank_first(kind)
    about, _ = sanitize_picture(whole[: len(whole) // 3])
    assert about["code"] in ("picture.blank", "picture.bad_picture")


def test_an_animation_that_shows_something_at_once_keeps_its_first_frame() -> None:
    frames = [encoded(80, 60), saved(Image.linear_gradient("L").resize((80, 60)).convert("RGB"))]
    shown = [Image.open(io.BytesIO(frame)) for frame in frames]
    picture = kept(saved(shown[0], "GIF", save_all=True, append_images=shown[1:]))
    assert levels(picture, (20, 30), (60, 30)) == pytest.approx([200, 0], abs=8)


def hidden_colours(shape: int) -> Image.Image:
    """A square of one level in the middle; around it the picture is transparent, with red beneath."""
    picture = Image.new("RGBA", (80, 80), (255, 0, 0, 0))
    picture.paste((shape, shape, shape, 255), (20, 20, 60, 60))
    return picture


@pytest.mark.parametrize(("shape", "ground"), [(0, 255), (90, 255), (255, 33)])
@pytest.mark.quick_cases(1)
def test_what_is_transparent_shows_the_ground(shape: int, ground: int) -> None:
    for picture in (hidden_colours(shape), hidden_colours(shape).resize((2_200, 2_200), Image.Resampling.NEAREST)):
        shown = kept(saved(picture))
        side = shown.width
        assert levels(shown, (4, 4), (side // 2, side // 2)) == pytest.approx([ground, shape], abs=8)


@pytest.mark.parametrize("mode", ["P", "L", "1"])
def test_a_colour_declared_transparent_shows_the_ground(mode: str) -> None:
    picture = Image.new("L", (80, 80), 90 if mode != "1" else 255)
    picture.paste(0, (20, 20, 60, 60))
    drawn = picture.convert(mode)
    shown = kept(saved(drawn, transparency=drawn.getpixel((40, 40))))
    assert levels(shown, (4, 4), (40, 40)) == pytest.approx([90, 255] if mode != "1" else [255, 33], abs=8)


def test_a_palette_with_half_transparent_colours_shows_the_ground_through_them() -> None:
    half_clear = Image.new("P", (80, 80), 1)
    half_clear.putpalette([255, 0, 0, 0, 0, 0])
    half_clear.paste(0, (0, 0, 40, 80))
    shown = kept(saved(half_clear, transparency=b"\x80\xff"))
    assert shown.convert("RGB").getpixel((10, 40)) == pytest.approx((255, 127, 127), abs=10)


@each_row("colour", ["white", "black", "#3a7bd5"])
@each_row("kind", ["PNG", "JPEG", "GIF", "WEBP", "AVIF"])
def test_a_picture_of_one_colour_is_refused(kind: str, colour: str) -> None:
    about, data = sanitize_picture(saved(Image.new("RGB", (200, 100), colour), kind))
    assert (about["code"], data) == ("picture.blank", b"")


def test_a_picture_that_shows_nothing_but_transparency_is_refused() -> None:
    assert sanitize_picture(saved(Image.new("RGBA", (80, 80), (255, 0, 0, 0))))[0]["code"] == "picture.blank"


def test_a_jpeg_whose_data_end_early_is_never_kept_half_grey() -> None:
    noise = Image.effect_noise((400, 400), 90).convert("RGB")
    whole = saved(noise, "JPEG", quality=80)
    assert kept(whole).size == (400, 400)
    for share in (0.1, 0.5, 0.9):
        cut = whole[: round(len(whole) * share)]
        for end in (b"", b"\xff\xd9", bytes(len(whole) - len(cut))):
            about, data = sanitize_picture(cut + end)
            assert (about.get("code"), data) == ("picture.bad_picture", b""), (share, end[:2])


@each_row("orientation", range(1, 9))
def test_a_picture_is_turned_upright(orientation: int) -> None:
    turned = Image.new("L", (120, 60), 0)
    turned.paste(255, (0, 0, 60, 60))
    exif = Image.Exif()
    exif[0x0112] = orientation
    picture = kept(saved(turned, "JPEG", exif=exif))
    assert picture.size == ((120, 60) if orientation < 5 else (60, 120))
    bright_first = orientation in (1, 4, 5, 6)
    last = (picture.width - 8, picture.height - 8)
    assert (levels(picture, (2, 2))[0] > 128, levels(picture, last)[0] > 128) == (bright_first, not bright_first)


@pytest.mark.filterwarnings("ignore:Corrupt EXIF data")
def test_a_picture_with_damaged_exif_data_is_kept_as_it_is() -> None:
    whole = encoded(80, 60, "JPEG")
    for exif in (b"Exif\0\0", b"Exif\0\0II*\0\xff\xff\xff\xff", b"Exif\0\0MM\0*\0\0\0\x08\xff\xff" + b"\x01\x12" * 9):
        segment = b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif
        assert kept(whole[:2] + segment + whole[2:]).size == (80, 60)


def test_ink_is_shown_as_light() -> None:
    ink = Image.new("CMYK", (80, 60), (0, 255, 255, 0))
    ink.paste((255, 255, 0, 0), (40, 0, 80, 60))
    picture = kept(saved(ink, "JPEG")).convert("RGB")
    assert picture.getpixel((10, 30)) == pytest.approx((254, 0, 0), abs=40)
    assert picture.getpixel((70, 30)) == pytest.approx((0, 0, 254), abs=40)


@pytest.mark.slow
def test_a_long_strip_is_kept_within_twelve_million_pixels_as_jpeg() -> None:
    about, data = sanitize_picture(encoded(700, 20_000))
    assert about["suffix"] == "jpg"
    assert 11_800_000 < about["width"] * about["height"] < 12_200_000
    assert Image.open(io.BytesIO(data)).format == "JPEG"


@pytest.mark.parametrize(("height", "suffix"), [(16_383, "webp"), (16_384, "jpg")])
def test_a_side_that_webp_cannot_hold_makes_a_jpeg(height: int, suffix: str) -> None:
    about, _ = sanitize_picture(encoded(50, height))
    assert about == {"suffix": suffix, "width": 50, "height": height}


def test_a_kept_picture_is_kept_again() -> None:
    first, data = sanitize_picture(encoded(300, 200))
    assert sanitize_picture(data)[0] == first


def test_every_refusal_has_sentences_for_its_fields() -> None:
    for data in (b"", encoded(10, 10), announced(9_000, 9_000), encoded(60, 60, "BMP")):
        about, _ = sanitize_picture(data)
        assert failures.sentence_fields(about["code"]) == set(about["fields"])


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
