"""The selector of list rows that are no posts of the board: notices and advertisements."""

import re
from collections.abc import Iterable
from typing import Final

from crawlers.recognition.elements.element_names import class_names
from crawlers.recognition.elements.row_values import SearchableRows
from crawlers.recognition.elements.text_kinds import NOTICE, one_line_text
from crawlers.recognition.elements.visible_text import element_text

_NOTICE_CLASS: Final = re.compile(r"notice|pinned|sticky|announce|sponsor|(?:^|[-_])ad(?:$|[-_])", re.IGNORECASE)


def notice_selector(rows: SearchableRows) -> str:
    """The selector of what only notices and advertisements contain; empty where no row is one."""
    marks: dict[int, str] = {}
    for place, node in enumerate(rows.nodes):
        if any(_NOTICE_CLASS.search(name) for name in class_names(node.root)):
            marks[place] = "class"
        for element in node.root.iter():
            text = element_text(element) if isinstance(element.tag, str) else ""
            if place not in marks and text and len(text) <= 12 and NOTICE.fullmatch(text.strip("[]() ")):
                marks[place] = text
    if not marks or len(marks) > len(rows.nodes) / 2:
        return ""
    for css in _differing(rows, set(marks)):
        found = {place for place, node in enumerate(rows.nodes) if node.css(css)}
        if found == set(marks):
            return css
    return ""


def _differing(rows: SearchableRows, marked: set[int]) -> Iterable[str]:
    """Selectors by classes of the marked rows and of what is in them, then by the words of the mark."""
    node = rows.nodes[min(marked)]
    for element in node.root.iter():
        if isinstance(element.tag, str):
            yield from (f"{element.tag}.{name}" for name in (element.get("class") or "").split() if name.isidentifier())
    for element in node.root.iter():
        text = element_text(element) if isinstance(element.tag, str) else ""
        if text and len(text) <= 12 and NOTICE.fullmatch(text.strip("[]() ")) and "'" not in text:
            yield f"{element.tag}:contains('{one_line_text(text)}')"
