"""The scenes of the drawn places, one function each."""

from libraries.drawn_world.scenes.places import (
    country,
    homes,
    institutions,
    monitors,
    paper_sheet,
    phones,
    town,
    travel,
)
from libraries.drawn_world.scenes.registry import SCENE_FUNCTIONS

__all__ = ["SCENE_FUNCTIONS", "country", "homes", "institutions", "monitors", "paper_sheet", "phones", "town", "travel"]
