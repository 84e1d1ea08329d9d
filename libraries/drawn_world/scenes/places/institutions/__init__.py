"""Scenes of offices, schools, hospitals, army and police."""

from libraries.drawn_world.scenes.places.institutions import (
    barracks_and_guard_post,
    break_room,
    consulting_room_and_police_station,
    hospital,
    library_and_lecture_hall,
    offices,
    school,
    school_yard,
)

__all__ = [
    "barracks_and_guard_post",
    "break_room",
    "consulting_room_and_police_station",
    "hospital",
    "library_and_lecture_hall",
    "offices",
    "school",
    "school_yard",
]
