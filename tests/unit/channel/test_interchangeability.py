"""The interchangeability meter: it tells channels apart, names the twins of a film, and what it advises helps."""

import time
from dataclasses import dataclass
from typing import Any, Final

import pytest
from fixtures.rows import each_row
from hypothesis import given, settings
from hypothesis import strategies as st

from libraries.channel.distances import (
    WEIGHTS,
    ComparableFilm,
    distances_by_part,
    distribution_distance,
    edit_distance,
    film_likeness,
)
from libraries.channel.film_description import FilmDescription, LineWithoutWords
from libraries.channel.interchangeability import (
    CHOICES,
    LAST,
    channel_interchangeability,
    film_interchangeability,
    improving_choice_changes,
    value_of_choice,
    with_choice,
)
from schemas.recipe import Recipe
from testbed.benchmarks.channel.film_sets import films_of_one_recipe, films_of_unlike_channels, films_of_varied_recipes

LIMIT: Final = 0.7
"""The default of ``publish.channel.interchangeability``: a set of one recipe lies above it, the others below."""
OPTIONS: Final = {
    "film.template": ("card", "chat", "toon", "quiz"),
    "film.theme": ("ink", "dawn", "moss"),
    "film.music": ("piano", "bells", "none"),
    "voice.narrator": ("F1", "M1"),
}

names = st.sampled_from(["", "a", "b", "c"])
descriptions = st.builds(
    FilmDescription,
    film=st.text("xyz0123456789", min_size=1, max_size=6),
    lines=st.lists(
        st.builds(
            LineWithoutWords,
            st.sampled_from(["hook", "body", "comment", "closer"]),
            st.sampled_from(["narrator", "commenter", "person", "host"]),
            st.integers(0, 40),
        ),
        min_size=1,
        max_size=12,
    ).map(tuple),
    hook=st.text("가나다라마?!.“” 0", max_size=20),
    closer=st.text("가나다라마?!. ", max_size=20),
    template=names,
    theme=names,
    layout=names,
    opening=names,
    closing=names,
    comments=names,
    captions=names,
    transition=names,
    background=names,
    voices=st.lists(names, max_size=3).map(tuple),
    music=names,
    shots=st.lists(st.floats(0.1, 20), max_size=8).map(tuple),
    first_frame=st.none() | st.just("") | st.integers(0, 2**64 - 1).map("{:016x}".format),
    colours=st.sampled_from([(), (1.0, 0.0), (0.25, 0.75)]),
)


@given(descriptions, descriptions)
@settings(max_examples=60, deadline=None)
def test_likeness_is_a_share_the_same_both_ways_and_whole_for_the_film_itself(
    one: FilmDescription, other: FilmDescription
) -> None:
    left, right = ComparableFilm(one), ComparableFilm(other)
    assert 0 <= film_likeness(left, right) <= 1 + 1e-9
    assert film_likeness(left, right) == pytest.approx(film_likeness(right, left))
    assert film_likeness(left, ComparableFilm(one)) == pytest.approx(1)
    assert all(0 <= distance <= 1 + 1e-9 for distance in distances_by_part(left, right).values())


@each_row("seed", range(2))
def test_the_three_sets_are_separated_film_by_film(seed: int) -> None:
    _require_separated(seed)


@pytest.mark.slow
@each_row("seed", range(2, 62))
def test_the_three_sets_are_separated_in_every_drawing(seed: int) -> None:
    _require_separated(seed)


def _require_separated(seed: int) -> None:
    channels = (films_of_one_recipe, films_of_varied_recipes, films_of_unlike_channels)
    same, varied, unlike = (channel_interchangeability(made(seed)) for made in channels)
    assert min(film.figure for film in same.films) > LIMIT > max(film.figure for film in varied.films)
    assert max(film.figure for film in unlike.films) < min(film.figure for film in varied.films)
    assert same.figure > LIMIT > varied.figure > unlike.figure


def test_two_forms_in_turn_are_not_variety() -> None:
    turns = [film for pair in zip(films_of_one_recipe(1, 25), films_of_one_recipe(2, 25), strict=True) for film in pair]
    named = [film._replace(film=str(number)) for number, film in enumerate(turns)]
    found = channel_interchangeability(named)
    assert found.figure > LIMIT
    assert all(int(near.film) % 2 == int(each.film) % 2 for each in found.films for near in each.nearest)


def test_fifty_films_take_less_than_a_second_of_work() -> None:
    films = films_of_varied_recipes(1)
    channel_interchangeability(films[:3])
    began = time.process_time()
    channel_interchangeability(films)
    assert time.process_time() - began < 1.5  # usually 0.3; the machine of a test may be slow


@each_row("seed", range(2))
def test_what_is_advised_lowers_the_figure_by_what_was_said(seed: int) -> None:
    new, *others = films_of_one_recipe(seed, 30)
    now = film_interchangeability(new, others).figure
    advice = improving_choice_changes(new, others, OPTIONS)
    assert advice
    assert [one.figure for one in advice] == sorted(one.figure for one in advice)
    for one in advice:
        assert one.before == value_of_choice(new, one.choice)
        assert one.after in OPTIONS[one.choice]
        assert one.figure < now
        assert film_interchangeability(with_choice(new, one.choice, one.after), others).figure == pytest.approx(
            one.figure
        )


