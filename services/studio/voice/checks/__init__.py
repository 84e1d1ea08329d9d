"""Checks of spoken lines: whether each is speech, whole, said once, and as long as its text."""
