"""Young readings as of the final age."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from libraries.learning.films import LearnerFilm
from libraries.learning.view_growth import AGES, FinalOutcome, final_outcome, learn_view_growth
from schemas.statistics import FilmAge

A = FilmAge


def film(readings: dict[FilmAge, float]) -> LearnerFilm:
    return LearnerFilm("sample.1:1", 20_000.0, "youtube", {}, readings)


def test_a_film_with_its_final_reading_is_taken_as_it_is() -> None:
    growth = learn_view_growth([film({A.DAY: 4.0, A.FOUR_WEEKS: 5.5})])
    assert final_outcome(film({A.HOUR: 1.0, A.FOUR_WEEKS: 6.25}), growth) == FinalOutcome(6.25, 0.0)
    assert final_outcome(film({}), growth) is None


def test_what_is_expected_before_any_film_says_that_young_readings_know_less() -> None:
    growth = learn_view_growth([])
    means = [growth[age].mean for age in AGES]
    variances = [growth[age].variance for age in AGES]
    assert means == sorted(means, reverse=True)
    assert variances == sorted(variances, reverse=True)
    assert (means[-1], variances[-1]) == (0.0, 0.0)


@given(st.floats(0, 4), st.integers(60, 200))
def test_the_channels_own_growth_outweighs_what_was_expected(step: float, films: int) -> None:
    growth = learn_view_growth([film({A.WEEK: 5.0, A.FOUR_WEEKS: 5.0 + step})] * films)
    assert math.isclose(growth[A.WEEK].mean, step, abs_tol=0.35)
    assert growth[A.WEEK].variance < learn_view_growth([])[A.WEEK].variance + 0.9 * (step - 0.35) ** 2
    # Steps of which no film has both readings keep their expectation, added to what was learned.
    assert math.isclose(growth[A.DAY].mean - growth[A.WEEK].mean, 0.7 + 0.4)


@given(st.lists(st.floats(0, 3), min_size=3, max_size=40))
def test_scattered_growth_leaves_a_young_reading_as_uncertain_as_it_scatters(steps: list[float]) -> None:
    growth = learn_view_growth(
        [film({A.THREE_DAYS: 4.0, A.WEEK: 4.0 + step, A.FOUR_WEEKS: 5.0 + step}) for step in steps]
    )
    mean = sum(steps) / len(steps)
    scatter = sum((step - mean) ** 2 for step in steps) / (len(steps) + 4)
    assert growth[A.THREE_DAYS].variance - growth[A.WEEK].variance >= scatter


def test_the_oldest_reading_counts() -> None:
    growth = learn_view_growth(
        [film({A.HOUR: 1.0, A.DAY: 3.0, A.THREE_DAYS: 3.5, A.WEEK: 4.0, A.FOUR_WEEKS: 4.2})] * 500
    )
    outcome = final_outcome(film({A.HOUR: 9.0, A.WEEK: 5.0}), growth)
    assert outcome is not None
    assert outcome.value == pytest.approx(5.2, abs=0.01)
