"""A picture of the post, filmed by a moving camera over a dark card."""

from functools import lru_cache
from typing import ClassVar, Final, Literal

from typing_extensions import override

from libraries.drawing.canvas.animation import PlacedPlate
from libraries.drawing.canvas.camera import CameraMove, PictureFit, camera_canvas, camera_sprite
from libraries.drawing.canvas.compositor import Sprite
from libraries.drawing.canvas.transitions import sprite_with_transition
from libraries.drawing.canvas.yuv import Plate, to_even
from libraries.drawing.typography.design_tokens import PICTURE, RADIUS, SAFE, Box
from libraries.drawing.typography.fonts import Weight
from libraries.drawing.typography.line_breaking import fit_one_line
from libraries.drawing.typography.text import Ink
from libraries.storyboard import cards
from libraries.storyboard.cards.card import Card, CardScene
from libraries.storyboard.cards.paint import MARGIN, card_image, card_plate, pill_image
from schemas.posts import Image

_CREDIT: Final = 24
_EDGE: Final = 16
_PAD: Final = 14


class PictureCard(Card):
    """A picture of the post; the background is a blurred copy of it."""

    kind: Literal["picture"] = "picture"
    version: ClassVar[str] = cards.PICTURE.version
    opaque: ClassVar[bool] = True
    image: Image
    fit: PictureFit
    motion: CameraMove
    credit: str = ""
    """Author and licence of an openly licensed picture; they stand on it."""

    @property
    def images(self) -> tuple[Image, ...]:
        return (self.image,)

    @property
    def backdrop(self) -> Image:
        return self.image

    def draw(self, scene: CardScene) -> list[Sprite]:
        picture = camera_canvas(scene.files[self.image.media.key], self.fit, PICTURE)
        sprites = [dark_card_plate(PICTURE).sprite(), camera_sprite(picture, self.motion, PICTURE, scene.frames)]
        if self.credit:
            sprites.append(credit_plate(self.credit).sprite())
        return [sprite_with_transition(sprite, scene.transition) for sprite in sprites]

    @override
    def text_boxes(self, start: int, frames: int) -> list[Box]:
        return [credit_box(self.credit)] if self.credit else []


def credit_box(credit: str, area: Box = PICTURE) -> Box:
    """The box in which `credit_plate` stands."""
    placed = credit_plate(credit, area)
    return Box(placed.left, placed.top, placed.left + placed.plate.width, placed.top + placed.plate.height)


@lru_cache(maxsize=8)
def credit_plate(credit: str, area: Box = PICTURE) -> PlacedPlate:
    """A plate of author and licence on a dark slip, at the lower left of a picture in ``area``, above the captions."""
    left = max(SAFE.left, area.left)
    ink = Ink(Weight.MEDIUM, _CREDIT, "#ffffff")
    limit = min(SAFE.right, area.right) - left - 2 * (_EDGE + _PAD)
    text, size = fit_one_line(f"사진 {credit}", ink.weight, limit, (_CREDIT, 22, 20))
    slip = pill_image(text, ink._replace(size=size), "#000000b8", 40, _PAD)
    return PlacedPlate(
        Plate.from_rgba(slip),
        to_even(left + _EDGE),
        to_even(min(area.bottom, PICTURE.bottom) - slip.height - _EDGE),
    )


@lru_cache(maxsize=2)
def dark_card_plate(box: Box) -> PlacedPlate:
    """The plate of a dark card with its shadow, to lie under a picture in ``box``."""
    image = card_image(box.width, box.height, "#000000", RADIUS, shadow=120)
    return PlacedPlate(card_plate(image), box.left - MARGIN, box.top - MARGIN)
