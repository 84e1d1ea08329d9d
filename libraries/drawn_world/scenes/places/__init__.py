"""The drawn places, one function each."""

from libraries.drawn_world.scenes.places import flats, food, grills, grounds, home, kitchen, shops, studio_flat, work
from libraries.drawn_world.scenes.registry import BUILDERS

__all__ = ["BUILDERS", "flats", "food", "grills", "grounds", "home", "kitchen", "shops", "studio_flat", "work"]
