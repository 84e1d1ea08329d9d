"""The recall of a first part in the script of its follow-up."""

from typing import Final

from libraries.film_scripts.follow_ups import recall_seconds
from schemas.events.post import PartTwo
from schemas.recipe import Recipe

_LEAST: Final = 15.0
"""Seconds of a script."""


def with_room_for_recall(recipe: Recipe, part_two: PartTwo | None) -> Recipe:
    """The recipe of a script that is as much shorter as the recall is long."""
    if part_two is None:
        return recipe
    seconds = max(_LEAST, round(recipe.script.seconds - recall_seconds(part_two.recall), 1))
    return recipe.model_copy(update={"script": recipe.script.model_copy(update={"seconds": seconds})})
