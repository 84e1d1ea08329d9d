"""A chat: the author of the post on the left, readers on the right; bubbles jump in and older ones move up."""

from collections.abc import Sequence
from typing import Annotated, ClassVar, Final

from PIL import Image
from pydantic import Field

from libraries.drawing.canvas.animation import PlacedPlate, ease_out, sprite_popping_in
from libraries.drawing.canvas.compositor import Sprite
from libraries.drawing.canvas.yuv import Plate, to_even
from libraries.drawing.typography.design_tokens import PAGE, SAFE, Box, Theme
from libraries.drawing.typography.fonts import Weight
from libraries.drawing.typography.line_breaking import fit_one_line, untimed_words
from libraries.drawing.typography.text import Ink
from libraries.drawing.typography.words import joined_words
from libraries.storyboard.cards.caption import WordPosition, ink_box, word_markers, word_positions
from libraries.storyboard.cards.card import CardScene, SpokenCard
from libraries.storyboard.cards.paint import (
    MARGIN,
    avatar_color,
    avatar_image,
    card_image,
    card_plate,
    draw_rounded_box,
    draw_soft_text,
    icon_image,
    sticker_plate,
)
from libraries.storyboard.cards.scrolling import scroll_offset, sprite_through_window
from services.studio.film.templates.chat.layout import (
    FACE,
    NAME,
    PAD,
    READER_RIGHT,
    STICKER,
    TELLER_LEFT,
    WEIGHT,
    WINDOW,
    ChatMessage,
    PlacedMessage,
    bubble_text_layout,
    place_messages,
    scroll_stops,
)

_POP: Final = (0.60, 0.84, 1.00, 1.05, 1.02)
_CORNER: Final = 40
_TIGHT: Final = 12
"""Radius of the corner that points to the author."""
_TELLER: Final = "#ffffff"
_EDGE: Final = 20
_SMALL_FACE: Final = 48


