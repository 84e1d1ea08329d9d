"""Plain text from web pages: without markup, invisible or direction-changing characters, or stacks of accents."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any

from crawlers.parse.markup import Node
from libraries.korean.letters.marks import unescape

_BLOCKS = frozenset(
    {
        *("address", "article", "aside", "blockquote", "dd", "div", "dl", "dt", "fieldset", "figcaption", "figure"),
        *("footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre"),
        *("section", "table", "td", "th", "tr", "ul"),
    }
)
_NOT_TEXT = frozenset(
    {
        *("script", "style", "noscript", "template", "iframe", "object", "embed", "svg", "math", "select", "option"),
        *("button", "textarea", "title", "head"),
    }
)
CODE, STRUCK = "\uf0c0", "\uf0c1"
"""Private-use characters that `plain_text` puts where it leaves out a block of code, or words that were struck out, so
that these can be counted; `clean` drops them."""
_STRUCK_OUT = frozenset({"del", "s", "strike"})
_CODE_SIGNS = re.compile(r"[{}();=<>\\$|]")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d])", re.IGNORECASE)
_AS_WRITTEN = re.compile(r"white-?space\s*[:-]\s*pre-(?:wrap|line)")
_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and symbols that draw nothing, used for names that look empty."""
_EMOJI_STYLE, _JOINER = "\ufe0f", "\u200d"
_MARKS = 4
"""Combining marks that one letter may carry; further ones are dropped (\"Zalgo\" text)."""

_READ = 60_000
"""Characters of a text in which pictures are looked for."""


def plain_text(node: Node) -> str:
    """The readable text below an element, one line per paragraph or ``<br>``.

    Scripts and hidden parts are left out; code (but single words) and what its author struck out leave a mark each.
    """
    return "".join(piece for piece in _pieces(node) if isinstance(piece, str))


def paragraphs_before(node: Node, pictures: Sequence[Node]) -> tuple[int | None, ...]:
    """How many paragraphs of the text below an element, as `clean` leaves them, stand before each of its pictures.

    None for a picture that is in no part of the text, or behind its first 60,000 characters.
    """
    wanted = {picture.root: at for at, picture in enumerate(pictures)}
    found: list[int | None] = [None] * len(pictures)
    before, room = 0, _READ
    text: list[str] = []
    for piece in _pieces(node):
        if isinstance(piece, str):
            text.append(piece)
            room -= len(piece)
        elif piece in wanted:
            # Lines are cleaned each for itself, so those that are complete need not be cleaned again.
            complete, _, rest = "".join(text).rpartition("\n")
            before, text = before + _lines(complete), [rest]
            found[wanted.pop(piece)] = before + _lines(rest)
        if room < 0 or not wanted:
            break
    return tuple(found)


def _lines(text: str) -> int:
    return len(clean(text, len(text)).splitlines())


def _pieces(node: Node) -> Iterator[Any]:
    """The text below an element piece by piece, and each ``img`` between them."""
    # No recursion: a hostile page can nest deeper than Python's stack. A string in the stack is text still to come.
    stack: list[Any] = [node.root]
    last = ""
    as_written = set[Any]()
    while stack:
        element = stack.pop()
        if isinstance(element, str):
            # Only one line end in a row: thousands of nested boxes must not use up the limit of the text.
            if element and not (element == "\n" and last == "\n"):
                last = element
                yield element
            continue
        parent = element.getparent()
        if element is not node.root:
            stack.append(element.tail or "" if parent in as_written else _unwrapped(element.tail))
        if parent in as_written or _keeps_lines(element):
            as_written.add(element)
        mark = _left_out(element)
        if element.tag == "br":
            stack.append("\n")
        elif mark:
            stack.append(mark)
        elif isinstance(element.tag, str) and not (_is_not_text(element) and element is not node.root):
            if element.tag == "img":
                yield element
            edge = "\n" if element.tag in _BLOCKS else ""
            text = element.text or "" if element in as_written else _unwrapped(element.text)
            stack.extend((edge, *reversed(element), text, edge))


def _left_out(element: Any) -> str:
    """The mark that stands for an element which is no text of its author's; empty for any other."""
    if element.tag in _STRUCK_OUT:
        return STRUCK
    if element.tag == "code":
        parent = element.getparent()
        is_block = parent is not None and parent.tag == "pre"
        return CODE if is_block or _CODE_SIGNS.search(element.text or "") else ""
    return ""


def _is_not_text(element: Any) -> bool:
    hidden = element.get("hidden") is not None or _HIDDEN.search(element.get("style") or "") is not None
    return element.tag in _NOT_TEXT or hidden


def _keeps_lines(element: Any) -> bool:
    """Whether line ends in an element's source are displayed: in ``pre``, or by a style or a class of Tailwind's."""
    if element.tag == "pre":
        return True
    said = f"{element.get('class', '')} {element.get('style', '')}".lower()
    return "pre-" in said and _AS_WRITTEN.search(said) is not None


def _unwrapped(text: str | None) -> str:
    """Line ends in the source of a page are displayed as spaces."""
    return (text or "").replace("\r", " ").replace("\n", " ")


def clean(text: str, limit: int) -> str:
    """NFC text of at most ``limit`` characters with single spaces and single line ends.

    Entities that are left, because a page escaped its text twice, are resolved. Control, format (bidi, zero-width,
    tags), private and lone surrogate characters are dropped, except the joiner inside an emoji.
    """
    # Cut first: text beyond the limit is dropped anyway and need not be normalised.
    text = unicodedata.normalize("NFC", unescape(text[: limit * 4].replace("\r\n", "\n")))
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
