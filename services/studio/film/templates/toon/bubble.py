"""Comments of drawn films: what somebody wrote, in a bubble over a drawn person who says it."""

from functools import lru_cache
from typing import ClassVar, Final

from PIL import Image, ImageDraw

from libraries.drawing.canvas.animation import PlacedPlate, popping
from libraries.drawing.canvas.compositor import Sprite
from libraries.drawing.canvas.yuv import Plate, even
from libraries.drawing.typography.design_tokens import FRAME, Box
from libraries.drawing.typography.fonts import Weight
from libraries.drawing.typography.line_breaking import TextLayout, fit_text, one_line
from libraries.drawing.typography.text import Ink
from libraries.drawing.typography.words import TextLine
from libraries.drawn_world.staging.moving_picture import shot_sprite
from libraries.storyboard.cards.caption import WordPosition, ink_box, text_plate, word_markers, word_positions
from libraries.storyboard.cards.card import CardScene, SpokenCard
from libraries.storyboard.cards.comments import QuotedComment
from services.studio.film.templates.toon.cards import DrawnCard
from services.studio.film.templates.toon.lettering import lettered
from services.studio.film.templates.toon.looks import STYLES, Look

_INK: Final = "#241a2e"
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
        style = STYLES[self.look]
        on_white = "#ffffff" if style.marker_shape == "colour" else style.marker_text
        theme = lettered(scene.theme.name, self.look)._replace(ink=_INK, marker_text=on_white)
        placed, layout = bubble_plate(self), _bubble_layout(self.words)
        ink = Ink(Weight.EXTRA_BOLD, layout.size, _INK)
        places = _places(self.words)
        text = text_plate(places, ink, None)
        steps = (0.82, 0.93, 0.98)
        shown: list[Sprite] = [
            popping(placed.plate, placed.left, placed.top, 0, None, steps),
            text.standing(),
            *word_markers(places, ink, theme, scene.start, scene.frames),
        ]
        # A window that shows the upper half has no room for a bubble and who says it.
        if self.look is Look.WARM:
            return [shot_sprite(self.shot, scene.frames, FRAME), *shown]
        return [*self.picture(scene), *shown]

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
    """The bubble with the name of who wrote it, its tail over the head of the person."""
    box, k, room = _bubble_box(card.words), 2, 90
    style = STYLES[card.look]
    wide, high = box.width + 24, box.height + room + 24
    image = Image.new("RGBA", (wide * k, high * k))
    canvas = ImageDraw.Draw(image)
    x = (box.width * (0.30 if card.left else 0.70)) + 12
    lean = 40 if card.left else -40
    tail = [(x - 34, box.height + 4), (x + 34, box.height + 4), (x + lean, box.height + room)]
    edge, fill = (_INK if style.slab.value == "box" else style.marker), "#ffffff"
    corners = [v * k for v in (12, 12, 12 + box.width, 12 + box.height)]
    line = 7
    canvas.line(
        [(px * k, py * k) for px, py in (tail[0], tail[2], tail[1])], fill=edge, width=line * 2 * k, joint="curve"
    )
    canvas.rounded_rectangle(corners, 48 * k, fill=fill, outline=edge, width=line * k)
    canvas.polygon([(px * k, py * k) for px, py in tail], fill=fill)
    image = image.resize((even(wide), even(high)), Image.Resampling.BOX)
    name, size = one_line(card.comment.author, Weight.BOLD, 460, (34, 30, 26), otherwise="익명")
    Ink(Weight.BOLD, size, "#7a7186").draw(image, (12 + _INSET, 12 + _INSET + 26), name)
    if card.comment.likes:
        likes = f"공감 {card.comment.likes:,}"
        ink = Ink(Weight.BOLD, 32, "#c4442f")
        ink.draw(image, (12 + box.width - _INSET - ink.width(likes), 12 + _INSET + 26), likes)
    return PlacedPlate(Plate.of(image), even(box.left - 12), even(box.top - 12))
