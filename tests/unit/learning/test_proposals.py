"""Proposals: drawn by the very chances that are kept."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from unit.learning.learned_films import VALUES, channel, film, last_day

from libraries.learning.learner_memory import LearnerMemory
from libraries.learning.proposals import FLOOR, learn_chances
from schemas.film_proposals import ChosenBy
from schemas.statistics import FilmAge

ALLOWED = {"template": VALUES, "opening": ("crack", "lamp")}


def test_the_propensity_is_the_chance_and_draws_come_by_it() -> None:
    """2,000 seeds: each value as often as its chance says, within five standard errors."""
    films = channel({"a": 0.4}, 60, 1)
    learned = learn_chances(films, ALLOWED, last_day(films))
    drawn: Counter[tuple[str, str]] = Counter()
    for seed in range(2000):
        for arm in learned.propose(seed).arms:
            assert arm.by is ChosenBy.LEARNER
            assert arm.propensity == learned.chances[arm.factor][arm.value] == arm.chances[arm.value]
            drawn[arm.factor, arm.value] += 1
    for factor, chances in learned.chances.items():
        for value, chance in chances.items():
            error = (chance * (1 - chance) * 2000) ** 0.5
            assert abs(drawn[factor, value] - 2000 * chance) < 5 * error + 1


@settings(max_examples=30)
@given(st.integers(0, 80), st.integers(0, 2**31), st.floats(-2, 2))
def test_chances_add_up_and_none_is_below_the_floor(films: int, seed: int, effect: float) -> None:
    made = channel({"a": effect}, films, seed)
    learned = learn_chances(made, ALLOWED, last_day(made) if made else 20_000.0)
    for factor, chances in learned.chances.items():
        assert list(chances) == sorted(ALLOWED[factor])
        assert sum(chances.values()) == pytest.approx(1)
        assert min(chances.values()) >= FLOOR / len(chances) - 1e-12


def test_without_films_every_value_has_about_the_same_chance() -> None:
    chances = learn_chances([], ALLOWED, 20_000.0).chances
    assert all(abs(one - 1 / 3) < 0.06 for one in chances["template"].values())
    assert all(abs(one - 1 / 2) < 0.06 for one in chances["opening"].values())


def test_the_better_value_is_drawn_more_often_the_more_is_known() -> None:
    shares = []
    for films in (0, 60, 400):
        made = channel({"b": 0.6}, films, 2)
        shares.append(learn_chances(made, ALLOWED, 20_000.0 + films / 2).chances["template"]["b"])
    assert shares[0] < shares[1] < shares[2]
    assert shares[2] > 0.85


def test_the_same_films_in_any_order_and_the_same_seed_give_the_same_proposal() -> None:
    films = channel({"a": 0.3}, 40, 5)
    now = last_day(films)
    one = learn_chances(films, ALLOWED, now).propose(17, until=9)
    turned = {name: ALLOWED[name][::-1] for name in reversed(ALLOWED)}
    same = learn_chances(list(films), turned, now).propose(17, until=9)
    assert one == same
    assert (one.seed, one.until, one.day) == (17, 9, now)
    assert {learn_chances(films, ALLOWED, now).propose(seed).arms[1].value for seed in range(60)} == set(VALUES)


def test_the_digest_tells_apart_whatever_chances_are_made_of() -> None:
    films = channel({"a": 0.3}, 10, 5)
    now = last_day(films)
    known = learn_chances(films, ALLOWED, now).digest
    younger = films[3]._replace(readings={FilmAge.DAY: 4.0})
    others = [
        learn_chances([*films[:3], younger, *films[4:]], ALLOWED, now),
        learn_chances(films[:-1], ALLOWED, now),
        learn_chances(films, {**ALLOWED, "opening": ("crack", "lamp", "record")}, now),
        learn_chances(films, ALLOWED, now + 1),
        learn_chances(films, ALLOWED, now, LearnerMemory(half_life=30)),
        learn_chances([*films, film(99, {"template": "a"}, 7.0)], ALLOWED, now),
    ]
    assert len({known, *(one.digest for one in others)}) == 1 + len(others)
