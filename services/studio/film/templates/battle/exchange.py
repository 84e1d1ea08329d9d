"""The exchange of a battle: comments answer each other from the left and the right, below them both sides' likes."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Annotated, ClassVar, Final

from PIL import Image, ImageDraw
from pydantic import Field

from libraries.drawing.canvas.animation import PlacedPlate, ease_out, sprite_popping_in
from libraries.drawing.canvas.compositor import Sprite, SpriteFrame
from libraries.drawing.canvas.yuv import Plate, to_even
from libraries.drawing.typography.design_tokens import PAGE, SAFE, Box, Theme
from libraries.drawing.typography.fonts import Weight, emoji_image
from libraries.drawing.typography.line_breaking import fit_one_line, fit_text, untimed_words
from libraries.drawing.typography.text import Ink
from libraries.drawing.typography.words import TextLine, joined_words
from libraries.storyboard.cards.caption import ink_box, word_markers
from libraries.storyboard.cards.card import CardScene, SpokenCard
from libraries.storyboard.cards.card_thread import FIRST, PlacedCard, arrival_offsets, first_visible_card_index
from libraries.storyboard.cards.comments import QuotedComment
from libraries.storyboard.cards.paint import (
    MARGIN,
    avatar_image,
    card_image,
    card_plate,
    draw_rounded_box,
    draw_soft_text,
    icon_image,
    pill_image,
    sticker_plate,
)
from libraries.storyboard.cards.scrolling import sprite_through_window

_WEIGHT: Final = Weight.BOLD
_SIZES: Final = (78, 74, 70, 66, 62, 58, 54, 50, 46)
_PAD: Final = 34
_FACE: Final = 68
_HEAD: Final = _FACE + 16
"""Height of the line with the author, where there is one."""
_EDGE: Final = 14
"""The stripe in the colour of the side."""
_RIGHT: Final = 928
"""Where cards of the right side end; their texts end in the safe area."""
_TEXT_WIDTH: Final = 668
_LINES: Final = 6
_GAP: Final = 54
_CLOSE: Final = 14
_CORNER: Final = 34
_BAR: Final = Box(PAGE.left, PAGE.bottom - 58, PAGE.right, PAGE.bottom - 22)
WINDOW: Final = Box(0, PAGE.top - 4, 1080, PAGE.bottom - 128)
"""The window in which the exchange is seen; below it stands the score."""
_STICKER: Final = 132
_STICKER_LATE: Final = 7
"""Frames after its card that the emoji on its corner comes."""
_POP: Final = (0.62, 0.86, 1.02, 1.04, 1.01)
_TIPPING: Final = (8, 16)
"""(first frame, number of frames) of the movement of the score."""


class ReplyCard(QuotedComment):
    """A comment in the exchange. ``named`` ones carry their author; others continue the one before."""

    right: bool
    named: bool
    sticker: str
    """An emoji on its corner, or empty."""


class BattleCard(SpokenCard):
    """Comments that answer each other from the left and the right; the last has just come in and is read.

    ``begins`` says that the first of ``replies`` is the first of all. ``score`` are the likes of either side before
    the last one.
    """

    kind: str = "battle"
    sound: ClassVar[str] = "pop"
    replies: Annotated[tuple[ReplyCard, ...], Field(min_length=1)]
    begins: bool
    score: tuple[int, int]

    def draw(self, scene: CardScene) -> list[Sprite]:
        """The last card jumps in and is read, the score tips."""
        laid, theme = battle_layout(self.replies, self.words), scene.theme
        offset, _ = arrival_offsets(laid, WINDOW, begins=self.begins)
        sprites: list[Sprite] = []
        for reply, each in zip(self.replies, laid, strict=True):
            newest = each is laid[-1]
            left, top = each.box.left - MARGIN, each.box.top - MARGIN
            sprites.append(sprite_popping_in(_plate(reply, each, theme), left, top, 0, None, _POP if newest else ()))
            if reply.sticker:
                plate, late = sticker_plate(reply.sticker, _STICKER, -12), _STICKER_LATE if newest else 0
                left, top = to_even(each.box.right - 24 - plate.width / 2), to_even(each.box.top - plate.height * 0.42)
                sprites.append(sprite_popping_in(plate, left, top, late, None, _POP if late else ()))
        ink = Ink(_WEIGHT, laid[-1].layout.size, theme.ink)
        sprites += word_markers(laid[-1].word_positions(_WEIGHT), ink, theme, scene.start, scene.frames)
        return [*(sprite_through_window(sprite, offset, WINDOW) for sprite in sprites), *_score(self, theme)]

    def text_boxes(self, start: int, frames: int) -> list[Box]:  # noqa: ARG002 - the text stands all the time
        laid = battle_layout(self.replies, self.words)
        _, after = arrival_offsets(laid, WINDOW, begins=self.begins)
        return [ink_box(laid[-1].word_positions(_WEIGHT), laid[-1].layout.size).moved(0, WINDOW.top - after)]


def battle_layout(replies: Sequence[ReplyCard], read: TextLine = ()) -> list[PlacedCard]:
    """The cards of the replies in their places, each as wide as its text. ``read``: the timed words of the last."""
    top = FIRST
    laid: list[PlacedCard] = []
    for i, reply in enumerate(replies):
        if i:
            top += _GAP if reply.named else _CLOSE
        words = read if read and i == len(replies) - 1 else untimed_words(reply.text)
        setting = fit_text(words, _WEIGHT, _TEXT_WIDTH, _SIZES, _LINES, spacing=1.3)
        ink = Ink(_WEIGHT, setting.size, "")
        wide = max(ink.width(joined_words(line)) for line in setting.lines)
        width = to_even(max(wide, 520.0 if reply.named else 0.0)) + 2 * _PAD + _EDGE
        head = _HEAD if reply.named else 0
        height = to_even(setting.height + head + 2 * _PAD - 16)
        left = to_even(_RIGHT - width) if reply.right else PAGE.left
        # The stripe of a card stands on its outer edge.
        text_left = left + _PAD + (0 if reply.right else _EDGE)
        box = Box(left, top, left + width, top + height)
        laid.append(PlacedCard(box, setting, text_left, top + head + _PAD - 8))
        top = box.bottom
    return laid


def first_visible_reply_index(replies: Sequence[ReplyCard]) -> int:
    """Index of the first reply that is visible when the last one comes in."""
    return first_visible_card_index(battle_layout(replies), WINDOW)


def colour_of_side(theme: Theme, *, right: bool) -> str:
    """The colour of a side."""
    return theme.sides[1] if right else theme.sides[0]


def _plate(reply: ReplyCard, laid: PlacedCard, theme: Theme) -> Plate:
    box = laid.box
    colour = colour_of_side(theme, right=reply.right)
    image = card_image(box.width, box.height, colour, _CORNER)
    inner = Box(MARGIN, MARGIN, MARGIN + box.width, MARGIN + box.height)
    inner = inner._replace(right=inner.right - _EDGE) if reply.right else inner._replace(left=inner.left + _EDGE)
    draw_rounded_box(image, inner, _CORNER - 8, "#ffffff")
    if reply.named:
        _name(image, reply, (laid.text_left - box.left + MARGIN, MARGIN + _PAD - 6), theme)
    laid.draw_text(image, Ink(_WEIGHT, laid.layout.size, theme.ink))
    return card_plate(image, to_even(_CORNER * 0.4))


def _name(image: Image.Image, reply: ReplyCard, at: tuple[int, int], theme: Theme) -> None:
    """Draw avatar, author and likes."""
    x, y = at
    colour = colour_of_side(theme, right=reply.right)
    name, size = fit_one_line(reply.author, _WEIGHT, 250, (36, 32, 28), otherwise="익명")
    image.alpha_composite(avatar_image(name, _FACE, colour, Ink(Weight.EXTRA_BOLD, 36, "#ffffff")), (x, y))
    ink = Ink(_WEIGHT, size, theme.ink)
    ink.draw(image, (x + _FACE + 16, y + 33), name)
    if reply.best:
        best = pill_image("BEST", Ink(Weight.EXTRA_BOLD, 22, "#ffffff"), colour, 34, 12)
        image.alpha_composite(best, (round(x + _FACE + 16 + ink.width(name) + 12), y + 5))
    image.alpha_composite(icon_image("likes", 28, colour), (x + _FACE + 16, y + 41))
    likes = f"{reply.likes:,}" if reply.likes else "공감"
    Ink(_WEIGHT, 28, theme.muted).draw(image, (x + _FACE + 52, y + 66), likes)


def _score(content: BattleCard, theme: Theme) -> list[Sprite]:
    """The likes of both sides as a bar that tips when the last comment has come in."""
    last = content.replies[-1]
    gained = last.likes if last.named else 0
    left, right = content.score
    after = (left, right + gained) if last.right else (left + gained, right)
    shares = [_share(score) for score in (content.score, after)]
    bars: dict[int, SpriteFrame] = {}

    def bar(frame: int) -> SpriteFrame:
        share = shares[0] + (shares[1] - shares[0]) * ease_out((frame - _TIPPING[0]) / _TIPPING[1])
        edge = to_even(_BAR.width * share)
        if edge not in bars:
            bars[edge] = SpriteFrame(_bar(edge, theme), _BAR.left - 30, _BAR.top - 30)
        return bars[edge]

    turn = _TIPPING[0] + _TIPPING[1] // 2
    counts = [_counts(score, theme) for score in (content.score, after)]
    return [bar, counts[0].sprite(0, turn), counts[1].sprite(turn)]


def _share(score: tuple[int, int]) -> float:
    """The left side's share of the bar; both sides are always visible."""
    left, right = score
    return min(0.88, max(0.12, left / (left + right))) if left + right else 0.5


