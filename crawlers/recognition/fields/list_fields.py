"""The fields of list rows: which of the values that selectors read are titles, authors and times."""

from collections.abc import Iterable, Sequence
from typing import Final

from crawlers.recognition.elements.row_values import RowValues
from crawlers.recognition.elements.text_kinds import has_letters, is_number, is_time, kind_of_label
from crawlers.recognition.fields.certainty import FieldCertainty, ProposedField

_NAME_LENGTH: Final = 24
_TITLE_LENGTH: Final = 80


def title_values(slots: Sequence[RowValues], links: Sequence[object], known: Iterable[str] = ()) -> RowValues | None:
    """The values that are titles: in the link or around it, long and varied; ``known``: titles that posts have."""
    words = [
        slot
        for slot in slots
        if slot.filled_share >= 0.7
        and slot.nearly_all_pass(has_letters, 0.8)
        and not slot.nearly_all_pass(is_time, 0.5)
        and not slot.pick.attr
    ]
    near = [slot for slot in words if _touches(slot, links)] or words
    wanted = {title for title in known if title}

    def rank(slot: RowValues) -> tuple[int, float]:
        letters = sum(min(len(value), _TITLE_LENGTH) for value in slot.values)
        return sum(value in wanted for value in slot.values), letters * slot.distinct_share * slot.filled_share

    return max(near, key=rank, default=None)


def _touches(slot: RowValues, links: Sequence[object]) -> bool:
    """Whether the elements of the values are links of rows, in them or around them."""
    found = [
        element is link or link in element.iterancestors() or element in link.iterancestors()  # type: ignore[attr-defined]
        for element, link in zip(slot.elements, links, strict=True)
        if element is not None and link is not None
    ]
    return bool(found) and sum(found) >= 0.9 * len(found)


def time_values(slots: Sequence[RowValues]) -> list[RowValues]:
    """The values that are times, those that say the day or more before those that say less."""
    found = [slot for slot in slots if slot.filled_share >= 0.7 and slot.nearly_all_pass(is_time, 0.9)]
    return sorted(found, key=lambda slot: -max(map(len, slot.values)))


def author_values(slots: Sequence[RowValues], title: RowValues | None, names: Iterable[str] = ()) -> list[RowValues]:
    """The values that are names, the likeliest first; ``names`` are names of authors that are known from posts."""
    known = set(names)

    def is_name(text: str) -> bool:
        return 0 < len(text) <= _NAME_LENGTH and has_letters(text) and not is_time(text) and not is_number(text)

    found = [
        slot
        for slot in slots
        if slot is not title
        and slot.filled_share >= 0.8
        and slot.nearly_all_pass(is_name)
        and len(set(slot.values)) >= min(3, len(slot.values))
        and not (title is not None and slot.values == title.values)
        and not any(kind_of_label(value) and is_labelled_number(value) for value in slot.values)
    ]

    def rank(slot: RowValues) -> tuple[bool, float, bool, float]:
        agreeing = sum(value in known for value in slot.values) / len(slot.values)
        kind = kind_of_label(slot.reading.label)
        return kind == "author", agreeing, slot.reading.kind == "author", slot.distinct_share * (kind != "board")

    return sorted(found, key=rank, reverse=True)


def is_labelled_number(value: str) -> bool:
    """Whether a text holds its label and a number, such as ``조회 3``: a part of it is the value."""
    return any(letter.isdigit() for letter in value)


def proposed_field(slot: RowValues, certainty: FieldCertainty) -> ProposedField:
    """The field that a selector and what it read in the rows propose."""
    return ProposedField(slot.pick, certainty, slot.values)
