"""The template "quiz": the story as clues, comments as answers, the closing line as the question to the viewer."""

from typing import Final

from libraries.drawing.canvas.transitions import Transition
from libraries.drawing.typography.words import joined_words
from libraries.storyboard.cards.card import Card
from libraries.storyboard.cards.comments import QuotedComment
from libraries.storyboard.timeline import Scene
from schemas.posts import Post
from schemas.recipe import FilmChoice
from schemas.script import Mood, Role, Script
from services.studio.film.templates.film_planner import Planner, whole_scene
from services.studio.film.templates.line_spans import LineSpan, is_quoted_comment
from services.studio.film.templates.post_details import quoted_comment
from services.studio.film.templates.quiz.clues import ClueCard
from services.studio.film.templates.quiz.poll import MAX_ANSWERS, PollCard
from services.studio.film.templates.story_shape import StoryShape
from services.studio.film.templates.template import Template

_QUESTION: Final = "여러분이라면 어느 쪽?"
_OWN: Final = ("공감해요 👍", "글쎄요 🤔")
"""The answers of a poll without comments."""


class QuizPlanner(Planner):
    """Plans a quiz: clues are counted through; answers gather under the question that the story ends with."""

    def __init__(self, post: Post, script: Script, choice: FilmChoice, spans: list[LineSpan]) -> None:
        super().__init__(post, script, choice, spans)
        closing = spans[-1] if len(spans) > 1 and spans[-1].line.role is Role.CLOSER else None
        self._closing = closing
        self._question = joined_words(closing.words) if closing else _QUESTION
        self._places = min(MAX_ANSWERS, len({span.line.credit for span in spans[1:] if is_quoted_comment(span.line)}))
        self._clues = sum(not is_quoted_comment(span.line) for span in spans[1:]) - (closing is not None)
        self._clue_number = 0
        self._answers: list[QuotedComment] = []

    def story_scenes(self, span: LineSpan) -> list[Scene]:
        if span is self._closing:
            return [self._vote(span)]
        number, self._clue_number = self._clue_number, self._clue_number + 1
        emoji = self.emblems_for(span.words, self.seed + number)
        card = ClueCard(number=number, total=self._clues, emoji=emoji, words=span.words)
        return [whole_scene(span, card, Transition.PUSH)]

    def comment_scenes(self, span: LineSpan, before: Card) -> list[Scene]:
        answer = quoted_comment(span, self.post)
        if self._answers and self._answers[-1].author == answer.author:
            self._answers.pop()
        self._answers = [*self._answers, answer][-MAX_ANSWERS:]
        card = PollCard(
            question=self._question, answers=tuple(self._answers), places=self._places, asked=False, words=span.words
        )
        transition = Transition.CUT if isinstance(before, PollCard) else Transition.PUSH
        return [whole_scene(span, card, transition)]

    def _vote(self, span: LineSpan) -> Scene:
        own = tuple(QuotedComment(author="나", text=text, likes=0, best=False) for text in _OWN)
        answers = tuple(self._answers) or own
        card = PollCard(question=self._question, answers=answers, places=len(answers), asked=True, words=span.words)
        transition = Transition.CUT if self._answers else Transition.PUSH
        return whole_scene(span, card, transition)


class QuizTemplate(Template):
    """The template "quiz": clues and a poll, for information that ends with a question that commenters answered."""

    planner = QuizPlanner

    def suits(self, story: StoryShape) -> int:
        """The answers' shares are those of the comments' likes: at least two must have some."""
        return 75 if story.mood is Mood.INFO and story.asks_viewer and story.liked_commenters >= 2 else 0
