"""Comment cards that pile up while they are read."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Annotated, ClassVar, Final, NamedTuple

from pydantic import Field

from libraries.drawing.canvas.animation import PlacedPlate, ease_out, sprite_popping_in
from libraries.drawing.canvas.compositor import Sprite, SpriteFrame
from libraries.drawing.canvas.yuv import Plate, to_even
from libraries.drawing.typography.design_tokens import PAGE, SAFE, Box, Theme
from libraries.drawing.typography.fonts import Weight
from libraries.drawing.typography.line_breaking import TextLayout, fit_text, untimed_words
from libraries.drawing.typography.text import Ink
from libraries.drawing.typography.words import TextLine, joined_words
from libraries.storyboard import cards
from libraries.storyboard.cards.caption import (
    WordPosition,
    ink_box,
    place_words_in_line,
    text_plate,
    word_markers,
    word_positions,
)
from libraries.storyboard.cards.card import CardScene, SpokenCard
from libraries.storyboard.cards.comment_forms import AVATAR, COMMENT_FORMS, FOOT, PAD, CommentBody, CommentForm
from libraries.storyboard.cards.illustration import emoji_sprites
from libraries.storyboard.cards.paint import MARGIN, card_plate, draw_soft_text
from schemas.base import Frozen
from schemas.errors import BadInput

_TEXT_LEFT: Final = PAGE.left + PAD + 8
_TEXT_WIDTH: Final = SAFE.right - 16 - _TEXT_LEFT
_SIZES: Final = (72, 68, 64, 60, 56, 52, 48, 44, 40)
_OLDER_SIZES: Final = (48, 44, 40)
_HEAD: Final = PAD + AVATAR + 12
_GAP: Final = 24
_ROOM_FOR_FACES: Final = 220
"""Pixels of height below the cards from which on emblems stand there."""
_TITLE: Final = 92
AREA: Final = Box(PAGE.left, PAGE.top + _TITLE, PAGE.right, PAGE.bottom)
_SHIFT: Final = 9
"""Frames in which the older cards make room."""


class QuotedComment(Frozen):
    """A comment as it is shown: ``likes`` at the time of collection; ``best`` ones have a badge."""

    author: Annotated[str, Field(min_length=1)]
    text: Annotated[str, Field(min_length=1)]
    likes: Annotated[int, Field(ge=0)]
    best: bool


class CommentCard(SpokenCard):
    """A card of comments that pile up; the last one is being read, word by word."""

    kind: str = "comments"
    version: ClassVar[str] = cards.COMMENTS.version
    sound: ClassVar[str] = "pop"
    comments: Annotated[tuple[QuotedComment, ...], Field(min_length=1)]
    emoji: Annotated[tuple[str, ...], Field(max_length=3)]
    form: str = "cards"

    def draw(self, scene: CardScene) -> list[Sprite]:
        """Older cards move up from where the scene before left them; the newest pops in and is read."""
        theme, now, form = scene.theme, comment_layout(self.comments, self.words), self._form
        before = {id(laid.comment): laid.top for laid in comment_layout(self.comments[:-1])}
        older = (
            _moving_up(_plate(laid, form, theme), before.get(id(laid.comment), laid.top), laid.top) for laid in now[:-1]
        )
        sprites: list[Sprite] = [*([_title(form.title, theme).sprite()] if form.title else []), *older]
        newest = now[-1]
        free = Box(AREA.left, newest.top + newest.height, AREA.right, AREA.bottom)
        if self.emoji and free.height >= _ROOM_FOR_FACES:
            middle = ((free.left + free.right) // 2, (free.top + free.bottom) // 2)
            sprites += emoji_sprites(self.emoji, middle, to_even(min(260, free.height * 0.62)))
        left, top = PAGE.left - MARGIN, newest.top - MARGIN
        sprites.append(sprite_popping_in(_plate(newest, form, theme), left, top, 0, None, (0.80, 0.90, 0.96, 0.99)))
        ink = Ink(Weight.BOLD, newest.layout.size, form.text_color(theme))
        return sprites + word_markers(comment_word_positions(newest), ink, theme, scene.start, scene.frames)

    @property
    def _form(self) -> CommentForm:
        return comment_form_named(self.form)

    def text_boxes(self, start: int, frames: int) -> list[Box]:  # noqa: ARG002 - comments stand all the time
        return [
            ink_box(comment_word_positions(laid), laid.layout.size)
            for laid in comment_layout(self.comments, self.words)
        ]


def comment_form_named(name: str) -> CommentForm:
    """The form of comments of that name. Raises BadInput when there is none."""
    try:
        return COMMENT_FORMS[name]
    except KeyError as error:
        known = ", ".join(COMMENT_FORMS)
        raise BadInput("film.form_unknown", what="comments", name=name, known=known) from error


class PlacedComment(NamedTuple):
    """A comment card in its place: ``top`` of the card, its height, the setting of its text."""

    comment: QuotedComment
    layout: TextLayout
    top: int
    height: int


def comment_layout(comments: Sequence[QuotedComment], words: TextLine | None = None) -> list[PlacedComment]:
    """The newest comments that fit, in their places; the last one, being read, is set larger.

    ``words`` are the timed words of the last one.
    """
    chosen: list[tuple[QuotedComment, TextLayout, int]] = []
    room = AREA.height
    for age, comment in enumerate(reversed(comments)):
        text = words if age == 0 and words is not None else untimed_words(comment.text)
        setting = _text_layout(text, newest=age == 0)
        height = to_even(_HEAD + setting.height + FOOT)
        if chosen and height + _GAP > room:
            break
        room -= height + _GAP
        chosen.insert(0, (comment, setting, height))
    top = AREA.top
    laid = []
    for comment, setting, height in chosen:
        laid.append(PlacedComment(comment, setting, top, height))
        top += height + _GAP
    return laid


def _text_layout(words: TextLine, *, newest: bool) -> TextLayout:
    if newest:
        room = AREA.height - _HEAD - FOOT
        lines = 3 if len(words) < 12 else 8
        return fit_text(words, Weight.BOLD, _TEXT_WIDTH, _SIZES, lines, spacing=1.32, tallest=room)
    return fit_text(words, Weight.BOLD, _TEXT_WIDTH, _OLDER_SIZES, 3, spacing=1.32)


def comment_word_positions(laid: PlacedComment) -> list[WordPosition]:
    """The words of a comment's text with their places in the frame."""
    return word_positions(laid.layout, Weight.BOLD, _TEXT_LEFT, laid.top + _HEAD)


