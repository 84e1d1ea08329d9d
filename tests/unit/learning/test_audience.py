"""The simulated audience, and what learning makes of it: a few channels of what the bench tells over 200."""

from statistics import fmean

import pytest

from libraries.learning.proposals import learn_chances
from schemas.statistics import FilmAge
from testbed.benchmarks.insight.audience import SLOTS, SimulatedChannel
from testbed.benchmarks.insight.bench import bench_insight
from testbed.benchmarks.insight.choice_learning import (
    ALLOWED,
    DAYS,
    best_template_share,
    check_policy_effect,
    first_day_with_declared_difference,
    planted_effects,
    policy_to_check,
    simulated_days,
)


def test_a_channel_shows_its_figures_late_and_never_takes_them_back() -> None:
    channel = SimulatedChannel({}, 1)
    learned = learn_chances([], ALLOWED, 0.0)
    film = channel.publish(0, 0, learned.propose(1))
    seen: dict[FilmAge, float] = {}
    for now in range(40):
        (shown,) = channel.measured_films(now)
        assert seen.items() <= shown.readings.items()
        assert list(shown.readings.values()) == sorted(shown.readings.values(), reverse=True)
        seen = dict(shown.readings)
        if now < SLOTS[0] + 2.5:
            assert seen == {}
    assert set(seen) == set(FilmAge)
    assert film.drawn == set(ALLOWED)


def test_a_planted_effect_raises_views_by_that_much() -> None:
    effects = planted_effects(0)
    (best,) = effects["template"]
    with_it, without = SimulatedChannel(effects, 4), SimulatedChannel({}, 4)
    learned = learn_chances([], ALLOWED, 0.0)
    gains = []
    for day in range(60):
        proposal = learned.propose(day)
        made = [one.publish(day, 0, proposal) for one in (with_it, without)]
        gains.append((made[0].arms["template"] == best, day))
    known = [
        {one.name: one.readings[FilmAge.FOUR_WEEKS] for one in each.measured_films(999)} for each in (with_it, without)
    ]
    for is_best, day in gains:
        gained = known[0][f"film.{day}.0"] - known[1][f"film.{day}.0"]
        assert gained == pytest.approx(effects["template"][best] if is_best else 0.0)


def test_the_same_seed_gives_the_same_channel() -> None:
    first, again = ([day.made for day in simulated_days(SimulatedChannel({}, 3), 3, 20)] for _ in range(2))
    assert first == again
    assert first != [day.made for day in simulated_days(SimulatedChannel({}, 4), 3, 20)]


def test_every_policy_that_is_asked_has_chances_that_add_up() -> None:
    for seed in range(16):
        assert all(sum(chances.values()) == pytest.approx(1) for chances in policy_to_check(seed).values())


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_a_planted_best_choice_is_found_and_none_is_invented() -> None:
    assert fmean(best_template_share(seed) for seed in range(60)) >= 0.6
    assert sum(first_day_with_declared_difference(seed, {}) is not None for seed in range(60)) <= 5
    assert first_day_with_declared_difference(5, {"template": {"card": 1.5}}, DAYS) is not None


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_the_truth_lies_in_the_interval_of_an_answer() -> None:
    answers = [one for seed in range(60) if (one := check_policy_effect(seed)) is not None and one.enough]
    assert sum(one.covers for one in answers) >= 0.85 * len(answers)
    assert len(answers) > 30


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_the_bench_gives_every_figure() -> None:
    told: list[str] = []
    figures = bench_insight(told.append, channels=10, films=200)
    assert {
        "best_arm_share",
        "aa_declared",
        "whatif_coverage",
        "order_gain",
        "order_off_when_nothing",
        "seconds",
    } < set(figures)
    assert figures["channels"] == 10
    assert told
