"""What learning makes of the order of the inbox, on a simulated reviewer and audience.

Twenty posts a day, five of which are approved: those that seem best to the reviewer, who judges with noise. What a post
is worth is a stated sum of its score and of other features, or of nothing else; its film's views show that worth with
noise, ten days later.
"""

from typing import Final, NamedTuple

import numpy as np

from libraries.learning.effect_model import Floats
from libraries.learning.inbox_order import HeldOutDay, held_out_day, learned_order_beats_score, posts_with_outcomes
from libraries.learning.inbox_posts import InboxPost

DAYS: Final = 56
_POSTS, _APPROVED = 20, 5
_MEASURED_AFTER: Final = 10
_SITES: Final = ("alpha", "beta", "gamma")
_JUDGED: Final = 0.8
"""Standard deviation of the reviewer's noise; that of the films' views is 1."""


class PostWorthWeights(NamedTuple):
    """What a post's worth is made of: weights of standardised features."""

    score: float
    length: float = 0.0
    pictures: float = 0.0
    site: float = 0.0


SOMETHING: Final = PostWorthWeights(score=0.4, length=0.5, pictures=-0.5, site=0.5)
"""The score says a part, three other things say more."""
ONLY_SCORE, NOTHING = PostWorthWeights(score=0.8), PostWorthWeights(score=0.0)
"""There is nothing to learn: the score says all that can be said, or nothing says anything."""


class SimulatedInboxDays(NamedTuple):
    """Held-back days of an inbox. ``on``: the days in whose morning the learned order was used."""

    days: list[HeldOutDay]
    on: list[int]


def simulate_inbox(weights: PostWorthWeights, seed: int) -> SimulatedInboxDays:
    """Eight weeks of an inbox, each day ordered by what was known in its morning."""
    rng = np.random.default_rng([seed, 23])
    posts: list[InboxPost] = []
    views: dict[str, float] = {}
    days: list[HeldOutDay] = []
    on = []
    for day in range(DAYS):
        if learned_order_beats_score(days):
            on.append(day)
        made, worth = _posts_of_day(rng, weights, day)
        chosen = set(np.argsort(-(worth + rng.normal(0, _JUDGED, _POSTS)))[:_APPROVED].tolist())
        for place, post in enumerate(made):
            posts.append(post._replace(decided=day + 0.9, worth=float(place in chosen)))
            if place in chosen:
                views[post.key] = float(worth[place] + rng.normal())
        told = {post.key: views[post.key] for post in posts if post.key in views and day - post.day > _MEASURED_AFTER}
        found = held_out_day(posts_with_outcomes(posts, told), day)
        days += [found] if found else []
    return SimulatedInboxDays(days, on)


def _posts_of_day(rng: np.random.Generator, weights: PostWorthWeights, day: int) -> tuple[list[InboxPost], Floats]:
    score, length, pictures = rng.random(_POSTS), rng.normal(6, 1, _POSTS), rng.integers(0, 6, _POSTS)
    sites = rng.integers(0, len(_SITES), _POSTS)
    worth = (
        weights.score * (score - 0.5) / 0.29 + weights.length * (length - 6) + weights.pictures * (pictures - 2.5) / 1.7
    )
    worth += weights.site * (sites == 0)
    made = []
    for place in range(_POSTS):
        features = {"score": float(score[place]), "length": float(length[place]), "pictures": float(pictures[place])}
        features |= {
            f"site.{_SITES[sites[place]]}": 1.0,
            f"hour.{place // 4:02}": 1.0,
            "asks": float(rng.random() < 0.3),
        }
        made.append(InboxPost(f"{day}.{place}", day + place / 24, float(score[place]), features))
    return made, worth
