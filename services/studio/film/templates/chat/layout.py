"""The layout of a chat: places of the bubbles, and the scrolling when a new one comes in."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Annotated, Final, NamedTuple

from pydantic import Field

from libraries.drawing.canvas.yuv import to_even
from libraries.drawing.typography.design_tokens import PAGE, SAFE, Box
from libraries.drawing.typography.fonts import Weight
from libraries.drawing.typography.line_breaking import TextLayout, fit_text, untimed_words
from libraries.drawing.typography.words import TextLine
from schemas.base import Frozen

WEIGHT: Final = Weight.BOLD
SIZES: Final = (62, 58, 54, 50, 46)
PAD: Final = 36
FACE: Final = 84
NAME: Final = 56
"""Height of the line with the author's name."""
STICKER: Final = 150
WINDOW: Final = Box(0, PAGE.top - 4, 1080, PAGE.bottom + 4)
"""The window in which the chat is seen."""
TELLER_LEFT: Final = PAGE.left + FACE + 20
READER_RIGHT: Final = SAFE.right + 14
TEXT_WIDTH: Final = 610
_LINES: Final = 7
_FIRST: Final = 24
_GAP: Final = 40
_CLOSE: Final = 18
"""Between bubbles of one author."""
_ENTER: Final = 48
"""Below the last bubble."""


class ChatMessage(Frozen):
    """A message in its bubble. ``named`` ones carry their author; those of a ``reader`` stand right, others left."""

    author: Annotated[str, Field(min_length=1)]
    text: Annotated[str, Field(min_length=1)]
    reader: bool
    named: bool
    likes: Annotated[int, Field(ge=0)] = 0
    sticker: str = ""
    """Emoji with which the bubble is answered, or empty."""


class PlacedMessage(NamedTuple):
    """A message in its place, in pixels from the start of the conversation."""

    message: ChatMessage
    layout: TextLayout
    top: int
    bubble: Box
    bottom: int


@lru_cache(maxsize=256)
def bubble_text_layout(words: TextLine) -> TextLayout:
    """The layout of a text in its bubble."""
    return fit_text(words, WEIGHT, TEXT_WIDTH, SIZES, _LINES, spacing=1.32)


def place_messages(messages: Sequence[ChatMessage], wide: Sequence[float]) -> list[PlacedMessage]:
    """The messages below each other; ``wide`` are the widths of their texts in pixels."""
    top = _FIRST
    laid: list[PlacedMessage] = []
    for i, (message, width) in enumerate(zip(messages, wide, strict=True)):
        if i:
            top += _GAP if message.named else _CLOSE
        text = bubble_text_layout(untimed_words(message.text))
        upper = top + (NAME if message.named else 0)
        size = (to_even(width) + 2 * PAD, to_even(text.height) + 2 * (PAD - 10))
        left = to_even(READER_RIGHT - size[0]) if message.reader else TELLER_LEFT
        bubble = Box(left, upper, left + size[0], upper + size[1])
        bottom = bubble.bottom + (STICKER + 20 if message.sticker else 0)
        laid.append(PlacedMessage(message, text, top, bubble, bottom))
        top = bottom
    return laid


def resting_scroll_offset(laid: Sequence[PlacedMessage], *, begins: bool) -> int:
    """Offset of the window, in pixels, after the last bubble has come in; few bubbles are centred."""
    if not laid:
        return 0
    at = laid[-1].bottom + _ENTER - WINDOW.height
    return to_even(at / 2) if begins and at < 0 else at


def first_visible_message_index(laid: Sequence[PlacedMessage]) -> int:
    """Index of the first message of a whole chat that is visible while the last one comes in."""
    top = resting_scroll_offset(laid[:-1], begins=True)
    return next((i for i, each in enumerate(laid) if each.bottom > top), len(laid) - 1)


def scroll_stops(laid: Sequence[PlacedMessage], *, begins: bool) -> list[tuple[int, float]]:
    """How the conversation scrolls when the last message comes in: (frame of the scene, offset)."""
    before, after = (resting_scroll_offset(part, begins=begins) for part in (laid[:-1], laid))
    return [(0, float(before if laid[:-1] else after)), (0, float(after))]
