"""Faces and number plates found in pictures."""
