"""A picture of the post, filmed by a moving camera over a dark card."""

from functools import lru_cache
from typing import ClassVar, Literal

from libraries.drawing.canvas.animation import PlacedPlate
from libraries.drawing.canvas.camera import Fit, Motion, camera_view, prepare_picture
from libraries.drawing.canvas.compositor import Sprite
from libraries.drawing.canvas.transitions import entering
from libraries.drawing.typography.design_tokens import PICTURE, RADIUS, Box
from libraries.storyboard import cards
from libraries.storyboard.cards.card import Card, CardScene
from libraries.storyboard.cards.paint import MARGIN, card_image, card_plate
from schemas.posts import Image


class PictureCard(Card):
    """A picture of the post; the background is a blurred copy of it."""

    kind: Literal["picture"] = "picture"
    version: ClassVar[str] = cards.PICTURE.version
    opaque: ClassVar[bool] = True
    image: Image
    fit: Fit
    motion: Motion

    @property
    def images(self) -> tuple[Image, ...]:
        return (self.image,)

    @property
    def backdrop(self) -> Image:
        return self.image

    def draw(self, scene: CardScene) -> list[Sprite]:
        picture = prepare_picture(scene.files[self.image.media.key], self.fit, PICTURE)
        sprites = (shade(PICTURE).standing(), camera_view(picture, self.motion, PICTURE, scene.frames))
        return [entering(sprite, scene.transition) for sprite in sprites]


@lru_cache(maxsize=2)
def shade(box: Box) -> PlacedPlate:
    """A dark card with its shadow, to lie under a picture in ``box``."""
    image = card_image(box.width, box.height, "#000000", RADIUS, shadow=120)
    return PlacedPlate(card_plate(image), box.left - MARGIN, box.top - MARGIN)
