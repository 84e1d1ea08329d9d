"""The posterior over choices: a Bayesian linear model of log views with heavy tails, on weekly level and weekday.

Conjugate normal-inverse-gamma regression (Gelman et al., Bayesian Data Analysis, 3rd ed., 14.8). Heavy tails are
Student's t with `_TAIL` degrees of freedom by its weights (Lange, Little and Taylor 1989), with Huber's variance of
such a mean, which holds for noise without tails too. The level of the channel is
a random walk over weeks, so that a drift is not taken for an effect of what was chosen lately.
"""

from collections.abc import Mapping, Sequence
from math import inf
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from libraries.learning.films import LearnerFilm
from libraries.learning.learner_memory import USUAL_MEMORY, LearnerMemory
from libraries.learning.view_growth import final_outcome, learn_view_growth

Floats = NDArray[np.float64]
Arm = tuple[str, str]
"""A factor and one of its values."""

_TAIL: Final = 5.0
_ROUNDS: Final = 6
_PRIOR_FILMS: Final = 4.0
_PRIOR_VARIANCE: Final = 0.8
"""Variance of log views between films before any was measured: an assumption worth `_PRIOR_FILMS` films."""
_FREE: Final = 1e-4
"""Precision of what is not known at all: the level of a platform."""
_WEEKLY: Final = 0.15
"""Standard deviation of the level's change from week to week, in that of films, as is all below."""
_WEEKDAY: Final = 0.3


class Posterior(NamedTuple):
    """What is believed of the effects of choices on log views: Student's t with ``freedom`` degrees of freedom.

    ``covariance`` is that of the effects in units of ``variance``, the variance of log views between films of the same
    choices.
    """

    arms: tuple[Arm, ...]
    mean: Floats
    covariance: Floats
    freedom: float
    variance: float

    def draw_effects(self, number: int, rng: np.random.Generator) -> Floats:
        """So many draws of all effects: an array of (number, arms)."""
        root = np.linalg.cholesky(self.covariance + 1e-12 * np.eye(len(self.arms)))
        variances = self.variance * self.freedom / rng.chisquare(self.freedom, size=number)
        normal = rng.standard_normal((number, len(self.arms)))
        drawn: Floats = self.mean + np.sqrt(variances)[:, None] * (normal @ root.T)
        return drawn


class _Data(NamedTuple):
    """The films as numbers: one row for each, its arms in the last columns."""

    films: tuple[LearnerFilm, ...]
    rows: Floats
    outcomes: Floats
    weights: Floats
    uncertain: Floats
    precision: Floats
    level_columns: int


def learn_effects(
    films: Sequence[LearnerFilm], arms: Sequence[Arm], now: float, memory: LearnerMemory = USUAL_MEMORY
) -> Posterior:
    """The posterior over the effects of ``arms`` at day ``now``; without films it is the prior."""
    return _fit(_data(films, arms, now, memory), arms)[0]


def outcomes_without_level(films: Sequence[LearnerFilm], now: float) -> list[tuple[LearnerFilm, float]]:
    """Every measured film with its log views at the final age, measured or expected, less what is expected of its
    platform, week and weekday: the effect of its choices and its luck."""
    arms = allowed_and_seen_arms({}, films)
    data = _data(films, arms, now, LearnerMemory(half_life=inf))
    mean = _fit(data, arms)[1]
    left = data.outcomes - data.rows[:, : data.level_columns] @ mean[: data.level_columns]
    return list(zip(data.films, map(float, left), strict=True))


