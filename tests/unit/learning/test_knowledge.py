"""What may be said of choices, and when nothing may be said."""

from math import inf, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from unit.learning.learned_films import VALUES, channel, last_day

from libraries.learning.knowledge import VERDICT_WORDS, ArmKnowledge, EffectVerdict, knowledge_of_arms, likelihood_ratio
from libraries.learning.learner_memory import LearnerMemory


def verdicts(known: list[ArmKnowledge]) -> dict[str, EffectVerdict]:
    return {one.value: one.verdict for one in known}


def test_a_great_difference_is_declared_and_named() -> None:
    films = channel({"a": 1.2}, 150, 1)
    known = knowledge_of_arms(films, last_day(films))
    assert known[0].value == "a"
    assert verdicts(known)["a"] is EffectVerdict.BETTER
    assert known[0].low > 0
    assert known[0].low < 1.2 < known[0].high
    assert known[0].best > 0.99
    assert sum(one.best for one in known) == pytest.approx(1)
    assert sum(one.films for one in known) == 150
    assert VERDICT_WORDS[EffectVerdict.UNKNOWN] == ("unknown yet", "아직 모릅니다")


def test_a_value_that_is_worse_than_the_others_is_said_to_be() -> None:
    films = channel({"c": -1.4}, 150, 2)
    assert verdicts(knowledge_of_arms(films, last_day(films)))["c"] is EffectVerdict.WORSE


def test_few_films_say_nothing_however_far_apart_they_are() -> None:
    films = channel({"a": 4.0}, 18, 3)
    assert set(verdicts(knowledge_of_arms(films, last_day(films))).values()) == {EffectVerdict.UNKNOWN}


def test_what_people_chose_is_shown_and_never_declared() -> None:
    """People choose for reasons: the stories of one template may be better ones."""
    films = channel({"a": 2.0}, 200, 4, drawn=False)
    known = knowledge_of_arms(films, last_day(films))
    assert set(verdicts(known).values()) == {EffectVerdict.UNKNOWN}
    assert known[0].low > 0
    assert {one.drawn for one in known} == {0}


def test_what_was_better_and_is_not_any_more_is_unknown_again() -> None:
    early, late = channel({"a": 1.2}, 300, 5), channel({"a": -0.2}, 240, 6)
    later = [one._replace(day=one.day + 150, name=f"late {one.name}") for one in late]
    assert verdicts(knowledge_of_arms(early, last_day(early)))["a"] is EffectVerdict.BETTER
    known = knowledge_of_arms([*early, *later], last_day(later), memory=LearnerMemory(half_life=30))
    assert verdicts(known)["a"] is not EffectVerdict.BETTER


def test_a_value_that_is_allowed_and_was_never_made_is_unknown() -> None:
    films = channel({"a": 1.0}, 60, 1)
    known = knowledge_of_arms(films, last_day(films), allowed={"template": (*VALUES, "new")})
    of_new = next(one for one in known if one.value == "new")
    assert (of_new.films, of_new.verdict) == (0, EffectVerdict.UNKNOWN)
    assert of_new.low < 0 < of_new.high
    assert knowledge_of_arms([], 20_000.0) == []
    assert knowledge_of_arms([], 20_000.0, allowed={"template": ("one",)}) == []


@given(st.floats(0.001, 1), st.floats(0.01, 2), st.floats(0, 3), st.floats(0, 3))
def test_evidence_grows_with_the_effect_and_says_as_much_for_either_sign(
    spread: float, mixture: float, one: float, other: float
) -> None:
    small, large = sorted((one, other))
    for freedom in (5.0, inf):
        assert likelihood_ratio(small, spread, mixture, freedom) <= likelihood_ratio(large, spread, mixture, freedom)
        assert likelihood_ratio(-one, spread, mixture, freedom) == likelihood_ratio(one, spread, mixture, freedom)
    assert likelihood_ratio(0.0, spread, mixture) < 1


def test_with_many_films_students_form_is_the_normal_one() -> None:
    assert likelihood_ratio(0.5, 0.02, 0.16, 1e7) == pytest.approx(likelihood_ratio(0.5, 0.02, 0.16), rel=1e-3)
    assert likelihood_ratio(0.9, 0.02, 0.16, 10) < likelihood_ratio(0.9, 0.02, 0.16)


@pytest.mark.parametrize("error", [0.05, 0.2])
def test_looking_at_every_film_declares_a_difference_that_is_none_no_oftener_than_said(error: float) -> None:
    """2,000 walks of 1,000 films each: a one-look test would fail in most of them, this one keeps its word."""
    rng = np.random.default_rng(7)
    number = np.arange(1, 1001)
    means = rng.standard_normal((2000, 1000)).cumsum(axis=1) / number
    thresholds = []
    for films in number:  # the effect at which the evidence reaches 1 / error
        low, high = 0.0, 20.0
        for _ in range(40):
            middle = (low + high) / 2
            low, high = (low, middle) if likelihood_ratio(middle, 1 / films, 0.16) >= 1 / error else (middle, high)
        thresholds.append(high)
    declared = (np.abs(means) >= np.array(thresholds)).any(axis=1).mean()
    one_look = (np.abs(means) >= 1.96 / np.sqrt(number)).any(axis=1).mean()
    assert declared <= error + 3 * sqrt(error * (1 - error) / 2000)
    assert declared > error / 10
    assert one_look > 0.5