class ChatCard(SpokenCard):
    """A conversation as far as it is in sight; the last bubble has just come in and is read.

    ``begins`` says that the first of ``messages`` is the first of all.
    """

    kind: str = "chat"
    sound: ClassVar[str] = "pop"
    messages: Annotated[tuple[ChatMessage, ...], Field(min_length=1)]
    begins: bool

    def draw(self, scene: CardScene) -> list[Sprite]:
        """The last bubble jumps in and is read; its sticker, if any, follows half-way through."""
        laid, theme = chat_layout(self.messages), scene.theme
        # Fast at first: the new bubble must be in sight when its first word is spoken.
        offset = scroll_offset(scroll_stops(laid, begins=self.begins), 10, ease_out)
        sprites = [part.sprite() for each in laid[:-1] for part in (*_parts(each, theme), *_sticker(each))]
        newest = laid[-1]
        sprites += [sprite_popping_in(*part, 0, None, _POP) for part in _parts(newest, theme)]
        late = max(6, scene.frames * 55 // 100)
        sprites += [sprite_popping_in(*part, late, None, _POP) for part in _sticker(newest)]
        ink = Ink(WEIGHT, newest.layout.size, theme.ink)
        sprites += word_markers(self._places(newest), ink, theme, scene.start, scene.frames)
        return [sprite_through_window(sprite, offset, WINDOW) for sprite in sprites]

    def text_boxes(self, start: int, frames: int) -> list[Box]:  # noqa: ARG002 - the text stands all the time
        laid = chat_layout(self.messages)
        box = ink_box(self._places(laid[-1]), laid[-1].layout.size)
        return [box.moved(0, WINDOW.top - int(scroll_stops(laid, begins=self.begins)[-1][1]))]

    def _places(self, newest: PlacedMessage) -> list[WordPosition]:
        """Where the words of the newest bubble stand."""
        bubble = newest.bubble
        return word_positions(bubble_text_layout(self.words), WEIGHT, bubble.left + PAD, bubble.top + PAD - 10)


def chat_layout(messages: Sequence[ChatMessage]) -> list[PlacedMessage]:
    """The messages of a conversation in their places."""
    wide = []
    for message in messages:
        text = bubble_text_layout(untimed_words(message.text))
        wide.append(max(Ink(WEIGHT, text.size, "").width(joined_words(line)) for line in text.lines))
    return place_messages(messages, wide)


def _parts(laid: PlacedMessage, theme: Theme) -> list[PlacedPlate]:
    bubble = PlacedPlate(_bubble(laid, theme), laid.bubble.left - MARGIN, laid.bubble.top - MARGIN)
    return [bubble, _name(laid, theme)] if laid.message.named else [bubble]


def _bubble(laid: PlacedMessage, theme: Theme) -> Plate:
    box = laid.bubble
    colour = theme.pages[3][1] if laid.message.reader else _TELLER
    image = card_image(box.width, box.height, colour, _CORNER)
    if laid.message.named:
        left = MARGIN + box.width - _CORNER if laid.message.reader else MARGIN
        draw_rounded_box(image, Box(left, MARGIN, left + _CORNER, MARGIN + _CORNER), _TIGHT, colour)
    ink = Ink(WEIGHT, laid.layout.size, theme.ink)
    for i, line in enumerate(laid.layout.lines):
        ink.draw(image, (MARGIN + PAD, MARGIN + PAD - 10 + laid.layout.baseline(i)), joined_words(line))
    return card_plate(image, to_even(_CORNER * 0.3))


def _name(laid: PlacedMessage, theme: Theme) -> PlacedPlate:
    """Avatar and name of the author; for a reader, likes too."""
    message = laid.message
    ink = Ink(Weight.BOLD, 36, theme.headline)
    limit = 400 if message.reader else 560
    author, _ = fit_one_line(message.author, ink.weight, limit, (36, 32, 28), otherwise="익명")
    size = _SMALL_FACE if message.reader else FACE
    face = avatar_image(author, size, avatar_color(message.author), Ink(Weight.EXTRA_BOLD, size // 2, "#ffffff"))
    if not message.reader:
        image = Image.new("RGBA", (TELLER_LEFT - PAGE.left + round(ink.width(author)) + 2 * _EDGE, FACE + 2 * _EDGE))
        draw_soft_text(image, [(ink, _EDGE + TELLER_LEFT - PAGE.left, _EDGE + 34.0, author)], theme.caption_edge, 3)
        image.alpha_composite(face, (_EDGE, _EDGE))
        return PlacedPlate(Plate.from_rgba(image), PAGE.left - _EDGE, laid.top - _EDGE)
    likes = f"{message.likes:,}" if message.likes else ""
    small = ink._replace(size=32, colour=theme.accent)
    wide = _SMALL_FACE + 14 + ink.width(author) + (16 + 38 + small.width(likes) if likes else 0)
    image = Image.new("RGBA", (round(wide) + 2 * _EDGE, NAME + 2 * _EDGE))
    at = _EDGE + _SMALL_FACE + 14 + ink.width(author) + 16
    liked = [(small, at + 38, _EDGE + 35.0, likes)] if likes else []
    draw_soft_text(image, [(ink, _EDGE + _SMALL_FACE + 14.0, _EDGE + 36.0, author), *liked], theme.caption_edge, 3)
    if likes:
        image.alpha_composite(icon_image("likes", 32, theme.pill), (round(at), _EDGE + 8))
    image.alpha_composite(face, (_EDGE, _EDGE))
    left = to_even(min(READER_RIGHT, SAFE.right - 8) - image.width + _EDGE)
    return PlacedPlate(Plate.from_rgba(image), left, laid.top - _EDGE)


def _sticker(laid: PlacedMessage) -> list[PlacedPlate]:
    """The emoji with which the other side answers a bubble."""
    if not laid.message.sticker:
        return []
    left = TELLER_LEFT if laid.message.reader else to_even(READER_RIGHT - STICKER * 1.25)
    return [PlacedPlate(sticker_plate(laid.message.sticker, STICKER), left - 20, laid.bubble.bottom)]
