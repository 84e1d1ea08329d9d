"""Makers of pictures: each gives the picture of one line of a story, or none where it has none that fits."""
