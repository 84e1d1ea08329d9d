"""The fields of list rows: which slot is the title, the author, the time, and which number means what."""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

from crawlers.parse.numbers import parse_number
from crawlers.recognition.elements.css import classes
from crawlers.recognition.elements.slots import Rows, Slot
from crawlers.recognition.elements.texts import BRACKETED, NOTICE, has_letters, is_number, is_time, kind_of, plain
from crawlers.recognition.elements.visible import text_of
from crawlers.recognition.fields.certainty import Certainty, Fields, Proposed

_NOTICE_CLASS: Final = re.compile(r"notice|pinned|sticky|announce|sponsor|(?:^|[-_])ad(?:$|[-_])", re.IGNORECASE)
COUNTS: Final = ("views", "likes", "dislikes", "comments")
_NAME_LENGTH: Final = 24
_TITLE_LENGTH: Final = 80
_FEWEST_PLACES: Final = 6
"""Numbers that go on by one each, from which on these are places of rows."""


def title_slot(slots: Sequence[Slot], links: Sequence[object], known: Iterable[str] = ()) -> Slot | None:
    """The slot of titles: in the link or around it, long and varied; ``known`` are titles that posts really have."""
    words = [
        slot
        for slot in slots
        if slot.share >= 0.7
        and slot.all_are(has_letters, 0.8)
        and not slot.all_are(is_time, 0.5)
        and not slot.pick.attr
    ]
    near = [slot for slot in words if _touches(slot, links)] or words
    wanted = {title for title in known if title}

    def rank(slot: Slot) -> tuple[int, float]:
        letters = sum(min(len(value), _TITLE_LENGTH) for value in slot.values)
        return sum(value in wanted for value in slot.values), letters * slot.variety * slot.share

    return max(near, key=rank, default=None)


def _touches(slot: Slot, links: Sequence[object]) -> bool:
    """Whether the slot's elements are links of rows, in them or around them."""
    found = [
        element is link or link in element.iterancestors() or element in link.iterancestors()  # type: ignore[attr-defined]
        for element, link in zip(slot.elements, links, strict=True)
        if element is not None and link is not None
    ]
    return bool(found) and sum(found) >= 0.9 * len(found)


def time_slots(slots: Sequence[Slot]) -> list[Slot]:
    """Slots of times, those that say the day or more before those that say less."""
    found = [slot for slot in slots if slot.share >= 0.7 and slot.all_are(is_time, 0.9)]
    return sorted(found, key=lambda slot: -max(map(len, slot.values)))


def count_slots(slots: Sequence[Slot]) -> list[Slot]:
    """Slots of numbers that are not the places of the rows."""
    return [slot for slot in slots if slot.all_are(is_number, 0.9) and not _is_numbering(slot)]


def _is_numbering(slot: Slot) -> bool:
    """Whether the numbers go down or up row by row, as the numbers of posts do."""
    numbers = [number for value in slot.values if (number := parse_number(value)) is not None]
    steps = {later - earlier for earlier, later in pairwise(numbers)}
    if len(numbers) >= _FEWEST_PLACES and steps in ({-1}, {1}):
        return True  # whatever its heading seems to say
    is_falling, is_rising = all(step < 0 for step in steps), all(step > 0 for step in steps)
    return len(numbers) >= 4 and (is_falling or is_rising) and kind_of(slot.reading.label) in ("", "number")


def counts(slots: Sequence[Slot]) -> Fields:
    """The numbers that the page names, and brackets after titles as comments."""
    found: Fields = {}
    every = count_slots(slots)
    for strong in (True, False):
        for slot in every:
            kind = kind_of(slot.reading.label) if strong else slot.reading.kind
            if kind in COUNTS and kind not in found and not _taken(found, slot):
                is_named = strong and slot.share >= (0.3 if kind == "comments" else 0.8)
                found[kind] = proposed(slot, Certainty.SURE if is_named else Certainty.UNSURE)
    if "comments" not in found:
        brackets = [slot for slot in every if slot.all_are(lambda text: bool(BRACKETED.fullmatch(text)), 0.9)]
        brackets = [slot for slot in brackets if not _taken(found, slot)]
        if len(brackets) == 1:
            found["comments"] = proposed(brackets[0], Certainty.UNSURE)
    return found


def _taken(found: Fields, slot: Slot) -> bool:
    return any(field.values == slot.values for field in found.values())


def author_slots(slots: Sequence[Slot], title: Slot | None, names: Iterable[str] = ()) -> list[Slot]:
    """Slots of names, the likeliest first; ``names`` are names of authors that are known from posts."""
    known = set(names)

    def is_name(text: str) -> bool:
        return 0 < len(text) <= _NAME_LENGTH and has_letters(text) and not is_time(text) and not is_number(text)

    found = [
        slot
        for slot in slots
        if slot is not title
        and slot.share >= 0.8
        and slot.all_are(is_name)
        and len(set(slot.values)) >= min(3, len(slot.values))
        and not (title is not None and slot.values == title.values)
        and not any(kind_of(value) and is_labelled(value) for value in slot.values)
    ]

    def rank(slot: Slot) -> tuple[bool, float, bool, float]:
        agreeing = sum(value in known for value in slot.values) / len(slot.values)
        kind = kind_of(slot.reading.label)
        return kind == "author", agreeing, slot.reading.kind == "author", slot.variety * (kind != "board")

    return sorted(found, key=rank, reverse=True)


def is_labelled(value: str) -> bool:
    """Whether a text holds its label and a number, such as ``조회 3``: a part of it is the value."""
    return any(letter.isdigit() for letter in value)


def proposed(slot: Slot, certainty: Certainty) -> Proposed:
    return Proposed(slot.pick, certainty, slot.values)


def hidden_selector(rows: Rows) -> str:
    """The selector of what only notices and advertisements contain; empty where no row is one."""
    marks: dict[int, str] = {}
    for place, node in enumerate(rows.nodes):
        if any(_NOTICE_CLASS.search(name) for name in classes(node.root)):
            marks[place] = "class"
        for element in node.root.iter():
            text = text_of(element) if isinstance(element.tag, str) else ""
            if place not in marks and text and len(text) <= 12 and NOTICE.fullmatch(text.strip("[]() ")):
                marks[place] = text
    if not marks or len(marks) > len(rows.nodes) / 2:
        return ""
    for css in _differing(rows, set(marks)):
        found = {place for place, node in enumerate(rows.nodes) if node.css(css)}
        if found == set(marks):
            return css
    return ""


def _differing(rows: Rows, marked: set[int]) -> Iterable[str]:
    """Selectors by classes of the marked rows and of what is in them, then by the words of the mark."""
    node = rows.nodes[min(marked)]
    for element in node.root.iter():
        if isinstance(element.tag, str):
            yield from (f"{element.tag}.{name}" for name in (element.get("class") or "").split() if name.isidentifier())
    for element in node.root.iter():
        text = text_of(element) if isinstance(element.tag, str) else ""
        if text and len(text) <= 12 and NOTICE.fullmatch(text.strip("[]() ")) and "'" not in text:
            yield f"{element.tag}:contains('{plain(text)}')"
