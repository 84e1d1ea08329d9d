"""Large pages made small enough to be compared: of what repeats under one parent, the first ones are kept."""

from collections import Counter
from typing import Any, Final

_LARGE: Final = 2_500
"""Elements from which on a page is thinned."""
_KEPT: Final = (60, 25, 10)
"""Children of one make that are kept: fewer where a page stays large."""


def thin_out_large_page(root: Any) -> None:
    """Takes elements out of the tree of a large page until it is no longer large, or until nothing repeats as often."""
    for kept in _KEPT:
        if sum(1 for _ in root.iter()) <= _LARGE:
            return
        _thin(root, kept)


def _thin(root: Any, kept: int) -> None:
    for parent in list(root.iter()):
        if len(parent) <= kept:
            continue
        seen: Counter[tuple[Any, str]] = Counter()
        for child in list(parent):
            make = child.tag, (child.get("class") or "").partition(" ")[0]
            seen[make] += 1
            if seen[make] > kept:
                parent.remove(child)
