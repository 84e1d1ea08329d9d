"""Streets, shops and places to go out."""

from libraries.drawn_world.scenes.places.town import (
    ceremonies,
    food,
    funeral,
    grills,
    gym,
    leisure,
    markets,
    nightlife,
    parks,
    salon,
    shops,
    stalls,
    streets,
)

__all__ = [
    "ceremonies",
    "food",
    "funeral",
    "grills",
    "gym",
    "leisure",
    "markets",
    "nightlife",
    "parks",
    "salon",
    "shops",
    "stalls",
    "streets",
]
