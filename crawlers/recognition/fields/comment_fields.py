"""The fields of comments: author, time, text, votes, id and level, found in rows that are known."""

import re
from collections.abc import Collection, Iterable, Sequence
from typing import Any, Final

from crawlers.parse.markup import separate_nested_rows
from crawlers.parse.removal_notices import is_removed_comment_notice
from crawlers.recognition.elements.candidate_selectors import candidate_selectors
from crawlers.recognition.elements.element_names import selectors_by_name
from crawlers.recognition.elements.page_addresses import linked_page_address
from crawlers.recognition.elements.paging import differs_in_one_number
from crawlers.recognition.elements.plainest_selectors import plainest_selector_of_many
from crawlers.recognition.elements.row_values import RowValues, SearchableRows
from crawlers.recognition.elements.text_kinds import kind_of_label
from crawlers.recognition.elements.visible_text import can_show_text, element_text, own_text, visible_elements
from crawlers.recognition.fields.certainty import FieldCertainty, Fields, ProposedField
from crawlers.recognition.fields.comment_levels import CommentLevelFinder
from crawlers.recognition.fields.comment_rows import CommentRows
from crawlers.recognition.fields.list_counts import number_values
from crawlers.recognition.fields.list_fields import author_values, proposed_field, time_values
from crawlers.recognition.fields.one_line_comments import comment_line_format, leading_sign_regex
from crawlers.recognition.fields.samples import PostSample
from crawlers.sites_config.selectors import Pick

_LACKING: Final = 0.25
"""Share of the comments that may be without text, since they are secret or deleted."""
_DIGITS: Final = re.compile(r"[\d,.]+")
_IDS: Final = re.compile(r"(\d+)\D*$")
_RE: Final = re.compile(r"^(?:Re|RE|re|답변|답글)\s*[:：]\s*")
_TEXT_TAGS: Final = frozenset(
    {"div", "p", "td", "dd", "span", "section", "blockquote", "article", "li", "font", "pre", "textarea"}
)


