"""The callback through which long work reports its progress."""

from collections.abc import Callable

ProgressCallback = Callable[[float, str], None]
"""Called with the percentage done (0 to 100) and a short sentence about what is being done now."""
