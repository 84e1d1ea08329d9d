"""Failure codes of making films: scripts, voices, films, models and the servers they run on."""
