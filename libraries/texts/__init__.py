"""Texts compared with each other, and personal data masked in them."""
