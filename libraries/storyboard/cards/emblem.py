"""The emblem card: where the post has no picture, paper with a large emblem that moves, its caption below."""

from functools import lru_cache
from typing import Annotated, ClassVar, Final

from pydantic import Field

from libraries.drawing.canvas.animation import sprite_at_rest
from libraries.drawing.canvas.compositor import Sprite
from libraries.drawing.canvas.transitions import Transition, sprite_rising_in, sprite_with_transition
from libraries.drawing.canvas.yuv import Plate
from libraries.drawing.typography.design_tokens import CAPTION, PAGE, RADIUS, Box, Theme
from libraries.storyboard import cards
from libraries.storyboard.cards.card import Card, CardScene
from libraries.storyboard.cards.illustration import ARRANGEMENTS, emoji_sprites, paper_with_shapes
from libraries.storyboard.cards.paint import MARGIN, card_image, card_plate

ART: Final = Box(PAGE.left, PAGE.top, PAGE.right, CAPTION.top - 8)
"""The upper part of a page, above its caption."""


class EmblemCard(Card):
    """Paper with up to three moving ``emoji``, the first one large. ``page`` chooses its tint and its shapes."""

    kind: str = "story"
    version: ClassVar[str] = cards.STORY.version
    opaque: ClassVar[bool] = True
    emoji: Annotated[tuple[str, ...], Field(min_length=1, max_length=3)]
    page: Annotated[int, Field(ge=0)]

    @property
    def captions_on_paper(self) -> bool:
        return True

    def draw(self, scene: CardScene) -> list[Sprite]:
        page = sprite_at_rest(self.page_plate(scene.theme), PAGE.left - MARGIN, PAGE.top - MARGIN)
        # A page that follows another of the same line rises over it, and its emblems are simply there.
        if scene.transition is Transition.FADE:
            return [sprite_rising_in(page), *self.emblem_sprites(scene.theme)]
        return [
            sprite_with_transition(sprite, scene.transition) for sprite in (page, *self.emblem_sprites(scene.theme))
        ]

    def page_plate(self, theme: Theme) -> Plate:
        """The plate of the page itself."""
        return _page(self.page % len(ARRANGEMENTS), theme)

    def emblem_sprites(self, theme: Theme) -> list[Sprite]:  # noqa: ARG002 - for pages whose emblems have colours of the theme
        """The sprites of the emblems that move on the page."""
        return emoji_sprites(self.emoji, ((ART.left + ART.right) // 2, (ART.top + ART.bottom) // 2), 330)


@lru_cache(maxsize=8)
def _page(number: int, theme: Theme) -> Plate:
    tint = theme.pages[number % len(theme.pages)]
    image = card_image(PAGE.width, PAGE.height, tint[0], RADIUS)
    art = paper_with_shapes(ART.width, ART.height, tint, number)
    image.alpha_composite(art, (MARGIN, MARGIN))
    return card_plate(image)
