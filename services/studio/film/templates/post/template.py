"""The template "post": the story is read from its sheet, then come the comments."""

from typing import Final

from libraries.drawing.canvas.transitions import Transition
from libraries.drawing.typography.captions import caption_blocks
from libraries.drawing.typography.text import drawable_line
from libraries.storyboard.cards.card import Card
from libraries.storyboard.cards.emblem import EmblemCard
from libraries.storyboard.places.card import PlaceCard
from libraries.storyboard.timeline import Scene
from schemas.posts import Image, Post
from schemas.recipe import FilmChoice
from schemas.script import Script
from services.studio.film.templates.film_planner import Planner, whole_scene
from services.studio.film.templates.line_spans import LineSpan, is_quoted_comment, line_shots
from services.studio.film.templates.post.layout import SheetHead
from services.studio.film.templates.post.sheet import PostCard
from services.studio.film.templates.post_details import is_same_text, known_statistics, source_name
from services.studio.film.templates.story_shape import StoryShape
from services.studio.film.templates.template import Template

_PICTURES = 4
"""Pictures on the sheet at most."""
_LONG_POST: Final = 500
"""Characters of a post that is read rather than told."""


class PostPlanner(Planner):
    """Plans a post's sheet: lines before the first comment stand on it, later lines of the story on pages."""

    def __init__(self, post: Post, script: Script, choice: FilmChoice, spans: list[LineSpan]) -> None:
        super().__init__(post, script, choice, spans)
        quotes = [i for i, span in enumerate(spans) if i and is_quoted_comment(span.line)]
        self._on_sheet = spans[1 : quotes[0] if quotes else len(spans)]
        title = drawable_line(post.title)
        shown = "" if is_same_text(title, drawable_line(script.title)) else title
        self._head = SheetHead(source=source_name(post), title=shown, figures=known_statistics(post))
        self._read = 0

    def _pictures(self, number: int) -> tuple[Image, ...]:
        """The pictures below a paragraph: those of the post are spread over all paragraphs."""
        images = self.images[:_PICTURES]
        # Under the last paragraph a picture would hardly be seen before the comments come.
        gaps = max(1, len(self._on_sheet) - 1)
        first, past = (len(images) * min(k, gaps) // gaps for k in (number, number + 1))
        return tuple(images[first:past])

    def story_scenes(self, span: LineSpan) -> list[Scene]:
        number, self._read = self._read, self._read + 1
        if number >= len(self._on_sheet):
            return self._page(span)
        card = PostCard(
            head=self._head.model_copy(update={"title": ""}) if number else self._head,
            number=number,
            pictures=self._pictures(number),
            last=number == len(self._on_sheet) - 1,
            words=span.words,
        )
        transition = Transition.SCROLL if number else Transition.PUSH
        return [whole_scene(span, card, transition)]

    def _page(self, span: LineSpan) -> list[Scene]:
        scenes = []
        for i, (words, start, end) in enumerate(line_shots(span)):
            transition = Transition.FADE if i else Transition.PUSH
            card: Card = EmblemCard(emoji=self.emblems_for(words, self.seed + i), page=self.seed + i)
            if self.settings:
                card, transition = PlaceCard(frame=self.choice.layout), Transition.CUT
            captions = caption_blocks(words, start, end)
            scenes.append(Scene(start=start, end=end, card=card, transition=transition, captions=captions))
        return scenes


class PostTemplate(Template):
    """The template "post": the sheet of the post is read, for a long post."""

    planner = PostPlanner

    def suits(self, story: StoryShape) -> int:
        if story.characters < _LONG_POST:
            return 0
        return 45 if story.images else 55
