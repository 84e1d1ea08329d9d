"""Homes and what is around them."""

from libraries.drawn_world.scenes.places.homes import flats, grounds, home, kitchen, studio_flat

__all__ = ["flats", "grounds", "home", "kitchen", "studio_flat"]
