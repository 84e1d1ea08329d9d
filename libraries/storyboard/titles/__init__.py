"""Titles: openings and closings of films, as forms that are data."""
