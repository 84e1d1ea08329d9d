"""In the open country."""

from libraries.drawn_world.scenes.places.country import nature, waterside

__all__ = ["nature", "waterside"]
