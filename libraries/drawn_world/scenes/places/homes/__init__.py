"""Homes and what is around them."""

from libraries.drawn_world.scenes.places.homes import (
    bathroom,
    flats,
    grounds,
    home,
    kitchen,
    lift_and_stairs,
    roof,
    studio_flat,
    thresholds,
)

__all__ = ["bathroom", "flats", "grounds", "home", "kitchen", "lift_and_stairs", "roof", "studio_flat", "thresholds"]
