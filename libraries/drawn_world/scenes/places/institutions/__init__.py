"""Places of work, learning, healing and service."""

from libraries.drawn_world.scenes.places.institutions import army, hospital, school, work

__all__ = ["army", "hospital", "school", "work"]
