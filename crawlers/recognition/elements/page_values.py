"""Every single value that can be read in a part of a page, with the label that stands beside it."""

import re
from collections.abc import Iterator
from typing import Any, Final

from crawlers.recognition.elements.element_names import class_names, class_words
from crawlers.recognition.elements.labelled_values import SEPARATORS, labelled_values
from crawlers.recognition.elements.labels import label_of
from crawlers.recognition.elements.page_value import PageValue
from crawlers.recognition.elements.text_kinds import CLOCK, DATE, MOMENT, NUMBER, is_number, is_time, one_line_text
from crawlers.recognition.elements.visible_text import can_show_text, element_text, own_text, visible_elements

_SPLIT = re.compile(rf"\s*[{SEPARATORS}]\s*|\s+[/,]\s+")
_META: Final = 120
"""Letters of a line that may hold several values: a longer one is a paragraph."""
_DAY_CLOCK = re.compile(rf"{DATE}\s+{CLOCK}")
_COUNT_BEHIND = re.compile(rf"(.*\S)\s*[\[(]\s*({NUMBER})\s*[\])]")
_BEFORE_COUNT: Final = r"(?s)^\s*(.*?\S)\s*(?:[\[(]\s*[\d,]+\s*[\])]\s*)?$"
"""Takes a title without the number of comments in brackets behind it."""


def page_values(root: Any, left_out: frozenset[Any] = frozenset()) -> Iterator[PageValue]:
    """Every value below ``root``, in the order of the page."""
    for element in visible_elements(root, left_out):
        hint = " ".join(class_names(element))
        for name in ("datetime", "content", "title"):
            value = one_line_text(element.get(name) or "")
            if value and is_time(value):
                yield PageValue(element, value, attr=name, hint=hint)
        own = own_text(element)
        has_more = any(can_show_text(child) and element_text(child) for child in element)
        if own:
            yield from _parts(element, own, label_of(element), own=has_more, hint=hint)
            yield from _behind_icons(element, own, hint)
        if has_more:
            yield from _day_and_clock(element, hint)


def _parts(element: Any, text: str, label: str, *, own: bool, hint: str) -> Iterator[PageValue]:
    """A text as a whole, its parts between separators, and the times and labelled numbers in it."""
    is_one = is_time(text) or is_number(text)
    yield PageValue(element, text, own=own, label=label, hint=hint)
    if is_one:
        return
    if len(text) <= _META and (counted := _COUNT_BEHIND.fullmatch(text)):
        yield PageValue(element, counted[1], own=own, regex=_BEFORE_COUNT, hint=hint)
        yield PageValue(element, counted[2], own=own, regex=rf"[\[(]\s*({NUMBER})\s*[\])]\s*$", hint=hint)
    for found in re.finditer(MOMENT, text) if len(text) <= _META else ():
        if is_time(found[0]):
            yield PageValue(element, found[0], own=own, regex=rf"({MOMENT})", hint=hint)
            break
    parts = [part for part in _SPLIT.split(text) if part] if len(text) <= _META else []
    for place, part in enumerate(parts if len(parts) > 1 else []):
        yield from _part(element, part, place, own=own, hint=hint)
    if len(parts) <= 1 and len(text) <= _META:
        yield from labelled_values(element, text, own=own, hint=hint)


def _behind_icons(element: Any, text: str, hint: str) -> Iterator[PageValue]:
    """Numbers that stand in one element, each behind the icon that says what it is."""
    numbers = text.split()
    if len(numbers) < 2 or not all(map(is_number, numbers)):
        return
    icons = [child for child in element if any(letter.isdigit() for letter in child.tail or "")]
    for place, icon in enumerate(icons if len(icons) == len(numbers) else []):
        label = " ".join((*class_names(icon), icon.get("alt") or "", icon.get("title") or ""))
        regex = rf"^\s*(?:\S+\s+){{{place}}}({NUMBER})"
        yield PageValue(element, numbers[place], own=True, regex=regex, label=class_words(label), hint=hint)


def _day_and_clock(element: Any, hint: str) -> Iterator[PageValue]:
    """A time whose day and clock stand in elements of their own."""
    text = element_text(element)
    found = _DAY_CLOCK.search(text) if len(text) <= _META else None
    if found and not any(found[0] in element_text(child) for child in element if can_show_text(child)):
        yield PageValue(element, found[0], regex=rf"({DATE}\s+{CLOCK})", hint=hint)


def _part(element: Any, part: str, place: int, *, own: bool, hint: str) -> Iterator[PageValue]:
    """One of the parts of a text between separators."""
    yield from labelled_values(element, part, own=own, hint=hint)
    sign = rf"(?:[{SEPARATORS}]|\s[/,]\s)"
    regex = rf"^(?:(?:(?!{sign}).)*{sign}){{{place}}}\s*((?:(?!{sign}).)*(?!{sign})\S)"
    yield PageValue(element, part, own=own, regex=f"(?s){regex}", hint=hint)
