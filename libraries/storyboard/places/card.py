"""A scene of the story in the frame of its film: a drawn place, or the picture of the line; its words are captions."""

from typing import ClassVar, Final

from libraries.drawing.canvas.camera import CameraMove, PictureFit, camera_canvas, camera_sprite
from libraries.drawing.canvas.compositor import Sprite
from libraries.drawing.typography.design_tokens import FRAME, WIDTH, Box
from libraries.storyboard import cards
from libraries.storyboard.cards.card import Card, CardScene
from libraries.storyboard.cards.picture import credit_box, credit_plate
from libraries.storyboard.places.place_frames import place_frame_named, place_frame_sprites
from schemas.posts import Image

_ACROSS: Final = Box(0, 500, WIDTH, 1148)
"""Where a picture lies in a frame that is as large as the film."""


class PlaceCard(Card):
    """The place where a line is set, or a picture of it, with ``frame`` around."""

    kind: str = "place"
    version: ClassVar[str] = cards.PLACES.version
    fills_frame: ClassVar[bool] = True
    frame: str
    image: Image | None = None
    motion: CameraMove = CameraMove()
    credit: str = ""
    """Author and licence of an openly licensed picture; they stand on it."""

    @property
    def shows_place(self) -> bool:
        return self.image is None

    @property
    def place_box(self) -> Box:
        return place_frame_named(self.frame).seen

    @property
    def captions_on_paper(self) -> bool:
        return place_frame_named(self.frame).paper

    @property
    def images(self) -> tuple[Image, ...]:
        return (self.image,) if self.image else ()

    @property
    def _area(self) -> Box:
        """Where a picture lies."""
        return _ACROSS if self.place_box == FRAME else self.place_box

    def draw(self, scene: CardScene) -> list[Sprite]:
        around = list(place_frame_sprites(self.frame, scene.theme))
        if self.image is None:
            return around
        box = self._area
        picture = camera_canvas(scene.files[self.image.media.key], PictureFit.COVER, box)
        view = camera_sprite(picture, self.motion, box, scene.frames)
        return [view, *around, *([credit_plate(self.credit, box).sprite()] if self.credit else [])]

    def text_boxes(self, start: int, frames: int) -> list[Box]:  # noqa: ARG002 - the credit stands all the time
        return [credit_box(self.credit, self._area)] if self.credit else []
