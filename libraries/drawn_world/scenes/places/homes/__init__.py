"""Scenes in homes and around them."""

from libraries.drawn_world.scenes.places.homes import (
    apartment_corridor,
    apartment_grounds,
    balcony,
    bathroom,
    front_door_and_car_park,
    kitchen,
    lift_and_stairs,
    living_room_and_bedroom,
    rooftop,
    studio_flat,
)

__all__ = [
    "apartment_corridor",
    "apartment_grounds",
    "balcony",
    "bathroom",
    "front_door_and_car_park",
    "kitchen",
    "lift_and_stairs",
    "living_room_and_bedroom",
    "rooftop",
    "studio_flat",
]
