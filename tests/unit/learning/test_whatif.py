"""Another policy asked of logged choices."""

import numpy as np
import pytest
from fixtures.rows import each_row
from hypothesis import given, settings
from hypothesis import strategies as st
from unit.learning.learned_films import VALUES, channel, last_day

from libraries.learning.whatif import CLIP, ArmPolicy, LoggedChoice, evaluate_policy, logged_choices, student_quantile

UNIFORM: ArmPolicy = {"template": dict.fromkeys(VALUES, 1 / 3)}
ONLY_A: ArmPolicy = {"template": {"a": 1.0}}


def logged(effect: float, films: int, seed: int, chances: dict[str, float], noise: float = 0.5) -> list[LoggedChoice]:
    """Films whose template is drawn by ``chances``, two a day; those of the value a are watched more by ``effect``."""
    rng = np.random.default_rng(seed)
    made = []
    for number in range(films):
        value = str(rng.choice(list(chances), p=list(chances.values())))
        outcome = (effect if value == "a" else 0.0) + float(rng.normal(0, noise))
        made.append(LoggedChoice(f"{number}", number // 2, {"template": value}, {"template": chances}, outcome))
    return made


def test_the_policy_that_was_followed_would_have_brought_what_it_brought() -> None:
    chances = dict(UNIFORM["template"])
    found = evaluate_policy(logged(1.0, 200, 1, chances), UNIFORM)
    assert found is not None
    assert found.worth == pytest.approx(200)
    assert found.low < 0 < found.high
    assert abs(found.gain) < 0.05


def test_a_better_policy_is_seen_from_films_that_seldom_followed_it() -> None:
    """The value a was drawn one time in ten: always drawing it would have brought 0.9 of its effect more."""
    found = evaluate_policy(logged(1.0, 400, 2, {"a": 0.1, "b": 0.45, "c": 0.45}), ONLY_A)
    assert found is not None
    assert found.has_enough_films
    assert found.low < 0.9 < found.high
    assert found.low > 0.5


def test_what_was_never_drawn_cannot_be_answered() -> None:
    found = evaluate_policy(logged(1.0, 100, 3, {"b": 0.5, "c": 0.5}), ONLY_A)
    assert found is not None
    assert (found.worth, found.has_enough_films) == (0.0, False)
    assert evaluate_policy([], ONLY_A) is None
    assert evaluate_policy(logged(1.0, 2, 3, {"a": 1.0}), ONLY_A) is None


def test_the_same_seed_gives_the_same_interval() -> None:
    films = logged(0.5, 60, 4, dict(UNIFORM["template"]))
    assert evaluate_policy(films, ONLY_A, 3) == evaluate_policy(films, ONLY_A, 3)
    assert evaluate_policy(films, ONLY_A, 3) != evaluate_policy(films, ONLY_A, 4)


def test_no_film_outweighs_the_others_by_more_than_the_clip() -> None:
    """A film that had one chance in a thousand would weigh a thousand times as much."""
    films = logged(0.0, 40, 5, {"b": 0.5, "c": 0.5})
    rare = LoggedChoice("rare", 30, {"template": "a"}, {"template": {"a": 0.001, "b": 0.4995, "c": 0.4995}}, 9.0)
    found = evaluate_policy([*films, rare], {"template": {"a": 0.5, "b": 0.5}})
    assert found is not None
    of_b = sum(one.arms["template"] == "b" for one in films)
    assert found.worth == pytest.approx((of_b + CLIP) ** 2 / (of_b + CLIP**2))


def test_only_films_all_of_whose_asked_choices_were_drawn_are_asked() -> None:
    films = channel({"a": 0.5}, 40, 6)
    films[3] = films[3]._replace(drawn=frozenset(), chances={})
    films[4] = films[4]._replace(readings={})
    found = logged_choices(films, ("template",), last_day(films))
    assert {one.name for one in found} == {one.name for one in films} - {films[3].name, films[4].name}
    assert logged_choices(films, ("template", "opening"), last_day(films)) == []


def test_the_interval_holds_the_truth_as_often_as_it_says() -> None:
    held = 0
    for seed in range(120):
        made = logged(0.6, 80, seed, {"a": 0.3, "b": 0.4, "c": 0.3}, noise=0.9)
        found = evaluate_policy(made, ONLY_A, seed)
        assert found is not None
        truth = 0.6 * (1 - sum(one.arms["template"] == "a" for one in made) / len(made))
        held += found.low <= truth <= found.high
    assert held >= 0.9 * 120


@settings(max_examples=25)
@given(st.floats(-50, 50), st.integers(0, 1000))
def test_a_channel_that_is_watched_more_gains_no_more(shift: float, seed: int) -> None:
    films = logged(0.7, 60, seed, dict(UNIFORM["template"]))
    moved = [one._replace(outcome=one.outcome + shift) for one in films]
    here, there = evaluate_policy(films, ONLY_A), evaluate_policy(moved, ONLY_A)
    assert here is not None
    assert there is not None
    assert there.gain == pytest.approx(here.gain, abs=1e-3 * (1 + abs(shift)))


@each_row("freedom,quantile", [(3, 3.182), (5, 2.571), (10, 2.228), (27, 2.052), (1000, 1.962)])
def test_quantiles_of_students_t(freedom: int, quantile: float) -> None:
    assert student_quantile(freedom) == pytest.approx(quantile, abs=0.02)
