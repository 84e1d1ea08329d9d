"""Drawn places in films: the living ground of a scene, and the frames that lie around it."""
