"""The body of a post: the largest part of its page that is on no other page and is neither title, numbers nor
comments.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from crawlers.recognition.elements.candidate_selectors import candidate_selectors
from crawlers.recognition.elements.plainest_selectors import first_match
from crawlers.recognition.elements.text_kinds import is_number, is_time
from crawlers.recognition.elements.visible_text import can_show_text, own_text, visible_elements
from crawlers.recognition.fields.certainty import FieldCertainty
from crawlers.recognition.fields.samples import PostSample
from crawlers.sites_config.model import ImageRules

_PICTURE: Final = 40
"""Letters that a picture counts for."""
_LINKED: Final = 0.2
_BUTTON: Final = 12
"""Letters of the words on a button, at most."""
_TRIED: Final = 24
_SELECTORS: Final = 40
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


@dataclass(frozen=True, slots=True)
class BodySurroundings:
    """What surrounds the body of one page.

    ``taken``: the elements of title, fields and comments, none of which a body holds; ``comments``: the rows of
    comments; ``within``: the element where the body stands, or None for the whole page.
    """

    taken: frozenset[Any]
    comments: tuple[Any, ...]
    within: Any


def body_selector(
    samples: Sequence[PostSample], parts: Sequence[BodySurroundings]
) -> tuple[str, FieldCertainty] | None:
    """The selector of the body on every sample's page: sure where it stands between title and comments, and nothing
    else there is as long.
    """
    views = []
    for sample, part in zip(samples, parts, strict=True):
        others = [other for other in samples if other is not sample]
        views.append(_eligible(sample, part, others))
    found = [_Body(css, elements, weight) for css, elements, weight in _shared(samples, views)]
    best = max(
        found, key=lambda body: (sum(part is not None for part in body.elements), body.weight, body.depth), default=None
    )
    if best is None:
        return None
    rivals = [body for body in found if body.weight >= best.weight / 2 and body.is_apart(best)]
    holds_layout = any(
        _holds_layout(element, [other for other in samples if other is not sample])
        for sample, element in zip(samples, best.elements, strict=True)
        if element is not None
    )
    return best.css, FieldCertainty.UNSURE if rivals or holds_layout else FieldCertainty.SURE


def _holds_layout(body: Any, others: Sequence[PostSample]) -> bool:
    """Whether a body holds what other pages show too: short words, as of buttons, or pictures."""
    texts = frozenset[str]().union(*(other.own_texts for other in others))
    pictures = frozenset(_source(image) for other in others for image in other.page.node.root.iter("img"))
    words = {text for element in visible_elements(body) if (text := own_text(element)) and len(text) <= _BUTTON}
    return bool(words & texts) or any(_source(image) in pictures for image in body.iter("img") if _source(image))


@dataclass(frozen=True, slots=True)
class _Body:
    """What may be the body: its element on each page, None where that has none, and the letters in all of them."""

    css: str
    elements: tuple[Any, ...]
    weight: float

    @property
    def depth(self) -> int:
        return next((_depth(element) for element in self.elements if element is not None), 0)

    def is_apart(self, other: "_Body") -> bool:
        """Whether on every page neither holds the other."""
        pairs = [pair for pair in zip(self.elements, other.elements, strict=True) if None not in pair]
        return all(
            one is not two and one not in two.iterancestors() and two not in one.iterancestors() for one, two in pairs
        )


def _shared(
    samples: Sequence[PostSample], views: Sequence[dict[Any, float]]
) -> Iterator[tuple[str, tuple[Any, ...], float]]:
    """Selectors that find an eligible element on one page, with what they find on the others."""
    for sample, view in zip(samples, views, strict=True):
        for element in sorted(view, key=lambda element: (-view[element], -_depth(element)))[:_TRIED]:
            for css in islice(candidate_selectors(element, sample.page.node.root), _SELECTORS):
                if first_match(sample.page.node, css) is not element:
                    continue
                elements = [first_match(other.page.node, css) for other in samples]
                shown = tuple(part if part in other else None for part, other in zip(elements, views, strict=True))
                yield css, shown, sum(other.get(part, 0.0) for part, other in zip(elements, views, strict=True))
                if None not in shown:
                    break


def _eligible(sample: PostSample, part: BodySurroundings, others: Sequence[PostSample]) -> dict[Any, float]:
    """The boxes between title and comments with words or pictures of their own, and how many letters these are."""
    closed = {around for element in part.taken for around in (element, *element.iterancestors())}
    texts = frozenset[str]().union(*(other.own_texts for other in others))
    pictures = frozenset(_source(image) for other in others for image in other.page.node.root.iter("img"))
    weights: dict[Any, float] = {}
    root = part.within if part.within is not None else sample.page.node.root
    _weigh(root, _Layout(sample, part.taken, texts | pictures), weights)
    start = sample.element_order.get(sample.title_element, 0)
    end = sample.element_order[part.comments[0]] if part.comments else len(sample.element_order)
    return {
        element: weight
        for element, weight in weights.items()
        if weight
        and element.tag in _BOXES
        and element not in closed
        and (part.within is not None or start < sample.element_order[element] < end)
    }


def _source(image: Any) -> str:
    """The address of a picture, which a script may load later, as it is written; empty for one without."""
    found = (image.get(name) or "" for name in ImageRules().attributes)
    return next((source for source in found if source and not source.startswith("data:")), "")


def _depth(element: Any) -> int:
    return sum(1 for _ in element.iterancestors())


@dataclass(frozen=True, slots=True)
class _Layout:
    """What counts for no body: what is ``taken``, and texts and pictures that other pages show too."""

    sample: PostSample
    taken: frozenset[Any]
    elsewhere: frozenset[Any]


def _weigh(element: Any, layout: _Layout, weights: dict[Any, float]) -> float:
    """Letters below an element that are on no other page; 0 for what is taken or never part of a body."""
    if (
        not can_show_text(element)
        or element.tag in _NEVER
        or element in layout.taken
        or element in layout.sample.rows_of_lists
    ):
        return 0.0
    if element.tag == "img":
        return 0.0 if _source(element) in layout.elsewhere else float(_PICTURE)
    own = own_text(element)
    is_value = own in layout.elsewhere or is_number(own) or is_time(own)
    letters = 0.0 if is_value else float(sum(map(str.isalnum, own)))
    total = letters + sum(_weigh(part, layout, weights) for part in element)
    weights[element] = total * (_LINKED if element.tag == "a" else 1)
    return weights[element]
