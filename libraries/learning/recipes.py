"""Choices of a recipe as values of factors, and a recipe with values put in."""

from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple

from libraries.learning.hour_bands import HOUR_BANDS
from schemas.film_proposals import Factor
from schemas.recipe import Recipe

_AUTO: Final = "auto"
CHOSEN: Final = tuple(factor for factor in Factor if factor is not Factor.HOUR)
"""What a person may choose with an approval; the hour is chosen with the release."""


class _Place(NamedTuple):
    """Where a factor stands in a recipe. ``auto``: the recipe may leave it open."""

    part: str
    field: str
    auto: bool
    read: Callable[[str], Any] = str


_PLACES: Final[Mapping[str, _Place]] = {
    Factor.TEMPLATE: _Place("film", "template", auto=True),
    Factor.OPENING: _Place("film", "opening", auto=True),
    Factor.CLOSING: _Place("film", "closing", auto=True),
    Factor.CAPTIONS: _Place("film", "caption_style", auto=True),
    Factor.NARRATOR: _Place("voice", "narrator", auto=False),
    Factor.SECONDS: _Place("script", "seconds", auto=False, read=float),
}


def arms_of_recipe(recipe: Recipe) -> dict[str, str]:
    """The value of each factor that the recipe names; what it leaves to the stages (``auto``) is not known."""
    found = {factor: _text(getattr(getattr(recipe, place.part), place.field)) for factor, place in _PLACES.items()}
    return {factor: value for factor, value in found.items() if value != _AUTO}


def choices_left_open(recipe: Recipe, allowed: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """The allowed values of the factors that the recipe leaves open.

    Open is ``auto``; voice and length have no such value, and are open where theirs is among the allowed ones.
    """
    named = arms_of_recipe(recipe)
    return {
        factor: values
        for factor, values in allowed.items()
        if factor not in named or (not _PLACES[factor].auto and named[factor] in values)
    }


def recipe_with_arms(recipe: Recipe, arms: Mapping[str, str]) -> Recipe:
    """The recipe with these values. Raises pydantic.ValidationError for one that a recipe cannot hold."""
    whole = recipe.model_dump()
    for factor, value in arms.items():
        if factor == Factor.HOUR:  # of the release, not of the film
            continue
        place = _PLACES[factor]
        whole[place.part][place.field] = place.read(value)
    return Recipe.model_validate(whole)


def canonical_value(factor: str, value: str) -> str:
    """The value as it is read from a recipe, 35 for 35.0. Raises ValueError for one that no recipe can hold."""
    if factor == Factor.HOUR and value in HOUR_BANDS:
        return value
    try:
        named = arms_of_recipe(recipe_with_arms(Recipe(), {factor: value})) if value else {}
    except (ValueError, KeyError):  # pydantic's error is a ValueError
        named = {}
    if factor not in named:
        raise ValueError(f"{value!r} is no value of {factor}")
    return named[factor]


def _text(value: object) -> str:
    """A value as it is written among the allowed ones: 35 for 35.0."""
    try:
        return f"{float(str(value)):g}"
    except ValueError:
        return str(value)
