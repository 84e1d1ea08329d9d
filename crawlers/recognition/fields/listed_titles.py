"""Titles as lists show them: cut, behind a category, or with the number of comments."""

import re

_CUT = ("…", "...", "..")
_BROKEN = "\ufffd "
"""What a letter leaves behind that was cut in two."""
LABELLED_TITLE = r"(?s)\W{0,6}(?:제\s*목|글\s*제목|[Ss]ubject|SUBJECT|[Tt]itle|TITLE)\s*[:：]\s*(.*\S)"
"""A title behind the word that says so."""
_COUNT = re.compile(r"\s*[\[(]\s*[\d,]+\s*[\])]$")
"""The number of comments that a list shows behind a title."""
_TAG = re.compile(r"^\[[^\]]{1,12}\]\s*")
"""The category that a list shows before a title."""


def is_listed_title(text: str, title: str) -> bool:
    """Whether ``text`` is the title that a list shows, perhaps cut."""
    if not title or not text:
        return False
    if title != (bare := _COUNT.sub("", title)) and text == bare:
        return True
    for sign in _CUT:
        if title.endswith(sign):
            start = title[: -len(sign)].rstrip(_BROKEN)
            return len(start) > 4 and text.startswith(start) and len(text) <= 200
    return text == title


def is_title_after_category(text: str, title: str) -> bool:
    """Whether ``text`` is the title that a list shows, perhaps behind its category."""
    return is_listed_title(text, title) or is_listed_title(text, _TAG.sub("", title))
