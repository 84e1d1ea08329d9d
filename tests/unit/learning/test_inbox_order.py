"""The learned order of the inbox: what it finds, why, and when it is used."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from libraries.learning.inbox_order import (
    MARGIN,
    HeldOutDay,
    concordance,
    held_out_day,
    held_out_days,
    learn_order,
    learned_order_beats_score,
    posts_with_outcomes,
)
from libraries.learning.inbox_posts import InboxPost
from testbed.benchmarks.insight.inbox_learning import NOTHING, ONLY_SCORE, SOMETHING, simulate_inbox


def decided(number: int, worth: float, **features: float) -> InboxPost:
    day = number / 10
    return InboxPost(f"sample.{number}", day, features.get("score", 0.5), features, day + 0.2, worth)


def inbox(posts: int, seed: int, weight: float) -> list[InboxPost]:
    """Posts of which the longer are approved the more often."""
    rng = np.random.default_rng(seed)
    made = []
    for number in range(posts):
        length, score = float(rng.normal()), float(rng.random())
        approved = float(rng.random() < 1 / (1 + math.exp(1 - weight * length)))
        made.append(decided(number, approved, length=length, score=score, **{f"site.{'ab'[number % 2]}": 1.0}))
    return made


def test_expected_worth_is_calibrated() -> None:
    """Of new posts with an expected worth of about 20, 40 or 60 % so many are approved."""
    model = learn_order(inbox(600, 1, 1.0), 100.0)
    assert model is not None
    later = inbox(4000, 2, 1.0)
    expected = model.worth(later)
    for low, high in ((0.1, 0.3), (0.3, 0.5), (0.5, 0.7)):
        among = [(share, post.worth) for share, post in zip(expected, later, strict=True) if low < share < high]
        assert len(among) > 200
        assert np.mean([float(share) for share, _ in among]) == pytest.approx(
            np.mean([worth for _, worth in among if worth is not None]), abs=0.07
        )


def test_the_three_largest_reasons_are_told_in_words() -> None:
    model = learn_order(inbox(600, 3, 1.5), 100.0)
    assert model is not None
    long, short = (decided(1, 0.0, length=length, score=0.5, **{"site.a": 1.0}) for length in (2.5, -2.5))
    first = model.reasons(long)[0]
    assert (first.code, first.en, first.ko) == ("length", "long text", "글이 긺")
    assert first.weight > 0
    assert model.reasons(short)[0].ko == "글이 짧음"
    assert model.reasons(short)[0].weight < 0
    weights = [abs(one.weight) for one in model.reasons(long, 4)]
    assert weights == sorted(weights, reverse=True)
    assert len(model.reasons(long)) == 3


@settings(max_examples=12)
@given(st.lists(st.floats(-3, 3), min_size=1, max_size=6), st.integers(0, 50))
def test_reasons_add_up_to_the_log_odds(lengths: list[float], seed: int) -> None:
    model = learn_order(inbox(80, seed, 1.0), 100.0)
    assert model is not None
    for number, length in enumerate(lengths):
        post = decided(number, 0.0, length=length, score=0.3, **{"site.b": 1.0})
        share = float(model.worth([post])[0])
        odds = model.intercept + sum(one.weight for one in model.reasons(post, 99))
        assert share == pytest.approx(1 / (1 + math.exp(-odds)), abs=1e-9)


def test_too_few_decisions_and_decisions_all_alike_give_no_order() -> None:
    assert learn_order(inbox(39, 1, 1.0), 100.0) is None
    assert learn_order([post._replace(worth=1.0) for post in inbox(100, 1, 1.0)], 100.0) is None
    assert learn_order(inbox(100, 1, 1.0), 3.0) is None  # most were decided later


def test_what_films_brought_parts_the_approved_posts() -> None:
    posts = [decided(1, 1.0), decided(2, 1.0), decided(3, 1.0), decided(4, 0.0), decided(5, 1.0)._replace(worth=None)]
    found = posts_with_outcomes(posts, {"sample.1": 2.0, "sample.2": -2.0})
    worth = [post.worth for post in found]
    assert worth[2:] == [0.75, 0.0, None]
    assert worth[0] is not None
    assert worth[1] is not None
    assert 0.75 < worth[0] < 1
    assert 0.5 < worth[1] < 0.75
    assert [post.worth for post in posts_with_outcomes(posts, {"sample.1": 2.0})][:2] == [0.75, 0.75]


def test_a_day_is_ordered_by_the_days_before_it_alone() -> None:
    posts = inbox(300, 5, 1.5)
    of_day = held_out_day(posts, 20)
    assert of_day is not None
    changed = [post._replace(worth=1 - (post.worth or 0)) if post.day >= 21 else post for post in posts]
    assert held_out_day(changed, 20) == of_day
    assert held_out_day(posts, 2) is None  # hardly anything was decided before it


@settings(max_examples=40)
@given(st.lists(st.floats(-1, 1), min_size=2, max_size=20), st.data())
def test_concordance_counts_pairs(order: list[float], data: Any) -> None:
    worth = data.draw(st.lists(st.sampled_from((0.0, 0.5, 1.0)), min_size=len(order), max_size=len(order)))
    pairs = [(a, b) for a in range(len(order)) for b in range(len(order)) if worth[a] > worth[b]]
    if not pairs:
        return
    right = sum(1.0 if order[a] > order[b] else 0.5 if order[a] == order[b] else 0.0 for a, b in pairs)
    assert concordance(np.array(order), np.array(worth)) == pytest.approx(right / len(pairs))


def days_of(gains: list[float]) -> list[HeldOutDay]:
    return [HeldOutDay(day, 0.6 + gain, 0.6) for day, gain in enumerate(gains)]


def test_it_is_used_only_while_it_beats_the_score_by_the_margin_and_beyond_chance() -> None:
    assert learned_order_beats_score(days_of([0.10, 0.12] * 7))
    assert not learned_order_beats_score(days_of([0.10, 0.12] * 6))  # too few days
    assert not learned_order_beats_score(days_of([MARGIN - 0.005, MARGIN - 0.004] * 14))
    assert not learned_order_beats_score(days_of([0.3, -0.25] * 14))
    # It is off again once the last four weeks no longer show it.
    assert not learned_order_beats_score(days_of([0.12] * 28 + [-0.02, 0.03] * 14))
    assert learned_order_beats_score(days_of([-0.02, 0.03] * 14 + [0.12, 0.1] * 14))


def test_something_to_learn_is_found_and_nothing_is_not() -> None:
    found = simulate_inbox(SOMETHING, 1)
    assert found.days[-1].day in found.on
    assert not simulate_inbox(ONLY_SCORE, 1).on


@pytest.mark.slow
def test_an_inbox_with_nothing_to_learn_keeps_its_order() -> None:
    for tastes in (ONLY_SCORE, NOTHING):
        assert sum(bool(simulate_inbox(tastes, seed).on) for seed in range(40)) <= 2


def test_only_the_last_four_weeks_are_held_back() -> None:
    posts = inbox(500, 6, 1.0)
    days = [one.day for one in held_out_days(posts, 50.0)]
    assert days
    assert min(days) >= 22
    assert max(days) < 50
