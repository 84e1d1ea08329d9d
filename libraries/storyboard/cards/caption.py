"""Captions: a text drawn once, and the marker that jumps from word to word as they are spoken."""

from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple

from PIL import Image

from libraries.drawing.canvas.animation import PlacedPlate, sprite_popping_in
from libraries.drawing.canvas.compositor import Sprite, SpriteFrame
from libraries.drawing.canvas.transitions import ENTER
from libraries.drawing.canvas.yuv import Plate, to_even
from libraries.drawing.typography.captions import LEADING, WEIGHT
from libraries.drawing.typography.design_tokens import CAPTION, Box, Theme
from libraries.drawing.typography.fonts import Weight
from libraries.drawing.typography.line_breaking import TextLayout
from libraries.drawing.typography.text import Ink, text_width
from libraries.drawing.typography.words import CaptionBlock, TextLine, TimedWord, joined_words
from libraries.storyboard.cards.paint import draw_rounded_box, draw_soft_text

_POP: Final = 18
"""Pixels by which a marker is larger than itself when it appears, and half as many in the next frame."""
_EDGE: Final = 24
"""Room around a caption for its edge and shadow."""
_PAD: Final = 13


class WordPosition(NamedTuple):
    """The place of a word in the frame in pixels: x of its start, baseline, advance."""

    word: TimedWord
    x: float
    baseline: float
    advance: float


def place_centred_words(lines: Sequence[TextLine], size: int, box: Box) -> list[WordPosition]:
    """The words of lines with their places, centred in ``box`` both ways."""
    leading = round(size * LEADING)
    top = box.top + (box.height - leading * len(lines)) / 2
    places: list[WordPosition] = []
    for i, line in enumerate(lines):
        x = (box.left + box.right - text_width(joined_words(line), WEIGHT, size)) / 2
        places.extend(
            place_words_in_line(line, Ink(WEIGHT, size, ""), x, top + i * leading + leading * 0.5 + size * 0.36)
        )
    return places


def place_words_in_line(line: TextLine, ink: Ink, x: float, baseline: float) -> Iterator[WordPosition]:
    """The words of a line that starts at ``x``, with their places."""
    for i, word in enumerate(line):
        advance = ink.width(word.text)
        yield WordPosition(word, x + ink.width(joined_words(line[: i + 1])) - advance, baseline, advance)


def word_positions(layout: TextLayout, weight: Weight, left: float, top: float) -> list[WordPosition]:
    """The words of a layout with their places; its first line begins at (left, top)."""
    ink = Ink(weight, layout.size, "")
    return [
        place
        for i, line in enumerate(layout.lines)
        for place in place_words_in_line(line, ink, left, top + layout.baseline(i))
    ]


def ink_box(places: Sequence[WordPosition], size: int) -> Box:
    """The box that words and their marker may cover."""
    return Box(
        int(min(p.x for p in places)) - _PAD,
        int(min(p.baseline for p in places) - size * 0.98),
        int(max(p.x + p.advance for p in places)) + _PAD + 1,
        int(max(p.baseline for p in places) + size * 0.30) + 1,
    )


def caption_sprites(
    block: CaptionBlock,
    scene_start: int,
    theme: Theme,
    *,
    on_paper: bool,
    paper_left: Callable[[int], int] | None = None,
) -> list[Sprite]:
    """Sprites of one caption: the text, and its markers over it. Frames of ``block`` are those of the film.

    Where the paper is still coming in from the right, ``paper_left`` says how far it has come at a frame of the scene.
    """
    places = place_centred_words(block.lines, block.size, CAPTION)
    start, end = block.start - scene_start, block.end - scene_start
    ink = Ink(WEIGHT, block.size, theme.ink if on_paper else theme.caption)
    text = text_plate(places, ink, None if on_paper else theme.caption_edge)
    shown = [text.sprite(start, end)]
    if paper_left is not None and start < ENTER:
        off_paper = text_plate(places, ink._replace(colour=theme.caption), theme.caption_edge)
        shown = _text_at_page_edge(off_paper, text, paper_left, (start, end))
    return [*shown, *word_markers(places, ink, theme, scene_start, end)]


