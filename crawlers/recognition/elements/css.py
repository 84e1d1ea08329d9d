"""CSS selectors for elements that are known: the plainest that finds just these on every page or row given."""

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import islice
from typing import Any, Final

from crawlers.parse.markup import Node

_NAME = re.compile(r"-?[A-Za-z_][\w-]*")
_TAG = re.compile(r"[a-z][a-z0-9]*")
_TELLING = ("itemprop", "rel", "role", "name", "valign", "height", "data-role", "data-type")
"""Attributes whose values say what an element is."""
_PER_PAGE = re.compile(r"\d{3,}")
"""Numbers in ids and classes that are those of one post."""
_MOST: Final = 160
_DEEPEST: Final = 100
"""Steps of the longest selector that is tried: real pages are nested less, and selectors are compiled by recursion."""
_WIDER: Final = 12


def classes(element: Any) -> list[str]:
    """The classes of an element that a selector may name."""
    return [
        name for name in (element.get("class") or "").split() if _NAME.fullmatch(name) and not _PER_PAGE.search(name)
    ]


def _id(element: Any) -> str:
    name = element.get("id") or ""
    return name if _NAME.fullmatch(name) and not _PER_PAGE.search(name) else ""


def _tag(element: Any) -> str:
    """The name of an element as a selector writes it; names of other vocabularies, such as ``o:p``, as any."""
    return str(element.tag) if _TAG.fullmatch(str(element.tag)) else "*"


def nth(element: Any) -> str:
    """The tag of an element and its place among siblings of that tag."""
    parent = element.getparent()
    if parent is None or not _TAG.fullmatch(str(element.tag)):
        return _tag(element)
    same = [child for child in parent if child.tag == element.tag]
    return f"{element.tag}:nth-of-type({same.index(element) + 1})" if len(same) > 1 else str(element.tag)


def named(element: Any) -> list[str]:
    """Selectors of an element by its own names, the most telling first."""
    tag, found = _tag(element), [f"#{_id(element)}"] if _id(element) else []
    found += [f"{tag}[{name}={element.get(name)}]" for name in _TELLING if _NAME.fullmatch(element.get(name) or "")]
    own = classes(element)
    found += [f"{tag}.{name}" for name in own]
    if len(own) > 1:
        found.append(f"{tag}.{'.'.join(own)}")
    return found


def path(element: Any, top: Any) -> str:
    """The way from ``top`` down to an element by places; it begins with the tag of ``top``."""
    steps = [nth(element)] if element is not top else []
    for parent in element.iterancestors() if element is not top else ():
        if parent is top:
            break
        steps.append(nth(parent))
    return " > ".join((_tag(top), *reversed(steps)))


def candidates(element: Any, top: Any) -> Iterator[str]:
    """Selectors that may find ``element`` below ``top``, the plainest first."""
    if element is top:
        yield ""
        return
    own = named(element)
    yield from own
    yield _tag(element)
    parents = [parent for parent in element.iterancestors() if parent is not top]
    parents = parents[: next((place for place, parent in enumerate(parents) if parent in (top, None)), len(parents))]
    inner = [nth(element)]
    for step, parent in enumerate(parents[:6]):
        if parent is top or top not in parent.iterancestors():
            break
        for name in named(parent):
            if not step:
                yield from (f"{name} > {mine}" for mine in (*own, _tag(element), nth(element)))
            yield from (f"{name} {mine}" for mine in own)
            yield f"{name} > {' > '.join(inner)}"
        inner.insert(0, nth(parent))
    way = path(element, top)
    if way.count(" > ") <= _DEEPEST:
        yield way


def find(pairs: Sequence[tuple[Node, Any]]) -> str | None:
    """The plainest selector whose first hit below each node is its element, or nothing where the element is None."""
    known = [(node, element) for node, element in pairs if element is not None]
    if not known:
        return None
    node, element = known[0]
    seen: set[str] = set()
    for css in islice(candidates(element, node.root), _MOST):
        if css not in seen and all(first(other, css) is wanted for other, wanted in pairs):
            return css
        seen.add(css)
    return None


def find_all(pages: Sequence[tuple[Node, Collection[Any]]], inner: Sequence[str] = ()) -> str | None:
    """The plainest selector that finds just the given elements of each page; ``inner``: what these may contain."""
    samples = [(node, next(iter(elements))) for node, elements in pages if elements]
    if not samples:
        return None
    node, element = samples[0]
    wanted = [_ordered(page, elements) for page, elements in pages]
    wider: list[str] = []
    for css in islice(dict.fromkeys(_rows(element, node.root)), _MOST):
        found = [[row.root for row in page.css(css)] for page, _ in pages]
        if found == wanted:
            return css
        if all(set(those) >= set(these) for those, these in zip(found, wanted, strict=True)):
            wider.append(css)
    for css in wider[:_WIDER]:
        ends = [f"{css}:has({part})" for part in inner if part] + ([f"{css}:not(:has(form))"] if inner else [])
        for whole in (*ends, f"{css} ~ {css.rpartition(' > ')[2]}"):
            if all(
                [row.root for row in page.css(whole)] == those for (page, _), those in zip(pages, wanted, strict=True)
            ):
                return whole
    return None


def _ordered(page: Node, elements: Collection[Any]) -> list[Any]:
    """In the order of the page."""
    wanted = set(elements)
    return [element for element in page.root.iter() if element in wanted]


def _rows(element: Any, top: Any) -> Iterator[str]:
    """Selectors that may find an element and its like."""
    own = [*(name for name in named(element) if not name.startswith("#")), _tag(element)]
    yield from own[:-1]
    inner: list[str] = []
    for parent in element.iterancestors():
        if parent is top:
            break
        for name in (*named(parent), ""):
            for mine in own if name else ():
                yield " > ".join((name, *inner, mine))
                yield f"{name} {mine}"
        inner.insert(0, nth(parent))
        if len(inner) > _DEEPEST:
            return
    for mine in own:
        yield " > ".join((_tag(top), *inner, mine))


def first(node: Node, css: str) -> Any:
    """The first element below a node that ``css`` finds, the node itself for an empty one; None without."""
    found = node.css(css)[:1] if css else [node]
    return found[0].root if found else None
