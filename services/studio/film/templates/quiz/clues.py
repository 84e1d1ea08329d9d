"""The clues of a quiz: numbers in a row, ticked off one by one, and below them the clue that is read."""

from functools import lru_cache
from typing import Annotated, ClassVar, Final, NamedTuple

from PIL import Image
from pydantic import Field

from libraries.drawing.canvas.animation import PlacedPlate, sprite_popping_in
from libraries.drawing.canvas.compositor import Sprite
from libraries.drawing.canvas.yuv import Plate, to_even
from libraries.drawing.typography.design_tokens import PAGE, SAFE, Box, Theme
from libraries.drawing.typography.fonts import Weight
from libraries.drawing.typography.line_breaking import TextLayout, fit_text
from libraries.drawing.typography.text import Ink
from libraries.drawing.typography.words import TextLine
from libraries.storyboard.cards.caption import ink_box, word_markers
from libraries.storyboard.cards.card import CardScene, SpokenCard
from libraries.storyboard.cards.card_thread import PlacedCard
from libraries.storyboard.cards.illustration import emoji_sprites
from libraries.storyboard.cards.paint import (
    MARGIN,
    card_image,
    card_plate,
    downsample,
    draw_rounded_box,
    large_canvas,
    pill_image,
)

_WEIGHT: Final = Weight.BOLD
_SIZES: Final = (84, 78, 72, 66, 60, 54, 50, 46)
_LINES: Final = 6
_MOST_LINES: Final = 8
"""Lines of a clue without emblems."""
_NUMBER: Final = 84
_ROW: Final = 7
"""Numbers in a row; further ones are on a row of their own, which replaces this one."""
_PAD: Final = 44
_TAG: Final = 62
"""Height of the line that counts the clue."""
_ART: Final = 230
"""Height of the emblems of a clue; less where the text asks for more."""
_ABOVE: Final = 20
_LEAST_ART: Final = 170
"""With less height, room above the text included, there are none."""
_LEAST: Final = 60
"""Where the text had to be smaller beside emblems, it has all the room."""
_AREA: Final = Box(PAGE.left, PAGE.top + _NUMBER + 60, PAGE.right, PAGE.bottom - 16)
_TEXT_LEFT: Final = PAGE.left + _PAD
_TEXT_WIDTH: Final = SAFE.right - 16 - _TEXT_LEFT
_CORNER: Final = 40
_POP: Final = (0.62, 0.86, 1.00, 1.02, 1.01)


class ClueCard(SpokenCard):
    """A clue of the story, ``number`` of ``total`` counted from 0, which has just come in and is read."""

    kind: str = "steps"
    sound: ClassVar[str] = "pop"
    number: Annotated[int, Field(ge=0)]
    total: Annotated[int, Field(ge=1)]
    emoji: Annotated[tuple[str, ...], Field(min_length=1, max_length=3)]

    def draw(self, scene: CardScene) -> list[Sprite]:
        """The clue jumps in, its number lights up, it is read."""
        layout, theme = clue_layout(self), scene.theme
        box, size = layout.clue.box, layout.clue.layout.size
        left, top = _place(self.number, self.total)
        sprites: list[Sprite] = [
            _numbers(self.number, self.total, theme).sprite(),
            sprite_popping_in(_current_number(self.number + 1, theme), left, top, 0, None, _POP),
            sprite_popping_in(_card(layout, self.number, theme), box.left - MARGIN, box.top - MARGIN, 0, None, _POP),
        ]
        if layout.art:
            sprites.extend(emoji_sprites(self.emoji, layout.middle, to_even(layout.art * 0.8)))
        ink = Ink(_WEIGHT, size, theme.ink)
        return [*sprites, *word_markers(layout.clue.word_positions(_WEIGHT), ink, theme, scene.start, scene.frames)]

    def text_boxes(self, start: int, frames: int) -> list[Box]:  # noqa: ARG002 - the text stands all the time
        clue = clue_layout(self).clue
        return [ink_box(clue.word_positions(_WEIGHT), clue.layout.size)]


class ClueLayout(NamedTuple):
    """The clue in its card, and the middle of its emblems, which have ``art`` pixels of height or 0."""

    clue: PlacedCard
    middle: tuple[int, int]
    art: int


