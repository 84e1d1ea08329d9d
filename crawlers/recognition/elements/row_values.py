"""The values that one selector reads in each row of a list or of comments."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from crawlers.parse.markup import Node
from crawlers.recognition.elements.candidate_selectors import candidate_selectors
from crawlers.recognition.elements.page_value import PageValue
from crawlers.recognition.elements.page_values import page_values
from crawlers.recognition.elements.plainest_selectors import first_match
from crawlers.recognition.elements.text_kinds import is_number, is_time, one_line_text
from crawlers.recognition.elements.visible_text import element_text, own_text
from crawlers.sites_config.selectors import Pick

_SAMPLES: Final = 4
_TRIED: Final = 60
_GOOD: Final = 0.9
"""Share of the rows with a value of the same type that makes a selector good enough to look no further."""


@dataclass(frozen=True, slots=True)
class RowValues:
    """What ``pick`` reads in each row, empty where there is nothing; it was made to find the value ``reading``."""

    pick: Pick
    reading: PageValue
    values: tuple[str, ...]
    elements: tuple[Any, ...]

    @property
    def filled_values(self) -> list[str]:
        """The values that are not empty."""
        return [value for value in self.values if value]

    @property
    def filled_share(self) -> float:
        """The share of rows with a value."""
        return len(self.filled_values) / len(self.values)

    def nearly_all_pass(self, test: Callable[[str], bool], least: float = 0.95) -> bool:
        """Whether nearly all values pass ``test``."""
        found = self.filled_values
        return bool(found) and sum(map(test, found)) >= least * len(found)

    @property
    def distinct_share(self) -> float:
        """The share of different values among those that are not empty."""
        return len(set(self.filled_values)) / max(1, len(self.filled_values))


class SearchableRows:
    """The rows of a list, or its comments, as nodes to be searched by selectors; what one finds is kept."""

    def __init__(self, nodes: Sequence[Node]) -> None:
        self.nodes = list(nodes)
        self._found: dict[str, tuple[Any, ...]] = {}

    def elements(self, css: str) -> tuple[Any, ...]:
        """The first element that ``css`` finds in each row."""
        if css not in self._found:
            self._found[css] = tuple(first_match(node, css) for node in self.nodes)
        return self._found[css]

    def read_by_each_selector(self) -> list[RowValues]:
        """What each selector reads in all rows, in the order of the page; once where selectors read the same."""
        found: dict[tuple[str, ...], RowValues] = {}
        for place in self._samples():
            for reading in page_values(self.nodes[place].root):
                slot = self.read_by_best_selector(place, reading)
                if slot is not None and slot.values not in found:
                    found[slot.values] = slot
        return list(found.values())

    def _samples(self) -> list[int]:
        """Places of rows that differ: the first, the last, the middle one and the one with most elements."""
        count = len(self.nodes)
        fullest = max(range(count), key=lambda place: sum(1 for _ in self.nodes[place].root.iter()))
        return list(dict.fromkeys((fullest, 0, count // 2, count - 1)))[:_SAMPLES]

    def read_by_best_selector(self, place: int, reading: PageValue) -> RowValues | None:
        """What the best selector of a value of the row at ``place`` reads in all rows; None where none finds it."""
        best: RowValues | None = None
        best_share = 0.0
        for css in islice(candidate_selectors(reading.element, self.nodes[place].root), _TRIED):
            elements = self.elements(css)
            if elements[place] is not reading.element:
                continue
            pick = pick_for_reading(css, reading)
            values = tuple("" if element is None else picked_text(element, pick) for element in elements)
            share = sum(are_same_type_of_value(value, reading.value) for value in values) / len(values)
            if share > best_share:
                best, best_share = RowValues(pick, reading, values, elements), share
            if share >= _GOOD:
                break
        return best


def are_same_type_of_value(value: str, other: str) -> bool:
    """Whether both are times, both numbers, or both other texts."""
    return bool(value) and (is_time(value), is_number(value)) == (is_time(other), is_number(other))


def pick_for_reading(css: str, reading: PageValue) -> Pick:
    """The pick that reads what ``reading`` reads, from the element that ``css`` finds."""
    without = f"{reading.element.tag} > *" if reading.own and not reading.attr else ""
    return Pick(css=css, attr=reading.attr, without=without, regex=reading.regex)


def picked_text(element: Any, pick: Pick) -> str:
    """What a pick reads of an element, on one line."""
    text = element.get(pick.attr) or "" if pick.attr else own_text(element) if pick.without else element_text(element)
    if pick.regex:
        found = re.search(pick.regex, text)
        text = "" if found is None else (found[1] if found.re.groups else found[0]) or ""
    return one_line_text(text)
