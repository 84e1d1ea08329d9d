"""Fixtures of the commands' tests."""

from fixtures.doors import doors

__all__ = ["doors"]
