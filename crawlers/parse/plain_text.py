"""Plain text from web pages: without markup, invisible or direction-changing characters, or stacks of accents."""

import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any

from crawlers.parse.element_display import (
    CODE,
    DRAWN,
    STRUCK,
    is_block_element,
    is_readable_element,
    omission_mark,
    preserves_line_ends,
    superscript_text,
    text_before_and_after,
)
from crawlers.parse.markup import Node
from libraries.korean.letters.markup import unescape_html

__all__ = ["CODE", "STRUCK", "clean_line", "clean_text", "count_paragraphs_before", "plain_text"]

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


def count_paragraphs_before(node: Node, pictures: Sequence[Node]) -> tuple[int | None, ...]:
    """How many paragraphs of the text below an element, as `clean_text` leaves them, stand before each of its pictures.

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
    return len(clean_text(text, len(text)).splitlines())


def _pieces(node: Node) -> Iterator[Any]:
    """The text below an element piece by piece, and each ``img`` between them."""
    # No recursion: a hostile page can nest deeper than Python's stack. A string in the stack is text still to come.
    stack: list[Any] = [node.root]
    last = ""
    as_written, items = set[Any](), dict[Any, int]()
    while stack:
        element = stack.pop()
        if isinstance(element, str):
            # Only one line end in a row: thousands of nested boxes must not use up the limit of the text.
            if element and not (element == "\n" and last == "\n"):
                last = element
                yield element
            continue
        tag, name, style = element.tag, element.get("class") or "", element.get("style") or ""
        is_within = bool(as_written) and element.getparent() in as_written
        if element is not node.root:
            stack.append(element.tail or "" if is_within else _unwrapped(element.tail))
        if not isinstance(tag, str):
            continue
        if is_within or preserves_line_ends(tag, name, style):
            as_written.add(element)
        mark = omission_mark(element, tag, style)
        if tag == "br":
            stack.append("\n")
        elif mark:
            stack.append(mark)
        elif element is node.root or is_readable_element(element, tag, name, style):
            if tag == "img":
                yield element
            edge = "\n" if is_block_element(element, tag, style) else ""
            text = element.text or "" if element in as_written else _unwrapped(element.text)
            stack.append(edge)
            if tag in DRAWN:
                before, after = text_before_and_after(element, tag, items)
                stack.append(after)
                text = before + (superscript_text(text) if tag == "sup" and not len(element) else text)
            stack.extend((*reversed(element), text, edge))


def _unwrapped(text: str | None) -> str:
    """Line ends in the source of a page are displayed as spaces."""
    return (text or "").replace("\r", " ").replace("\n", " ")


def clean_text(text: str, limit: int) -> str:
    """NFC text of at most ``limit`` characters with single spaces and single line ends.

    Entities that are left, because a page escaped its text twice, are resolved. Control, format (bidi, zero-width,
    tags), private and lone surrogate characters are dropped, except the joiner inside an emoji.
    """
    # Cut first: text beyond the limit is dropped anyway and need not be normalised.
    text = unicodedata.normalize("NFC", unescape_html(text[: limit * 4].replace("\r\n", "\n")))
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


def clean_line(text: str, limit: int) -> str:
    """Like `clean_text`, on one line: titles and names."""
    return clean_text(text.replace("\r", " ").replace("\n", " "), limit)