def _moving_up(plate: Plate, start: int, end: int) -> Sprite:
    def sprite(frame: int) -> SpriteFrame:
        share = ease_out((frame + 1) / _SHIFT)
        return SpriteFrame(plate, PAGE.left - MARGIN, to_even(start + (end - start) * share) - MARGIN)

    return sprite


def _plate(laid: PlacedComment, form: CommentForm, theme: Theme) -> Plate:
    comment = laid.comment
    image = form.paint(CommentBody(comment.author, comment.likes, comment.best, PAGE.width, laid.height), theme)
    ink = Ink(Weight.BOLD, laid.layout.size, form.text_color(theme))
    left, top = _TEXT_LEFT - PAGE.left + MARGIN, MARGIN + _HEAD
    texts = [
        (ink, float(left), top + laid.layout.baseline(i), joined_words(line))
        for i, line in enumerate(laid.layout.lines)
    ]
    if form.on_paper:
        for each, x, baseline, text in texts:
            each.draw(image, (x, baseline), text)
        return card_plate(image) if form is COMMENT_FORMS["cards"] else Plate.from_rgba(image)
    draw_soft_text(image, texts, theme.caption_edge, 4)
    return Plate.from_rgba(image)


@lru_cache(maxsize=2)
def _title(text: str, theme: Theme) -> PlacedPlate:
    """The title over the cards."""
    ink = Ink(Weight.EXTRA_BOLD, 60, theme.headline)
    line = untimed_words(text)
    return text_plate(list(place_words_in_line(line, ink, PAGE.left + 8, PAGE.top + 62)), ink, theme.caption_edge)
