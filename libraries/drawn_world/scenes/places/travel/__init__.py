"""On the way."""

from libraries.drawn_world.scenes.places.travel import car, stations, transport

__all__ = ["car", "stations", "transport"]
