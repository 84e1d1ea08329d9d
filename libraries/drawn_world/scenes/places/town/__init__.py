"""Streets, shops and places to go out."""

from libraries.drawn_world.scenes.places.town import (
    barbecue_and_bar,
    cafe_and_restaurant,
    funeral,
    gym,
    internet_cafe,
    karaoke,
    markets,
    park_and_bus_stop,
    salon_and_warehouse,
    shops,
    stalls,
    streets,
    wedding,
)

__all__ = [
    "barbecue_and_bar",
    "cafe_and_restaurant",
    "funeral",
    "gym",
    "internet_cafe",
    "karaoke",
    "markets",
    "park_and_bus_stop",
    "salon_and_warehouse",
    "shops",
    "stalls",
    "streets",
    "wedding",
]
