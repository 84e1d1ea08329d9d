"""The template "chat": the narrator writes, persons of the story and readers answer, a bubble for every shot."""

from itertools import pairwise
from typing import Final

from libraries.drawing.canvas.transitions import Transition
from libraries.drawing.typography.line_breaking import rejoin_broken_words
from libraries.drawing.typography.text import drawable_line
from libraries.drawing.typography.words import TextLine, joined_words
from libraries.storyboard.cards.card import Card
from libraries.storyboard.timeline import Scene
from schemas.posts import Post
from schemas.recipe import FilmChoice
from schemas.script import Role, Script
from services.studio.film.templates.chat.conversation import ChatCard, chat_layout
from services.studio.film.templates.chat.layout import ChatMessage, first_visible_message_index
from services.studio.film.templates.film_planner import Planner
from services.studio.film.templates.line_spans import LEAD, LineSpan, line_shots
from services.studio.film.templates.story_shape import StoryShape
from services.studio.film.templates.template import Template

_TELLER = "글쓴이"
_EVERY = 3
"""Every third bubble of the teller is answered with a sticker."""
_MUCH_SPEECH: Final = 3


class ChatPlanner(Planner):
    """Plans a chat: every line is a message; a long one is several, of the same author."""

    def __init__(self, post: Post, script: Script, choice: FilmChoice, spans: list[LineSpan]) -> None:
        super().__init__(post, script, choice, spans)
        self._messages: list[ChatMessage] = []
        self._told_count = 0

    def story_scenes(self, span: LineSpan) -> list[Scene]:
        scenes = []
        for words, start, end in _turns(span):
            self._told_count += 1
            sticker = ""
            if self._told_count % _EVERY == 2 and not self.settings:
                sticker = self.emblems_for(words, self._told_count + self.seed, 1)[0]
            author = drawable_line(span.line.person) or _TELLER
            scenes.append(self._scene(author, words, (start, end), span, sticker))
        return scenes

    def comment_scenes(self, span: LineSpan, before: Card) -> list[Scene]:  # noqa: ARG002 - a conversation goes on whatever came before
        return [
            self._scene(drawable_line(span.line.credit) or "익명", words, (start, end), span, "")
            for words, start, end in _turns(span)
        ]

    def _scene(self, author: str, words: TextLine, during: tuple[int, int], span: LineSpan, sticker: str) -> Scene:
        # A bubble breaks words at its own width, not where a caption would.
        words = rejoin_broken_words(words)
        reader = span.line.role is Role.COMMENT
        last = self._messages[-1] if self._messages else None
        named = last is None or last.author != author or bool(last.sticker)
        message = ChatMessage(
            author=author,
            text=joined_words(words),
            reader=reader,
            named=named,
            likes=span.line.likes if reader else 0,
            sticker=sticker,
        )
        self._messages.append(message)
        first = first_visible_message_index(chat_layout(self._messages))
        card = ChatCard(messages=tuple(self._messages[first:]), begins=first == 0, words=words)
        transition = Transition.CUT if len(self._messages) > 1 else Transition.PUSH
        return Scene(start=during[0], end=during[1], card=card, transition=transition)


class ChatTemplate(Template):
    """The template "chat": a conversation, for a story with much quoted speech."""

    planner = ChatPlanner

    def suits(self, story: StoryShape) -> int:
        return 70 if story.speech_lines >= _MUCH_SPEECH else 0


def _turns(span: LineSpan) -> list[tuple[TextLine, int, int]]:
    """The shots of a line, each bubble coming in a little before its first word."""
    turns = line_shots(span)
    cuts = [span.start, *(max(a + 1, b - LEAD) for (_, a, _), (_, b, _) in pairwise(turns)), span.end]
    return [(words, cuts[i], cuts[i + 1]) for i, (words, _, _) in enumerate(turns)]
