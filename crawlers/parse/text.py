"""Text from the web made plain: no markup, no invisible or direction-changing characters, no towers of accents."""

import re
import unicodedata
from typing import Any

from parsel import Selector

_BLOCKS = frozenset(
    {
        *("address", "article", "aside", "blockquote", "dd", "div", "dl", "dt", "fieldset", "figcaption", "figure"),
        *("footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre"),
        *("section", "table", "td", "th", "tr", "ul"),
    }
)
_SILENT = frozenset(
    {
        *("script", "style", "noscript", "template", "iframe", "object", "embed", "svg", "math", "select", "option"),
        *("button", "textarea", "title", "head"),
    }
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d])", re.IGNORECASE)
_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and symbols that draw nothing, used for empty-looking names."""
_EMOJI_STYLE, _JOINER = "\ufe0f", "\u200d"
_MARKS = 4
"""So many combining marks one letter may carry; more is a tower."""


def plain(node: Selector) -> str:
    """The readable text below an element, one line per paragraph or ``<br>``; scripts and hidden parts left out."""
    pieces: list[str] = []
    # No recursion: a hostile page nests deeper than Python's stack. A closing entry is a piece of text to come.
    waiting: list[Any] = [node.root]
    while waiting:
        element = waiting.pop()
        if isinstance(element, str):
            # One line end is enough: thousands of nested boxes must not push the text out of its limit.
            if element and not (element == "\n" and pieces[-1:] == ["\n"]):
                pieces.append(element)
            continue
        if element is not node.root:
            waiting.append(_flow(element.tail))
        if element.tag == "br":
            waiting.append("\n")
        elif isinstance(element.tag, str) and not (_is_silent(element) and element is not node.root):
            edge = "\n" if element.tag in _BLOCKS else ""
            waiting.extend((edge, *reversed(element), _flow(element.text), edge))
    return "".join(pieces)


def _is_silent(element: Any) -> bool:
    hidden = element.get("hidden") is not None or _HIDDEN.search(element.get("style") or "") is not None
    return element.tag in _SILENT or hidden


def _flow(text: str | None) -> str:
    """Line ends in the source of a page are spaces to its reader."""
    return (text or "").replace("\r", " ").replace("\n", " ")


def clean(text: str, limit: int) -> str:
    """NFC text of at most ``limit`` characters with single spaces and single line ends.

    Control, format (bidi, zero-width, tags), private and lone surrogate characters are dropped, except the joiner
    inside an emoji.
    """
    # Cut first: normalising and filtering must not be paid for a novel that is thrown away after.
    text = unicodedata.normalize("NFC", text[: limit * 4].replace("\r\n", "\n"))
    kept: list[str] = []
    marks = 0
    for character in text:
        category = unicodedata.category(character)
        marks = marks + 1 if category[0] == "M" and character != _EMOJI_STYLE else 0
        if category[0] == "Z":
            kept.append(" " if category == "Zs" else "\n")
        elif marks <= _MARKS and _is_readable(character, category, kept[-1] if kept else ""):
            kept.append(character)
    lines = (" ".join(line.split()) for line in "".join(kept).split("\n"))
    return "\n".join(line for line in lines if line)[:limit].rstrip()


def _is_readable(character: str, category: str, before: str) -> bool:
    if character == _JOINER:
        return before == _EMOJI_STYLE or (before != "" and unicodedata.category(before) in ("So", "Sk"))
    return character in "\n\t" or (category[0] != "C" and character not in _BLANK)


def line(text: str, limit: int) -> str:
    """Like `clean`, on one line: titles and names."""
    return clean(text.replace("\r", " ").replace("\n", " "), limit)
