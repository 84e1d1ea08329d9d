"""Growth of views: young readings of a film as of the final age, by how much log views grow from one age to the next.

Films of a young channel have no reading at 28 days yet. Growth is therefore learned step by step between neighbouring
ages, each step from the films that have both, and a reading is carried over the steps that it lacks. Every step is a
normal mean and variance with a conjugate prior; its predictive variance is the uncertainty that is added (Gelman et
al., Bayesian Data Analysis, 3rd ed., 3.3).
"""

from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Final, NamedTuple

from libraries.learning.films import LearnerFilm
from schemas.statistics import FilmAge

AGES: Final = tuple(FilmAge)
"""From the youngest to the final one."""
_EXPECTED: Final[Mapping[FilmAge, tuple[float, float]]] = {
    FilmAge.HOUR: (1.8, 0.8),
    FilmAge.DAY: (0.7, 0.5),
    FilmAge.THREE_DAYS: (0.4, 0.35),
    FilmAge.WEEK: (0.35, 0.3),
}
"""Mean and standard deviation of the growth of log views up to the next age before any film was measured: assumptions,
worth `_PRIOR_FILMS` films and soon outweighed."""
_PRIOR_FILMS: Final = 4.0


class ViewGrowth(NamedTuple):
    """Growth of log views from an age up to the final one, with the variance of a single film's growth around it."""

    mean: float
    variance: float


class FinalOutcome(NamedTuple):
    """A film's log views at the final age, measured or expected; ``variance`` is that of the expectation, else 0."""

    value: float
    variance: float


def learn_view_growth(films: Iterable[LearnerFilm]) -> dict[FilmAge, ViewGrowth]:
    """Growth up to the final age, from each age."""
    steps: dict[FilmAge, list[float]] = {age: [] for age in AGES[:-1]}
    for film in films:
        for age, older in pairwise(AGES):
            if age in film.readings and older in film.readings:
                steps[age].append(film.readings[older] - film.readings[age])
    mean = variance = 0.0
    growth = {AGES[-1]: ViewGrowth(0.0, 0.0)}
    for age in reversed(AGES[:-1]):
        step = _learned_step(age, steps[age])
        mean, variance = mean + step.mean, variance + step.variance
        growth[age] = ViewGrowth(mean, variance)
    return growth


def final_outcome(film: LearnerFilm, growth: Mapping[FilmAge, ViewGrowth]) -> FinalOutcome | None:
    """The film's outcome by its oldest reading; None without any."""
    for age in reversed(AGES):
        if age in film.readings:
            return FinalOutcome(film.readings[age] + growth[age].mean, growth[age].variance)
    return None


def _learned_step(age: FilmAge, seen: list[float]) -> ViewGrowth:
    expected, deviation = _EXPECTED[age]
    films = len(seen)
    mean = (_PRIOR_FILMS * expected + sum(seen)) / (_PRIOR_FILMS + films)
    squares = _PRIOR_FILMS * (deviation**2 + (expected - mean) ** 2) + sum((one - mean) ** 2 for one in seen)
    return ViewGrowth(mean, squares / (_PRIOR_FILMS + films) * (1 + 1 / (_PRIOR_FILMS + films)))
