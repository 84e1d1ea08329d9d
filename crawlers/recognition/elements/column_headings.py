"""Headings of table columns: what stands over a cell and says what it is."""

import re
from pathlib import PurePosixPath
from typing import Any, Final
from urllib.parse import parse_qsl, urlsplit

from crawlers.parse.numbers import parse_whole_number
from crawlers.recognition.elements.element_names import class_words
from crawlers.recognition.elements.text_kinds import kind_of_label, one_line_text
from crawlers.recognition.elements.visible_text import element_text

_WIDEST: Final = 40
"""Columns that a cell may span."""
_DIGITS: Final = re.compile(r"\d+")


def column_heading(cell: Any) -> str:
    """The heading over a cell's column; empty without one."""
    row, table = cell.getparent(), next(cell.iterancestors("table"), None)
    if row is None or table is None:
        return ""
    heads = next((line for line in table.iter("tr") if line is not row), None)
    columns, over = _columns(row), _columns(heads) if heads is not None else []
    if len(columns) != len(over):
        return ""
    texts = {head: _said(head) for head in dict.fromkeys(over)}
    kinds = sum(bool(kind_of_label(text)) for text in texts.values())
    if any(letter.isdigit() for text in texts.values() for letter in text):
        return ""
    if kinds < 2 and not all(head.tag == "th" for head in texts):
        return ""
    mine = [texts[head] for part, head in zip(columns, over, strict=True) if part is cell and texts[head]]
    return next(filter(kind_of_label, mine), mine[0] if mine else "")


def _columns(row: Any) -> list[Any]:
    """The cell over each column of a row: one that spans several columns stands there as often."""
    spans = ((cell, parse_whole_number(cell.get("colspan") or "1") or 1) for cell in row if cell.tag in ("td", "th"))
    return [cell for cell, span in spans for _ in range(min(span, _WIDEST))]


def _said(head: Any) -> str:
    """What a heading says: its text, what its picture shows, or the column by which its link sorts the list."""
    texts = (element_text(head), *(one_line_text(image.get("alt") or "") for image in head.iter("img")))
    links = (urlsplit(link.get("href") or "").query for link in head.iter("a"))
    hints = (*(value for query in links for _, value in parse_qsl(query)), *map(_file_name, head.iter("img")))
    return next((text for text in texts if text), "") or next(
        (name for name in map(class_words, hints) if kind_of_label(name)), ""
    )


def _file_name(image: Any) -> str:
    """The last word of the name of a picture's file: of ``/skin/view_hit2.gif`` it is ``hit``."""
    stem = _DIGITS.sub("", PurePosixPath(urlsplit(image.get("src") or "").path).stem)
    return class_words(stem).rpartition(" ")[2]
