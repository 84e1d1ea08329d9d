"""Posts that were fetched as samples: each with what its list row says, compared with each other."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from crawlers.recognition.elements.page_addresses import Kind, address_kind, is_same_address_kind, linked_page_address
from crawlers.recognition.elements.page_value import PageValue
from crawlers.recognition.elements.page_values import page_values
from crawlers.recognition.elements.rows import FetchedPage, row_groups
from crawlers.recognition.elements.text_kinds import is_time, one_line_text
from crawlers.recognition.elements.visible_text import element_text, own_text, visible_elements
from crawlers.recognition.fields.listed_titles import LABELLED_TITLE, is_listed_title, is_title_after_category

_LINES = frozenset({"tr", "li", "dl", "p"})
_STEP = 8
"""Letters of a link to the next post that does not say its title."""


@dataclass(frozen=True)
class PostSample:
    """A post's page. ``row`` is what its list row reads, by the names of fields; ``now``: when it was fetched."""

    page: FetchedPage
    kind: Kind
    row: dict[str, str]
    now: datetime

    @cached_property
    def rows_of_lists(self) -> frozenset[Any]:
        """Rows of lists of posts on the page, such as the board's list below the post."""
        groups = [group for group in row_groups(self.page) if is_same_address_kind(group.kind, self.kind)]
        # The row of this post links to itself, or to nothing: all that stands beside rows is of the list.
        rows = [row for group in groups for row in group.links]
        beside = {(row.getparent(), row.tag) for row in rows}
        return frozenset(part for parent, tag in beside if parent is not None for part in parent if part.tag == tag)

    @cached_property
    def lines_to_other_posts(self) -> frozenset[Any]:
        """The lines that lead to other posts, such as the next one: what stands there is of those."""
        links = (
            (link.root, linked_page_address(self.page.url, link.attrib["href"]))
            for link in self.page.node.css("a[href]")
        )
        others = (
            link
            for link, url in links
            if url
            and is_same_address_kind(address_kind(url), self.kind)
            and url != self.page.url
            and len(element_text(link)) > _STEP
        )
        lines = (next((part for part in link.iterancestors() if part.tag in _LINES), link) for link in others)
        above = {part for heading in self.title_elements for part in (heading, *heading.iterancestors())}
        return frozenset(line for line in lines if line not in above)

    @cached_property
    def element_order(self) -> dict[Any, int]:
        """The place of each element in the page."""
        return {element: place for place, element in enumerate(self.page.node.root.iter())}

    @cached_property
    def values_outside_lists(self) -> list[PageValue]:
        """Every value on the page outside of lists of other posts."""
        return list(page_values(self.page.node.root, self.rows_of_lists))

    @cached_property
    def own_texts(self) -> frozenset[str]:
        """The own texts of all elements: what two pages share of these is layout."""
        return frozenset(own_text(element) for element in visible_elements(self.page.node.root))

    @cached_property
    def title_elements(self) -> list[Any]:
        """Elements that show the title and nothing else, the likeliest first."""
        found = [
            element
            for element in visible_elements(self.page.node.root, self.rows_of_lists)
            if is_listed_title(element_text(element), self.row.get("title", ""))
            or (_is_heading(element) and is_title_after_category(element_text(element), self.row.get("title", "")))
        ]
        if not found:
            every = visible_elements(self.page.node.root, self.rows_of_lists)
            found = [element for element in every if self._is_labelled(element_text(element))]
        texts = {element: element_text(element) for element in found}
        # Where a list cuts its titles, what stands around the title begins with the same words.
        around = {part for element in found for part in element.iterancestors() if texts.get(part) != texts[element]}
        narrow = [element for element in found if element not in around]
        return sorted(narrow, key=lambda element: (not _is_heading(element), self.element_order[element]))

    def _is_labelled(self, text: str) -> bool:
        """Whether a text is the title behind the word that says so."""
        found = re.fullmatch(LABELLED_TITLE, text)
        return found is not None and is_listed_title(found[1], self.row.get("title", ""))

    @property
    def title_element(self) -> Any:
        """The element of the title; None where no element shows it."""
        return self.title_elements[0] if self.title_elements else None

    def values_near_title(self, found: Sequence[PageValue]) -> list[PageValue]:
        """Readings by their distance from the title, those after it first."""
        start = self.element_order.get(self.title_element, 0)
        return sorted(
            found,
            key=lambda reading: (self.element_order[reading.element] < start, self.element_order[reading.element]),
        )


def _is_heading(element: Any) -> bool:
    around = [str(part.tag) for part in (element, *element.iterancestors())][:4]
    return any(len(tag) == 2 and tag[0] == "h" and tag[1].isdigit() for tag in around)


def times_of_sample(sample: PostSample) -> list[PageValue]:
    """Readings of times on a page, one for each element."""
    found: dict[Any, PageValue] = {}
    for reading in sample.values_outside_lists:
        if is_time(one_line_text(reading.value)):
            found.setdefault(reading.element, reading)
    return list(found.values())
