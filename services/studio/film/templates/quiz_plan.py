"""The plan of a quiz: the story as clues, its comments as answers, the closing line as the question to the viewer."""

from typing import Final

from schemas.posts import Post
from schemas.recipe import FilmChoice
from schemas.script import Role, Script
from services.studio.film.templates.cards.poll import MOST
from services.studio.film.templates.emoji import emblems
from services.studio.film.templates.planner import Planner, Span, is_quote, quoted
from services.studio.film.timeline import Card, PollCard, QuotedComment, Scene, StepCard, Transition, spaced

_QUESTION: Final = "여러분이라면 어느 쪽?"
_OWN: Final = ("공감해요 👍", "글쎄요 🤔")
"""What is put to the vote where nobody has answered."""


class QuizPlanner(Planner):
    """Clues are counted through; answers gather under the question that the story ends with."""

    def __init__(self, post: Post, script: Script, choice: FilmChoice, spans: list[Span]) -> None:
        super().__init__(post, script, choice, spans)
        closing = spans[-1] if len(spans) > 1 and spans[-1].line.role is Role.CLOSER else None
        self._closing = closing
        self._question = spaced(closing.words) if closing else _QUESTION
        self._places = min(MOST, len({span.line.credit for span in spans[1:] if is_quote(span.line)}))
        self._clues = sum(not is_quote(span.line) for span in spans[1:]) - (closing is not None)
        self._told = 0
        self._answers: list[QuotedComment] = []

    def told(self, span: Span) -> list[Scene]:
        if span is self._closing:
            return [self._vote(span)]
        number, self._told = self._told, self._told + 1
        emoji = emblems(spaced(span.words), self.script.mood, self.seed + number)
        card = StepCard(number=number, total=self._clues, emoji=emoji, words=span.words)
        return [Scene(start=span.start, end=span.end, card=card, transition=Transition.PUSH)]

    def quoted(self, span: Span, before: Card) -> list[Scene]:
        answer = quoted(span, self.post)
        if self._answers and self._answers[-1].author == answer.author:
            self._answers.pop()
        self._answers = [*self._answers, answer][-MOST:]
        card = PollCard(
            question=self._question, answers=tuple(self._answers), places=self._places, asked=False, words=span.words
        )
        transition = Transition.CUT if isinstance(before, PollCard) else Transition.PUSH
        return [Scene(start=span.start, end=span.end, card=card, transition=transition)]

    def _vote(self, span: Span) -> Scene:
        own = tuple(QuotedComment(author="나", text=text, likes=0, best=False) for text in _OWN)
        answers = tuple(self._answers) or own
        card = PollCard(question=self._question, answers=answers, places=len(answers), asked=True, words=span.words)
        transition = Transition.CUT if self._answers else Transition.PUSH
        return Scene(start=span.start, end=span.end, card=card, transition=transition)
