"""Faces: their shape, and what they show. In units about the middle of an unscaled head; the chin lies at about 116."""
