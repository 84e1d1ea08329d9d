"""What was learned, for a person: every choice with its effect and whether it may be said, and the inbox's order."""

from collections.abc import Sequence
from math import exp
from typing import Final

from libraries.learning.films import LearnerFilm
from libraries.learning.inbox_order import learned_order
from libraries.learning.inbox_posts import InboxPost
from libraries.learning.knowledge import VERDICT_WORDS, ArmKnowledge, EffectVerdict, knowledge_of_arms
from libraries.learning.policy import FilmsUnderInboxOrder
from libraries.learning.settings import LearningSettings
from libraries.learning.slot_policy import FilmsUnderSlots
from libraries.learning.whatif import ArmPolicy, evaluate_policy, logged_choices
from schemas.base import Frozen

_SHOWN: Final = 10
"""Waiting posts whose reasons are told."""


class LearnedArm(Frozen):
    """What is known of one value of a choice. ``ratio``: its views over those of the other values, 1.2 for a fifth
    more, within ``low`` to ``high`` at 90 %; ``best``: the chance that it is the best value."""

    factor: str
    value: str
    films: int
    drawn: int
    ratio: float
    low: float
    high: float
    best: float
    verdict: EffectVerdict
    says_en: str
    says_ko: str


class RankedInboxPost(Frozen):
    """A post that waits, with the share that it is expected to be worth, and its largest reasons."""

    post: str
    worth: float
    reasons_en: tuple[str, ...]
    reasons_ko: tuple[str, ...]


class LearnedInboxOrder(Frozen):
    """The order of the inbox. ``on``: it beats the score on the ``days`` that were held out, by ``gain``."""

    on: bool
    days: int
    gain: float
    posts: tuple[RankedInboxPost, ...]


class LearnedReport(Frozen):
    """What was learned. ``proposing``: whether the next approval proposes choices, after ``needed`` measured films."""

    films: int
    measured: int
    needed: int
    proposing: bool
    arms: tuple[LearnedArm, ...]
    order: LearnedInboxOrder


class ReportedPolicyEffect(Frozen):
    """What a policy of choices would have brought: its views over those that were, from ``low`` to ``high`` at 95 %.

    ``worth``: how many films the answer is worth, of the ``films`` that could be asked; none where these are too few.
    """

    films: int
    worth: float
    ratio: float | None = None
    low: float | None = None
    high: float | None = None
    says_en: str
    says_ko: str


class WhatIfReport(Frozen):
    """What another policy would have brought by its choices, and made by its order and its weekly times."""

    arms: ReportedPolicyEffect | None = None
    order: FilmsUnderInboxOrder | None = None
    slots: FilmsUnderSlots | None = None


def learned_report(
    films: Sequence[LearnerFilm], posts: Sequence[InboxPost], now: float, settings: LearningSettings
) -> LearnedReport:
    """The report at day ``now``."""
    measured = len({film.name for film in films if film.readings})
    known = knowledge_of_arms(films, now, allowed=settings.allow, memory=settings.memory) if measured else []
    return LearnedReport(
        films=len({film.name for film in films}),
        measured=measured,
        needed=settings.films,
        proposing=bool(settings.allow) and measured >= settings.films,
        arms=tuple(map(_arm, known)),
        order=_order(films, posts, now),
    )


def reported_policy_effect(
    films: Sequence[LearnerFilm], policy: ArmPolicy, since: float, now: float
) -> ReportedPolicyEffect:
    """What a policy of choices would have brought since then."""
    logged = [one for one in logged_choices(films, tuple(policy), now) if one.day >= int(since)]
    found = evaluate_policy(logged, policy)
    asked, worth = len({one.name for one in logged}), round(found.worth, 1) if found else 0.0
    if found is None or not found.has_enough_films:
        english, korean = VERDICT_WORDS[EffectVerdict.UNKNOWN]
        return ReportedPolicyEffect(films=asked, worth=worth, says_en=english, says_ko=korean)
    ratio, low, high = (round(exp(one), 3) for one in (found.gain, found.low, found.high))
    english, korean = f"x {ratio:.2f} views ({low:.2f}-{high:.2f})", f"조회수 {ratio:.2f}배({low:.2f}~{high:.2f})"
    return ReportedPolicyEffect(
        films=asked, worth=worth, ratio=ratio, low=low, high=high, says_en=english, says_ko=korean
    )


def _arm(known: ArmKnowledge) -> LearnedArm:
    english, korean = VERDICT_WORDS[known.verdict]
    return LearnedArm(
        factor=known.factor,
        value=known.value,
        films=known.films,
        drawn=known.drawn,
        ratio=round(exp(known.effect), 3),
        low=round(exp(known.low), 3),
        high=round(exp(known.high), 3),
        best=round(known.best, 3),
        verdict=known.verdict,
        says_en=english,
        says_ko=korean,
    )


def _order(films: Sequence[LearnerFilm], posts: Sequence[InboxPost], now: float) -> LearnedInboxOrder:
    """The order of the posts that wait, by approvals and by what their films brought."""
    learned = learned_order(films, posts, now)
    found = LearnedInboxOrder(on=learned.on, days=len(learned.days), gain=learned.gain, posts=())
    model = learned.model
    waiting = [post for post in posts if post.decided is None and now - post.day < 3]
    if not learned.on or model is None or not waiting:
        return found
    worth = model.worth(waiting)
    first = sorted(zip(worth, waiting, strict=True), key=lambda pair: (-pair[0], pair[1].key))[:_SHOWN]
    shown = []
    for share, post in first:
        reasons = model.reasons(post)
        words_en = tuple(f"{one.en} ({one.weight:+.2f})" for one in reasons)
        words_ko = tuple(f"{one.ko} ({one.weight:+.2f})" for one in reasons)
        shown.append(
            RankedInboxPost(post=post.key, worth=round(float(share), 3), reasons_en=words_en, reasons_ko=words_ko)
        )
    return found.model_copy(update={"posts": tuple(shown)})
