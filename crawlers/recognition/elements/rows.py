"""The rows of a list: links of one kind, each in a block of its own, repeated beside each other."""

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, Final

from crawlers.parse.encoding import decode_page
from crawlers.parse.markup import Node, parse_html, separate_nested_rows
from crawlers.recognition.elements.element_names import class_names
from crawlers.recognition.elements.page_addresses import (
    Kind,
    address_kind,
    common_link_prefix,
    is_members_address,
    is_same_site,
    linked_page_address,
    without_paging_parameters,
)
from crawlers.recognition.elements.page_thinning import thin_out_large_page
from crawlers.recognition.elements.paging import is_paging_address
from crawlers.recognition.elements.plainest_selectors import plainest_selector_of_many
from crawlers.recognition.elements.row_values import SearchableRows
from crawlers.recognition.elements.text_kinds import has_letters, is_time
from crawlers.recognition.elements.visible_text import can_show_text, element_text

_FEWEST: Final = 3
_GRID: Final = 2
"""Levels above the lines of a grid at which it may begin."""
_LONGEST: Final = 60
"""Letters of a title that count: longer ones are paragraphs."""


@dataclass(frozen=True, slots=True)
class FetchedPage:
    """A page that was fetched: its address, its bytes and their tree, in which a large page is thinned."""

    url: str
    body: bytes
    node: Node

    @classmethod
    def of(cls, url: str, body: bytes) -> "FetchedPage":
        """The page as every engine reads it; of a large one, as much as tells how it is made."""
        node = parse_html(decode_page(body))
        thin_out_large_page(node.root)
        return cls(url, body, node)


@dataclass(frozen=True, slots=True)
class RowGroup:
    """Links of one kind, each in its row; ``siblings``: the row goes on up to the next one."""

    kind: Kind
    links: dict[Any, Any]
    """By row element: the link with the longest text."""
    score: float
    siblings: bool

    def rows(self) -> list[Any]:
        """The elements of the rows."""
        return list(self.links)


def row_groups(page: FetchedPage) -> list[RowGroup]:
    """Everything on a page that may be a list of posts, the likeliest first."""
    by_kind: defaultdict[Kind, list[Any]] = defaultdict(list)
    for link in page.node.css("a[href]"):
        address = linked_page_address(page.url, link.attrib["href"])
        if not address or is_members_address(address) or is_paging_address(page.url, address):
            continue
        if is_same_site(address, page.url):
            by_kind[address_kind(address)].append(link.root)
    found = [group for name, links in by_kind.items() for group in _groups(page, name, links)]
    return sorted(found, key=lambda group: -group.score)


def _groups(page: FetchedPage, name: Kind, links: list[Any]) -> list[RowGroup]:
    """The links of one kind by the box that they stand in."""
    address = {link: without_paging_parameters(linked_page_address(page.url, link.get("href"))) for link in links}
    if len(set(address.values())) < _FEWEST:
        return []
    inside: defaultdict[Any, set[str]] = defaultdict(set)
    for link in links:
        for around in (link, *link.iterancestors()):
            inside[around].add(address[link])
    boxes: defaultdict[tuple[Any, str], dict[Any, Any]] = defaultdict(dict)
    for link in links:
        row = link
        while row.getparent() is not None and len(inside[row.getparent()]) == 1:
            row = row.getparent()
        parent = row.getparent()
        if parent is None:
            continue
        before = boxes[parent, str(row.tag)].get(row)
        if before is None or len(element_text(before)) < len(element_text(link)):
            boxes[parent, str(row.tag)][row] = link
    grids: defaultdict[tuple[Any, str, str], list[dict[Any, Any]]] = defaultdict(list)
    for (parent, tag), rows in boxes.items():
        for around in islice(parent.iterancestors(), _GRID):
            grids[around, str(parent.tag), tag].append(rows)
    lines = [line for line in grids.values() if len(line) > 1 and sum(len(rows) > 1 for rows in line) > len(line) / 2]
    return [
        *(_group(name, None, {row: link for rows in line for row, link in rows.items()}) for line in lines),
        *(_group(name, parent, rows) for (parent, _), rows in boxes.items() if len(rows) >= _FEWEST),
    ]


def _group(name: Kind, parent: Any, rows: dict[Any, Any]) -> RowGroup:
    """The group of ``rows`` in ``parent``, or, without one, in the lines of a grid."""
    texts = [element_text(link) for link in rows.values()]
    words = sum(min(len(text), _LONGEST) for text in texts if has_letters(text) and not is_time(text))
    siblings = parent is not None and _goes_on(parent, list(rows))
    parts = [element_text(part) for row in rows for part in row.iter() if can_show_text(part)]
    timed = sum(is_time(text) for text in parts) >= len(rows) / 2
    numbered = sum(text.strip("[]()+").replace(",", "").isdigit() for text in parts) >= len(rows) / 2
    variety = len(set(texts)) / len(texts)
    weight = variety * (1 + timed + numbered + siblings)
    return RowGroup(name, rows, words * weight, siblings)


def _goes_on(parent: Any, rows: list[Any]) -> bool:
    """Whether nearly every row is followed by siblings with text that are no rows."""
    known, followed = set(rows), 0
    for row in rows:
        following = row.getnext()
        followed += (
            following is not None
            and following not in known
            and can_show_text(following)
            and bool(element_text(following))
        )
    tags = Counter(child.tag for child in parent if isinstance(child.tag, str))
    return followed >= 0.8 * len(rows) and tags.total() >= 2 * len(rows) - 1


def row_selector(page: FetchedPage, group: RowGroup) -> str | None:
    """The selector that finds just the rows of ``group``; where it cannot be had, None."""
    written = [link.get("href") for link in group.links.values()]
    start = common_link_prefix(written)
    inner = [f'a[href^="{start}"]' if start and '"' not in start else "", "a[href]"]
    if all(row.tag == "a" for row in group.links):
        inner = []
    return plainest_selector_of_many([(page.node, group.rows())], inner)


def rows_of_commonest_class(group: RowGroup) -> RowGroup:
    """The rows of the commonest class among a group's: the others are notices, or of another list."""
    names = Counter((class_names(row) or [""])[0] for row in group.links)
    name = names.most_common(1)[0][0]
    links = {row: link for row, link in group.links.items() if (class_names(row) or [""])[0] == name}
    return replace(group, links=links)


def find_rows(page: FetchedPage, css: str, *, siblings: bool) -> SearchableRows:
    """The rows that ``css`` finds, as the engine reads them."""
    return SearchableRows(separate_nested_rows(page.node.css(css), siblings=siblings))
