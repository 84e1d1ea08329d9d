"""The first and the last scene of a film: its headline, or a question, in a form over the place of the story."""

from typing import ClassVar, Literal

from libraries.drawing.canvas.animation import PlacedPlate
from libraries.drawing.canvas.camera import CameraMove, PictureFit, camera_canvas, camera_sprite
from libraries.drawing.canvas.compositor import Sprite
from libraries.drawing.typography.design_tokens import CAPTION, FRAME, SAFE, Box, Theme, theme_named
from libraries.drawing.typography.fonts import Weight
from libraries.drawing.typography.line_breaking import fit_one_line, untimed_words
from libraries.drawing.typography.text import Ink
from libraries.drawing.typography.words import TextLine
from libraries.storyboard import cards
from libraries.storyboard.cards.caption import place_words_in_line, text_plate, word_markers
from libraries.storyboard.cards.card import Card, CardScene
from libraries.storyboard.places.place_frames import FRAMES, place_frame_sprites
from libraries.storyboard.titles.entrances import entering_title_sprites
from libraries.storyboard.titles.forms import CLOSINGS, OPENINGS, TitleForm, title_form_named
from libraries.storyboard.titles.lettering import TitleText, lettered_title, title_box
from schemas.posts import Image


class TitleCard(Card):
    """A title in the form of that name, over the place of its scene or, within the frame, a picture of the post.

    ``words`` are set where the title itself is read aloud. ``notes`` stand small below it.
    """

    kind: Literal["opening", "closing"]
    version: ClassVar[str] = cards.TITLES.version
    fills_frame: ClassVar[bool] = True
    has_header: ClassVar[bool] = False
    form: str
    title: str
    source: str
    notes: tuple[str, ...] = ()
    image: Image | None = None
    motion: CameraMove = CameraMove()
    words: TextLine = ()

    @property
    def shows_place(self) -> bool:
        return True

    @property
    def place_box(self) -> Box:
        return FRAMES[self._form.frame].seen

    @property
    def captions_on_paper(self) -> bool:
        return FRAMES[self._form.frame].paper

    @property
    def spoken(self) -> TextLine:
        return self.words

    @property
    def images(self) -> tuple[Image, ...]:
        return (self.image,) if self.image and _window(self._form) else ()

    @property
    def camera_moves_in(self) -> bool:
        return self.kind == "opening"

    def draw(self, scene: CardScene) -> list[Sprite]:
        form, theme = self._form, scene.theme
        sprites = list(place_frame_sprites(form.frame, theme))
        if self.image and (box := _window(form)):
            picture = camera_canvas(scene.files[self.image.media.key], PictureFit.COVER, box)
            view = camera_sprite(picture, self.motion, box, scene.frames)
            sprites = [*sprites, view] if form.inset else [view, *sprites]
        made = lettered_title(self._text, form, theme)
        sprites += entering_title_sprites(made.plates, form.entrance)
        if self.words and made.places:
            sprites += word_markers(made.places, made.ink, theme, scene.start, scene.frames)
        return [*sprites, *(plate.sprite() for plate in self._small(theme))]

    def text_boxes(self, start: int, frames: int) -> list[Box]:  # noqa: ARG002 - the title stands all the time
        return [title_box(self._text, self._form, theme_named("ink"))]

    @property
    def _form(self) -> TitleForm:
        return title_form_named(self.form, OPENINGS if self.kind == "opening" else CLOSINGS, self.kind)

    @property
    def _text(self) -> TitleText:
        return TitleText(self.words or untimed_words(self.title), self.source)

    def _small(self, theme: Theme) -> list[PlacedPlate]:
        """The notes, one below the other above the footer."""
        ink, edge = (theme.ink, None) if self.captions_on_paper else (theme.headline, theme.caption_edge)
        plates = []
        for i, note in enumerate(self.notes):
            text, size = fit_one_line(note, Weight.BOLD, SAFE.width - 24, (34 - 4 * i, 28, 24))
            drawn = Ink(Weight.BOLD, size, ink)
            places = place_words_in_line(untimed_words(text), drawn, SAFE.left + 8, CAPTION.bottom - 20 + 40 * i)
            plates.append(text_plate(list(places), drawn, edge))
        return plates


def _window(form: TitleForm) -> Box | None:
    """Where a picture of the post is seen in a form; None where only the place is."""
    if form.inset:
        return Box(*form.inset)
    seen = FRAMES[form.frame].seen
    return seen if seen != FRAME else None
