"""Loggers of structlog, which is loaded when the first event is written.

Loading it takes a quarter of the time in which the process of a stage starts, and most of them write nothing.
"""

import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any

Processor = Callable[[Any, str, Any], Any]
"""structlog's: it is given the logger, the name of the method and the event."""


def load_structlog() -> ModuleType:
    """structlog without its part for Twisted, which nobody here uses and which loads Twisted, where it is installed."""
    sys.modules.setdefault("structlog.twisted", None)  # type: ignore[arg-type]
    import structlog

    return structlog


class LazyLogger:
    """A logger with the methods of structlog's: ``info``, ``warning``, ``exception`` and the others."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, method: str) -> Any:
        return getattr(load_structlog().get_logger(self._name), method)


def get_logger(name: str) -> LazyLogger:
    """The logger of the module ``name``."""
    return LazyLogger(name)
