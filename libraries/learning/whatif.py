"""What another policy would have brought, asked of choices that were drawn by known chances.

Inverse propensity, self-normalised (Swaminathan and Joachims 2015) and doubly robust (Dudík, Langford and Li 2011): a
ridge model of the outcome by choice, fitted without the days it predicts, and its weighted residuals. Weights are
clipped. The interval is of a bootstrap over days, since films of one day share its luck.
"""

from collections.abc import Mapping, Sequence
from itertools import product
from math import fsum, prod, sqrt
from typing import Final, NamedTuple

import numpy as np

from libraries.learning.effect_model import Floats, outcomes_without_level
from libraries.learning.films import LearnerFilm

ArmPolicy = Mapping[str, Mapping[str, float]]
"""For each factor the chance of each value."""

CLIP: Final = 20.0
"""The largest weight of a film."""
_FOLDS: Final = 5
_RIDGE: Final = 4.0
"""Films that each effect is shrunk by."""
_RESAMPLES: Final = 1000
LEAST_FILMS: Final = 10.0
"""Films that an answer is worth at least, else there is none."""


class LoggedChoice(NamedTuple):
    """One film with the chances of its choices. ``outcome``: log views at the final age, measured or expected,
    less the level of its platform, week and weekday (`outcomes_without_level`)."""

    name: str
    day: int
    arms: Mapping[str, str]
    chances: Mapping[str, Mapping[str, float]]
    outcome: float


class PolicyEstimate(NamedTuple):
    """What a policy would have brought against what was done: the mean difference of a film's log views, with its 95 %
    interval; e to the power of it is the ratio of views.

    ``worth``: how many films the estimate is worth (Kish's effective sample size).
    """

    films: int
    worth: float
    gain: float
    low: float
    high: float

    @property
    def has_enough_films(self) -> bool:
        """Whether enough films were drawn as the policy would draw them; else the figures say nothing."""
        return self.worth >= LEAST_FILMS


def logged_choices(films: Sequence[LearnerFilm], factors: Sequence[str], now: float) -> list[LoggedChoice]:
    """The films that can be asked about these factors: measured, and every one of the factors drawn by chance."""
    return [
        LoggedChoice(film.name, int(film.day), film.arms, film.chances, outcome)
        for film, outcome in outcomes_without_level(films, now)
        if film.drawn.issuperset(factors)
    ]


def evaluate_policy(logged: Sequence[LoggedChoice], policy: ArmPolicy, seed: int = 0) -> PolicyEstimate | None:
    """What ``policy`` would have brought instead of the logged choices; None without any, or on a single day."""
    days = sorted({one.day for one in logged})
    if len(days) < 2:
        return None
    weights = np.array([_weight(one, policy) for one in logged])
    outcomes = np.array([one.outcome for one in logged])
    day_of = np.array([days.index(one.day) for one in logged])
    predicted, expected = _cross_fitted(logged, policy, day_of)
    sums = np.zeros((len(days), 5))
    columns = (np.ones(len(logged)), outcomes, expected, weights, weights * (outcomes - predicted))
    for place, column in enumerate(columns):
        np.add.at(sums[:, place], day_of, column)
    gain = float(_gains(sums[None].sum(axis=1))[0])
    picked = np.random.default_rng(seed).integers(len(days), size=(_RESAMPLES, len(days)))
    squares = float((weights**2).sum())
    worth = float(weights.sum()) ** 2 / squares if squares else 0.0
    # The spread of a bootstrap of n days is too small by sqrt((n - 1) / n), and estimated from as many films as the
    # weights are worth at most (Efron and Tibshirani 1993).
    spread = float(_gains(sums[picked].sum(axis=1)).std()) * sqrt(len(days) / (len(days) - 1))
    half = student_quantile(max(1, min(len(days), int(worth)) - 1)) * spread
    return PolicyEstimate(
        films=len({one.name for one in logged}),
        worth=worth,
        gain=gain,
        low=gain - half,
        high=gain + half,
    )


def _weight(one: LoggedChoice, policy: ArmPolicy) -> float:
    """How much likelier the policy had made these choices, clipped."""
    ratios = []
    for factor, chances in policy.items():
        value = one.arms[factor]
        ratios.append(chances.get(value, 0.0) / one.chances[factor][value])
    return min(CLIP, prod(ratios))


def _gains(sums: Floats) -> Floats:
    """Gain of each resample, given as sums over films: films, outcomes, expected, weights, weighted residuals."""
    films, outcomes, expected, weights, residuals = sums.T
    gains: Floats = (expected - outcomes) / films + residuals / np.maximum(weights, 1e-12)
    return gains


def _cross_fitted(logged: Sequence[LoggedChoice], policy: ArmPolicy, day_of: Floats) -> tuple[Floats, Floats]:
    """For each film the model's outcome of its choices, and of the policy's, fitted on other days."""
    factors = sorted(policy)
    values = [sorted({one.arms[factor] for one in logged} | set(policy[factor])) for factor in factors]
    places = {arm: place for place, arm in enumerate((f, v) for f, of in zip(factors, values, strict=True) for v in of)}

    def row(arms: Mapping[str, str]) -> Floats:
        filled = np.zeros(len(places) + 1)
        filled[-1] = 1
        filled[[places[factor, arms[factor]] for factor in factors]] = 1
        return filled

    rows = np.array([row(one.arms) for one in logged])
    target = np.zeros(len(places) + 1)
    for chosen in product(*(policy[factor] for factor in factors)):
        chance = prod(policy[factor][value] for factor, value in zip(factors, chosen, strict=True))
        target += chance * row(dict(zip(factors, chosen, strict=True)))
    outcomes = np.array([one.outcome for one in logged])
    shrink = np.diag([_RIDGE] * len(places) + [1e-6])
    predicted, expected = np.zeros(len(logged)), np.zeros(len(logged))
    for fold in range(_FOLDS):
        held = day_of % _FOLDS == fold
        fitted = np.linalg.solve(rows[~held].T @ rows[~held] + shrink, rows[~held].T @ outcomes[~held])
        predicted[held] = rows[held] @ fitted
        expected[held] = target @ fitted
    return predicted, expected


def student_quantile(freedom: int) -> float:
    """The 97.5 % quantile of Student's t (Abramowitz and Stegun 26.7.5), exact to 0.02 from 3 degrees of freedom on."""
    z = 1.959964
    terms = (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160,
    )
    return z + fsum(term / freedom ** (power + 1) for power, term in enumerate(terms))
