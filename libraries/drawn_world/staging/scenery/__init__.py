"""Scenery: furniture, things and backdrops of shots, written as code."""
