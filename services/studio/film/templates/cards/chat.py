"""A conversation: the teller on the left, readers on the right; bubbles jump in and the older ones move up."""

import hashlib
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from PIL import Image

from services.studio.film.canvas.animation import ease_out, popping, standing
from services.studio.film.canvas.compositor import Sprite
from services.studio.film.canvas.yuv import Plate, even
from services.studio.film.templates.cards.caption import PlacedPlate, WordPosition, ink_box, markers, placed
from services.studio.film.templates.cards.chat_layout import (
    FACE,
    NAME,
    PAD,
    READER_RIGHT,
    STICKER,
    TELLER_LEFT,
    WEIGHT,
    WINDOW,
    LaidMessage,
    laid_out,
    setting,
    stops,
)
from services.studio.film.templates.cards.paint import MARGIN, avatar, card, icon, rounded, soft_text
from services.studio.film.templates.cards.scroll import gliding, scrolled
from services.studio.film.timeline import ChatCard, ChatMessage, spaced
from services.studio.film.typography.design_tokens import PAGE, SAFE, Box, Theme
from services.studio.film.typography.fonts import Weight, emoji
from services.studio.film.typography.line_breaking import fit, untimed
from services.studio.film.typography.text import Ink

_POP: Final = (0.60, 0.84, 1.00, 1.05, 1.02)
_CORNER: Final = 40
_TIGHT: Final = 12
"""Radius of the corner that points to the author."""
_TELLER: Final = "#ffffff"
_FACES: Final = ("#ff8a7a", "#5fb98f", "#6f8df0", "#c28be0", "#e6a23c", "#4fb3c9")
_EDGE: Final = 20
_SMALL_FACE: Final = 48


def measured(messages: Sequence[ChatMessage]) -> list[LaidMessage]:
    """The messages in their places."""
    wide = []
    for message in messages:
        text = setting(untimed(message.text))
        wide.append(max(Ink(WEIGHT, text.size, "").width(spaced(line)) for line in text.lines))
    return laid_out(messages, wide)


