"""The last second: the question to the viewer, and where the story comes from."""

from typing import ClassVar, Final

from PIL import Image, ImageDraw

from libraries.drawing.canvas.animation import sprite_popping_in
from libraries.drawing.canvas.compositor import Sprite
from libraries.drawing.typography.design_tokens import PAGE, RADIUS, SAFE, Box, Theme
from libraries.drawing.typography.fonts import Weight
from libraries.drawing.typography.line_breaking import fit_one_line, fit_text, untimed_words
from libraries.drawing.typography.text import Ink
from libraries.drawing.typography.words import joined_words
from libraries.storyboard import cards
from libraries.storyboard.cards.card import Card, CardScene
from libraries.storyboard.cards.illustration import emoji_sprites, paper_with_shapes
from libraries.storyboard.cards.paint import MARGIN, card_image, card_plate, cut_rounded_box

_ART: Final = 400
_LEFT: Final = PAGE.left + 52


class EndCard(Card):
    """The last second: a page with an emblem, a question, the source and its address."""

    kind: str = "end"
    version: ClassVar[str] = cards.ENDING.version
    sound: ClassVar[str] = "ding"
    question: str
    source: str
    address: str
    emoji: str

    def draw(self, scene: CardScene) -> list[Sprite]:
        front = card_plate(_front(self, scene.theme))
        middle = ((PAGE.left + PAGE.right) // 2, PAGE.top + _ART // 2 + 10)
        return [
            sprite_popping_in(front, PAGE.left - MARGIN, PAGE.top - MARGIN, 0, None, (0.86, 0.94, 0.98)),
            *emoji_sprites((self.emoji,), middle, 240),
        ]


def _front(content: EndCard, theme: Theme) -> Image.Image:
    image = card_image(PAGE.width, PAGE.height, "#ffffff", RADIUS)
    art = paper_with_shapes(PAGE.width, _ART + RADIUS, theme.pages[0], 1)
    image.alpha_composite(cut_rounded_box(art, Box(0, 0, PAGE.width, _ART + RADIUS), RADIUS), (MARGIN, MARGIN))
    canvas = ImageDraw.Draw(image)
    canvas.rectangle((MARGIN, MARGIN + _ART, MARGIN + PAGE.width, MARGIN + _ART + RADIUS), fill="#ffffff")
    left = _LEFT - PAGE.left + MARGIN
    question = fit_text(
        untimed_words(content.question), Weight.EXTRA_BOLD, SAFE.right - _LEFT, (84, 76, 68, 60), 2, spacing=1.24
    )
    ink = Ink(Weight.EXTRA_BOLD, question.size, theme.ink)
    y = MARGIN + _ART + 24
    for i, line in enumerate(question.lines):
        ink.draw(image, (left, y + question.baseline(i)), joined_words(line))
    rule = MARGIN + PAGE.height - 150
    canvas.line((left, rule, MARGIN + PAGE.width - 52, rule), fill="#e6e7ee", width=3)
    for i, (text, weight, colour) in enumerate(
        ((content.source, Weight.BOLD, theme.ink), (content.address, Weight.MEDIUM, theme.muted))
    ):
        shown, size = fit_one_line(text, weight, SAFE.right - _LEFT, (38 - 6 * i, 32, 28, 24))
        Ink(weight, size, colour).draw(image, (left, rule + 58 + i * 50), shown)
    return image
