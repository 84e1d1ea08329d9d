"""Places of offices, learning, healing and service."""

from libraries.drawn_world.scenes.places.institutions import (
    army,
    break_room,
    doctor_and_police,
    hospital,
    offices,
    school,
    study,
)

__all__ = ["army", "break_room", "doctor_and_police", "hospital", "offices", "school", "study"]
