"""The cards of drawn films: a scene of the story, the opening, the closing."""

from typing import Annotated, ClassVar, Final

from pydantic import Field

from libraries.drawing.canvas.backdrop import blurred_backdrop
from libraries.drawing.canvas.camera import CameraMove, PictureFit, camera_canvas, camera_sprite
from libraries.drawing.canvas.compositor import Sprite
from libraries.drawing.canvas.compositor import SpriteFrame as Shown
from libraries.drawing.typography.design_tokens import WIDTH, Box
from libraries.drawing.typography.line_breaking import untimed_words
from libraries.drawn_world.staging.moving_picture import shot_sprite
from libraries.drawn_world.staging.shot import Shot
from libraries.storyboard.cards.caption import ink_box
from libraries.storyboard.cards.card import Card, CardScene, SpokenCard
from libraries.storyboard.cards.picture import credit_box, credit_plate
from libraries.storyboard.drawn_looks.lettering import look_theme, title_sprites, title_word_positions
from libraries.storyboard.drawn_looks.looks import LookName
from libraries.storyboard.drawn_looks.picture_frames import picture_frame_sprites, unframed_box
from schemas.posts import Image
from services.studio.film.templates.toon.versioned_parts import DRAWING

DRAWN_BY: Final = str([part.key_part for part in DRAWING])
"""In the key of every segment: what decides how people and places look."""


_ACROSS: Final = Box(0, 470, WIDTH, 1118)
"""Where a picture lies in a look that is as large as the film."""


class DrawnCard(Card):
    """A shot of a drawn film in the frame of its look; ``turn`` varies the frame."""

    version: ClassVar[str] = DRAWN_BY
    has_header: ClassVar[bool] = False
    shot: Shot
    look: LookName
    turn: Annotated[int, Field(ge=0)] = 0

    def shot_sprites(self, scene: CardScene) -> list[Sprite]:
        """The sprites of the shot and its frame."""
        shot = shot_sprite(self.shot, scene.frames, unframed_box(self.look))
        return [shot, *picture_frame_sprites(self.look, self.turn)]


class SceneCard(DrawnCard):
    """A shot of a drawn film's story, or a picture that was made for its line; its words are captions."""

    kind: str = "toon"
    image: Image | None = None
    """In place of the shot."""
    motion: CameraMove = CameraMove()
    credit: str = ""
    """Author and licence of an openly licensed picture; they stand on it."""

    @property
    def images(self) -> tuple[Image, ...]:
        return (self.image,) if self.image else ()

    @property
    def _area(self) -> Box:
        """Where a picture lies."""
        seen = unframed_box(self.look)
        return seen if seen.height < seen.width * 1.3 else _ACROSS

    def draw(self, scene: CardScene) -> list[Sprite]:
        if self.image is None:
            return self.shot_sprites(scene)
        file, box = scene.files[self.image.media.key], self._area
        view = camera_sprite(camera_canvas(file, PictureFit.COVER, box), self.motion, box, scene.frames)
        behind = Shown(blurred_backdrop(file, scene.theme), 0, 0)
        credit = [credit_plate(self.credit, box).sprite()] if self.credit else []
        return [lambda _: behind, view, *picture_frame_sprites(self.look, self.turn), *credit]

    def text_boxes(self, start: int, frames: int) -> list[Box]:  # noqa: ARG002 - the credit stands all the time
        return [credit_box(self.credit, self._area)] if self.credit else []


class OpeningCard(DrawnCard, SpokenCard):
    """The opening of a drawn film: a face, its place, and the first line in large words."""

    kind: str = "toon-opening"

    def draw(self, scene: CardScene) -> list[Sprite]:
        words = title_sprites(self.words, look_theme(scene.theme.name, self.look), self.look, scene.start, scene.frames)
        return [*self.shot_sprites(scene), *words]

    def text_boxes(self, start: int, frames: int) -> list[Box]:  # noqa: ARG002 - the words stand all the time
        return [ink_box(*title_word_positions(self.words, self.look))]


class ClosingCard(DrawnCard):
    """The last second of a drawn film: the people of the story, and a question."""

    kind: str = "toon-closing"
    sound: ClassVar[str] = "ding"
    question: str

    def draw(self, scene: CardScene) -> list[Sprite]:
        theme = look_theme(scene.theme.name, self.look)
        words = title_sprites(untimed_words(self.question), theme, self.look, scene.start, scene.frames)
        return [*self.shot_sprites(scene), *words]

    def text_boxes(self, start: int, frames: int) -> list[Box]:  # noqa: ARG002
        return [ink_box(*title_word_positions(untimed_words(self.question), self.look))]
