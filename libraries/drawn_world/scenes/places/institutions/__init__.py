"""Places of work, learning, healing and service."""

from libraries.drawn_world.scenes.places.institutions import army, break_room, desks, hospital, school, study, work

__all__ = ["army", "break_room", "desks", "hospital", "school", "study", "work"]
