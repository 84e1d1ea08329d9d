"""The fields of comments: author, time, text, votes, id and level, found in rows that are known."""

import re
from collections.abc import Collection, Iterator, Sequence
from typing import Any, Final

from crawlers.parse.markup import separated
from crawlers.parse.notices import is_comment_notice
from crawlers.recognition.elements.addresses import absolute, is_page_of
from crawlers.recognition.elements.css import candidates, classes, find_all, named
from crawlers.recognition.elements.slots import Rows, Slot
from crawlers.recognition.elements.texts import ANSWER, kind_of
from crawlers.recognition.elements.visible import is_shown, own_text, text_of
from crawlers.recognition.fields.certainty import Certainty, Fields, Proposed
from crawlers.recognition.fields.comment_rows import CommentRows
from crawlers.recognition.fields.list_fields import author_slots, count_slots, proposed, time_slots
from crawlers.recognition.fields.samples import Sample
from crawlers.sites_config.selectors import Pick

_LACKING: Final = 0.25
"""Share of the comments that may be without text, since they are secret or deleted."""
_DIGITS: Final = re.compile(r"[\d,.]+")
_IDS: Final = re.compile(r"(\d+)\D*$")
_LEVEL: Final = re.compile(r"level|depth|indent|dep\b|step|lv", re.IGNORECASE)
_ANSWER_CLASS: Final = re.compile(
    r"^(?:.*[-_])?(?:re|reply|rereply|child|answer|sub|nested|recomment|is-?reply|re_?cmt|reple)\d*$"
)
_INDENT: Final = r"(?:margin|padding)-left:\s*(\d+)"
_TEXT_TAGS: Final = frozenset(
    {"div", "p", "td", "dd", "span", "section", "blockquote", "article", "li", "font", "pre", "textarea"}
)


