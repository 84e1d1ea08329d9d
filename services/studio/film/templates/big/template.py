"""The template "big": every shot a poster of its words, comments as cards."""

from typing import Final

from libraries.drawing.canvas.transitions import Transition
from libraries.storyboard.timeline import Scene
from services.studio.film.templates.big.poster import PosterCard
from services.studio.film.templates.film_planner import Planner
from services.studio.film.templates.line_spans import LineSpan, line_shots
from services.studio.film.templates.story_shape import StoryShape
from services.studio.film.templates.template import Template

_SHORT_STORY: Final = 70.0
"""Syllables of a story that is little more than one line."""


class BigPlanner(Planner):
    """Plans posters: a new line changes the colours; further shots of the same one keep them."""

    _page = 0

    def story_scenes(self, span: LineSpan) -> list[Scene]:
        self._page += 1
        scenes = []
        for i, (words, start, end) in enumerate(line_shots(span)):
            emoji = self.emblems_for(words, self._page + self.seed, 1)[0]
            card = PosterCard(words=words, emoji=emoji, page=self._page + self.seed)
            scenes.append(Scene(start=start, end=end, card=card, transition=Transition.CUT if i else Transition.PUSH))
        return scenes


class BigTemplate(Template):
    """The template "big": posters of words, for a story that is little more than one line."""

    planner = BigPlanner

    def suits(self, story: StoryShape) -> int:
        return 60 if story.story_lines and story.story_syllables <= _SHORT_STORY else 0
