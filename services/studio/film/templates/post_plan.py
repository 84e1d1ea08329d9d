"""The plan of a post film: the story is read from its sheet, then come the comments."""

from schemas.posts import Post
from schemas.recipe import FilmChoice
from schemas.script import Script
from schemas.timeline import PostCard, Scene, SheetHead, SheetPart, StoryCard, Transition, spaced
from services.studio.film.captions import blocks
from services.studio.film.motifs import emblems
from services.studio.film.parts.sheet_layout import in_sight
from services.studio.film.templates.plan import Planner, Span, alike, figures, is_quote, shots, source
from services.studio.film.text import clean

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
        self._parts: list[SheetPart] = []
        self._place: list[int] = []
        self._lay()
        self._read = 0

    def _lay(self) -> None:
        """Paragraphs, the pictures spread between them."""
        images = self.images[:_PICTURES]
        # Under the last paragraph a picture would hardly be seen before the comments come.
        gaps = max(1, len(self._on_sheet) - 1)
        for i, span in enumerate(self._on_sheet):
            self._place.append(len(self._parts))
            self._parts.append(SheetPart(text=spaced(span.words)))
            first, past = (len(images) * min(k, gaps) // gaps for k in (i, i + 1))
            self._parts.extend(SheetPart(image=image) for image in images[first:past])

    def told(self, span: Span) -> list[Scene]:
        number, self._read = self._read, self._read + 1
        if number >= len(self._on_sheet):
            return self._page(span)
        before = self._place[number - 1] if number else None
        current = self._place[number]
        head, first, past = in_sight(self._head, self._parts, before, current)
        card = PostCard(
            head=self._head if head else None,
            parts=tuple(self._parts[first:past]),
            before=None if before is None else before - first,
            current=current - first,
            ends=past == len(self._parts),
            words=span.words,
        )
        return [Scene(start=span.start, end=span.end, card=card, transition=_coming(number))]

    def _page(self, span: Span) -> list[Scene]:
        scenes = []
        for i, (words, start, end) in enumerate(shots(span)):
            emoji = emblems(spaced(words), self.script.mood, self.seed + i)
            transition = Transition.FADE if i else Transition.PUSH
            card = StoryCard(emoji=emoji, page=self.seed + i)
            captions = blocks(words, start, end)
            scenes.append(Scene(start=start, end=end, card=card, transition=transition, captions=captions))
        return scenes


def _coming(number: int) -> Transition:
    return Transition.CUT if number else Transition.PUSH
