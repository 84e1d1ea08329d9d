"""Adapters by name. Ours and other people's register alike, through entry points."""

from importlib.metadata import entry_points
from typing import Any

from schemas.errors import ConfigurationError


def load(group: str, name: str) -> Any:
    """An instance of the adapter registered as ``name`` in the entry-point group. Raises ConfigurationError.

    The caller names the Protocol it expects; an adapter is built without arguments.
    """
    found = entry_points(group=group, name=name)
    if not found:
        known = ", ".join(sorted(entry_points(group=group).names)) or "none: run 'pip install -e .' again"
        raise ConfigurationError(
            setting=f"{group} {name!r}", why="nothing is registered under this name", remedy=f"Known: {known}."
        )
    return next(iter(found)).load()()
