"""Adapters by name: sites' engines, writers, voices, publishers. Ours register the same way as anyone's."""

from importlib.metadata import entry_points
from typing import Any

from schemas.errors import ConfigurationError


def names(group: str) -> list[str]:
    """Names registered in an entry-point group."""
    return sorted({point.name for point in entry_points(group=group)})


def every(group: str) -> dict[str, Any]:
    """All objects registered in an entry-point group, by name."""
    return {point.name: point.load() for point in sorted(entry_points(group=group), key=lambda point: point.name)}


def load(group: str, name: str, *, setting: str) -> Any:
    """The object registered as ``name``. Raises ConfigurationError naming ``setting`` when there is none."""
    for point in entry_points(group=group):
        if point.name == name:
            return point.load()
    raise ConfigurationError(
        setting=setting,
        why=f"there is no {name!r}",
        remedy=f"Choose one of: {', '.join(names(group)) or 'none is installed'}.",
    )
