"""Scenes of streets, shops and places to go out."""

from libraries.drawn_world.scenes.places.town import (
    barbecue_and_bar,
    cafe_and_restaurant,
    convenience_store,
    funeral_hall,
    gym,
    hair_salon,
    internet_cafe,
    karaoke_room,
    park_and_bus_stop,
    street_stall,
    streets,
    supermarket_and_small_shop,
    warehouse,
    wedding_hall,
)

__all__ = [
    "barbecue_and_bar",
    "cafe_and_restaurant",
    "convenience_store",
    "funeral_hall",
    "gym",
    "hair_salon",
    "internet_cafe",
    "karaoke_room",
    "park_and_bus_stop",
    "street_stall",
    "streets",
    "supermarket_and_small_shop",
    "warehouse",
    "wedding_hall",
]
