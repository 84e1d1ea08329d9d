"""The drawn places, one function each."""

from libraries.drawn_world.scenes.places import country, homes, institutions, monitors, papers, phones, town, travel
from libraries.drawn_world.scenes.registry import BUILDERS

__all__ = ["BUILDERS", "country", "homes", "institutions", "monitors", "papers", "phones", "town", "travel"]
