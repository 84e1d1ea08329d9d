"""The numbers of list rows, and which of them means what."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from crawlers.parse.numbers import parse_number
from crawlers.recognition.elements.row_values import RowValues
from crawlers.recognition.elements.text_kinds import BRACKETED, is_number, kind_of_label
from crawlers.recognition.fields.certainty import FieldCertainty, Fields
from crawlers.recognition.fields.list_fields import proposed_field

COUNTS: Final = ("views", "likes", "dislikes", "comments")
_FEWEST_PLACES: Final = 6
"""Numbers that go on by one each, from which on these are places of rows."""


def number_values(slots: Sequence[RowValues]) -> list[RowValues]:
    """The values that are numbers, but not the numbering of the rows."""
    return [slot for slot in slots if slot.nearly_all_pass(is_number, 0.9) and not _is_numbering(slot)]


def _is_numbering(slot: RowValues) -> bool:
    """Whether the numbers go down or up row by row, as the numbers of posts do."""
    numbers = [number for value in slot.values if (number := parse_number(value)) is not None]
    steps = {later - earlier for earlier, later in pairwise(numbers)}
    if len(numbers) >= _FEWEST_PLACES and steps in ({-1}, {1}):
        return True  # whatever its heading seems to say
    is_falling, is_rising = all(step < 0 for step in steps), all(step > 0 for step in steps)
    return len(numbers) >= 4 and (is_falling or is_rising) and kind_of_label(slot.reading.label) in ("", "number")


def number_fields(slots: Sequence[RowValues]) -> Fields:
    """The numbers that the page names, and brackets after titles as comments."""
    found: Fields = {}
    every = number_values(slots)
    for strong in (True, False):
        for slot in every:
            kind = kind_of_label(slot.reading.label) if strong else slot.reading.kind
            if kind in COUNTS and kind not in found and not _taken(found, slot):
                is_named = strong and slot.filled_share >= (0.3 if kind == "comments" else 0.8)
                found[kind] = proposed_field(slot, FieldCertainty.SURE if is_named else FieldCertainty.UNSURE)
    if "comments" not in found:
        brackets = [slot for slot in every if slot.nearly_all_pass(lambda text: bool(BRACKETED.fullmatch(text)), 0.9)]
        brackets = [slot for slot in brackets if not _taken(found, slot)]
        if len(brackets) == 1:
            found["comments"] = proposed_field(brackets[0], FieldCertainty.UNSURE)
    return found


def _taken(found: Fields, slot: RowValues) -> bool:
    return any(field.values == slot.values for field in found.values())
