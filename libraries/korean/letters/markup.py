"""Marks of markup in a line: escapes, emphasis, links, code, and words that were struck out."""

import html
import re
from typing import Final

_ENTITY: Final = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_ESCAPED_AT_MOST: Final = 4
_MARKED: Final = re.compile(r"[&~`*_\[\u0335-\u0338]")
_OVERLAID: Final = re.compile(r"(?:[^\s\u0335-\u0338][\u0335-\u0338])+")
_STRUCK: Final = re.compile(r"(?:(?<=[\s(\[“\"'‘])|^)~~(?=[^\s~])([^~]{1,200}?)(?<=\S)~~(?!~)")
_CODE: Final = re.compile(r"(`{1,3})(?!`)([^`]+)\1(?!`)")
_CODE_SIGNS: Final = re.compile(r"[{}();=<>\\$|]")
_PICTURE: Final = re.compile(r"!\[[^\]]*\]\([^)\s]*\)")
_LINK: Final = re.compile(r"\[([^\[\]]+)\]\((?:https?://|/)[^)\s]*\)")
_STRONG: Final = re.compile(r"(\*\*\*|\*\*|__)(?=\S)(.{1,300}?)(?<=\S)\1(?![*_])")


def strip_markup(text: str) -> tuple[str, tuple[str, ...]]:
    """``text`` as it is meant to be read, and the pieces that are not: code, and what its author struck out.

    Words between ``~~`` at the start of a word are struck out, ``좋아요~~`` is not. A text of nothing else is kept.
    """
    if not _MARKED.search(text):
        return text, ()
    bare = unescape_html(text)
    left_out: list[str] = []

    def drop(found: re.Match[str]) -> str:
        left_out.append(found.group())
        return ""

    def code(found: re.Match[str]) -> str:
        return drop(found) if _CODE_SIGNS.search(found.group(2)) else found.group(2)

    bare = _PICTURE.sub(drop, _STRUCK.sub(drop, _OVERLAID.sub(drop, bare)))
    bare = _LINK.sub(r"\1", _CODE.sub(code, bare))
    bare = _STRONG.sub(r"\2", bare)
    return (bare, tuple(left_out)) if any(map(str.isalnum, bare)) or not left_out else (unescape_html(text), ())


def unescape_html(text: str) -> str:
    """``text`` without HTML entities, however often they were escaped: ``&amp;amp;`` is ``&``."""
    for _ in range(_ESCAPED_AT_MOST):
        if "&" not in text:
            break
        text = _ENTITY.sub(lambda found: html.unescape(found.group()), text)
    return text
