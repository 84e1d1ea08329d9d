"""Readings of several samples compared: the pick that all of them share, and texts that mean one time."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime

from crawlers.recognition.elements.page_value import PageValue
from crawlers.recognition.elements.plainest_selectors import plainest_selector
from crawlers.recognition.elements.row_values import pick_for_reading
from crawlers.recognition.elements.text_kinds import AGO, CLOCK, parse_moment
from crawlers.recognition.fields.samples import PostSample
from crawlers.sites_config.selectors import Pick

_COMPARED = 8
"""Readings of one page that are compared with those of another."""


def same_moment(one: str, other: str, now: datetime) -> bool:
    """Whether two texts mean one time, as exactly as the vaguer of them says it."""
    first, second = parse_moment(one, now), parse_moment(other, now)
    if first is None or second is None:
        return False
    passing = [found[0] for text in (one, other) if (found := re.search(AGO, text))]
    if passing:
        unit = 60 if "분" in " ".join(passing) else 3_700 if "시간" in " ".join(passing) else 90_000
        return abs((first - second).total_seconds()) <= unit
    if all(re.search(CLOCK, text) for text in (one, other)):
        return abs((first - second).total_seconds()) < 60
    return first.date() == second.astimezone(first.tzinfo).date()


def common_pick(
    samples: Sequence[PostSample], found: Sequence[Sequence[PageValue]]
) -> tuple[Pick, tuple[str, ...]] | None:
    """The pick that reads one of the ``found`` readings on each sample's page, with what it reads there."""
    if not samples or not all(found):
        return None
    for reading in found[0][:_COMPARED]:
        for alike in _alike(reading, found[1:]):
            pages = [sample.page.node for sample in samples]
            elements = [reading.element, *(other.element for other in alike)]
            css = plainest_selector(list(zip(pages, elements, strict=True)))
            if css:
                return pick_for_reading(css, reading), tuple(part.value for part in (reading, *alike))
    return None


def _alike(reading: PageValue, others: Sequence[Sequence[PageValue]]) -> Iterator[list[PageValue]]:
    """Readings of the other pages that are made like ``reading``: the first of each, then the second …"""

    def made(one: PageValue) -> tuple[object, ...]:
        return one.element.tag, one.attr, one.own, one.regex

    fitting = [[other for other in found[:_COMPARED] if made(other) == made(reading)] for found in others]
    if all(fitting):
        for place in range(max(map(len, fitting), default=1)):
            yield [found[min(place, len(found) - 1)] for found in fitting]