def test_following_the_advice_leads_below_the_limit() -> None:
    new, *others = films_of_one_recipe(3, 30)
    figures = [film_interchangeability(new, others).figure]
    while figures[-1] > LIMIT and (advice := improving_choice_changes(new, others, OPTIONS)):
        new = with_choice(new, advice[0].choice, advice[0].after)
        figures.append(film_interchangeability(new, others).figure)
    assert figures[0] > LIMIT >= figures[-1]
    assert figures == sorted(figures, reverse=True)


def test_a_film_that_shares_nothing_gets_no_advice() -> None:
    new = films_of_unlike_channels(5, 1)[0]
    assert improving_choice_changes(new, films_of_one_recipe(5, 10), {"film.theme": ("another",)}) == ()


@dataclass(frozen=True)
class Change:
    part: str
    fields: dict[str, Any]
    distance: float


BASE: Final = films_of_one_recipe(9, 1)[0]._replace(
    voices=("espeak/narrator-1", "commenter-1"), first_frame="0" * 16, colours=()
)


@each_row(
    "change",
    [
        Change("palette", {"theme": "another"}, 1.0),
        Change("music", {"music": "another"}, 1.0),
        Change("form", {"template": "another"}, 0.5),
        Change("form", {"layout": "another"}, 0.5 / 7),
        Change("voice", {"voices": ("espeak/narrator-2", "commenter-1")}, 0.7),
        Change("voice", {"voices": ("espeak/narrator-1", "commenter-2")}, 0.3),
        Change("first_frame", {"first_frame": "f" * 16}, 1.0),
        Change("first_frame", {"first_frame": "00000000ffff0000"}, 0.5),
        Change("first_frame", {"first_frame": ""}, 1.0),
        Change("rhythm", {"shots": tuple(shot + 100 for shot in BASE.shots)}, 1.0),
    ],
)
def test_each_part_counts_by_its_weight_and_moves_no_other(change: Change) -> None:
    one, other = ComparableFilm(BASE), ComparableFilm(BASE._replace(**change.fields))
    distances = distances_by_part(one, other)
    assert distances.pop(change.part) == pytest.approx(change.distance)
    assert set(distances.values()) == {0.0}
    assert film_likeness(one, other) == pytest.approx(1 - WEIGHTS[change.part] * change.distance)


def test_what_is_not_known_of_a_film_does_not_count() -> None:
    old = FilmDescription(film="old", lines=BASE.lines, hook=BASE.hook, closer=BASE.closer, voices=BASE.voices)
    assert distances_by_part(ComparableFilm(old), ComparableFilm(BASE)) == {
        "structure": 0.0,
        "voice": 0.0,
        "hook": 0.0,
        "closer": 0.0,
    }
    assert film_likeness(ComparableFilm(old), ComparableFilm(BASE)) == pytest.approx(1)


def test_only_the_newest_films_are_judged_and_one_alone_is_like_none() -> None:
    many = [*films_of_unlike_channels(1, 30), *films_of_one_recipe(1, LAST)]
    assert channel_interchangeability(many) == channel_interchangeability(many[-LAST:])
    assert channel_interchangeability([]).figure == channel_interchangeability(many[:1]).figure == 0.0


def test_an_earlier_version_of_the_film_is_not_its_twin() -> None:
    film = BASE._replace(film="sample.1")
    assert film_interchangeability(film, [film]).figure == 0.0
    assert film_interchangeability(film, [film._replace(film="sample.2")]).figure == pytest.approx(1)


@each_row(
    "one, other, distance",
    [
        ("abc", "abc", 0.0),
        ("abc", "abd", 1 / 3),
        ("abc", "ab", 1 / 3),
        ("", "", 0.0),
        ("", "ab", 1.0),
        ("kitten", "sitting", 3 / 7),
    ],
)
def test_the_edit_distance(one: str, other: str, distance: float) -> None:
    assert edit_distance(one, other) == pytest.approx(distance)


@each_row(
    "one, other, distance",
    [([1, 2, 3], [1, 2, 3], 0.0), ([1, 2], [3, 4], 1.0), ([1, 2, 3, 4], [3, 4, 5, 6], 0.5), ([1.0], [1.0, 2.0], 0.5)],
)
def test_the_distance_of_distributions(one: list[float], other: list[float], distance: float) -> None:
    assert distribution_distance(one, other) == pytest.approx(distance)


def test_every_choice_can_be_read_and_changed() -> None:
    for choice in CHOICES:
        changed = with_choice(BASE, choice, "new")
        assert value_of_choice(changed, choice) == "new"
        assert value_of_choice(BASE, choice) != "new"


def test_every_choice_is_one_that_a_recipe_has() -> None:
    recipe = Recipe()
    for choice in CHOICES:
        part, _, name = choice.partition(".")
        assert name in type(getattr(recipe, part)).model_fields


@each_row("colours, distance", [((1.0, 0.0), 0.0), ((0.5, 0.5), 0.25), ((0.0, 1.0), 0.5)])
def test_a_first_frame_is_half_shape_and_half_colours(colours: tuple[float, ...], distance: float) -> None:
    one, other = BASE._replace(colours=(1.0, 0.0)), BASE._replace(colours=colours)
    assert distances_by_part(ComparableFilm(one), ComparableFilm(other))["first_frame"] == pytest.approx(distance)
