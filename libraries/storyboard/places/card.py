"""A scene of the story without a picture of the post: a drawn place in the frame of its film, its words as captions."""

from typing import ClassVar

from libraries.drawing.canvas.compositor import Sprite
from libraries.storyboard import cards
from libraries.storyboard.cards.card import Card, CardScene
from libraries.storyboard.places.frames import FRAMES, frame_sprites


class PlaceCard(Card):
    """The place where a line is set; the scene's ground is the picture, and ``frame`` lies around it."""

    kind: str = "place"
    version: ClassVar[str] = cards.PLACES.version
    shows_place: ClassVar[bool] = True
    frame: str

    @property
    def is_paper(self) -> bool:
        return FRAMES[self.frame].paper

    def draw(self, scene: CardScene) -> list[Sprite]:
        return list(frame_sprites(self.frame, scene.theme))
