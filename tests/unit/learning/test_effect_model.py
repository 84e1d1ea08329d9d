"""The posterior over choices: what is found again, and what is not taken for an effect."""

import math
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from unit.learning.learned_films import VALUES, channel, film, last_day

from libraries.learning.effect_model import Posterior, allowed_and_seen_arms, learn_effects, outcomes_without_level
from libraries.learning.films import LearnerFilm
from libraries.learning.learner_memory import LearnerMemory
from libraries.learning.view_growth import learn_view_growth
from schemas.statistics import FilmAge

ARMS = allowed_and_seen_arms({"template": VALUES})
WIDE = LearnerMemory(effect=2.0)


def effects_of(films: Sequence[LearnerFilm], memory: LearnerMemory = WIDE) -> dict[str, float]:
    """The posterior means against that of the value c."""
    found = learn_effects(films, ARMS, last_day(films), memory)
    means = {value: float(mean) for (_, value), mean in zip(found.arms, found.mean, strict=True)}
    return {value: means[value] - means["c"] for value in VALUES}


def spread(posterior: Posterior) -> float:
    contrast = np.array([1.0, -1.0, 0.0])
    return math.sqrt(float(contrast @ posterior.covariance @ contrast) * posterior.variance)


def test_without_films_all_values_are_alike_and_nothing_is_known() -> None:
    prior = learn_effects([], ARMS, 20_000.0)
    assert prior.mean.tolist() == [0, 0, 0]
    assert spread(prior) == pytest.approx(math.sqrt(2 * 0.5**2 * prior.variance))


def test_effects_are_found_again_with_the_spread_that_is_told() -> None:
    misses = []
    for seed in range(40):
        films = channel({"a": 0.6}, 150, seed)
        found = learn_effects(films, ARMS, last_day(films), LearnerMemory(half_life=math.inf, effect=3.0))
        misses.append((float(found.mean[0] - found.mean[1]) - 0.6) / spread(found))
    assert abs(np.mean(misses)) < 0.4
    assert 0.7 < np.std(misses) < 1.3


def test_the_films_noise_is_learned() -> None:
    films = channel({}, 400, 3, noise=0.4)
    variance = learn_effects(films, ARMS, last_day(films), LearnerMemory(half_life=math.inf)).variance
    assert 0.2 < math.sqrt(variance) < 0.5


def test_a_level_that_drifts_is_not_an_effect_of_what_was_chosen_lately() -> None:
    """The value a is used late, when the channel is watched twice as often."""
    rng = np.random.default_rng(5)
    films = []
    for number in range(200):
        late = number >= 100
        value = "a" if rng.random() < (0.8 if late else 0.2) else "c"
        films.append(film(number, {"template": value}, 7.0 + number / 200 * 1.5 + float(rng.normal(0, 0.5))))
    assert abs(effects_of(films)["a"]) < 0.35
    raw = {v: np.mean([one.readings[FilmAge.FOUR_WEEKS] for one in films if one.arms["template"] == v]) for v in "ac"}
    assert raw["a"] - raw["c"] > 0.4


def test_one_hit_does_not_make_a_winner() -> None:
    films = channel({}, 90, 11, noise=0.5)
    place = next(number for number, one in enumerate(films) if one.arms["template"] == "a")
    before = effects_of(films)["a"]
    films[place] = films[place]._replace(readings={FilmAge.FOUR_WEEKS: 15.0})
    assert abs(effects_of(films)["a"] - before) < 0.12


def test_a_channel_that_changes_is_followed() -> None:
    """For a year a is better, for the next four months b."""
    early, late = channel({"a": 0.8}, 730, 2), channel({"b": 0.8}, 240, 4)
    films = early + [one._replace(day=one.day + 365, name=f"late {one.name}") for one in late]
    followed, kept = (
        effects_of(films, LearnerMemory(half_life=45)),
        effects_of(films, LearnerMemory(half_life=math.inf)),
    )
    assert followed["b"] > followed["a"]
    assert kept["a"] > kept["b"]


def test_a_film_on_two_platforms_is_one_film() -> None:
    once = channel({"a": 0.5}, 60, 8)
    twice = [one._replace(platform=platform) for one in once for platform in ("tiktok", "youtube")]
    found, same = (learn_effects(films, ARMS, last_day(once)) for films in (once, twice))
    assert spread(same) == pytest.approx(spread(found), rel=0.05)
    assert same.mean == pytest.approx(found.mean, abs=0.05)


def test_a_young_reading_counts_less_than_a_final_one() -> None:
    """Ten films of the value a that begin well: after an hour that says less than after four weeks."""
    films = channel({}, 90, 8)
    numbers = [number for number, one in enumerate(films) if one.arms["template"] == "a"][:10]
    growth = learn_view_growth(films)[FilmAge.HOUR].mean
    final, young = list(films), list(films)
    for number in numbers:
        log_views = films[number].readings[FilmAge.FOUR_WEEKS] + 1.5
        final[number] = films[number]._replace(readings={FilmAge.FOUR_WEEKS: log_views})
        young[number] = films[number]._replace(readings={FilmAge.HOUR: log_views - growth})
    usual = effects_of(films)["a"]
    assert 0.1 < effects_of(young)["a"] - usual < 0.85 * (effects_of(final)["a"] - usual)


@settings(max_examples=15)
@given(st.permutations(range(30)))
def test_the_order_of_the_films_says_nothing(order: list[int]) -> None:
    films = channel({"a": 0.5}, 30, 1)
    mixed = [films[number] for number in order]
    now = last_day(films)
    assert learn_effects(mixed, ARMS, now).mean == pytest.approx(learn_effects(films, ARMS, now).mean, abs=1e-9)


def test_what_is_left_of_outcomes_without_the_level_keeps_the_effects() -> None:
    films = channel({"a": 0.9}, 200, 9, drift=[number / 100 for number in range(200)])
    left = outcomes_without_level(films, last_day(films))
    of_a = [value for one, value in left if one.arms["template"] == "a"]
    others = [value for one, value in left if one.arms["template"] != "a"]
    assert np.mean(of_a) - np.mean(others) == pytest.approx(0.9, abs=0.3)
    early, late = left[:100], left[100:]
    assert abs(np.mean([value for _, value in early]) - np.mean([value for _, value in late])) < 0.3


@settings(max_examples=10)
@given(st.integers(1, 400), st.integers(0, 2**32))
def test_draws_are_as_the_posterior_says(number: int, seed: int) -> None:
    films = channel({"a": 0.5}, 40, 3)
    found = learn_effects(films, ARMS, last_day(films))
    drawn = found.draw_effects(number, np.random.default_rng(seed))
    assert drawn.shape == (number, 3)
    assert np.array_equal(drawn, found.draw_effects(number, np.random.default_rng(seed)))
    many = found.draw_effects(20_000, np.random.default_rng(seed))
    assert many.mean(axis=0) == pytest.approx(found.mean, abs=0.02)
    expected = found.covariance * found.variance * found.freedom / (found.freedom - 2)
    assert np.cov(many.T) == pytest.approx(expected, rel=0.15, abs=0.004)
