"""Saved pages of real sites: what an engine reads of them, compared with what a person reads there."""
