"""Selectors that may find an element, or an element and its like, the plainest first."""

from collections.abc import Iterator
from typing import Any, Final

from crawlers.recognition.elements.element_names import (
    nth_of_type_selector,
    path_selector,
    selectors_by_name,
    tag_selector,
)

_DEEPEST: Final = 100
"""Steps of the longest selector that is tried: real pages are nested less, and selectors are compiled by recursion."""


def candidate_selectors(element: Any, top: Any) -> Iterator[str]:
    """Selectors that may find ``element`` below ``top``, the plainest first."""
    if element is top:
        yield ""
        return
    own = selectors_by_name(element)
    yield from own
    yield tag_selector(element)
    parents = [parent for parent in element.iterancestors() if parent is not top]
    parents = parents[: next((place for place, parent in enumerate(parents) if parent in (top, None)), len(parents))]
    inner = [nth_of_type_selector(element)]
    for step, parent in enumerate(parents[:6]):
        if parent is top or top not in parent.iterancestors():
            break
        for name in selectors_by_name(parent):
            if not step:
                yield from (f"{name} > {mine}" for mine in (*own, tag_selector(element), nth_of_type_selector(element)))
            yield from (f"{name} {mine}" for mine in own)
            yield f"{name} > {' > '.join(inner)}"
        inner.insert(0, nth_of_type_selector(parent))
    way = path_selector(element, top)
    if way.count(" > ") <= _DEEPEST:
        yield way


def candidate_selectors_of_many(element: Any, top: Any) -> Iterator[str]:
    """Selectors that may find an element and its like."""
    own = [*(name for name in selectors_by_name(element) if not name.startswith("#")), tag_selector(element)]
    yield from own[:-1]
    inner: list[str] = []
    for parent in element.iterancestors():
        if parent is top:
            break
        for name in (*selectors_by_name(parent), ""):
            for mine in own if name else ():
                yield " > ".join((name, *inner, mine))
                yield f"{name} {mine}"
        inner.insert(0, nth_of_type_selector(parent))
        if len(inner) > _DEEPEST:
            return
    for mine in own:
        yield " > ".join((tag_selector(top), *inner, mine))
