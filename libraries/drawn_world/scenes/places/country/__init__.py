"""In the open country."""

from libraries.drawn_world.scenes.places.country import campsite, fields, mountain, village, waterside, woods

__all__ = ["campsite", "fields", "mountain", "village", "waterside", "woods"]
