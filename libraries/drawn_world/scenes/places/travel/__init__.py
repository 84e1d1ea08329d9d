"""On the way."""

from libraries.drawn_world.scenes.places.travel import car, transport

__all__ = ["car", "transport"]