def _text_at_page_edge(
    off_paper: PlacedPlate, text: PlacedPlate, paper_left: Callable[[int], int], during: tuple[int, int]
) -> list[Sprite]:
    """The text in two styles, divided at the edge of the paper that is coming in."""

    def part(of: PlacedPlate, *, on_paper: bool) -> Sprite:
        whole = of.sprite(*during)

        def sprite(frame: int) -> SpriteFrame | None:
            cut = min(of.plate.width, max(0, paper_left(frame) - of.left))
            left, right = (cut, of.plate.width) if on_paper else (0, cut)
            if right - left in (0, of.plate.width):
                return whole(frame) if right > left else None
            return SpriteFrame(of.plate.columns_between(left, right), of.left + left, of.top) if whole(frame) else None

        return sprite

    return [part(off_paper, on_paper=False), part(text, on_paper=True)]


def text_plate(places: Sequence[WordPosition], ink: Ink, edge: str | None) -> PlacedPlate:
    """A plate of all words at their places; with ``edge`` outlined in that colour."""
    image, left, top = text_picture(places, ink, edge)
    return PlacedPlate(Plate.from_rgba(image), left, top)


def text_picture(places: Sequence[WordPosition], ink: Ink, edge: str | None) -> tuple[Image.Image, int, int]:
    """The picture of words with room around them, and its left and top in the frame."""
    box = ink_box(places, ink.size)
    left, top = to_even(box.left - _EDGE), to_even(box.top - _EDGE)
    image = Image.new("RGBA", (box.width + 2 * _EDGE + 2, box.height + 2 * _EDGE + 2))
    texts = [(ink, p.x - left, p.baseline - top, p.word.text) for p in places]
    if edge is None:
        for each, x, baseline, text in texts:
            each.draw(image, (x, baseline), text)
    else:
        draw_soft_text(image, texts, edge, max(4, round(ink.size * 0.075)))
    for place in places:
        if place.word.stressed:
            _underline(image, place._replace(x=place.x - left, baseline=place.baseline - top), ink)
    return image, left, top


def _underline(image: Image.Image, place: WordPosition, ink: Ink) -> None:
    """The bar under a stressed word."""
    top, thick = round(place.baseline + ink.size * 0.14), max(4, ink.size // 12)
    draw_rounded_box(image, Box(round(place.x), top, round(place.x + place.advance), top + thick), 3, ink.colour)


def word_markers(places: Sequence[WordPosition], ink: Ink, theme: Theme, scene_start: int, end: int) -> list[Sprite]:
    """A marker over each word from its start until the next word starts, over the last one until ``end``."""
    sprites: list[Sprite] = []
    for i, place in enumerate(places):
        until = places[i + 1].word.start - scene_start if i + 1 < len(places) else end
        start = place.word.start - scene_start
        if until > start:
            marker = _marker_plate(place, ink, theme)
            sprites.append(
                sprite_popping_in(marker.plate, marker.left, marker.top, start, until, _pop_steps(marker.plate.width))
            )
    return sprites


def _pop_steps(width: int) -> tuple[float, float]:
    return 1 + min(0.08, _POP / width), 1 + min(0.04, _POP / width / 2)


def _marker_plate(place: WordPosition, ink: Ink, theme: Theme) -> PlacedPlate:
    size = ink.size
    left = to_even(place.x - _PAD - _POP / 2)
    top = to_even(place.baseline - size * 0.96 - _POP / 2)
    image = Image.new("RGBA", (to_even(place.advance + 2 * _PAD + _POP) + 2, to_even(size * 1.22 + _POP)))
    box = Box(round(place.x) - _PAD - left, _POP // 2, round(place.x + place.advance) + _PAD - left, 0)
    colour = draw_marker(image, box._replace(bottom=image.height - _POP // 2), round(size * 0.2), ink, theme)
    ink._replace(colour=colour).draw(image, (place.x - left, place.baseline - top), place.word.text)
    return PlacedPlate(Plate.from_rgba(image), left, top)


def draw_marker(image: Image.Image, box: Box, radius: int, ink: Ink, theme: Theme) -> str:
    """Draw the marker of a word that fills ``box``, in the style of the film. Returns the colour of the word on it."""
    match theme.marker_shape:
        case "line":
            thick = max(8, box.height // 5)
            draw_rounded_box(image, box._replace(top=box.bottom - thick), thick // 2, theme.marker)
            return ink.colour
        case "colour":
            return theme.sides[0] if ink.colour == theme.ink else theme.marker
        case _:
            draw_rounded_box(image, box, radius, theme.marker)
            return theme.marker_text
