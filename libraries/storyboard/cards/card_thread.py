"""Threads: cards below each other, seen through a window that scrolls when a new one comes in."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from PIL import Image

from libraries.drawing.canvas.animation import ease_out
from libraries.drawing.canvas.yuv import to_even
from libraries.drawing.typography.design_tokens import Box
from libraries.drawing.typography.fonts import Weight
from libraries.drawing.typography.line_breaking import TextLayout
from libraries.drawing.typography.text import Ink
from libraries.drawing.typography.words import joined_words
from libraries.storyboard.cards.caption import WordPosition, word_positions
from libraries.storyboard.cards.paint import MARGIN
from libraries.storyboard.cards.scrolling import Offset, scroll_offset

FIRST: Final = 24
"""Pixels above the first card."""
_BELOW: Final = 44
_GLIDE: Final = 10


class PlacedCard(NamedTuple):
    """A card in its place in a thread: its box, its text, and where that begins, from the start of the thread."""

    box: Box
    layout: TextLayout
    text_left: int
    text_top: int

    @property
    def bottom(self) -> int:
        return self.box.bottom

    def word_positions(self, weight: Weight) -> list[WordPosition]:
        """The words of the text with their places."""
        return word_positions(self.layout, weight, self.text_left, self.text_top)

    def draw_text(self, image: Image.Image, ink: Ink) -> None:
        """Draw the text onto a picture of the card with its border of `MARGIN`."""
        left, top = self.text_left - self.box.left + MARGIN, self.text_top - self.box.top + MARGIN
        for i, line in enumerate(self.layout.lines):
            ink.draw(image, (left, top + self.layout.baseline(i)), joined_words(line))


def resting_scroll_offset(laid: Sequence[PlacedCard], window: Box, *, begins: bool) -> int:
    """Offset of the window, in pixels, after the last card has come in; few cards are centred."""
    if not laid:
        return 0
    free = window.height - FIRST - laid[-1].bottom
    if begins and free > 0:
        return -to_even(free / 2)
    return max(0, to_even(_BELOW - FIRST - free)) if begins else to_even(_BELOW - FIRST - free)


def first_visible_card_index(laid: Sequence[PlacedCard], window: Box) -> int:
    """Index of the first card of a whole thread that is visible while the last one comes in."""
    top = resting_scroll_offset(laid[:-1], window, begins=True)
    return next((i for i, each in enumerate(laid) if each.bottom > top), len(laid) - 1)


def arrival_offsets(laid: Sequence[PlacedCard], window: Box, *, begins: bool) -> tuple[Offset, int]:
    """The offsets of the window: while the last card comes in, and where it rests afterwards."""
    before, after = (resting_scroll_offset(part, window, begins=begins) for part in (laid[:-1], laid))
    # Fast at first: the new card must be in sight when its first word is spoken.
    return scroll_offset([(0, float(before if laid[:-1] else after)), (0, float(after))], _GLIDE, ease_out), after
