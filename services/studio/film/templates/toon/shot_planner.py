"""The plan of a drawn film: a shot for each part of each line, never the same picture twice in a row."""

from typing import ClassVar

from libraries.drawing.canvas.transitions import Transition
from libraries.drawing.typography.captions import caption_blocks
from libraries.drawing.typography.words import TextLine
from libraries.drawn_world.staging.director import Director
from libraries.drawn_world.staging.shot import SpokenWord
from libraries.drawn_world.staging.story_cast import ShotLine
from libraries.story_beats import make_storyboard
from libraries.storyboard.cards.card import Card
from libraries.storyboard.drawn_looks.looks import STYLES, LookName, look_for_mood
from libraries.storyboard.timeline import Scene
from schemas.frames import FPS
from schemas.pictures import Origin
from schemas.posts import Post
from schemas.recipe import FilmChoice
from schemas.script import Script, Speaker
from services.studio.film.templates.film_planner import CLOSING_QUESTION, MOVES, Planner, whole_scene
from services.studio.film.templates.line_spans import LineSpan, line_shots
from services.studio.film.templates.post_details import quoted_comment
from services.studio.film.templates.toon.bubble import BubbleCard
from services.studio.film.templates.toon.cards import ClosingCard, OpeningCard, SceneCard


class ToonPlanner(Planner):
    """Plans a drawn film: shots by the beats of the script."""

    last_transition: ClassVar[Transition] = Transition.CUT
    on_places: ClassVar[bool] = False

    def __init__(self, post: Post, script: Script, choice: FilmChoice, spans: list[LineSpan]) -> None:
        super().__init__(post, script, choice, spans)
        self._look = look_for_mood(script.mood, choice.seed)
        self._director = Director(make_storyboard(script, post), STYLES[self._look].staging_style, choice.seed)
        self._turn = choice.seed
        self._bubbles = 0

    def hook_scene(self, span: LineSpan) -> Scene:
        shot = self._director.opening_shot(self._told(span, span.words, span.start, span.end))
        return whole_scene(
            span, OpeningCard(shot=shot, look=self._look, words=span.words, turn=self._turn), Transition.CUT
        )

    def story_scenes(self, span: LineSpan) -> list[Scene]:
        scenes = []
        if self._look is LookName.COMIC:  # Panels change their ground with each line; a window stays.
            self._turn += 1
        made = self.picture_of(span)
        made = None if made is None or made.origin is Origin.DRAWN else made
        for number, part in enumerate(line_shots(span)):
            told = self._told(span, *part)
            card = SceneCard(shot=self._director.line_shot(told, number), look=self._look, turn=self._turn)
            if made is not None:
                credit = made.attribution.credit if made.attribution else ""
                motion = MOVES[(told.number + number) % len(MOVES)]
                card = card.model_copy(update={"image": made.image, "motion": motion, "credit": credit})
            blocks = caption_blocks(part.words, part.start, part.end)
            scenes.append(Scene(start=part.start, end=part.end, card=card, captions=blocks))
        return scenes

    def comment_scenes(self, span: LineSpan, before: Card) -> list[Scene]:  # noqa: ARG002 - each has its own bubble
        self._bubbles += 1
        if self._look is LookName.COMIC:
            self._turn += 1
        comment = quoted_comment(span, self.post)
        left = self._bubbles % 2 == 1
        told = self._told(span, span.words, span.start, span.end)
        shot = self._director.comment_shot(told, comment.author, left=left)
        card = BubbleCard(shot=shot, look=self._look, comment=comment, left=left, words=span.words, turn=self._turn)
        return [whole_scene(span, card, Transition.CUT)]

    def ending(self) -> Card:
        return ClosingCard(
            shot=self._director.closing_shot(),
            look=self._look,
            turn=self._turn + 1 if self._look is LookName.COMIC else self._turn,
            question=CLOSING_QUESTION,
        )

    def _told(self, span: LineSpan, words: TextLine, start: int, end: int) -> ShotLine:
        """A line, or a part of it, in seconds from the start of its shot."""
        index = next(at for at, line in enumerate(self.script.lines) if line is span.line)
        said = tuple(
            SpokenWord(word.text, round((word.start - start) / FPS, 4), round((word.end - start) / FPS, 4))
            for word in words
        )
        quoted = span.line.person if span.line.speaker is Speaker.PERSON else ""
        return ShotLine(index, said, round((end - start) / FPS, 4), quoted)
