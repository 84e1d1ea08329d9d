"""The order of the inbox, learned from approvals and from what films brought; off until it beats the score.

A logistic model with shares for answers (Papke and Wooldridge 1996) and ridge shrinkage: a declined post is worth 0,
an approved one a half and more, by how often its film was watched among the channel's. Every held-out day is ordered
by a model of the days before it, and compared with the base score by concordance: the share of pairs of posts in the
right order. A model is used only while it wins by `MARGIN` over the last held-out days, beyond chance.
"""

from collections.abc import Mapping, Sequence
from math import sqrt
from typing import Final, NamedTuple

import numpy as np

from libraries.learning.effect_model import Floats, outcomes_without_level
from libraries.learning.films import LearnerFilm
from libraries.learning.inbox_posts import InboxPost, describe_feature

MARGIN: Final = 0.02
"""Concordance by which the learned order must beat the base score."""
_BEYOND: Final = 3.0
"""Standard errors by which it must do so."""
_WINDOW: Final = 28
_LEAST_DAYS: Final = 14
_LEAST_POSTS: Final = 40
"""Decided posts that a model needs."""
_RIDGE: Final = 6.0
"""Posts that each weight is shrunk by; features count in standard deviations."""
_ROUNDS: Final = 8
_HALF_LIFE: Final = 60.0
_UNMEASURED: Final = 0.75
"""Worth of an approved post whose film is not measured yet: the middle of approved ones."""


class OrderReason(NamedTuple):
    """A feature that moves a post up or down, by ``weight`` in log odds of its worth."""

    code: str
    weight: float
    en: str
    ko: str


class OrderModel(NamedTuple):
    """Weights of features: log odds of a post's worth = intercept + weights × (features - means) / scales."""

    names: tuple[str, ...]
    means: Floats
    scales: Floats
    weights: Floats
    intercept: float

    def worth(self, posts: Sequence[InboxPost]) -> Floats:
        """The expected worth of posts, 0 to 1."""
        shares: Floats = _logistic(self.intercept + self._standard(posts) @ self.weights)
        return shares

    def reasons(self, post: InboxPost, number: int = 3) -> list[OrderReason]:
        """The features that move the post most against the mean of all, the largest first."""
        values = self._standard([post])[0]
        moved = values * self.weights
        largest = sorted(range(len(moved)), key=lambda place: (-abs(moved[place]), place))[:number]
        found = []
        for place in largest:
            if moved[place]:
                en, ko = describe_feature(self.names[place], high=bool(values[place] > 0))
                found.append(OrderReason(self.names[place], float(moved[place]), en, ko))
        return found

    def _standard(self, posts: Sequence[InboxPost]) -> Floats:
        standard: Floats = (_matrix(posts, self.names) - self.means) / self.scales
        return standard


class HeldOutDay(NamedTuple):
    """A day that was ordered by a model of the days before: concordance of the learned order and of the score."""

    day: int
    learned: float
    base: float


class LearnedOrder(NamedTuple):
    """The learned order of the inbox. ``on``: whether it is to be used; ``days``: those that were held out."""

    on: bool
    model: OrderModel | None
    days: Sequence[HeldOutDay]

    @property
    def gain(self) -> float:
        """Mean concordance over the held-out days, less that of the base score."""
        return round(sum(one.learned - one.base for one in self.days) / len(self.days), 4) if self.days else 0.0


def learned_order(films: Sequence[LearnerFilm], posts: Sequence[InboxPost], now: float) -> LearnedOrder:
    """The order of the posts by approvals and by what their films brought, at day ``now``."""
    outcomes: dict[str, list[float]] = {}
    for film, left in outcomes_without_level(films, now):
        outcomes.setdefault(film.name.rpartition(":")[0], []).append(left)
    judged = posts_with_outcomes(posts, {post: sum(values) / len(values) for post, values in outcomes.items()})
    days = held_out_days(judged, now)
    return LearnedOrder(learned_order_beats_score(days), learn_order(judged, now), days)


