"""The learned order of the inbox: what each waiting post is expected to be worth, kept while the app runs."""

import asyncio
from typing import Final

from libraries.bus import Bus
from libraries.learning.films import LearnerFilm, epoch_day_in_seoul
from libraries.learning.inbox_order import LearnedOrder, learned_order
from libraries.learning.inbox_posts import KINDS, InboxFold, InboxPost, collected_post
from libraries.log import get_logger
from schemas.clock import utc_now
from schemas.errors import WaggleError
from schemas.events import Event, PostApproved, PostCollected, PostDeclined, PostReopened, PostRetracted
from schemas.posts import PostKey
from schemas.views import ExpectedWorth, InboxCard, PostSort, ReasonForWorth
from services.commands.learning.choice_proposals import channel_films
from services.projector.ranking import decayed_score, ranking_key

log = get_logger(__name__)

_DAY: Final = 86_400.0
_START: Final = 5.0
"""Seconds after the start of the app before all facts are read."""
_PAUSE: Final = 60.0
"""Seconds before it is tried again, where broker or facts could not be read."""


class LearnedInbox:
    """The order that approvals and views let expect, where it beats the score; it is learned anew once a day.

    Of the posts only those that wait are kept, with their features: a year of decided ones would fill the memory.
    """

    def __init__(self, bus: Bus) -> None:
        self._bus = bus
        self._until = 0
        self._waiting: dict[str, InboxPost] = {}
        self._learned = LearnedOrder(False, None, ())
        self.worth: dict[str, float] = {}
        """Of each waiting post, by its key, 0 to 1; empty while the order is not to be used."""

    @property
    def learned(self) -> LearnedOrder:
        """What was learned last."""
        return self._learned

    async def run(self) -> None:
        """Learn once a day, and follow what is collected and decided, until cancelled."""
        await asyncio.sleep(_START)  # the first pages come first
        while True:
            try:
                await self.learn()
                async with asyncio.timeout(_DAY):
                    await self._follow()
            except TimeoutError:
                continue
            except (WaggleError, ValueError) as error:  # numpy's errors of linear algebra are ValueErrors
                log.warning("the order of the inbox is not learned now", why=str(error))
                await asyncio.sleep(_PAUSE)

    async def learn(self) -> None:
        """Learn from all facts so far. Raises ProviderDown."""
        fold, now = InboxFold(), epoch_day_in_seoul(utc_now())
        async for batch in self._bus.facts(kinds=KINDS):
            fold.add_facts(batch)
        films = await channel_films(self._bus)
        self._learned, self._waiting = await asyncio.to_thread(_learn, fold, films, now)
        self._until, self.worth = fold.until, {}
        self._expect(list(self._waiting.values()))

    def annotated(self, card: InboxCard) -> InboxCard:
        """The card with what its post is expected to be worth, where that is known and the order is used."""
        key = str(card.key)
        # Also called from threads, while a decision takes the post out.
        post, model, worth = self._waiting.get(key), self._learned.model, self.worth.get(key)
        if post is None or model is None or worth is None:
            return card
        expected = ExpectedWorth(
            worth=round(worth, 3),
            score=decayed_score(ranking_key(worth, card.posted_at, card.collected_at), utc_now()),
            reasons=tuple(ReasonForWorth(up=one.weight > 0, en=one.en, ko=one.ko) for one in model.reasons(post)),
        )
        return card.model_copy(update={"expected": expected})

    def worth_for(self, sort: PostSort) -> dict[str, float] | None:
        """What a list in this order needs."""
        return self.worth if sort is PostSort.LEARNED else None

    async def _follow(self) -> None:
        async for batch in self._bus.facts(self._until, kinds=KINDS, follow=True):
            for fact in batch:
                await self._apply(fact.event)
                self._until = fact.sequence

    async def _apply(self, event: Event) -> None:
        match event:
            case PostCollected():
                self._add(event)
            case PostReopened():
                history = await self._bus.facts_of_post(event.post_key)
                collected = next((one.event for one in history if isinstance(one.event, PostCollected)), None)
                if collected is not None:
                    self._add(collected)
            case PostApproved() | PostDeclined() | PostRetracted():
                self._forget(event.post_key)

    def _add(self, event: PostCollected) -> None:
        post = collected_post(event)
        self._waiting[post.key] = post
        self._expect([post])

    def _forget(self, key: PostKey) -> None:
        self._waiting.pop(str(key), None)
        self.worth.pop(str(key), None)

    def _expect(self, posts: list[InboxPost]) -> None:
        if not self._learned.on or self._learned.model is None:
            self.worth = {}
        elif posts:
            found = self._learned.model.worth(posts)
            self.worth |= {post.key: float(share) for post, share in zip(posts, found, strict=True)}


def _learn(fold: InboxFold, films: list[LearnerFilm], now: float) -> tuple[LearnedOrder, dict[str, InboxPost]]:
    posts = fold.posts()
    return learned_order(films, posts, now), {post.key: post for post in posts if post.decided is None}
