"""The template "card": pictures and pages of the story in turn, then comments piled up."""

from typing import Final

from libraries.drawing.canvas.camera import CameraMove, PictureFit
from libraries.drawing.canvas.transitions import Transition
from libraries.drawing.typography.captions import caption_blocks
from libraries.drawing.typography.words import TextLine
from libraries.storyboard.cards.card import Card
from libraries.storyboard.cards.emblem import EmblemCard
from libraries.storyboard.cards.picture import PictureCard
from libraries.storyboard.places.card import PlaceCard
from libraries.storyboard.timeline import Scene
from schemas.pictures import LinePicture, Origin, PicturesShown
from schemas.posts import Image, Post
from schemas.recipe import FilmChoice
from schemas.script import Script
from services.studio.film.templates.film_planner import MOVES, Planner
from services.studio.film.templates.line_spans import LineSpan, is_quoted_comment, line_shots
from services.studio.film.templates.story_shape import StoryShape
from services.studio.film.templates.template import Template

_SCROLL_PER_FRAME: Final = 0.0045
"""Share of a picture's height (relative to its width) that a scroll passes in a frame, so text stays readable."""


class CardPlanner(Planner):
    """Plans cards: spreads the pictures of the post over the shots, with pages of the story between."""

    def __init__(self, post: Post, script: Script, choice: FilmChoice, spans: list[LineSpan]) -> None:
        super().__init__(post, script, choice, spans)
        self._shots_of = {span.start: line_shots(span) for span in spans[1:] if not is_quoted_comment(span.line)}
        self._shots = sum(map(len, self._shots_of.values()))
        self._shot = 0
        self._spread = 0
        self._moves = 0

    def story_scenes(self, span: LineSpan) -> list[Scene]:
        """A new line is pushed in; further pages of the same one fade into each other."""
        scenes: list[Scene] = []
        for words, start, end in self._shots_of[span.start]:
            card = self._card(span, words)
            pages = bool(scenes) and isinstance(card, EmblemCard) and isinstance(scenes[-1].card, EmblemCard)
            transition = Transition.FADE if pages else Transition.CUT if card.fills_frame else Transition.PUSH
            scenes.append(
                Scene(
                    start=start, end=end, card=card, transition=transition, captions=caption_blocks(words, start, end)
                )
            )
        return scenes

    def _card(self, span: LineSpan, words: TextLine) -> Card:
        """The line's picture, else a page. Spare pictures of the post, spread evenly, come before drawn ones."""
        shot, self._shot = self._shot, self._shot + 1
        made = self.picture_of(span)
        if made is not None and made.origin is not Origin.DRAWN:
            return self._shown(made, words)
        wanted = min(self._shots, max(2 * len(self.images), self._shots // 2)) if self.images else 0
        if (shot + 1) * wanted // self._shots > shot * wanted // self._shots:
            turn, self._spread = self._spread, self._spread + 1
            image = self.images[turn * len(self.images) // wanted]
            return self._picture(image, turn, words)
        return self.page(words, shot + self.seed) if made is None else self._shown(made, words)

    def _shown(self, made: LinePicture, words: TextLine) -> Card:
        """A picture with its credit; the camera moves otherwise each time."""
        assert made.image is not None
        turn, self._moves = self._moves, self._moves + 1
        return self._picture(made.image, turn, words, made.attribution.credit if made.attribution else "")

    def _picture(self, image: Image, turn: int, words: TextLine, credit: str = "") -> Card:
        """A picture: in the frame of the film where it fills that, else on a card of its own."""
        fit, motion = _fit(image), _motion(image, turn + self.seed, words)
        if self.settings and fit is PictureFit.COVER:
            return PlaceCard(frame=self.choice.layout, image=image, motion=motion, credit=credit)
        return PictureCard(image=image, fit=fit, motion=motion, credit=credit)

    def page(self, words: TextLine, number: int) -> Card:
        """The page for words without a picture."""
        if self.settings:
            return PlaceCard(frame=self.choice.layout)
        return EmblemCard(emoji=self.emblems_for(words, number), page=number)


class CardTemplate(Template):
    """The template "card": pictures with a slow camera; drawn places where there are none."""

    planner = CardPlanner
    shows = PicturesShown.STILLS

    def suits(self, story: StoryShape) -> int:
        return 90 if story.usable_images >= 2 else 50


def _fit(image: Image) -> PictureFit:
    ratio = image.width / image.height
    if ratio < 0.5:
        return PictureFit.SCROLL
    return PictureFit.COVER if 1.25 <= ratio <= 2.1 else PictureFit.CONTAIN


def _motion(image: Image, turn: int, words: TextLine) -> CameraMove:
    if _fit(image) is not PictureFit.SCROLL:
        return MOVES[turn % len(MOVES)]
    frames = words[-1].end - words[0].start
    share = min(1.0, frames * _SCROLL_PER_FRAME * image.width / image.height * 2)
    first = (1 - share) * (turn % 3) / 2
    return CameraMove(y=(first, first + share))
