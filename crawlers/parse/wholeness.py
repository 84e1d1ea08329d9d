"""Whether a page came whole, and whether its text was decoded as it was meant."""

import re
from typing import Final

_OPENED: Final = re.compile(rb"<(?:!doctype\s+html|(html|body|rss|feed|rdf:rdf)[\s>])", re.IGNORECASE)
_CLOSED: Final = re.compile(rb"</(?:html|body|rss|feed|rdf:rdf)\s*>", re.IGNORECASE)
_HEAD, _TAIL = 4096, 64 * 1024
_STRANGE: Final = re.compile(
    # UTF-8 read as Latin-1 or Windows-1252; replacement characters; and those replaced once more by code page 949.
    "[ÃÂìíëêâ][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]|\ufffd|占쏙옙|占쎌"
)
_FEW: Final = 2
"""Strange characters that a text may have: a member may have pasted one."""


def is_cut_off(body: bytes) -> bool:
    """Whether an HTML page or a feed ends before its own end: it opens its outermost element and never closes it."""
    if _OPENED.search(body[:_HEAD]) is None:
        return False
    return _CLOSED.search(body[-_TAIL:]) is None and _CLOSED.search(body) is None


def is_garbled(text: str) -> bool:
    """Whether a text was decoded or stored in another encoding than it was written in."""
    found = sum(1 for _ in _STRANGE.finditer(text[:20_000]))
    return found > _FEW and found * 25 > len(text[:20_000])
