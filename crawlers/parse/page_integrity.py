"""Checks of a page: whether it came whole, and whether its text was decoded as it was meant."""

import re
from enum import StrEnum
from typing import Final

_OPENED: Final = re.compile(rb"<(?:html|body|rss|feed|rdf:rdf)[\s>]", re.IGNORECASE)
_CLOSED: Final = re.compile(rb"</(?:html|body|rss|feed|rdf:rdf)\s*>", re.IGNORECASE)
_WITHIN_TAG: Final = re.compile(rb"<(?:[a-z/!][^<>]*)?$", re.IGNORECASE)
_HEAD, _TAIL, _LAST = 4096, 64 * 1024, 2048
_STRANGE: Final = re.compile(
    # UTF-8 read as Latin-1 or Windows-1252; replacement characters; and those replaced once more by code page 949.
    "[ÃÂìíëêâ][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]|\ufffd|占쏙옙|占쎌"
)
_FEW: Final = 2
"""Strange characters that a text may have: a member may have pasted one."""
_MANY: Final = 12
"""Question marks, or letters of Western Europe, that may stand for lost ones when they are half of a text."""


class PageEnding(StrEnum):
    """How a page ends."""

    WHOLE = "whole"
    """With the end of its outermost element."""
    OPEN = "open"
    """Without it: it was cut off, or its site leaves it out, as HTML allows."""
    CUT = "cut"
    """In the middle of a tag."""
    NONE = "none"
    """It has no outermost element: a fragment of HTML, or another kind of document."""


def page_ending(body: bytes) -> PageEnding:
    """How an HTML page or a feed ends."""
    if _OPENED.search(body[:_HEAD]) is None:
        return PageEnding.NONE
    if _CLOSED.search(body[-_TAIL:]) or _CLOSED.search(body):
        return PageEnding.WHOLE
    return PageEnding.CUT if _WITHIN_TAG.search(body[-_LAST:]) else PageEnding.OPEN


def is_garbled(text: str) -> bool:
    """Whether a text was decoded or stored in another encoding than it was written in."""
    part = "".join(text[:20_000].split())
    found = sum(1 for _ in _STRANGE.finditer(part))
    letters, western = sum(map(str.isalpha, part)), sum("\u0080" <= letter <= "\u00ff" for letter in part)
    lost = western if letters * 5 > len(part) else max(part.count("?"), western)
    return (found > _FEW and found * 25 > len(part)) or (lost > _MANY and lost * 2 > len(part))
