"""What of a page's elements is seen: their texts, without scripts and forms' choices."""

from collections.abc import Iterator
from typing import Any, Final

from crawlers.recognition.elements.text_kinds import one_line_text

_NOT_SHOWN: Final = frozenset(
    {"script", "style", "noscript", "template", "option", "head", "title", "textarea", "svg", "select"}
)


def can_show_text(element: Any) -> bool:
    """Whether an element is of a kind whose text is displayed: no comment, script or choice of a form."""
    return isinstance(element.tag, str) and element.tag not in _NOT_SHOWN


def visible_elements(root: Any, left_out: frozenset[Any] = frozenset()) -> Iterator[Any]:
    """The elements below ``root``, itself among them, that can show text, without ``left_out`` and what is in these."""
    stack = [root]
    while stack:
        element = stack.pop()
        if can_show_text(element) and element not in left_out:
            yield element
            stack.extend(reversed(element))


def element_text(element: Any) -> str:
    """The visible text of an element, on one line."""
    return one_line_text(" ".join(visible_texts(element)))


def visible_texts(element: Any) -> Iterator[str]:
    """The pieces of visible text in an element, in the order of the page.

    Without recursion, since a page may be nested deeper than Python calls may be.
    """
    stack: list[Any] = [element]
    while stack:
        part = stack.pop()
        if isinstance(part, str):
            yield part
        elif can_show_text(part):
            yield part.text or ""
            for child in reversed(part):
                stack += (child.tail or "", child)


def own_text(element: Any) -> str:
    """The text of an element without that of the elements inside it, on one line."""
    return one_line_text(" ".join((element.text or "", *(child.tail or "" for child in element))))
