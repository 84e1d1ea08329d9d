"""In the open country."""

from libraries.drawn_world.scenes.places.country import nature, village, waterside, woods

__all__ = ["nature", "village", "waterside", "woods"]
