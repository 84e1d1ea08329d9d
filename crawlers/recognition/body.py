"""The body of a post: the largest part of its page that is on no other page and is neither title, numbers nor
comments.
"""

from collections.abc import Collection, Sequence
from typing import Any, Final

from crawlers.recognition.css import find
from crawlers.recognition.readings import is_shown, own_text
from crawlers.recognition.samples import Sample
from crawlers.recognition.texts import is_number, is_time

_PICTURE: Final = 40
"""Letters that a picture counts for."""
_LINKED: Final = 0.2
_NEVER: Final = frozenset({"form", "nav", "footer", "aside", "button", "select", "label"})
_BOXES: Final = frozenset(
    {
        "div",
        "td",
        "section",
        "article",
        "main",
        "center",
        "table",
        "tbody",
        "tr",
        "li",
        "dd",
        "ul",
        "ol",
        "dl",
        "blockquote",
    }
)


def body_selector(samples: Sequence[Sample], taken: Sequence[Collection[Any]], within: Sequence[Any]) -> str | None:
    """The selector of the body on every sample's page.

    ``taken``: per page, the elements of title, fields and comments, none of which a body holds; ``within``: per page,
    the element where it stands, or None for the whole page.
    """
    chains = []
    for place, sample in enumerate(samples):
        others = frozenset[str]().union(*(other.texts for other in samples if other is not sample))
        root = within[place] if within[place] is not None else sample.page.node.root
        chains.append(_chain(root, sample, taken[place], others))
    fullest = max(range(len(chains)), key=lambda place: len(chains[place]), default=0)
    if not chains or not chains[fullest]:
        return None
    first = [chain or [None] for chain in chains]
    for elements in _combinations(first):
        pairs = [
            (sample.page.node, element)
            for sample, element in zip(samples, elements, strict=True)
            if element is not None
        ]
        css = find(pairs)
        if css:
            return css
    return None


def _combinations(chains: Sequence[Sequence[Any]]) -> list[list[Any]]:
    """One element of each chain, of one tag, the innermost first."""
    found = []
    for element in reversed(chains[0]):
        tag = getattr(element, "tag", None)
        rest = [
            [other for other in reversed(chain) if other is None or tag in (None, other.tag)] for chain in chains[1:]
        ]
        if all(rest):
            deepest = max(map(len, rest), default=1)
            found += [[element, *(other[min(step, len(other) - 1)] for other in rest)] for step in range(deepest)]
    return found


def _chain(root: Any, sample: Sample, taken: Collection[Any], others: frozenset[str]) -> list[Any]:
    """The box with most words of its own, and the boxes inside it that still hold all of them."""
    closed = {around for element in taken for around in (element, *element.iterancestors())}
    weights: dict[Any, float] = {}
    _weigh(root, sample, frozenset(taken), others, weights)
    free = [element for element in weights if element not in closed and element.tag in _BOXES]
    start = max(free, key=lambda element: (weights[element], -_depth(element)), default=None)
    if start is None or not weights[start]:
        return []
    chain = [start]
    while True:
        inner = [part for part in chain[-1] if part.tag in _BOXES and weights.get(part, 0) >= weights[start]]
        if not inner:
            return chain
        chain.append(inner[0])


def _depth(element: Any) -> int:
    return sum(1 for _ in element.iterancestors())


def _weigh(
    element: Any, sample: Sample, taken: Collection[Any], others: frozenset[str], weights: dict[Any, float]
) -> float:
    """Letters below an element that are on no other page; 0 for what is taken or never part of a body."""
    if not is_shown(element) or element.tag in _NEVER or element in taken or element in sample.left_out:
        return 0.0
    if element.tag == "img":
        return float(_PICTURE)
    own = own_text(element)
    letters = 0.0 if own in others or is_number(own) or is_time(own) else float(sum(map(str.isalnum, own)))
    total = letters + sum(_weigh(part, sample, taken, others, weights) for part in element)
    weights[element] = total * (_LINKED if element.tag == "a" else 1)
    return weights[element]
