"""The drawn world: people and places as vector pictures, made from typed parameters alone."""
