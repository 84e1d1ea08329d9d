"""The plan of a chat film: the narrator tells, readers answer, a bubble for every shot."""

from itertools import pairwise

from schemas.posts import Post
from schemas.recipe import FilmChoice
from schemas.script import Script
from services.studio.film.templates.cards.chat import measured
from services.studio.film.templates.cards.chat_layout import first_in_sight
from services.studio.film.templates.emoji import emblems
from services.studio.film.templates.planner import LEAD, Planner, Span, shots
from services.studio.film.timeline import Card, ChatCard, ChatMessage, Scene, TextLine, Transition, spaced
from services.studio.film.typography.line_breaking import whole
from services.studio.film.typography.text import clean

_TELLER = "글쓴이"
_EVERY = 3
"""Every third bubble of the teller is answered with a sticker."""


class ChatPlanner(Planner):
    """Every line is a message; a long one is several, of the same author."""

    def __init__(self, post: Post, script: Script, choice: FilmChoice, spans: list[Span]) -> None:
        super().__init__(post, script, choice, spans)
        self._messages: list[ChatMessage] = []
        self._told = 0

    def told(self, span: Span) -> list[Scene]:
        scenes = []
        for words, start, end in _turns(span):
            self._told += 1
            sticker = ""
            if self._told % _EVERY == 2:
                sticker = emblems(spaced(words), self.script.mood, self._told + self.seed, 1)[0]
            scenes.append(self._scene(_TELLER, words, (start, end), span, sticker))
        return scenes

    def quoted(self, span: Span, before: Card) -> list[Scene]:  # noqa: ARG002 - a conversation goes on whatever came before
        return [
            self._scene(clean(span.line.credit) or "익명", words, (start, end), span, "")
            for words, start, end in _turns(span)
        ]

    def _scene(self, author: str, words: TextLine, during: tuple[int, int], span: Span, sticker: str) -> Scene:
        # A bubble breaks words at its own width, not where a caption would.
        words = whole(words)
        reader = author != _TELLER
        last = self._messages[-1] if self._messages else None
        named = last is None or last.author != author or bool(last.sticker)
        message = ChatMessage(
            author=author,
            text=spaced(words),
            reader=reader,
            named=named,
            likes=span.line.likes if reader else 0,
            sticker=sticker,
        )
        self._messages.append(message)
        first = first_in_sight(measured(self._messages))
        card = ChatCard(messages=tuple(self._messages[first:]), begins=first == 0, words=words)
        transition = Transition.CUT if len(self._messages) > 1 else Transition.PUSH
        return Scene(start=during[0], end=during[1], card=card, transition=transition)


def _turns(span: Span) -> list[tuple[TextLine, int, int]]:
    """The shots of a line, each bubble coming in a little before its first word."""
    turns = shots(span)
    cuts = [span.start, *(max(a + 1, b - LEAD) for (_, a, _), (_, b, _) in pairwise(turns)), span.end]
    return [(words, cuts[i], cuts[i + 1]) for i, (words, _, _) in enumerate(turns)]
