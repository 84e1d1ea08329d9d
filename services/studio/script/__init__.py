"""The script stage: a post becomes the lines of a short."""
