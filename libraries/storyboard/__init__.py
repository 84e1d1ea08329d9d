"""A planned film: scenes on the grid of frames, and the cards that are drawn in them."""