class CommentFieldFinder:
    """Finds the fields of comments: compares the comments of all samples."""

    def __init__(self, samples: Sequence[PostSample], found: CommentRows, names: Collection[str]) -> None:
        self.samples, self.found, self.names = samples, found, names
        self.titles = frozenset(
            element_text(sample.title_element) for sample in samples if sample.title_element is not None
        ) - {""}
        self.places = [row.root for sample in samples for row in sample.page.node.css(found.css)]
        nodes = [
            node
            for sample in samples
            for node in separate_nested_rows(sample.page.node.css(found.css), siblings=found.siblings)
        ]
        self.rows = SearchableRows(nodes)
        self.row_values = self.rows.read_by_each_selector() if nodes else []
        self.levels = CommentLevelFinder(samples, self.rows, self.places)

    def find_fields(self) -> tuple[Fields, dict[str, Any]]:
        """The fields, and the further parts of the selectors: ``text``, ``without``, ``strip``, ``answers``, …"""
        found: Fields = {}
        strip = ""
        times = time_values(self.row_values)
        if times:
            found["posted_at"] = proposed_field(
                times[0], FieldCertainty.SURE if _is_one_time(times) else FieldCertainty.UNSURE
            )
        names = [
            slot for slot in author_values(self.row_values, None, self.names)[:1] if not times or self._is_known(slot)
        ]
        text, without, words = self.find_text((*times[:2], *names))
        if names and not text:
            text, without, words = self.find_text(times)
        authors = [slot for slot in author_values(self.row_values, None, self.names) if not _inside(slot, words)]
        if authors:
            known = any(value in self.names for value in authors[0].values)
            clear = known or kind_of_label(authors[0].reading.label) == "author" or len(authors) == 1
            found["author"] = proposed_field(authors[0], FieldCertainty.SURE if clear else FieldCertainty.UNSURE)
            if not text:
                text, without = self.find_text_of_row(authors[0], times)
                strip = leading_sign_regex(self.rows)
        elif not text and (read := comment_line_format(self.rows, times)) is not None:
            found["author"], without, strip = read.author, read.without, read.strip
            text = str(self.rows.nodes[0].root.tag)
            found |= {"posted_at": read.time} if read.time is not None else {}
        found |= self.find_votes(words)
        identity = self.find_id()
        if identity is not None:
            found["id"] = ProposedField(identity, FieldCertainty.SURE)
        parts: dict[str, Any] = {"text": text, "without": without} if without else {"text": text}
        parts |= {"strip": strip} if strip else {}
        parts |= {"hidden": hidden} if (hidden := self.find_hidden_comment_selector()) else {}
        if pages := self.find_page_links():
            parts["pages"] = pages
        levels = self.levels.find_levels()
        if "depth" in levels:
            found["depth"] = ProposedField(levels.pop("depth"), FieldCertainty.SURE)
        return found, parts | levels

    def _is_known(self, slot: RowValues) -> bool:
        """Whether a slot reads names of the board, or what the page calls authors."""
        return slot.reading.kind == "author" or any(value in self.names for value in slot.values)

    def find_page_links(self) -> str:
        """The selector of links to further pages of comments: numbers behind the rows, of the same post."""
        links = [
            [
                link.root
                for link in sample.page.node.css("a[href]")
                if element_text(link.root).strip("[]").isdigit()
                and (address := linked_page_address(sample.page.url, link.attrib["href"]))
                and differs_in_one_number(sample.page.url, address)
                and rows
                and sample.element_order[link.root] > sample.element_order[rows[0]]
            ]
            for sample, rows in zip(self.samples, self.found.elements, strict=True)
        ]
        pages = [(sample.page.node, found) for sample, found in zip(self.samples, links, strict=True)]
        return plainest_selector_of_many(pages) or "" if any(links) else ""

    def find_text(self, others: Sequence[RowValues]) -> tuple[str, str, tuple[Any, ...]]:
        """The selector of the text: the element with most letters that holds neither ``others``, such as the time, nor
        all of the row.
        """
        best: tuple[float, str, tuple[Any, ...]] = (0.0, "", ())
        closed = [
            _around((*(slot.elements[place] for slot in others), *self._titles(node.root)))
            for place, node in enumerate(self.rows.nodes)
        ]
        longest = max(
            range(len(self.rows.nodes)), key=lambda place: len(element_text(self.rows.nodes[place].root)), default=0
        )
        node = self.rows.nodes[longest]
        for element in node.root.iter():
            if element.tag not in _TEXT_TAGS or element in closed[longest] or element is node.root:
                continue
            for css in list(candidate_selectors(element, node.root))[:24]:
                found = self.rows.elements(css)
                if found[longest] is not element:
                    continue
                lacking = sum(part is None for part in found)
                if lacking > _LACKING * len(found) or any(part in closed[place] for place, part in enumerate(found)):
                    continue
                letters = _telling([element_text(part) for part in found if part is not None])
                if letters > best[0] + 0.5:
                    best = letters, css, found
                break
        return best[1], "", best[2]

    def _titles(self, row: Any) -> list[Any]:
        """Where the title of the post stands above a comment, as in forums: alone, or behind ``Re:``."""
        parts = (part for part in visible_elements(row) if part is not row)
        return [part for part in parts if _RE.sub("", element_text(part), count=1) in self.titles]

    def find_text_of_row(self, author: RowValues, times: Sequence[RowValues]) -> tuple[str, str]:
        """The row itself without author and time, where the words stand between them."""
        parts = [slot.pick.css for slot in (author, *times[:1]) if slot.pick.css]
        return (f"{self.rows.nodes[0].root.tag}", ", ".join(parts)) if parts else ("", "")

    def find_hidden_comment_selector(self) -> str:
        """The selector of what only comments contain that are deleted or secret; empty where none is known."""
        marks: dict[int, Any] = {}
        for place, node in enumerate(self.rows.nodes):
            gone = [
                part for part in node.root.iter() if can_show_text(part) and is_removed_comment_notice(own_text(part))
            ]
            marks |= {place: gone[0]} if gone else {}
        if not marks or len(marks) == len(self.rows.nodes):
            return ""
        place, mark = next(iter(marks.items()))
        top = self.rows.nodes[place].root
        around = [part for part in (mark, *mark.iterancestors()) if part is top or top in part.iterancestors()]
        words = own_text(mark).replace("'", "")
        for css in (*(css for part in around for css in selectors_by_name(part)), f"{mark.tag}:contains('{words}')"):
            if {at for at, other in enumerate(self.rows.nodes) if other.css(css)} == set(marks):
                return css
        return ""

    def find_votes(self, words: Sequence[Any]) -> Fields:
        """Likes and dislikes of comments, as far as the page names them."""
        found: Fields = {}
        for slot in number_values(self.row_values):
            kind = slot.reading.kind
            if kind in ("likes", "dislikes") and kind not in found and not _inside(slot, words):
                strong = kind_of_label(slot.reading.label) == kind
                found[kind] = proposed_field(slot, FieldCertainty.SURE if strong else FieldCertainty.UNSURE)
        return found

    def find_id(self) -> Pick | None:
        """The attribute whose numbers tell all comments apart, on the row or in it."""
        nodes = self.rows.nodes
        for element in nodes[0].root.iter() if nodes else ():
            for name in _id_names(element):
                for css in (
                    list(candidate_selectors(element, nodes[0].root))[:8] if element is not nodes[0].root else [""]
                ):
                    found = self.rows.elements(css)
                    values = ["" if part is None else part.get(name) or "" for part in found]
                    numbers = [match[1] for value in values if (match := _IDS.search(value))]
                    if len(numbers) == len(nodes) == len(set(numbers)) and len(numbers) > 1:
                        return Pick(css=css, attr=name, regex=_IDS.pattern)
        return None


def _telling(texts: Sequence[str]) -> float:
    """The letters of texts that are no buttons: what is the same in all rows but for its numbers counts once."""
    words = [_DIGITS.sub("", text) for text in texts]
    return sum(map(len, words)) * len(set(words)) / max(1, len(words))


def _is_one_time(times: Sequence[RowValues]) -> bool:
    """Whether all slots read the first one's time, or a part of it."""
    first = times[0]
    return all(
        tuple(map(id, slot.elements)) == tuple(map(id, first.elements))
        or all(part in whole for part, whole in zip(slot.values, first.values, strict=True))
        for slot in times
    )


def _around(elements: Iterable[Any]) -> set[Any]:
    return {part for element in elements if element is not None for part in (element, *element.iterancestors())}


def _inside(slot: RowValues, words: Sequence[Any]) -> bool:
    """Whether a slot reads the texts of the comments themselves."""
    both = zip(slot.elements, words, strict=False)
    pairs = [(one, other) for one, other in both if one is not None and other is not None]
    return bool(pairs) and all(one is other or other in one.iterancestors() for one, other in pairs)


def _id_names(element: Any) -> list[str]:
    return [
        name
        for name, value in element.items()
        if _IDS.search(value) and (name in ("id", "name") or name.startswith("data-"))
    ]
