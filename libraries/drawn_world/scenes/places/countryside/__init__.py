"""Scenes in the open country."""

from libraries.drawn_world.scenes.places.countryside import campsite, field, forest, mountain, village, waterside

__all__ = ["campsite", "field", "forest", "mountain", "village", "waterside"]
