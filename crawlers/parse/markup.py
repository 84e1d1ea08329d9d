"""Markup read into a tree. The only module that imports parsel, and only when a page is read: engines and their
descriptors are listed also where the libraries of the crawl are not installed.
"""

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


def source(element: object) -> str:
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
