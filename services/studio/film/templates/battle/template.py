"""The template "battle": the story on pages where two face each other, then comments that answer each other."""

from typing_extensions import override

from libraries.drawing.canvas.transitions import Transition
from libraries.drawing.typography.words import TextLine
from libraries.storyboard.cards.card import Card
from libraries.storyboard.timeline import Scene
from schemas.posts import Post
from schemas.recipe import FilmChoice
from schemas.script import Mood, Script
from services.studio.film.templates.battle.duel import DuelCard
from services.studio.film.templates.battle.exchange import BattleCard, ReplyCard, first_visible_reply_index
from services.studio.film.templates.card.template import CardPlanner
from services.studio.film.templates.emblems import emblems_of_line
from services.studio.film.templates.film_planner import whole_scene
from services.studio.film.templates.line_spans import LineSpan
from services.studio.film.templates.post_details import quoted_comment
from services.studio.film.templates.story_shape import StoryShape
from services.studio.film.templates.template import Template


class BattlePlanner(CardPlanner):
    """Plans a battle: each author stands on the other side than the one before, with all lines of a comment."""

    def __init__(self, post: Post, script: Script, choice: FilmChoice, spans: list[LineSpan]) -> None:
        super().__init__(post, script, choice, spans)
        self._replies: list[ReplyCard] = []
        self._score = [0, 0]

    @override
    def page(self, words: TextLine, number: int) -> DuelCard:
        return DuelCard(emoji=self.emblems_for(words, number), page=number)

    def comment_scenes(self, span: LineSpan, before: Card) -> list[Scene]:
        comment = quoted_comment(span, self.post)
        last = self._replies[-1] if self._replies else None
        named = last is None or last.author != comment.author
        right = last is not None and last.right != named
        sticker = emblems_of_line(comment.text, self.script.mood, len(self._replies) + self.seed, 1)[0] if named else ""
        reply = ReplyCard(**comment.model_dump(), right=right, named=named, sticker=sticker)
        self._replies.append(reply)
        first = first_visible_reply_index(self._replies)
        card = BattleCard(
            replies=tuple(self._replies[first:]),
            begins=first == 0,
            score=(self._score[0], self._score[1]),
            words=span.words,
        )
        if named:
            self._score[right] += reply.likes
        transition = Transition.CUT if isinstance(before, BattleCard) else Transition.PUSH
        return [whole_scene(span, card, transition)]


class BattleTemplate(Template):
    """The template "battle": commenters who answer each other, for quarrels and stories with many commenters."""

    planner = BattlePlanner

    def suits(self, story: StoryShape) -> int:
        """Two sides and their likes must be there: a commenter alone, or likes that nobody gave, are no battle."""
        if story.liked_commenters < 2:
            return 0
        return 80 if story.mood in (Mood.CONTROVERSY, Mood.ANGER) else 0
