"""CSS selectors for elements that are known: the plainest that finds just these on every page or row given."""

from collections.abc import Collection, Sequence
from itertools import islice
from typing import Any, Final

from crawlers.parse.markup import Node
from crawlers.recognition.elements.candidate_selectors import candidate_selectors, candidate_selectors_of_many

_MOST: Final = 160
_WIDER: Final = 12


def plainest_selector(pairs: Sequence[tuple[Node, Any]]) -> str | None:
    """The plainest selector whose first hit below each node is its element, or nothing where the element is None."""
    known = [(node, element) for node, element in pairs if element is not None]
    if not known:
        return None
    node, element = known[0]
    seen: set[str] = set()
    for css in islice(candidate_selectors(element, node.root), _MOST):
        if css not in seen and all(first_match(other, css) is wanted for other, wanted in pairs):
            return css
        seen.add(css)
    return None


def plainest_selector_of_many(pages: Sequence[tuple[Node, Collection[Any]]], inner: Sequence[str] = ()) -> str | None:
    """The plainest selector that finds just the given elements of each page; ``inner``: what these may contain."""
    samples = [(node, next(iter(elements))) for node, elements in pages if elements]
    if not samples:
        return None
    node, element = samples[0]
    wanted = [_ordered(page, elements) for page, elements in pages]
    wider: list[str] = []
    for css in islice(dict.fromkeys(candidate_selectors_of_many(element, node.root)), _MOST):
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


def first_match(node: Node, css: str) -> Any:
    """The first element below a node that ``css`` finds, the node itself for an empty one; None without."""
    found = node.css(css)[:1] if css else [node]
    return found[0].root if found else None
