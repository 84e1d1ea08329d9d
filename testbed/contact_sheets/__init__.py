"""Contact sheets: everything that can be drawn, side by side, for a person to look at."""