def _fit(data: _Data, arms: Sequence[Arm]) -> tuple[Posterior, Floats]:
    """The posterior over the arms, and the mean of all coefficients: reweighted until tails and scale agree."""
    scale, tails = _PRIOR_VARIANCE, np.ones(len(data.outcomes))
    mean: Floats = np.zeros(len(data.precision))
    squares = tails
    counted = data.weights
    for _ in range(_ROUNDS if len(data.outcomes) else 0):
        sure = 1 / (1 + data.uncertain / scale)
        counted = data.weights * sure
        weighted = data.rows * (counted * tails)[:, None]
        mean = _inverse(weighted.T @ data.rows + data.precision) @ (weighted.T @ data.outcomes)
        squares = sure * (data.outcomes - data.rows @ mean) ** 2
        known = float((data.weights * tails * squares).sum())
        scale = (_PRIOR_FILMS * _PRIOR_VARIANCE + known) / (_PRIOR_FILMS + float(data.weights.sum()))
        tails = (_TAIL + 1) / (_TAIL + squares / scale)
    information = (data.rows * counted[:, None]).T @ data.rows
    inverse = _inverse(information + data.precision)
    freedom = _PRIOR_FILMS + float(data.weights.sum()) - float(np.sum(inverse * information))
    start = data.level_columns
    variance = _huber_variance(data.weights, squares, tails, scale, freedom)
    return Posterior(tuple(arms), mean[start:], inverse[start:, start:], freedom, variance), mean


def _huber_variance(weights: Floats, squares: Floats, tails: Floats, scale: float, freedom: float) -> float:
    """The variance of films by which the reweighted mean scatters (Huber 1981, 7.6): that of the weighted residuals
    over the square of their mean slope. For noise without tails it is the usual variance, nearly."""
    if not len(weights):
        return _PRIOR_VARIANCE
    ratio = squares / scale
    slopes = (_TAIL + 1) * (_TAIL - ratio) / (_TAIL + ratio) ** 2
    slope = max(0.3, float((weights * slopes).sum() / weights.sum()))
    return (_PRIOR_FILMS * _PRIOR_VARIANCE + float((weights * tails**2 * squares).sum()) / slope**2) / freedom


def _data(films: Sequence[LearnerFilm], arms: Sequence[Arm], now: float, memory: LearnerMemory) -> _Data:
    growth = learn_view_growth(films)
    known = [(film, found) for film in films if (found := final_outcome(film, growth)) is not None]
    platforms = sorted({film.platform for film, _ in known})
    first = min((film.day for film, _ in known), default=now)
    weeks = int(max((film.day for film, _ in known), default=now) - first) // 7
    places = {arm: place for place, arm in enumerate(arms)}
    shared: dict[str, int] = {}
    for film, _ in known:
        shared[film.name] = shared.get(film.name, 0) + 1
    level_columns = len(platforms) + weeks + 7
    rows = np.zeros((len(known), level_columns + len(arms)))
    for row, (film, _) in zip(rows, known, strict=True):
        row[platforms.index(film.platform)] = 1
        if week := int(film.day - first) // 7:
            row[len(platforms) + week - 1] = 1
        row[len(platforms) + weeks + film.weekday] = 1
        for arm in film.arms.items():
            if arm in places:
                row[level_columns + places[arm]] = 1
    return _Data(
        films=tuple(film for film, _ in known),
        rows=rows,
        outcomes=np.array([found.value for _, found in known]),
        weights=np.array([0.5 ** ((now - film.day) / memory.half_life) / shared[film.name] for film, _ in known]),
        uncertain=np.array([found.variance for _, found in known]),
        precision=_precision(len(platforms), weeks, len(arms), memory.effect),
        level_columns=level_columns,
    )


def _precision(platforms: int, weeks: int, arms: int, effect: float) -> Floats:
    """The prior precision of all columns in units of the films' variance: platforms, a random walk of weeks from 0,
    weekdays, arms."""
    size = platforms + weeks + 7 + arms
    precision = np.diag(np.full(size, _FREE))
    steps = (np.eye(weeks) - np.eye(weeks, k=-1)) / _WEEKLY
    precision[platforms : platforms + weeks, platforms : platforms + weeks] = steps.T @ steps
    precision[range(platforms + weeks, size - arms), range(platforms + weeks, size - arms)] = _WEEKDAY**-2
    precision[range(size - arms, size), range(size - arms, size)] = effect**-2
    return precision


def allowed_and_seen_arms(values: Mapping[str, Sequence[str]], films: Sequence[LearnerFilm] = ()) -> tuple[Arm, ...]:
    """All values of factors that are allowed or were seen, in order."""
    allowed = {(factor, value) for factor, given in values.items() for value in given}
    return tuple(sorted(allowed | {arm for film in films for arm in film.arms.items()}))


def _inverse(matrix: Floats) -> Floats:
    return np.asarray(np.linalg.inv(matrix), dtype=np.float64)
