"""Markup read into a tree. The only module that imports parsel, and only when a page is read: engines and their
descriptors are listed also where the libraries of the crawl are not installed.
"""

from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from parsel import Selector

    Node = Selector
else:
    Node = Any
    """An element of a page and all below it: a ``parsel.Selector``."""


def parse_html(text: str) -> Node:
    """The tree of an HTML page; what is broken is mended as a browser would."""
    from parsel import Selector

    return Selector(text=text, type="html")


def parse_xml(text: str) -> Node:
    """The tree of an XML document. Knows no entities but XML's own, loads nothing, and refuses huge documents."""
    from parsel import Selector

    return Selector(text=text, type="xml", huge_tree=False)


def xml_text(element: object) -> str:
    """An element of a tree as XML text."""
    from parsel import Selector

    return str(Selector(root=element, type="xml").get())


def css_fault(css: str) -> str:
    """Why ``css`` is no CSS selector; empty when it is one."""
    from cssselect import SelectorError
    from parsel.csstranslator import HTMLTranslator

    try:
        HTMLTranslator().css_to_xpath(css)
    except SelectorError as error:
        return str(error)
    return ""


def find_elements(element: Any, css: str) -> list[Any]:
    """What ``css`` finds in an element of lxml or is it (the ``root`` of a Node), as such elements: much cheaper than
    Nodes, where no more is asked of them than text and attributes.
    """
    found: list[Any] = _compiled(css)(element)
    return found


@lru_cache(maxsize=2048)
def _compiled(css: str) -> Callable[[Any], list[Any]]:
    from lxml.etree import XPath  # type: ignore[import-untyped]
    from parsel.csstranslator import HTMLTranslator

    compiled: Callable[[Any], list[Any]] = XPath(HTMLTranslator().css_to_xpath(css), smart_strings=False)
    return compiled


def nearest_ancestor(node: Node, css: str) -> Sequence[Node]:
    """The nearest element around ``node`` that ``css`` finds, or nothing."""
    return node.xpath(_ancestors(css))[-1:]


@lru_cache(maxsize=256)
def _ancestors(css: str) -> str:
    from parsel.csstranslator import HTMLTranslator

    return HTMLTranslator().css_to_xpath(css, prefix="ancestor::")


def texts_outside(root: Any, without: str) -> Iterator[str]:
    """The pieces of text in an element of lxml, in order, but those in the elements that ``without`` finds."""
    left_out = set(find_elements(root, without)) if without else set()
    stack: list[Any] = [root]
    while stack:
        element = stack.pop()
        if isinstance(element, str):
            yield element
        else:
            stack.extend((element.tail or "",) if element is not root else ())
            if element not in left_out and isinstance(element.tag, str):
                stack.extend((*reversed(element), element.text or ""))


def separate_nested_rows(rows: list[Node], *, siblings: bool = False) -> list[Node]:
    """``rows`` without the rows inside them, as copies where there are such; each goes on over the ``siblings`` that
    follow it, up to the next row, where these belong to it.
    """
    from parsel import Selector

    every = {row.root for row in rows}
    around = {parent for root in every for parent in root.iterancestors() if parent in every}
    if not siblings and not around:
        return rows
    return [
        Selector(root=_copy(row.root, every, siblings=siblings), type="html") if siblings or row.root in around else row
        for row in rows
    ]


def _copy(row: Any, every: set[Any], *, siblings: bool) -> Any:
    copied = deepcopy(row)
    copied.tail = None
    inside = [copy for part, copy in zip(row.iter(), copied.iter(), strict=True) if part is not row and part in every]
    for part in inside:
        # The rows inside a row inside this one are gone with it.
        part.drop_tree()
    for sibling in row.itersiblings() if siblings else ():
        if sibling in every:
            break
        copied.append(deepcopy(sibling))
    return copied


def parse_hidden_markup(node: Node) -> Node:
    """``node``, or the tree of the markup that it holds as text: a hidden field whose content a script shows."""
    if node.root.tag != "textarea":
        return node
    return parse_html(f"<div>{node.root.text or ''}</div>").css("div")[0]


def remove_parts(node: Node, css: str) -> None:
    """Remove the parts of ``node`` that ``css`` finds, but not the text behind them."""
    for part in node.css(css) if css else ():
        part.drop()