@lru_cache(maxsize=64)
def _bar(edge: int, theme: Theme) -> Plate:
    image = Image.new("RGBA", (_BAR.width + 60, _BAR.height + 60))
    box = Box(30, 30, 30 + _BAR.width, 30 + _BAR.height)
    draw_rounded_box(image, box, _BAR.height // 2, theme.sides[1])
    draw_rounded_box(image, box._replace(right=30 + edge), _BAR.height // 2, theme.sides[0])
    ImageDraw.Draw(image).rectangle((30 + edge - _BAR.height // 2, 30, 30 + edge, 29 + _BAR.height), theme.sides[0])
    bolt = emoji_image("⚡", 76)
    middle = image.height // 2
    image.alpha_composite(bolt, (max(0, 30 + edge - bolt.width // 2), middle - 38))
    return Plate.from_rgba(image)


@lru_cache(maxsize=4)
def _counts(score: tuple[int, int], theme: Theme) -> PlacedPlate:
    """Both scores over the ends of the bar, inside the safe area."""
    ink = Ink(Weight.EXTRA_BOLD, 40, theme.headline)
    left, right = (f"공감 {value:,}" for value in score)
    image = Image.new("RGBA", (SAFE.width + 40, 80))
    at = 20 + SAFE.width - 12 - ink.width(right)
    draw_soft_text(image, [(ink, 28.0, 52.0, left), (ink, at, 52.0, right)], theme.caption_edge, 4)
    return PlacedPlate(Plate.from_rgba(image), SAFE.left - 20, _BAR.top - 74)
