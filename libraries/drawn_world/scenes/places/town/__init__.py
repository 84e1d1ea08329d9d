"""Streets, shops and places to go out."""

from libraries.drawn_world.scenes.places.town import ceremonies, food, grills, leisure, shops, streets

__all__ = ["ceremonies", "food", "grills", "leisure", "shops", "streets"]
