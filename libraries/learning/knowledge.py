"""What may be said about each choice: its effect with an interval, and "unknown yet" unless the difference is credible.

Somebody looks every day, so an interval for one look would sooner or later name a winner that is none. A difference is
declared by a mixture sequential probability ratio test (Robbins 1970; Johari, Koomen, Pekelis and Walsh 2017): the
likelihood ratio against "no difference", averaged over a normal prior of effects, exceeds comparisons / error at any
time with a chance of ``error`` at most. Its evidence is of drawn choices alone, since people choose for reasons, and of
all of them alike: forgetting would spend the error anew. A channel changes, so what was declared must also still hold
in the posterior that forgets.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from math import exp, inf, log, sqrt
from typing import Final, NamedTuple

import numpy as np

from libraries.learning.effect_model import Posterior, allowed_and_seen_arms, learn_effects
from libraries.learning.films import LearnerFilm
from libraries.learning.learner_memory import USUAL_MEMORY, LearnerMemory

ERROR: Final = 0.05
"""Chance that any difference at all is declared of a channel where there is none, however often one looks."""
_LEAST: Final = 8
"""Drawn films that a value needs before anything is said of it."""
_WIDE: Final = LearnerMemory(half_life=inf, effect=3.0)
"""Nothing is forgotten and effects are hardly shrunk: what is declared must come from the films."""
_MIXTURE: Final = 0.4
"""Standard deviation of the effects that the test is made for, in that of films."""
_CREDIBLE: Final = 0.9
_DRAWS: Final = 4000


class EffectVerdict(StrEnum):
    """What may be said of a value against the mean of the factor's other values."""

    BETTER = "better"
    WORSE = "worse"
    UNKNOWN = "unknown"


VERDICT_WORDS: Final[Mapping[EffectVerdict, tuple[str, str]]] = {
    EffectVerdict.BETTER: ("better", "더 낫습니다"),
    EffectVerdict.WORSE: ("worse", "더 못합니다"),
    EffectVerdict.UNKNOWN: ("unknown yet", "아직 모릅니다"),
}
"""In English and Korean."""


class ArmKnowledge(NamedTuple):
    """What is known of one value. ``effect``: on log views, against the mean of the factor's other values, with the
    interval from ``low`` to ``high`` that holds it at 90 %; ``best``: the chance that it is the factor's best value."""

    factor: str
    value: str
    films: int
    drawn: int
    effect: float
    low: float
    high: float
    best: float
    verdict: EffectVerdict


def knowledge_of_arms(
    films: Sequence[LearnerFilm],
    now: float,
    *,
    allowed: Mapping[str, Sequence[str]] | None = None,
    memory: LearnerMemory = USUAL_MEMORY,
    error: float = ERROR,
) -> list[ArmKnowledge]:
    """What is known of every value that was seen or is allowed, by factor; the best first."""
    arms = allowed_and_seen_arms(allowed or {}, films)
    by_factor: dict[str, list[str]] = {}
    for factor, value in arms:
        by_factor.setdefault(factor, []).append(value)
    compared = {factor: values for factor, values in by_factor.items() if len(values) > 1}
    posterior = learn_effects(films, arms, now, memory)
    found = []
    for factor, values in compared.items():
        declared = signs_of_credible_differences(films, factor, now, error / sum(map(len, compared.values())))
        found += sorted(_of_factor(films, posterior, factor, values, declared), key=lambda one: -one.effect)
    return found


def _of_factor(
    films: Sequence[LearnerFilm], posterior: Posterior, factor: str, values: list[str], declared: Mapping[str, int]
) -> list[ArmKnowledge]:
    columns = [posterior.arms.index((factor, value)) for value in values]
    drawn = posterior.draw_effects(_DRAWS, np.random.default_rng(0))[:, columns]
    against = drawn - (drawn.sum(axis=1, keepdims=True) - drawn) / (len(values) - 1)
    tail = (1 - _CREDIBLE) / 2
    best = np.bincount(drawn.argmax(axis=1), minlength=len(values)) / _DRAWS
    found = []
    for place, value in enumerate(values):
        low, effect, high = (float(one) for one in np.quantile(against[:, place], (tail, 0.5, 1 - tail)))
        sign = declared.get(value, 0)
        holds = sign != 0 and sign * (low if sign > 0 else high) > 0
        of_value = [film for film in films if film.arms.get(factor) == value]
        found.append(
            ArmKnowledge(
                factor=factor,
                value=value,
                films=len({film.name for film in of_value}),
                drawn=len({film.name for film in of_value if factor in film.drawn}),
                effect=effect,
                low=low,
                high=high,
                best=float(best[place]),
                verdict=EffectVerdict.UNKNOWN
                if not holds
                else EffectVerdict.BETTER
                if sign > 0
                else EffectVerdict.WORSE,
            )
        )
    return found


def signs_of_credible_differences(
    films: Sequence[LearnerFilm], factor: str, now: float, error: float
) -> dict[str, int]:
    """Values whose difference to the mean of the factor's others is declared, each with a chance of ``error`` to be
    wrong, and its sign."""
    by_chance = [film for film in films if factor in film.drawn and film.readings]
    names: dict[str, set[str]] = {}
    for film in by_chance:
        names.setdefault(film.arms[factor], set()).add(film.name)
    values = sorted(value for value, of_value in names.items() if len(of_value) >= _LEAST)
    if len(values) < 2:
        return {}
    posterior = learn_effects(by_chance, allowed_and_seen_arms({}, by_chance), now, _WIDE)
    columns = [posterior.arms.index((factor, value)) for value in values]
    declared = {}
    for place, value in enumerate(values):
        contrast = np.zeros(len(posterior.arms))
        contrast[columns] = -1 / (len(values) - 1)
        contrast[columns[place]] = 1
        effect = float(contrast @ posterior.mean)
        spread = float(contrast @ posterior.covariance @ contrast) * posterior.variance
        mixture = _MIXTURE**2 * posterior.variance
        if likelihood_ratio(effect, spread, mixture, posterior.freedom) >= 1 / error:
            declared[value] = 1 if effect > 0 else -1
    return declared


def likelihood_ratio(effect: float, spread: float, mixture: float, freedom: float = inf) -> float:
    """How much likelier the effect is with some difference than with none: the mixture likelihood ratio.

    ``spread``: the variance of the estimate; ``mixture``: that of the effects that are looked for. With ``freedom``
    degrees of freedom of the variance it is the ratio of Student's densities (Lai 1976), without the normal one.
    """
    share = spread / (spread + mixture)
    square = effect**2 / spread
    if freedom == inf:
        return sqrt(share) * exp(min(700.0, square * (1 - share) / 2))
    power = (freedom + 1) / 2
    return sqrt(share) * exp(min(700.0, power * (log(1 + square / freedom) - log(1 + share * square / freedom))))
