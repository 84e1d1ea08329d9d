"""Places of work, learning, healing and service."""

from libraries.drawn_world.scenes.places.institutions import army, hospital, school, study, work

__all__ = ["army", "hospital", "school", "study", "work"]
