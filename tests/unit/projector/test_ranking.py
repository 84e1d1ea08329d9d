"""Decayed scores: the stored number orders posts at every moment as their decayed scores do."""

import math
from datetime import UTC, datetime, timedelta

import pytest
from fixtures.rows import each_row
from hypothesis import given
from hypothesis import strategies as st

from services.projector.ranking import decayed_score, ranking_key
from services.projector.tables import database_time

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
LIFE = timedelta(hours=36)
scores = st.floats(min_value=0.001, max_value=1.0)
ages = st.integers(min_value=0, max_value=400).map(lambda hours: timedelta(hours=hours))


@given(scores, ages, scores, ages, ages)
def test_order_by_key_is_order_by_score_at_any_later_moment(
    one: float, age: timedelta, other: float, other_age: timedelta, later: timedelta
) -> None:
    keys = ranking_key(one, NOW - age), ranking_key(other, NOW - other_age)
    at = NOW + later
    decayed = decayed_score(keys[0], at), decayed_score(keys[1], at)
    if decayed[0] != decayed[1]:  # scores are rounded to four places, keys are not
        assert (keys[0] > keys[1]) == (decayed[0] > decayed[1])


@given(scores)
def test_a_score_loses_all_but_a_part_of_e_in_36_hours(score: float) -> None:
    key = ranking_key(score, NOW)
    assert decayed_score(key, NOW) == pytest.approx(score, abs=1e-4)
    assert decayed_score(key, NOW + LIFE) == pytest.approx(score / math.e, abs=1e-4)
    assert decayed_score(key, NOW + 2 * LIFE) == pytest.approx(score / math.e**2, abs=1e-4)


def test_the_earliest_time_counts_and_a_time_in_the_future_does_not() -> None:
    collected = NOW
    assert ranking_key(0.5, NOW - LIFE, collected) == ranking_key(0.5, NOW - LIFE)
    assert ranking_key(0.5, NOW + LIFE, collected) == ranking_key(0.5, collected)
    assert ranking_key(0.5, None, collected) == ranking_key(0.5, collected)


def test_times_as_text_are_utc() -> None:
    assert ranking_key(0.5, database_time(NOW)) == ranking_key(0.5, NOW)


@each_row("score", [0.0, -1.0, math.nan, math.inf, -math.inf])
def test_a_score_that_is_none_ranks_last_and_is_a_number(score: float) -> None:
    key = ranking_key(score, NOW)
    assert math.isfinite(key)
    assert key == ranking_key(1e-4, NOW)
    assert key < ranking_key(0.001, NOW)


def test_no_score_is_above_one_before_its_time() -> None:
    assert decayed_score(ranking_key(1.0, NOW), NOW - LIFE) == 1.0


def test_without_any_time_a_post_is_as_old_as_can_be() -> None:
    assert decayed_score(ranking_key(1.0), NOW) == 0.0