def conversation(content: ChatCard, start: int, frames: int, theme: Theme) -> list[Sprite]:
    """A scene of ``frames`` that begins at frame ``start``: its last bubble jumps in and is read."""
    laid = measured(content.messages)
    # Fast at first: the new bubble must be in sight when its first word is spoken.
    offset = gliding(stops(content, laid), 10, ease_out)
    sprites: list[Sprite] = []
    for each in laid[:-1]:
        sprites += [standing(part.plate, part.left, part.top) for part in _parts(each, theme)]
        sprites += [standing(part.plate, part.left, part.top) for part in _sticker(each)]
    newest = laid[-1]
    for part in _parts(newest, theme):
        sprites.append(popping(part.plate, part.left, part.top, 0, None, _POP))
    for part in _sticker(newest):
        sprites.append(popping(part.plate, part.left, part.top, max(6, frames * 55 // 100), None, _POP))
    ink = Ink(WEIGHT, newest.setting.size, theme.ink)
    sprites += markers(_places(newest, content), ink, theme, start, frames)
    return [scrolled(sprite, offset, WINDOW) for sprite in sprites]


def text_box(content: ChatCard) -> Box:
    """What the text that is read covers once it stands."""
    newest = measured(content.messages)[-1]
    box = ink_box(_places(newest, content), newest.setting.size)
    return box.moved(0, WINDOW.top - int(stops(content, measured(content.messages))[-1][1]))


def _places(laid: LaidMessage, content: ChatCard) -> list[WordPosition]:
    """Where the words of the newest bubble stand."""
    ink = Ink(WEIGHT, laid.setting.size, "")
    return [
        place
        for i, line in enumerate(setting(content.words).lines)
        for place in placed(line, ink, laid.bubble.left + PAD, laid.bubble.top + _baseline(laid, i))
    ]


def _baseline(laid: LaidMessage, line: int) -> float:
    leading = laid.setting.leading
    return PAD - 10 + line * leading + leading / 2 + laid.setting.size * 0.36


def _parts(laid: LaidMessage, theme: Theme) -> list[PlacedPlate]:
    bubble = PlacedPlate(_bubble(laid, theme), laid.bubble.left - MARGIN, laid.bubble.top - MARGIN)
    return [bubble, _name(laid, theme)] if laid.message.named else [bubble]


def _bubble(laid: LaidMessage, theme: Theme) -> Plate:
    box = laid.bubble
    colour = theme.pages[3][1] if laid.message.reader else _TELLER
    image = card(box.width, box.height, colour, _CORNER)
    if laid.message.named:
        left = MARGIN + box.width - _CORNER if laid.message.reader else MARGIN
        rounded(image, Box(left, MARGIN, left + _CORNER, MARGIN + _CORNER), _TIGHT, colour)
    ink = Ink(WEIGHT, laid.setting.size, theme.ink)
    for i, line in enumerate(laid.setting.lines):
        ink.draw(image, (MARGIN + PAD, MARGIN + _baseline(laid, i)), spaced(line))
    inset = MARGIN + even(_CORNER * 0.3)
    return Plate.of(image, Box(inset, inset, even(image.width - inset - 1), even(image.height - inset - 1)))


def _name(laid: LaidMessage, theme: Theme) -> PlacedPlate:
    """Face and name of the author; for a reader, how many agree."""
    message = laid.message
    ink = Ink(Weight.BOLD, 36, theme.headline)
    limit = 400 if message.reader else 560
    author = spaced(fit(untimed(message.author) or untimed("익명"), ink.weight, limit, (36, 32, 28), 1).lines[0])
    size = _SMALL_FACE if message.reader else FACE
    face = avatar(author, size, _colour(message), Ink(Weight.EXTRA_BOLD, size // 2, "#ffffff"))
    if not message.reader:
        image = Image.new("RGBA", (TELLER_LEFT - PAGE.left + round(ink.width(author)) + 2 * _EDGE, FACE + 2 * _EDGE))
        soft_text(image, [(ink, _EDGE + TELLER_LEFT - PAGE.left, _EDGE + 34.0, author)], theme.caption_edge, 3)
        image.alpha_composite(face, (_EDGE, _EDGE))
        return PlacedPlate(Plate.of(image), PAGE.left - _EDGE, laid.top - _EDGE)
    likes = f"{message.likes:,}" if message.likes else ""
    small = ink._replace(size=32, colour=theme.accent)
    wide = _SMALL_FACE + 14 + ink.width(author) + (16 + 38 + small.width(likes) if likes else 0)
    image = Image.new("RGBA", (round(wide) + 2 * _EDGE, NAME + 2 * _EDGE))
    texts = [(ink, _EDGE + _SMALL_FACE + 14.0, _EDGE + 36.0, author)]
    if likes:
        at = _EDGE + _SMALL_FACE + 14 + ink.width(author) + 16
        texts.append((small, at + 38, _EDGE + 35.0, likes))
        soft_text(image, texts, theme.caption_edge, 3)
        image.alpha_composite(icon("likes", 32, theme.pill), (round(at), _EDGE + 8))
    else:
        soft_text(image, texts, theme.caption_edge, 3)
    image.alpha_composite(face, (_EDGE, _EDGE))
    return PlacedPlate(Plate.of(image), even(min(READER_RIGHT, SAFE.right - 8) - image.width + _EDGE), laid.top - _EDGE)


def _colour(message: ChatMessage) -> str:
    return _FACES[hashlib.sha256(message.author.encode()).digest()[0] % len(_FACES)]


def _sticker(laid: LaidMessage) -> list[PlacedPlate]:
    """The emoji that answers a bubble, from the other side."""
    if not laid.message.sticker:
        return []
    left = TELLER_LEFT if laid.message.reader else even(READER_RIGHT - STICKER * 1.25)
    return [PlacedPlate(_drawn(laid.message.sticker), left - 20, laid.bubble.bottom)]


@lru_cache(maxsize=16)
def _drawn(character: str) -> Plate:
    glyph = emoji(character, STICKER)
    image = Image.new("RGBA", (glyph.width + 40, glyph.height + 40))
    image.alpha_composite(glyph, (20, 20))
    return Plate.of(image)
