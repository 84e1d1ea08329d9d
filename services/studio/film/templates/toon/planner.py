"""The plan of a drawn film: a shot for each part of each line, never the same picture twice in a row."""

from typing import ClassVar

from libraries.drawing.canvas.transitions import Transition
from libraries.drawing.typography.captions import caption_blocks
from libraries.story_beats import storyboard
from libraries.storyboard.cards.card import Card
from libraries.storyboard.timeline import Scene
from schemas.posts import Post
from schemas.recipe import FilmChoice
from schemas.script import Script
from services.studio.film.templates.planner import CLOSING_QUESTION, Planner, whole_scene
from services.studio.film.templates.post_facts import quoted_comment
from services.studio.film.templates.spans import LineSpan, shots
from services.studio.film.templates.toon.bubble import BubbleCard
from services.studio.film.templates.toon.cards import ClosingCard, OpeningCard, SceneCard
from services.studio.film.templates.toon.direction import Director
from services.studio.film.templates.toon.looks import Look, look_of


class ToonPlanner(Planner):
    """Plans shots by the beats of the script."""

    last_transition: ClassVar[Transition] = Transition.CUT
    on_places: ClassVar[bool] = False

    def __init__(self, post: Post, script: Script, choice: FilmChoice, spans: list[LineSpan]) -> None:
        super().__init__(post, script, choice, spans)
        self._look = look_of(script.mood, choice.seed)
        self._director = Director(storyboard(script, post), script, self._look, choice.seed)
        self._turn = choice.seed
        self._bubbles = 0

    def hook_scene(self, span: LineSpan) -> Scene:
        shot = self._director.opening(span)
        return whole_scene(
            span, OpeningCard(shot=shot, look=self._look, words=span.words, turn=self._turn), Transition.CUT
        )

    def story_scenes(self, span: LineSpan) -> list[Scene]:
        scenes = []
        if self._look is Look.COMIC:  # Panels change their ground with each line; a window stays.
            self._turn += 1
        for number, part in enumerate(shots(span)):
            card = SceneCard(shot=self._director.shot(span, part, number), look=self._look, turn=self._turn)
            blocks = caption_blocks(part.words, part.start, part.end)
            scenes.append(Scene(start=part.start, end=part.end, card=card, captions=blocks))
        return scenes

    def comment_scenes(self, span: LineSpan, before: Card) -> list[Scene]:  # noqa: ARG002 - each has its own bubble
        self._bubbles += 1
        if self._look is Look.COMIC:
            self._turn += 1
        comment = quoted_comment(span, self.post)
        left = self._bubbles % 2 == 1
        shot = self._director.comment(span, comment.author, left=left)
        card = BubbleCard(shot=shot, look=self._look, comment=comment, left=left, words=span.words, turn=self._turn)
        return [whole_scene(span, card, Transition.CUT)]

    def ending(self) -> Card:
        return ClosingCard(
            shot=self._director.closing(),
            look=self._look,
            turn=self._turn + 1 if self._look is Look.COMIC else self._turn,
            question=CLOSING_QUESTION,
        )
