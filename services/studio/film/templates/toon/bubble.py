"""Comments of drawn films: what somebody wrote, in a bubble over a drawn person who says it."""

from functools import lru_cache
from typing import ClassVar, Final

from libraries.drawing.canvas.animation import PlacedPlate, sprite_popping_in
from libraries.drawing.canvas.compositor import Sprite
from libraries.drawing.canvas.yuv import Plate, to_even
from libraries.drawing.typography.design_tokens import FRAME, Box
from libraries.drawing.typography.fonts import Weight
from libraries.drawing.typography.line_breaking import TextLayout, fit_one_line, fit_text
from libraries.drawing.typography.text import Ink
from libraries.drawing.typography.words import TextLine
from libraries.drawn_world.staging.moving_picture import shot_sprite
from libraries.storyboard.cards.caption import WordPosition, ink_box, text_plate, word_markers, word_positions
from libraries.storyboard.cards.card import CardScene, SpokenCard
from libraries.storyboard.cards.comments import QuotedComment
from libraries.storyboard.drawn_looks.comment_slips import MARGIN, slip_image, slip_inks
from libraries.storyboard.drawn_looks.lettering import look_theme
from libraries.storyboard.drawn_looks.looks import LookName
from libraries.storyboard.drawn_looks.picture_frames import quilt_sprites
from services.studio.film.templates.toon.cards import DrawnCard

_BUBBLE: Final = Box(66, 236, 890, 760)
_INSET: Final = 44
_NAME: Final = 62
_SIZES: Final = (72, 68, 64, 60, 56, 52, 48, 44, 40)


class BubbleCard(DrawnCard, SpokenCard):
    """A comment in the bubble of a drawn person who says it. ``left``: the person stands on the left."""

    kind: str = "toon-bubble"
    sound: ClassVar[str] = "pop"
    comment: QuotedComment
    left: bool

    def draw(self, scene: CardScene) -> list[Sprite]:
        colour = slip_inks(self.look).words
        theme = look_theme(scene.theme.name, self.look)._replace(ink=colour)
        placed, layout = bubble_plate(self), _bubble_layout(self.words)
        ink = Ink(Weight.EXTRA_BOLD, layout.size, colour)
        places = _places(self.words)
        text = text_plate(places, ink, None)
        steps = (0.82, 0.93, 0.98)
        shown: list[Sprite] = [
            sprite_popping_in(placed.plate, placed.left, placed.top, 0, None, steps),
            text.sprite(),
            *word_markers(places, ink, theme, scene.start, scene.frames),
        ]
        # A window that shows the upper half has no room for a bubble and who says it.
        if self.look is LookName.WARM:
            return [shot_sprite(self.shot, scene.frames, FRAME), *quilt_sprites(self.look, self.turn), *shown]
        return [*self.shot_sprites(scene), *shown]

    def text_boxes(self, start: int, frames: int) -> list[Box]:  # noqa: ARG002
        return [ink_box(_places(self.words), _bubble_layout(self.words).size)]


@lru_cache(maxsize=32)
def _bubble_layout(words: TextLine) -> TextLayout:
    room = _BUBBLE.height - _NAME - 2 * _INSET
    return fit_text(words, Weight.EXTRA_BOLD, _BUBBLE.width - 2 * _INSET, _SIZES, 6, spacing=1.28, tallest=room)


def _bubble_box(words: TextLine) -> Box:
    high = _bubble_layout(words).height + _NAME + 2 * _INSET
    return _BUBBLE._replace(top=_BUBBLE.bottom - high)


def _places(words: TextLine) -> list[WordPosition]:
    box = _bubble_box(words)
    layout = _bubble_layout(words)
    return word_positions(layout, Weight.EXTRA_BOLD, box.left + _INSET, box.top + _INSET + _NAME)


def bubble_plate(card: BubbleCard) -> PlacedPlate:
    """The plate of a comment's bubble: with the author's name and its likes, but without its text."""
    box, inks = _bubble_box(card.words), slip_inks(card.look)
    image = slip_image(card.look, box.width, box.height, left=card.left)
    row = MARGIN + _INSET + 26
    name, size = fit_one_line(card.comment.author, Weight.BOLD, 460, (34, 30, 26), otherwise="익명")
    Ink(Weight.BOLD, size, inks.name).draw(image, (MARGIN + _INSET, row), name)
    if card.comment.likes:
        likes = f"공감 {card.comment.likes:,}"
        ink = Ink(Weight.BOLD, 32, inks.likes)
        ink.draw(image, (MARGIN + box.width - _INSET - ink.width(likes), row), likes)
    return PlacedPlate(Plate.from_rgba(image), to_even(box.left - MARGIN), to_even(box.top - MARGIN))
