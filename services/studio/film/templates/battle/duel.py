"""A page of the story of a battle: its upper part split between the two sides, two emblems facing each other."""

import math
from collections.abc import Sequence
from functools import lru_cache

from PIL import Image, ImageDraw
from typing_extensions import override

from libraries.drawing.canvas.animation import sprite_popping_in
from libraries.drawing.canvas.compositor import Sprite
from libraries.drawing.canvas.yuv import Plate, to_even
from libraries.drawing.typography.design_tokens import PAGE, RADIUS, Box, Theme
from libraries.drawing.typography.fonts import Weight
from libraries.drawing.typography.text import Ink
from libraries.storyboard.cards.emblem import ART, EmblemCard
from libraries.storyboard.cards.illustration import ART_SMOOTH, swaying_emoji
from libraries.storyboard.cards.paint import MARGIN, card_image, card_plate, cut_rounded_box, downsample, large_canvas


class DuelCard(EmblemCard):
    """A page of the story on which the first two emoji face each other."""

    kind: str = "duel"

    @override
    def page_plate(self, theme: Theme) -> Plate:
        return _split_page(theme, self.page % 2)

    @override
    def emblem_sprites(self, theme: Theme) -> list[Sprite]:
        return _facing(self.emoji, theme)


def _facing(emblems: Sequence[str], theme: Theme) -> list[Sprite]:
    """Two emblems that sway against each other, and the badge between them."""
    high = (ART.top + ART.bottom) // 2
    left, right = PAGE.left + PAGE.width * 24 // 100, PAGE.right - PAGE.width * 24 // 100
    one, other = emblems[0], emblems[1] if len(emblems) > 1 else emblems[0]
    badge = _versus(theme)
    middle = (PAGE.left + PAGE.right) // 2
    return [
        swaying_emoji(one, (left, high + 20), 270, 0),
        swaying_emoji(other, (right, high - 20), 270, 30),
        sprite_popping_in(
            badge, to_even(middle - badge.width / 2), to_even(high - badge.height / 2), 0, None, (0.5, 0.8, 1.1, 1.05)
        ),
    ]


@lru_cache(maxsize=2)
def _split_page(theme: Theme, turn: int) -> Plate:
    """A page whose upper part is split between the two sides."""
    image = card_image(PAGE.width, PAGE.height, "#ffffff", RADIUS)
    art, canvas = large_canvas(ART.width, ART.height, ART_SMOOTH)
    w, h = art.size
    lean = w * (0.09, -0.09)[turn]
    for i, colour in enumerate(theme.sides):
        outer = (0, w)[i]
        canvas.polygon(((outer, 0), (w / 2 + lean, 0), (w / 2 - lean, h), (outer, h)), fill=colour)
    light = Image.new("RGBA", art.size)
    rays = ImageDraw.Draw(light)
    for i in range(0, 36, 2):
        a, b = (2 * math.pi * k / 36 for k in (i, i + 1))
        tips = [(w / 2 + w * math.cos(angle), h / 2 + w * math.sin(angle)) for angle in (a, b)]
        rays.polygon(((w / 2, h / 2), *tips), fill=(255, 255, 255, 26))
    art.alpha_composite(light)
    canvas = ImageDraw.Draw(art)
    canvas.line(((w / 2 + lean, 0), (w / 2 - lean, h)), fill="#ffffff", width=14 * ART_SMOOTH)
    top = cut_rounded_box(downsample(art, ART_SMOOTH), Box(0, 0, ART.width, ART.height + RADIUS), RADIUS)
    image.alpha_composite(top, (MARGIN, MARGIN))
    return card_plate(image)


@lru_cache(maxsize=2)
def _versus(theme: Theme) -> Plate:
    image, canvas = large_canvas(180, 180)
    far = image.width - 1
    canvas.ellipse((20, 20, far - 20, far - 20), fill="#ffffff")
    canvas.ellipse((76, 76, far - 76, far - 76), fill=theme.ink)
    out = downsample(image)
    ink = Ink(Weight.EXTRA_BOLD, 66, "#ffffff")
    ink.draw(out, ((out.width - ink.width("VS")) / 2, out.height / 2 + ink.size * 0.36), "VS")
    return Plate.from_rgba(out)