def posts_with_outcomes(posts: Sequence[InboxPost], outcomes: Mapping[str, float]) -> list[InboxPost]:
    """The posts with the worth of approved ones by what their films brought. ``outcomes``: log views less the level,
    by post."""
    spread = float(np.std(list(outcomes.values()))) if len(outcomes) > 1 else 0.0
    mean = float(np.mean(list(outcomes.values()))) if outcomes else 0.0

    def worth(post: InboxPost) -> float | None:
        if not post.worth:
            return post.worth
        if post.key not in outcomes or spread == 0:
            return _UNMEASURED
        # The normal distribution function, to 0.01, by the logistic one.
        return 0.5 + 0.5 / (1 + float(np.exp(-1.702 * (outcomes[post.key] - mean) / spread)))

    return [post._replace(worth=worth(post)) for post in posts]


def learn_order(posts: Sequence[InboxPost], now: float) -> OrderModel | None:
    """A model of the posts that were decided before day ``now``; None of too few, or of posts decided all alike."""
    decided = [post for post in posts if post.worth is not None and post.decided is not None and post.decided < now]
    answers = np.array([post.worth for post in decided], dtype=np.float64)
    if len(decided) < _LEAST_POSTS or answers.min() == answers.max():
        return None
    names = tuple(sorted({name for post in decided for name in post.features}))
    matrix = _matrix(decided, names)
    means, scales = matrix.mean(axis=0), np.maximum(matrix.std(axis=0), 1e-6)
    rows = np.hstack([(matrix - means) / scales, np.ones((len(decided), 1))])
    kept = np.array([0.5 ** ((now - post.day) / _HALF_LIFE) for post in decided])
    ridge = np.diag([_RIDGE] * len(names) + [1e-6])
    weights = np.zeros(len(names) + 1)
    for _ in range(_ROUNDS):  # Newton's steps
        shares = _logistic(rows @ weights)
        slopes = kept * np.maximum(shares * (1 - shares), 1e-4)
        gradient = rows.T @ (kept * (answers - shares)) - ridge @ weights
        weights += np.linalg.solve((rows * slopes[:, None]).T @ rows + ridge, gradient)
    return OrderModel(names, means, scales, weights[:-1], float(weights[-1]))


def held_out_day(posts: Sequence[InboxPost], day: int) -> HeldOutDay | None:
    """The day's decided posts, ordered by what the days before say; None where nothing can be compared."""
    of_day = [post for post in posts if post.worth is not None and int(post.day) == day]
    model = learn_order(posts, float(day)) if len(of_day) > 1 else None
    worth = np.array([post.worth for post in of_day], dtype=np.float64)
    if model is None or worth.min() == worth.max():
        return None
    base = np.array([post.score for post in of_day])
    return HeldOutDay(day, concordance(model.worth(of_day), worth), concordance(base, worth))


def held_out_days(posts: Sequence[InboxPost], now: float) -> list[HeldOutDay]:
    """The last four weeks before day ``now``, each held out in turn."""
    days = range(int(now) - _WINDOW, int(now))
    return [found for day in days if (found := held_out_day(posts, day)) is not None]


def learned_order_beats_score(days: Sequence[HeldOutDay]) -> bool:
    """Whether the learned order is to be used: it won the last held-out days by the margin, and beyond chance."""
    gains = np.array([one.learned - one.base for one in days[-_WINDOW:]])
    if len(gains) < _LEAST_DAYS:
        return False
    error = float(gains.std(ddof=1)) / sqrt(len(gains))
    return float(gains.mean()) >= max(MARGIN, _BEYOND * error)


def concordance(order: Floats, worth: Floats) -> float:
    """The share of pairs of different worth that ``order`` has in the right order; pairs it leaves equal count half."""
    above = worth[:, None] > worth[None, :]
    right = (order[:, None] > order[None, :]) + 0.5 * (order[:, None] == order[None, :])
    return float(right[above].mean())


def _matrix(posts: Sequence[InboxPost], names: Sequence[str]) -> Floats:
    return np.array([[post.features.get(name, 0.0) for name in names] for post in posts], dtype=np.float64)


def _logistic(odds: Floats) -> Floats:
    shares: Floats = 1 / (1 + np.exp(-np.clip(odds, -30, 30)))
    return shares
