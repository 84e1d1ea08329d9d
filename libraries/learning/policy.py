"""Another policy, as it is asked what it would have made: chances of choices, and weights of the order of the inbox."""

from collections.abc import Mapping, Sequence
from math import isclose
from typing import Annotated, Final

from pydantic import Field

from libraries.learning.inbox_posts import FEATURE_WORDS, InboxPost
from libraries.learning.recipes import canonical_value
from schemas.base import Frozen
from schemas.errors import BadInput
from schemas.film_proposals import Chance, Factor

_WAITS: Final = 1.5
"""Days that a post waits in the inbox at most."""


class WhatIfPolicy(Frozen):
    """A policy: how choices are drawn, and how the inbox is ordered.

    ``arms``: for each choice the chance of each of its values. ``order``: weights of what is known of a post when it
    is collected (`libraries.learning.inbox_posts.FEATURE_WORDS`), the highest sum first. ``slots``: weekly times at
    which a film is published, as in ``publish.slots``."""

    arms: dict[str, Annotated[dict[str, Chance], Field(min_length=1)]] = Field(default_factory=dict)
    order: dict[str, float] = Field(default_factory=dict)
    slots: tuple[str, ...] = ()

    def require_valid_policy(self) -> None:
        """Raises BadInput for a policy without a word, with an unknown one, or with chances that do not add up to 1."""
        if not self.arms and not self.order and not self.slots:
            raise BadInput("learning.policy_empty")
        for factor, chances in self.arms.items():
            total = sum(chances.values())
            if not isclose(total, 1, abs_tol=1e-6):
                raise BadInput("learning.policy_not_a_chance", factor=factor, total=round(total, 4))
            for value in chances:
                _require_known(factor, value)
        for name in self.order:
            if name not in FEATURE_WORDS and name.partition(".")[0] not in ("site", "hour"):
                raise BadInput("learning.no_such_feature", name=name, known=", ".join(FEATURE_WORDS))


def _require_known(factor: str, value: str) -> None:
    try:
        canonical_value(factor, value)
    except ValueError:
        raise BadInput("learning.no_such_choice", factor=factor, value=value, known=", ".join(Factor)) from None


class FilmsUnderInboxOrder(Frozen):
    """What an order would have made of the inbox: as many films a day as were made."""

    films: int
    same: tuple[str, ...]
    instead: tuple[str, ...]
    """Posts of which no film was made."""
    dropped: tuple[str, ...]
    """Posts of which one was made, and would not have been."""


def films_under_inbox_order(
    posts: Sequence[InboxPost], weights: Mapping[str, float], since: float
) -> FilmsUnderInboxOrder:
    """Fold the inbox again from day ``since`` on under another order. A declined post is declined by its reviewer
    wherever it stands."""
    approved_on: dict[int, list[str]] = {}
    for post in posts:
        if post.worth and post.decided is not None and post.decided >= since:
            approved_on.setdefault(int(post.decided), []).append(post.key)
    picked: dict[str, None] = {}
    open_posts = [post for post in posts if post.worth != 0]
    for day in sorted(approved_on):
        waiting = [one for one in open_posts if day - _WAITS <= one.day < day + 1 and one.key not in picked]
        waiting.sort(key=lambda one: (-_sum(one, weights), one.key))
        picked |= dict.fromkeys(one.key for one in waiting[: len(approved_on[day])])
    made = [key for keys in approved_on.values() for key in keys]
    return FilmsUnderInboxOrder(
        films=len(made),
        same=tuple(key for key in made if key in picked),
        instead=tuple(key for key in picked if key not in set(made)),
        dropped=tuple(key for key in made if key not in picked),
    )


def _sum(post: InboxPost, weights: Mapping[str, float]) -> float:
    return sum(weight * post.features.get(name, 0.0) for name, weight in weights.items())
