"""Texts compared with each other, personal data masked in them, and words cleaned and cut for platforms."""
