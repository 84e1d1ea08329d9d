"""The plan of a post film: the story is read from its sheet, then come the comments."""

from schemas.posts import Image, Post
from schemas.recipe import FilmChoice
from schemas.script import Script
from services.studio.film.templates.cards.sheet_layout import MOST_AHEAD
from services.studio.film.templates.emoji import emblems
from services.studio.film.templates.planner import Planner, Span, alike, figures, is_quote, shots, source
from services.studio.film.timeline import PostCard, Scene, SheetHead, StoryCard, Transition, spaced
from services.studio.film.typography.captions import blocks
from services.studio.film.typography.text import clean

_PICTURES = 4
"""At most so many stand in the post."""


class PostPlanner(Planner):
    """Lines before the first comment stand on the sheet; what the narrator says after it, on pages."""

    def __init__(self, post: Post, script: Script, choice: FilmChoice, spans: list[Span]) -> None:
        super().__init__(post, script, choice, spans)
        quotes = [i for i, span in enumerate(spans) if i and is_quote(span.line)]
        self._on_sheet = spans[1 : quotes[0] if quotes else len(spans)]
        title = clean(post.title)
        shown = "" if alike(title, clean(script.title)) else title
        self._head = SheetHead(source=source(post), title=shown, figures=figures(post))
        self._read = 0

    def _pictures(self, number: int) -> tuple[Image, ...]:
        """Those that stand below a paragraph: the post's are spread between all."""
        images = self.images[:_PICTURES]
        # Under the last paragraph a picture would hardly be seen before the comments come.
        gaps = max(1, len(self._on_sheet) - 1)
        first, past = (len(images) * min(k, gaps) // gaps for k in (number, number + 1))
        return tuple(images[first:past])

    def told(self, span: Span) -> list[Scene]:
        number, self._read = self._read, self._read + 1
        if number >= len(self._on_sheet):
            return self._page(span)
        card = PostCard(
            head=self._head.model_copy(update={"title": ""}) if number else self._head,
            number=number,
            pictures=self._pictures(number),
            ahead=min(len(self._on_sheet) - 1 - number, MOST_AHEAD),
            words=span.words,
        )
        transition = Transition.SCROLL if number else Transition.PUSH
        return [Scene(start=span.start, end=span.end, card=card, transition=transition)]

    def _page(self, span: Span) -> list[Scene]:
        scenes = []
        for i, (words, start, end) in enumerate(shots(span)):
            emoji = emblems(spaced(words), self.script.mood, self.seed + i)
            transition = Transition.FADE if i else Transition.PUSH
            card = StoryCard(emoji=emoji, page=self.seed + i)
            captions = blocks(words, start, end)
            scenes.append(Scene(start=start, end=end, card=card, transition=transition, captions=captions))
        return scenes
