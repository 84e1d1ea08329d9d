"""Labels of values: what stands beside, before or over an element and says what it is."""

from typing import Any, Final

from crawlers.recognition.elements.column_headings import column_heading
from crawlers.recognition.elements.element_names import class_names, class_words
from crawlers.recognition.elements.text_kinds import is_time, kind_of_label, one_line_text
from crawlers.recognition.elements.visible_text import element_text

_LABELLING: Final = ("aria-label", "title", "alt")
_PAIRS: Final = 12
"""Elements of a line of values with their labels, at most."""
_ICONS: Final = frozenset(("i", "svg", "img", "em", "span", "b"))


def label_of(element: Any) -> str:
    """What stands beside an element and says what it is: in its attributes, before it, or over its column."""
    for part in (element, *(child for child in element if isinstance(child.tag, str))):
        for name in _LABELLING:
            value = one_line_text(part.get(name) or "")
            if value and not is_time(value) and kind_of_label(value):
                return value
        if part is not element and (icon := _icon(part)):
            return icon
    if behind := _behind(element):
        return behind
    for around in (element, *element.iterancestors()):
        text = _before(around)
        if text:
            return text if kind_of_label(text) else ""
        parent = around.getparent()
        if parent is None:
            return ""
        value = one_line_text(parent.get("aria-label") or parent.get("title") or "")
        if value and kind_of_label(value):
            return value
        if around.tag in ("td", "th"):
            return column_heading(around)
        if parent.tag in ("li", "tr", "article", "body", "dl", "ul", "section"):
            return ""
    return ""


def _icon(element: Any) -> str:
    """What an icon says by its class names; empty for what is none."""
    names = class_words(" ".join(class_names(element)))
    return names if element.tag in _ICONS and not element_text(element) and kind_of_label(names) else ""


def _before(element: Any) -> str:
    """The text right before an element: in its parent, or all of the sibling before it where that is a label."""
    previous = element.getprevious()
    while previous is not None and not isinstance(previous.tag, str):
        previous = previous.getprevious()
    parent = element.getparent()
    if previous is None:
        return one_line_text((parent.text or "") if parent is not None else "").strip(" :·|,")
    if not one_line_text(previous.tail or "") and (icon := _icon(previous)):
        return icon
    tail = one_line_text(previous.tail or "").strip(" :·|,")
    if tail:
        return tail if not any(letter.isdigit() for letter in tail) else ""
    for name in _LABELLING:
        if kind_of_label(one_line_text(previous.get(name) or "")):
            return one_line_text(previous.get(name))
    text = element_text(previous)
    if previous.tag in ("td", "th", "li") and previous.tag == element.tag:
        return ""
    return text.strip(" :") if text and kind_of_label(text) and not any(letter.isdigit() for letter in text) else ""


def _behind(element: Any) -> str:
    """The label behind a value where its parent begins with a value and goes on in pairs: ``5 댓글 7 추천``."""
    parent = element.getparent()
    if parent is None or len(parent) > _PAIRS or one_line_text(parent.text or ""):
        return ""
    words: list[tuple[Any, str]] = []
    for part in parent:
        if isinstance(part.tag, str):
            words.append((part, element_text(part)))
        words.append((None, one_line_text(part.tail or "")))
    words = [(part, text) for part, text in words if text]
    values, labels = words[::2], [text for _, text in words[1::2]]
    if (
        len(values) != len(labels)
        or not all(map(kind_of_label, labels))
        or any(kind_of_label(text) for _, text in values)
    ):
        return ""
    return next((label for (part, _), label in zip(values, labels, strict=True) if part is element), "")
