"""Contact sheets: all that can be drawn, side by side, to be looked at."""
