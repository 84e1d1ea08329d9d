"""In the open country."""

from libraries.drawn_world.scenes.places.country import campsite, fields, nature, village, waterside, woods

__all__ = ["campsite", "fields", "nature", "village", "waterside", "woods"]
