"""What a list page alone says of a board: its rows, and which posts to fetch as samples."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Any, Final

from crawlers.parse.numbers import parse_number
from crawlers.recognition.elements.candidate_selectors import candidate_selectors
from crawlers.recognition.elements.page_addresses import linked_page_address
from crawlers.recognition.elements.paging import paging_rule
from crawlers.recognition.elements.plainest_selectors import first_match, plainest_selector
from crawlers.recognition.elements.post_ids import post_id_regex
from crawlers.recognition.elements.row_values import RowValues, SearchableRows
from crawlers.recognition.elements.rows import (
    FetchedPage,
    RowGroup,
    find_rows,
    row_groups,
    row_selector,
    rows_of_commonest_class,
)
from crawlers.recognition.elements.text_kinds import one_line_text
from crawlers.recognition.elements.visible_text import element_text
from crawlers.recognition.fields.certainty import Fields
from crawlers.recognition.fields.list_counts import number_fields, number_values
from crawlers.recognition.fields.list_fields import author_values, time_values, title_values
from crawlers.recognition.fields.notice_rows import notice_selector
from crawlers.sites_config.selectors import Pick

_MOST_GROUPS: Final = 6
_FEWEST: Final = 5
_MOST_LINKS: Final = 0.9
_MANY: Final = 40
"""Comments that tell as much of a board as more of them would."""
_TURNING: Final = re.compile(r"\d|다음|이전|더\s*보기|next|older|more|[›»>→]|^$", re.IGNORECASE)
"""What links to other pages of a list say, where they say anything."""


@dataclass(frozen=True)
class ListGuess:
    """A list page, the rows that were taken for posts, and their selector."""

    page: FetchedPage
    group: RowGroup
    css: str

    @cached_property
    def rows(self) -> SearchableRows:
        """The rows of the list, as the engine reads them."""
        return find_rows(self.page, self.css, siblings=self.group.siblings)

    @cached_property
    def row_values(self) -> list[RowValues]:
        """What each selector reads in all rows."""
        return self.rows.read_by_each_selector()

    @cached_property
    def notice_selector(self) -> str:
        """The selector of rows that are notices or advertisements; empty where there is none."""
        return notice_selector(self.rows)

    @cached_property
    def post_row_positions(self) -> list[int]:
        """Places of the rows that are no notices."""
        return [
            place
            for place, node in enumerate(self.rows.nodes)
            if not (self.notice_selector and node.css(self.notice_selector))
        ]

    @cached_property
    def link_elements(self) -> list[Any]:
        """The link of each row's post, as it is in the rows."""
        written = {link.get("href") for link in self.group.links.values()}
        return [_link(node.root, written) for node in self.rows.nodes]

    @cached_property
    def post_addresses(self) -> list[str]:
        """The address of each row's post; empty where it has none."""
        return [
            linked_page_address(self.page.url, link.get("href")) if link is not None else ""
            for link in self.link_elements
        ]

    @cached_property
    def title_values(self) -> RowValues | None:
        """The titles of the rows, with their selector; None where no text may be a title."""
        return title_values(self.row_values, self.link_elements)

    @cached_property
    def number_fields(self) -> Fields:
        """The numbers of the rows, such as views and likes, by their fields."""
        return number_fields(self.row_values)

    def link_pick(self) -> Pick | None:
        """The selector of the link to each row's post; where rows are made unlike, that of most."""
        pairs = [
            (node, link) for node, link in zip(self.rows.nodes, self.link_elements, strict=True) if link is not None
        ]
        css = plainest_selector(pairs)
        if css is None:
            tried = {
                css
                for node, link in pairs[:: max(1, len(pairs) // 4)]
                for css in islice(candidate_selectors(link, node.root), 20)
            }
            css = max(sorted(tried), key=self._leading, default=None)
            css = css if css is not None and self._leading(css) >= _MOST_LINKS * len(pairs) else None
        return None if css is None else Pick(css=css, attr="href")

    def _leading(self, css: str) -> int:
        """In how many rows the first hit of ``css`` is a link to the row's post."""
        found = (first_match(node, css) for node in self.rows.nodes)
        pairs = zip(found, self.post_addresses, strict=True)
        return sum(
            one is not None and linked_page_address(self.page.url, one.get("href") or "") == url != ""
            for one, url in pairs
        )

    def id_pick(self, link: Pick) -> Pick | None:
        """The pick of a post's id: of its address, or of an attribute of the row; None without one."""
        regex = post_id_regex([url for place in self.post_row_positions if (url := self.post_addresses[place])])
        return None if regex is None else link.model_copy(update={"regex": regex})

    def paging_selectors(self) -> dict[str, Any]:
        """``next`` or ``next_rule`` of the list; empty where no link leads on."""
        marked = self.page.node.css("a[rel~=next], link[rel~=next]")
        if marked:
            return {"next": {"css": f"{marked[0].root.tag}[rel~=next]", "attr": "href"}}
        hrefs = {link.get("href") for link in self.group.links.values()}
        links = [
            link.attrib["href"]
            for link in self.page.node.css("a[href]")
            if link.attrib["href"] not in hrefs and _TURNING.search(element_text(link.root))
        ]
        rule = paging_rule(
            self.page.url, [address for link in links if (address := linked_page_address(self.page.url, link))]
        )
        return {"next_rule": rule} if rule else {}

    def row_texts(self, place: int) -> dict[str, str]:
        """What the row at ``place`` reads, of what is known without a post's page."""
        found = {name: field.values[place] for name, field in self.number_fields.items() if field.values[place]}
        times = time_values(self.row_values)
        if times and times[0].values[place]:
            found["posted_at"] = times[0].values[place]
        authors = author_values(self.row_values, self.title_values)
        if authors and authors[0].values[place]:
            found["author"] = authors[0].values[place]
        if self.title_values is not None:
            found["title"] = one_line_text(self.title_values.values[place])
        return found

    def row_positions_with_titles(self, titles: Collection[str]) -> list[int]:
        """Places of the rows whose links show one of ``titles``."""
        texts = {
            place: element_text(link) for place, link in enumerate(self.link_elements) if link is not None and titles
        }
        return [place for place, text in texts.items() if text in titles or any(title in text for title in titles)]

    def sample_row_positions(self, count: int) -> list[int]:
        """Places of the rows whose posts say most: those with many comments, but not so many that they take long."""
        places = [place for place in self.post_row_positions if self.post_addresses[place]]
        field = self.number_fields.get("comments")
        numbers = (
            list(field.values) if field is not None else _smallest_numbers(self.row_values, len(self.post_addresses))
        )
        said = [parse_number(number) or 0 for number in numbers]
        ordered = sorted(places, key=lambda place: (said[place] > _MANY, abs(_MANY - said[place])))
        chosen = ordered[:1]
        # Posts with unlike numbers of comments tell these numbers from others.
        unlike = [place for place in ordered if numbers[place] not in {numbers[one] for one in chosen}]
        for place in (*unlike, *ordered):
            if len(chosen) < count and self.post_addresses[place] not in {self.post_addresses[one] for one in chosen}:
                chosen.append(place)
        return chosen


def _smallest_numbers(slots: Sequence[RowValues], count: int) -> list[str]:
    """The unnamed numbers that may count comments: the smallest that differ; nothing where there is none."""
    unnamed = [slot for slot in number_values(slots) if not slot.reading.kind and slot.distinct_share > 0.1]
    if not unnamed:
        return [""] * count
    return list(min(unnamed, key=lambda slot: max(parse_number(value) or 0 for value in slot.filled_values)).values)


def _link(root: Any, written: set[Any]) -> Any:
    """The first link below an element whose address is one of ``written``."""
    return next((element for element in root.iter("a") if element.get("href") in written), None)


def list_guesses(page: FetchedPage) -> list[ListGuess]:
    """Everything on a page that may be a list of posts and whose rows a selector can find, the likeliest first."""
    found: list[ListGuess] = []
    for group in row_groups(page)[:_MOST_GROUPS]:
        part = rows_of_commonest_class(group)
        for rows in (group, part) if _FEWEST <= len(part.links) < len(group.links) else (group,):
            css = row_selector(page, rows)
            if css:
                found.append(ListGuess(page, rows, css))
                break
    return found
