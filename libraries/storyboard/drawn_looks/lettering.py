"""Lettering: captions, titles and bubbles of drawn films, in the style of the look."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from PIL import Image, ImageDraw

from libraries.drawing.canvas.animation import PlacedPlate
from libraries.drawing.canvas.compositor import Sprite
from libraries.drawing.canvas.yuv import Plate, to_even
from libraries.drawing.typography.design_tokens import (
    CAPTION,
    FOOTER_BASELINE,
    GRID_LEFT,
    SAFE,
    Box,
    Theme,
    theme_named,
)
from libraries.drawing.typography.fonts import Weight
from libraries.drawing.typography.line_breaking import TextLayout, fit_one_line, fit_text
from libraries.drawing.typography.text import Ink
from libraries.drawing.typography.words import CaptionBlock, TextLine
from libraries.storyboard.cards.caption import (
    WordPosition,
    caption_sprites,
    ink_box,
    place_centred_words,
    place_words_in_line,
    text_plate,
    word_markers,
)
from libraries.storyboard.drawn_looks.looks import STYLES, CaptionSlab, LookName

_PAD: Final = 30
_K: Final = 2
_TITLE_SIZES: Final = (116, 108, 100, 92, 86, 80, 74, 68, 62, 56, 50)
_TITLES: Final = {
    LookName.WARM: Box(76, 1078, 880, 1392),
    LookName.COMIC: Box(92, 1030, 864, 1380),
    LookName.REVENGE: Box(76, 1020, 880, 1384),
}
_TITLE: Final = Box(76, 236, 880, 640)
_LETTERING: Final = Weight.EXTRA_BOLD


def look_theme(theme: str, look: LookName) -> Theme:
    """The theme of that name with the colours that a look has for words."""
    style = STYLES[look]
    return theme_named(theme)._replace(
        caption=style.ink,
        caption_edge=style.edge,
        marker=style.marker,
        marker_text=style.marker_text,
        marker_shape=style.marker_shape,
        ink=style.ink,
        headline=style.ink,
        accent=style.marker,
        # A word that turns its colour on paper takes the colour of a side.
        sides=(style.marker, style.marker),
        footer="#ffffff",
        track="#000000",
    )


def look_caption_sprites(block: CaptionBlock, scene_start: int, theme: Theme, look: LookName) -> list[Sprite]:
    """The sprites of one caption on what the look puts under it."""
    on_paper = STYLES[look].slab in (CaptionSlab.PAPER, CaptionSlab.BOX)
    words = caption_sprites(block, scene_start, theme, on_paper=on_paper)
    start, end = block.start - scene_start, block.end - scene_start
    box = ink_box(place_centred_words(block.lines, block.size, CAPTION), block.size)
    slab = caption_slab_plate(box, look)
    return words if slab is None else [slab.sprite(start, end), *words]


@lru_cache(maxsize=64)
def caption_slab_plate(box: Box, look: LookName) -> PlacedPlate | None:
    """The plate under words; None where the frame of the look has made room for them."""
    if STYLES[look].slab is not CaptionSlab.BOX:
        return None
    wide, high = box.width + 2 * _PAD + 20, box.height + 2 * _PAD + 20
    image = Image.new("RGBA", (wide * _K, high * _K))
    canvas = ImageDraw.Draw(image)
    x1, y1 = (wide - 16) * _K, (high - 16) * _K
    corners = [(4 * _K, 12 * _K), (x1, 2 * _K), (x1 - 6 * _K, y1), (10 * _K, y1 - 4 * _K)]
    canvas.polygon([(x + 12 * _K, y + 12 * _K) for x, y in corners], fill=STYLES[look].ink)
    canvas.polygon(corners, fill="#ffffff")
    canvas.line([*corners, corners[0], corners[1]], fill=STYLES[look].ink, width=7 * _K, joint="curve")
    plate = Plate.from_rgba(image.resize((to_even(wide), to_even(high)), Image.Resampling.BOX))
    return PlacedPlate(plate, to_even(box.left - _PAD - 2), to_even(box.top - _PAD - 2))


def title_layout(words: TextLine, look: LookName) -> tuple[TextLayout, Box]:
    """The layout of a title's lines, and the area they stand in."""
    area = _TITLES.get(look, _TITLE)
    return fit_text(words, _LETTERING, area.width, _TITLE_SIZES, 4, spacing=1.22, tallest=area.height), area


def title_word_positions(words: TextLine, look: LookName) -> tuple[list[WordPosition], int]:
    """The words of a title with their places, and their size: at the left, at the top or the bottom of the area."""
    setting, area = title_layout(words, look)
    ink = Ink(_LETTERING, setting.size, "")
    top = area.bottom - setting.height if look in _TITLES else area.top
    places = [
        place
        for i, line in enumerate(setting.lines)
        for place in place_words_in_line(line, ink, area.left, top + setting.baseline(i))
    ]
    return places, setting.size


def title_sprites(words: TextLine, theme: Theme, look: LookName, scene_start: int, frames: int) -> list[Sprite]:
    """The sprites of a title whose words are marked as they are spoken."""
    style = STYLES[look]
    places, size = title_word_positions(words, look)
    on_paper = style.slab in (CaptionSlab.PAPER, CaptionSlab.BOX)
    ink = Ink(_LETTERING, size, style.ink)
    slab = caption_slab_plate(ink_box(places, size), look)
    text = text_plate(places, ink, None if on_paper else style.edge).sprite()
    under = [] if slab is None else [slab.sprite()]
    spoken = any(place.word.end for place in places)
    return [*under, text, *(word_markers(places, ink, theme, scene_start, frames) if spoken else [])]


def footer_slip(credit: str, label: str) -> PlacedPlate:
    """The footer on a dark slip that is read on any picture: the story's source, and that the voice is synthetic."""
    return _footer(credit, label)


@lru_cache(maxsize=4)
def _footer(credit: str, label: str) -> PlacedPlate:
    ink = Ink(Weight.BOLD, 26, "#ffffff")
    text, size = fit_one_line(f"{label} · {credit}", ink.weight, SAFE.width - 40, (26, 24, 22))
    ink = ink._replace(size=size)
    image = Image.new("RGBA", (to_even(ink.width(text) + 36) + 2, 42))
    ImageDraw.Draw(image).rounded_rectangle((0, 0, image.width - 1, 41), 21, fill=(10, 10, 20, 190))
    ink.draw(image, (18, 30), text)
    return PlacedPlate(Plate.from_rgba(image), GRID_LEFT, to_even(FOOTER_BASELINE - 34))


def caption_boxes(blocks: Sequence[CaptionBlock]) -> list[Box]:
    """The boxes that captions cover."""
    return [ink_box(place_centred_words(block.lines, block.size, CAPTION), block.size) for block in blocks]
