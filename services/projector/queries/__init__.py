"""Queries over the projection: posts and films, figures, measurements."""
