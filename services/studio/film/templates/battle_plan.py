"""The plan of a battle: the story on pages where two face each other, then its comments answering each other."""

from schemas.posts import Post
from schemas.recipe import FilmChoice
from schemas.script import Script
from services.studio.film.templates.card_plan import CardPlanner
from services.studio.film.templates.cards.battle import seen
from services.studio.film.templates.emoji import emblems
from services.studio.film.templates.planner import Span, quoted
from services.studio.film.timeline import BattleCard, Card, ReplyCard, Scene, StoryCard, TextLine, Transition, spaced


class BattlePlanner(CardPlanner):
    """Who speaks next stands on the other side; a comment told in several lines stays on its own."""

    def __init__(self, post: Post, script: Script, choice: FilmChoice, spans: list[Span]) -> None:
        super().__init__(post, script, choice, spans)
        self._replies: list[ReplyCard] = []
        self._score = [0, 0]

    def page(self, words: TextLine, number: int) -> StoryCard:
        return StoryCard(emoji=emblems(spaced(words), self.script.mood, number), page=number, duel=True)

    def quoted(self, span: Span, before: Card) -> list[Scene]:
        comment = quoted(span, self.post)
        last = self._replies[-1] if self._replies else None
        named = last is None or last.author != comment.author
        right = last is not None and last.right != named
        sticker = emblems(comment.text, self.script.mood, len(self._replies) + self.seed, 1)[0] if named else ""
        reply = ReplyCard(**comment.model_dump(), right=right, named=named, sticker=sticker)
        self._replies.append(reply)
        first = seen(self._replies)
        card = BattleCard(
            replies=tuple(self._replies[first:]),
            begins=first == 0,
            score=(self._score[0], self._score[1]),
            words=span.words,
        )
        if named:
            self._score[right] += reply.likes
        transition = Transition.CUT if isinstance(before, BattleCard) else Transition.PUSH
        return [Scene(start=span.start, end=span.end, card=card, transition=transition)]
