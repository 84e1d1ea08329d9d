"""Engines of single communities whose comments come from an end point of their own."""