def clue_layout(content: ClueCard) -> ClueLayout:
    """The layout of a clue: its card in the middle, as high as its text; emblems above where there is room."""
    room = _AREA.height - _TAG - 2 * _PAD
    setting = _setting(content.words, _LINES, room - _LEAST_ART)
    if setting.size < _LEAST:
        setting = _setting(content.words, _MOST_LINES, room)
    free = room - setting.height
    art = to_even(min(_ART, free - _ABOVE)) if free >= _LEAST_ART else 0
    height = to_even(_TAG + 2 * _PAD + setting.height + (art + _ABOVE if art else 0))
    top = _AREA.top + to_even((_AREA.height - height) / 2)
    box = Box(_AREA.left, top, _AREA.right, top + height)
    text_top = box.bottom - _PAD - setting.height
    middle = ((_AREA.left + _AREA.right) // 2, text_top - _ABOVE - art // 2)
    return ClueLayout(PlacedCard(box, setting, _TEXT_LEFT, text_top), middle, art)


def _setting(words: TextLine, lines: int, tallest: int) -> TextLayout:
    return fit_text(words, _WEIGHT, _TEXT_WIDTH, _SIZES, lines, spacing=1.3, tallest=tallest)


def _card(layout: ClueLayout, number: int, theme: Theme) -> Plate:
    box = layout.clue.box
    paper, shape = theme.pages[number % len(theme.pages)]
    image = card_image(box.width, box.height, paper, _CORNER)
    tag = pill_image(f"단서 {number + 1}", Ink(Weight.EXTRA_BOLD, 34, theme.ink), shape, 56, 26)
    image.alpha_composite(tag, (layout.clue.text_left - box.left + MARGIN, MARGIN + 32))
    layout.clue.draw_text(image, Ink(_WEIGHT, layout.clue.layout.size, theme.ink))
    return card_plate(image, to_even(_CORNER * 0.4))


def _same_row(number: int, total: int) -> range:
    """The numbers in the same row as this one."""
    first = number // _ROW * _ROW
    return range(first, min(total, first + _ROW))


def _place(number: int, total: int) -> tuple[int, int]:
    """Left and top of a number's disc with its border, in a row that is centred over the card."""
    beside = _same_row(number, total)
    step = (SAFE.width - _NUMBER) / max(1, _ROW - 1)
    middle = (PAGE.left + PAGE.right) / 2 if len(beside) < _ROW else (SAFE.left + SAFE.right) / 2
    return to_even(middle + (number - beside[0] - (len(beside) - 1) / 2) * step - _NUMBER / 2 - 10), PAGE.top + 10


@lru_cache(maxsize=8)
def _numbers(number: int, total: int, theme: Theme) -> PlacedPlate:
    """All numbers but the current one: earlier ones ticked off, later ones faint, on a line."""
    beside = _same_row(number, total)
    places = [_place(each, total) for each in beside]
    left, top = places[0]
    image = Image.new("RGBA", (places[-1][0] - left + _NUMBER + 20, _NUMBER + 20))
    middle = image.height // 2
    for each, (one, _), (other, _) in zip(beside[1:], places, places[1:], strict=False):
        line = Box(one - left + _NUMBER, middle - 4, other - left + 20, middle + 4)
        draw_rounded_box(image, line, 4, theme.accent if each <= number else theme.track)
    for each, (x, _) in zip(beside, places, strict=True):
        if each != number:
            disc = _disc(each + 1, theme.track, theme.footer if each > number else None, theme.accent)
            image.alpha_composite(disc, (x - left, 0))
    return PlacedPlate(Plate.from_rgba(image), left, top)


@lru_cache(maxsize=8)
def _current_number(number: int, theme: Theme) -> Plate:
    return Plate.from_rgba(_disc(number, theme.pill, theme.pill_text, theme.accent))


def _disc(number: int, ground: str, text: str | None, tick: str) -> Image.Image:
    """A number in a disc; without a text colour a tick instead."""
    image, canvas = large_canvas(_NUMBER + 20, _NUMBER + 20)
    k = image.width // (_NUMBER + 20)
    canvas.ellipse((10 * k, 10 * k, (_NUMBER + 10) * k, (_NUMBER + 10) * k), fill=ground)
    if text is None:
        points = [(32 * k, 54 * k), (46 * k, 68 * k), (73 * k, 38 * k)]
        canvas.line(points, fill=tick, width=9 * k, joint="curve")
        return downsample(image)
    out = downsample(image)
    ink = Ink(Weight.EXTRA_BOLD, 46, text)
    ink.draw(out, ((out.width - ink.width(f"{number}")) / 2, out.height / 2 + ink.size * 0.36), f"{number}")
    return out
