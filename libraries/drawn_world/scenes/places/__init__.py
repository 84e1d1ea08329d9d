"""The scenes of the drawn places, one function each."""

from libraries.drawn_world.scenes.places import (
    computer_and_surveillance_screens,
    countryside,
    homes,
    institutions,
    paper_sheet,
    phones,
    town,
    travel,
)
from libraries.drawn_world.scenes.registry import SCENE_FUNCTIONS

__all__ = [
    "SCENE_FUNCTIONS",
    "computer_and_surveillance_screens",
    "countryside",
    "homes",
    "institutions",
    "paper_sheet",
    "phones",
    "town",
    "travel",
]
