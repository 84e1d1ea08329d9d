"""Homes and what is around them."""

from libraries.drawn_world.scenes.places.homes import (
    balcony,
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

__all__ = [
    "balcony",
    "bathroom",
    "flats",
    "grounds",
    "home",
    "kitchen",
    "lift_and_stairs",
    "roof",
    "studio_flat",
    "thresholds",
]