class CommentReader:
    """Reads the comments of all samples together."""

    def __init__(self, samples: Sequence[Sample], found: CommentRows, names: Collection[str]) -> None:
        self.samples, self.found, self.names = samples, found, names
        self.places = [row.root for sample in samples for row in sample.page.node.css(found.css)]
        nodes = [
            node for sample in samples for node in separated(sample.page.node.css(found.css), siblings=found.siblings)
        ]
        self.rows = Rows(nodes)
        self.slots = self.rows.slots() if nodes else []

    def fields(self) -> tuple[Fields, dict[str, Any]]:
        """The fields, and the further parts of the selectors: ``text``, ``without``, ``answers``, ``depth_step``."""
        found: Fields = {}
        times = time_slots(self.slots)
        if times:
            found["posted_at"] = proposed(times[0], Certainty.SURE if _is_one_time(times) else Certainty.UNSURE)
        text, without, words = self.text(times)
        authors = [slot for slot in author_slots(self.slots, None, self.names) if not _inside(slot, words)]
        if authors:
            known = any(value in self.names for value in authors[0].values)
            clear = known or kind_of(authors[0].reading.label) == "author" or len(authors) == 1
            found["author"] = proposed(authors[0], Certainty.SURE if clear else Certainty.UNSURE)
            if not text:
                text, without = self.own_text(authors[0], times)
        found |= self.votes(words)
        identity = self.identity()
        if identity is not None:
            found["id"] = Proposed(identity, Certainty.SURE)
        parts: dict[str, Any] = {"text": text, "without": without} if without else {"text": text}
        parts |= {"hidden": hidden} if (hidden := self.hidden()) else {}
        if pages := self.pages():
            parts["pages"] = pages
        return found, parts | self.level(found)

    def pages(self) -> str:
        """The selector of links to further pages of comments: numbers behind the rows, of the same post."""
        links = [
            [
                link.root
                for link in sample.page.node.css("a[href]")
                if text_of(link.root).strip("[]").isdigit()
                and (address := absolute(sample.page.url, link.attrib["href"]))
                and is_page_of(sample.page.url, address)
                and rows
                and sample.order[link.root] > sample.order[rows[0]]
            ]
            for sample, rows in zip(self.samples, self.found.elements, strict=True)
        ]
        pages = [(sample.page.node, found) for sample, found in zip(self.samples, links, strict=True)]
        return find_all(pages) or "" if any(links) else ""

    def text(self, times: Sequence[Slot]) -> tuple[str, str, tuple[Any, ...]]:
        """The selector of the text: the element with most letters that holds neither the time nor all of the row."""
        best: tuple[float, str, tuple[Any, ...]] = (0.0, "", ())
        closed = [_around(slot.elements[place] for slot in times[:2]) for place in range(len(self.rows.nodes))]
        longest = max(
            range(len(self.rows.nodes)), key=lambda place: len(text_of(self.rows.nodes[place].root)), default=0
        )
        node = self.rows.nodes[longest]
        for element in node.root.iter():
            if element.tag not in _TEXT_TAGS or element in closed[longest] or element is node.root:
                continue
            for css in list(candidates(element, node.root))[:24]:
                found = self.rows.elements(css)
                if found[longest] is not element:
                    continue
                lacking = sum(part is None for part in found)
                if lacking > _LACKING * len(found) or any(part in closed[place] for place, part in enumerate(found)):
                    continue
                letters = _telling([text_of(part) for part in found if part is not None])
                if letters > best[0] + 0.5:
                    best = letters, css, found
                break
        return best[1], "", best[2]

    def own_text(self, author: Slot, times: Sequence[Slot]) -> tuple[str, str]:
        """The row itself without author and time, where the words stand between them."""
        parts = [slot.pick.css for slot in (author, *times[:1]) if slot.pick.css]
        return (f"{self.rows.nodes[0].root.tag}", ", ".join(parts)) if parts else ("", "")

    def hidden(self) -> str:
        """The selector of what only comments contain that are deleted or secret; empty where none is known."""
        marks: dict[int, Any] = {}
        for place, node in enumerate(self.rows.nodes):
            gone = [part for part in node.root.iter() if is_shown(part) and is_comment_notice(own_text(part))]
            marks |= {place: gone[0]} if gone else {}
        if not marks or len(marks) == len(self.rows.nodes):
            return ""
        place, mark = next(iter(marks.items()))
        top = self.rows.nodes[place].root
        around = [part for part in (mark, *mark.iterancestors()) if part is top or top in part.iterancestors()]
        words = own_text(mark).replace("'", "")
        for css in (*(css for part in around for css in named(part)), f"{mark.tag}:contains('{words}')"):
            if {at for at, other in enumerate(self.rows.nodes) if other.css(css)} == set(marks):
                return css
        return ""

    def votes(self, words: Sequence[Any]) -> Fields:
        found: Fields = {}
        for slot in count_slots(self.slots):
            kind = slot.reading.kind
            if kind in ("likes", "dislikes") and kind not in found and not _inside(slot, words):
                strong = kind_of(slot.reading.label) == kind
                found[kind] = proposed(slot, Certainty.SURE if strong else Certainty.UNSURE)
        return found

    def identity(self) -> Pick | None:
        """The attribute whose numbers tell all comments apart, on the row or in it."""
        nodes = self.rows.nodes
        for element in nodes[0].root.iter() if nodes else ():
            for name in _id_names(element):
                for css in list(candidates(element, nodes[0].root))[:8] if element is not nodes[0].root else [""]:
                    found = self.rows.elements(css)
                    values = ["" if part is None else part.get(name) or "" for part in found]
                    numbers = [match[1] for value in values if (match := _IDS.search(value))]
                    if len(numbers) == len(nodes) == len(set(numbers)) and len(numbers) > 1:
                        return Pick(css=css, attr=name, regex=_IDS.pattern)
        return None

    def level(self, fields: Fields) -> dict[str, Any]:
        """How the level of an answer is told; nothing where all comments are of one level."""
        for way in (self._nested, self._boxed, self._attribute, self._indented, self._classed, self._signed):
            found = way()
            if found is not None:
                fields |= {"depth": Proposed(found["depth"], Certainty.SURE)} if "depth" in found else {}
                return {name: value for name, value in found.items() if name != "depth"}
        return {}

    @property
    def are_nested(self) -> bool:
        """Whether answers stand inside the comments that they answer."""
        every = set(self.places)
        return any(part in every for place in self.places for part in place.iterancestors())

    def _nested(self) -> dict[str, Any] | None:
        return {} if self.are_nested else None

    def _boxed(self) -> dict[str, Any] | None:
        """Rows of one sort stand in boxes of unlike depth: the boxes that only the deeper ones are in."""
        depths = {place: sum(1 for _ in place.iterancestors()) for place in self.places}
        if not depths or len(set(depths.values())) < 2:
            return None
        least = min(depths.values())
        boxes = {part for place, depth in depths.items() for part in list(place.iterancestors())[: depth - least]}
        by_sort = {tuple(named(box)) or (box.tag,) for box in boxes}
        if len(by_sort) > 1:
            return None
        pages = [
            (sample.page.node, [element for element in sample.page.node.root.iter() if element in boxes])
            for sample in self.samples
        ]
        css = find_all(pages)
        return {"answers": css} if css else None

    def _attribute(self) -> dict[str, Any] | None:
        """An attribute of the row whose name says that it is a level."""
        for name in self.rows.nodes[0].root.keys() if self.rows.nodes else ():
            values = [node.root.get(name) or "" for node in self.rows.nodes]
            numbers = {int(value) for value in values if value.isdigit()}
            if _LEVEL.search(name) and all(value.isdigit() for value in values) and max(numbers) < 20:
                return {"depth": Pick(attr=name)} if min(numbers) == 0 else None
        return None

    def _indented(self) -> dict[str, Any] | None:
        """Margins in styles, or the widths of spacer pictures."""
        for css, attr, regex in (
            ("", "style", _INDENT),
            ("[style*=left]", "style", _INDENT),
            ("img[width]", "width", r"(\d+)"),
        ):
            values = [
                int(found[1]) if part is not None and (found := re.search(regex, part.get(attr) or "")) else 0
                for part in self.rows.elements(css)
            ]
            steps = sorted({value for value in values if value})
            if steps and 0 in values and len(steps) <= 8 and all(value % steps[0] == 0 for value in values):
                return {"depth": Pick(css=css, attr=attr, regex=regex), "depth_step": steps[0]}
        return None

    def _classed(self) -> dict[str, Any] | None:
        """A class that only answers have."""
        rows = [classes(node.root) for node in self.rows.nodes]
        for name in dict.fromkeys(name for row in rows for name in row):
            having = [name in row for row in rows]
            if _ANSWER_CLASS.match(name) and not having[0] and any(having):
                return {"depth": Pick(attr="class", regex=rf"(?:^|\s)({re.escape(name)})(?:\s|$)")}
        leveled = [re.search(r"(?:depth|level|indent|dep|lv)[-_]?(\d)", " ".join(row)) for row in rows]
        if any(leveled) and {int(found[1]) for found in leveled if found} - {0}:
            least = min(int(found[1]) for found in leveled if found) if all(leveled) else 0
            regex = (
                r"(?:depth|level|indent|dep|lv)[-_]?([1-9])"
                if least == 0
                else r"(?:depth|level|indent|dep|lv)[-_]?([2-9])"
            )
            return {"depth": Pick(attr="class", regex=regex)}
        return None

    def _signed(self) -> dict[str, Any] | None:
        """A corner sign before the words of an answer, in a text or as the picture of one."""
        for element in (part for node in self.rows.nodes for part in node.root.iter() if isinstance(part.tag, str)):
            if not ANSWER.search(own_text(element)[:2]):
                continue
            place = next(
                at
                for at, node in enumerate(self.rows.nodes)
                if element is node.root or node.root in element.iterancestors()
            )
            for css in list(candidates(element, self.rows.nodes[place].root))[:20]:
                found = self.rows.elements(css)
                signed = [part is not None and bool(ANSWER.search(own_text(part)[:2])) for part in found]
                if signed[place] and not all(signed):
                    return {"depth": Pick(css=css, without=f"{element.tag} > *", regex="([└↳ㄴ➥↪⤷])")}
        return None


def _telling(texts: Sequence[str]) -> float:
    """The letters of texts that are no buttons: what is the same in all rows but for its numbers counts once."""
    words = [_DIGITS.sub("", text) for text in texts]
    return sum(map(len, words)) * len(set(words)) / max(1, len(words))


def _is_one_time(times: Sequence[Slot]) -> bool:
    """Whether all slots read the first one's time, or a part of it."""
    first = times[0]
    return all(
        tuple(map(id, slot.elements)) == tuple(map(id, first.elements))
        or all(part in whole for part, whole in zip(slot.values, first.values, strict=True))
        for slot in times
    )


def _around(elements: Iterator[Any]) -> set[Any]:
    return {part for element in elements if element is not None for part in (element, *element.iterancestors())}


def _inside(slot: Slot, words: Sequence[Any]) -> bool:
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
