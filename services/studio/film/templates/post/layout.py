"""The layout of a post's sheet, and how it scrolls from paragraph to paragraph."""

from abc import ABC
from functools import lru_cache
from typing import Annotated, Final, NamedTuple

from pydantic import Field

from libraries.drawing.canvas.yuv import to_even
from libraries.drawing.typography.design_tokens import PAGE, SAFE, Box
from libraries.drawing.typography.fonts import Weight
from libraries.drawing.typography.line_breaking import TextLayout, fit_text, untimed_words
from libraries.drawing.typography.words import TextLine
from libraries.storyboard.cards.card import SpokenCard
from schemas.base import Frozen
from schemas.posts import Image

WEIGHT: Final = Weight.BOLD
SIZE: Final = 68
LEADING: Final = 96
MARKER_PAD: Final = 12
TEXT_LEFT: Final = PAGE.left + 48
TEXT_WIDTH: Final = SAFE.right - MARKER_PAD - 1 - TEXT_LEFT
HEAD: Final = 138
"""Height of the head, which stays where it is."""
WINDOW: Final = Box(PAGE.left, PAGE.top + HEAD, PAGE.right, PAGE.bottom - 8)
"""The window below the head in which the sheet is seen."""
PICTURE_WIDTH: Final = PAGE.width - 2 * 48
END: Final = 140
"""Height of what stands below the last paragraph."""
_FIRST: Final = 36
_GAP: Final = 46
_BELOW: Final = 60
_AHEAD: Final = 2
"""Lines of a paragraph that are read before a sheet that must follow does so."""
_LOWEST: Final = 300
"""Height of the paper at least."""


class SheetHead(Frozen):
    """The top of a post on its sheet. ``title`` is empty where it is not seen, or the headline above says the same."""

    source: str
    title: str
    figures: tuple[tuple[str, str], ...]
    """(name, value) pairs: views, likes, comments."""


class SheetCard(SpokenCard, ABC):
    """A post on a sheet while paragraph ``number`` is read; ``pictures`` stand below it, the sheet ends there.

    Nothing is seen of the others: rewording one touches the scenes of no other. What was read last is on the card of
    the scene before. The title in ``head`` is set where it stands over the paragraph, ``last`` for the last paragraph.
    """

    head: SheetHead
    number: Annotated[int, Field(ge=0)]
    pictures: tuple[Image, ...] = ()
    last: bool


class SheetPart(NamedTuple):
    """A part of the sheet, from ``top`` on; tops count from the upper edge of the window before it scrolls."""

    top: int
    height: int

    @property
    def bottom(self) -> int:
        return self.top + self.height


class SheetLayout(NamedTuple):
    """The sheet while a paragraph is read; ``below`` is where the next one would begin."""

    title: SheetPart | None
    text: SheetPart
    layout: TextLayout
    pictures: tuple[SheetPart, ...]
    end: SheetPart
    below: int
    paper: int
    """Height of the paper."""


def sheet_title_layout(title: str) -> TextLayout:
    """The layout of the post's title on the sheet."""
    return fit_text(untimed_words(title), Weight.EXTRA_BOLD, TEXT_WIDTH, (64, 60, 56, 52), 3, spacing=1.26)


@lru_cache(maxsize=64)
def sheet_layout(card: SheetCard) -> SheetLayout:
    """The layout of a sheet: title, paragraph, pictures and end below each other."""
    top = _FIRST
    title = None
    if card.head.title:
        title = SheetPart(top, sheet_title_layout(card.head.title).height)
        top = to_even(title.bottom + _GAP - 16)
    setting = paragraph_layout(card.words)
    text = SheetPart(top, setting.height)
    top = to_even(text.bottom + _GAP)
    pictures = []
    for image in card.pictures:
        pictures.append(SheetPart(top, _picture_height(image)))
        top = to_even(pictures[-1].bottom + _GAP)
    end = SheetPart(top, END)
    whole = HEAD + (end.bottom if card.last else top - _GAP + _BELOW)
    return SheetLayout(title, text, setting, tuple(pictures), end, top, min(PAGE.height, max(_LOWEST, to_even(whole))))


@lru_cache(maxsize=256)
def paragraph_layout(words: TextLine) -> TextLayout:
    """The layout of a paragraph: its words in lines."""
    return fit_text(words, WEIGHT, TEXT_WIDTH, (SIZE,), 40, spacing=LEADING / SIZE)


def _picture_height(image: Image) -> int:
    return to_even(min(520.0, max(300.0, PICTURE_WIDTH * image.height / image.width)))


def scroll_stops(card: SheetCard, start: int) -> list[tuple[int, float]]:
    """How the sheet scrolls while a paragraph too long for the window is read: (frame of the scene, offset).

    The scene begins at frame ``start``.
    """
    laid = sheet_layout(card)
    furthest = float(laid.text.bottom + _BELOW - WINDOW.height)
    found = [(0, 0.0)]
    for i, line in enumerate(laid.layout.lines[_AHEAD + 1 :], start=1):
        offset = min(furthest, float(i * LEADING))
        if offset > found[-1][1]:
            found.append((line[0].start - start, offset))
    return found


def paragraph_shift(before: SheetCard, card: SheetCard) -> float:
    """Pixels by which a paragraph stands below its place as it begins: below the one before, as that ended."""
    return sheet_layout(before).below - final_scroll_offset(before) - sheet_layout(card).text.top


def final_scroll_offset(card: SheetCard) -> float:
    """Offset of the window when the paragraph has been read to its end."""
    return scroll_stops(card, 0)[-1][1]
