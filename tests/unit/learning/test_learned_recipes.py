"""Choices of recipes as values of factors, and the settings that allow them."""

import pytest
from fixtures.rows import each_row
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from libraries.learning.hour_bands import hour_band
from libraries.learning.recipes import arms_of_recipe, choices_left_open, recipe_with_arms
from libraries.learning.settings import LearningSettings
from schemas.film_proposals import Factor
from schemas.recipe import FilmChoice, Recipe, ScriptChoice

_VALUES = {
    Factor.TEMPLATE: ("card", "post"),
    Factor.OPENING: ("crack", "lamp"),
    Factor.CLOSING: ("page", "post"),
    Factor.CAPTIONS: ("box", "line"),
    Factor.NARRATOR: ("narrator-1", "narrator-2"),
    Factor.SECONDS: ("35", "47.5"),
}


@settings(max_examples=40)
@given(st.fixed_dictionaries({}, optional={factor.value: st.sampled_from(given) for factor, given in _VALUES.items()}))
def test_values_that_are_put_into_a_recipe_are_read_from_it(arms: dict[str, str]) -> None:
    made = recipe_with_arms(Recipe(), arms)
    assert {factor: value for factor, value in arms_of_recipe(made).items() if factor in arms} == arms
    before = {factor: value for factor, value in arms_of_recipe(Recipe()).items() if factor not in arms}
    assert arms_of_recipe(made) == before | arms


def test_a_value_that_no_recipe_can_hold_is_refused() -> None:
    with pytest.raises(ValidationError):
        recipe_with_arms(Recipe(), {"captions": "neon"})
    with pytest.raises(ValidationError):
        recipe_with_arms(Recipe(), {"seconds": "900"})


def test_what_the_recipe_names_is_not_open() -> None:
    allowed = {"template": ("card", "post"), "narrator": ("narrator-1", "narrator-2"), "seconds": ("35", "57")}
    assert choices_left_open(Recipe(), allowed) == allowed
    named = Recipe(film=FilmChoice(template="chat"), script=ScriptChoice(seconds=42))
    assert choices_left_open(named, allowed) == {"narrator": allowed["narrator"]}


@each_row(
    "allow,why",
    [
        ({"hour": ("18-21", "18:30")}, "'18:30' is no value of hour"),
        ({"template": ("card", "")}, "'' is no value of template"),
        ({"colour": ("red", "blue")}, "is none of"),
        ({"template": ("card",)}, "two values or more"),
        ({"template": ("card", "card")}, "two values or more"),
        ({"seconds": ("35", "9")}, "'9' is no value of seconds"),
        ({"seconds": ("35", "long")}, "'long' is no value of seconds"),
        ({"seconds": ("35", "nan")}, "'nan' is no value of seconds"),
        ({"seconds": ("35", "35.0")}, "two values or more"),
        ({"captions": ("box", "neon")}, "'neon' is no value of captions"),
        ({"template": ("card", "auto")}, "'auto' is no value of template"),
    ],
)
def test_settings_that_cannot_be_are_refused(allow: dict[str, tuple[str, ...]], why: str) -> None:
    with pytest.raises(ValidationError, match=why):
        LearningSettings(allow=allow)


def test_nothing_is_allowed_by_default() -> None:
    assert LearningSettings().allow == {}
    assert LearningSettings(half_life_days=30).memory.half_life == 30
    assert LearningSettings(allow={"seconds": ("57.0", "35")}).allow == {"seconds": ("35", "57")}


def test_hours_may_be_learned_and_are_no_part_of_a_recipe() -> None:
    allowed = LearningSettings(allow={"hour": ("18-21", "12-15")}).allow
    assert allowed == {"hour": ("12-15", "18-21")}
    assert choices_left_open(Recipe(), allowed) == allowed
    assert recipe_with_arms(Recipe(), {"hour": "12-15"}) == Recipe()
    assert [hour_band(hour) for hour in (0, 2, 3, 17, 18, 23)] == ["00-03", "00-03", "03-06", "15-18", "18-21", "21-24"]
