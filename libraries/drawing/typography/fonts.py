"""The fonts we ship, and which characters they can draw."""

from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Final

from fontTools.ttLib import TTFont
from PIL import Image, ImageDraw, ImageFont

from libraries.paths import DATA
from schemas.errors import ConfigurationError

FOLDER: Final = DATA / "assets" / "fonts"
EMOJI_FILE: Final = "NotoColorEmoji-Subset.ttf"
_STRIKE: Final = 109
"""The one size in which the bitmaps of the emoji font exist."""


class Weight(StrEnum):
    """A weight of the text font, by the file of its letters."""

    MEDIUM = "Pretendard-Medium.otf"
    BOLD = "Pretendard-Bold.otf"
    EXTRA_BOLD = "Pretendard-ExtraBold.otf"


def font_path(name: str) -> Path:
    """Path of a shipped font. Raises ConfigurationError when the file is missing."""
    path = FOLDER / name
    if not path.is_file():
        raise ConfigurationError("film.font_missing", path=path)
    return path


@cache
def text_font(weight: Weight, size: int) -> ImageFont.FreeTypeFont:
    """The text font at ``size`` pixels."""
    return ImageFont.truetype(font_path(weight), size, layout_engine=ImageFont.Layout.BASIC)


@cache
def text_coverage() -> frozenset[int]:
    """Code points that all weights can draw."""
    covered = (_code_points(weight) for weight in Weight)
    return frozenset.intersection(*covered)


@cache
def emoji_coverage() -> frozenset[int]:
    """Code points drawn as colour emoji."""
    return _code_points(EMOJI_FILE)


def _code_points(name: str) -> frozenset[int]:
    with TTFont(font_path(name), lazy=True) as file:
        # Any names will do: reading those in the file takes most of the time.
        file.setGlyphOrder([str(glyph) for glyph in range(file["maxp"].numGlyphs)])
        return frozenset(file.getBestCmap())


@cache
def emoji_image(character: str, size: int) -> Image.Image:
    """A colour emoji as RGBA, ``size`` pixels high."""
    strike = ImageFont.truetype(font_path(EMOJI_FILE), _STRIKE, layout_engine=ImageFont.Layout.BASIC)
    left, top, right, bottom = (round(v) for v in strike.getbbox(character))
    glyph = Image.new("RGBA", (right - left, bottom - top))
    ImageDraw.Draw(glyph).text((-left, -top), character, font=strike, embedded_color=True)
    width = round(glyph.width * size / glyph.height)
    # Resizing straight alpha would drag the black of transparent pixels into the edges.
    return glyph.convert("RGBa").resize((width, size), Image.Resampling.LANCZOS).convert("RGBA")
