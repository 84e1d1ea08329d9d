"""Looks of drawn films: how each mood is graded, framed and lettered, and what its comments are written on."""
