"""Levels of answers: told by nesting, boxes, attributes, margins, classes or a corner sign."""

import re
from collections.abc import Sequence
from typing import Any, Final

from crawlers.parse.numbers import parse_whole_number
from crawlers.recognition.elements.candidate_selectors import candidate_selectors
from crawlers.recognition.elements.element_names import class_names, selectors_by_name
from crawlers.recognition.elements.plainest_selectors import plainest_selector_of_many
from crawlers.recognition.elements.row_values import SearchableRows
from crawlers.recognition.elements.text_kinds import ANSWER
from crawlers.recognition.elements.visible_text import own_text
from crawlers.recognition.fields.samples import PostSample
from crawlers.sites_config.selectors import Pick

_LEVEL: Final = re.compile(r"level|depth|indent|dep\b|step|lv", re.IGNORECASE)
_ANSWER_CLASS: Final = re.compile(
    r"^(?:.*[-_])?(?:re|reply|rereply|child|answer|sub|nested|recomment|is-?reply|re_?cmt|reple)\d*$"
)
_INDENT: Final = r"(?:margin|padding)-left:\s*([0-9]{1,9})"


class CommentLevelFinder:
    """Finds how comments of all samples say which answer others. ``places``: their rows, as they are in pages."""

    def __init__(self, samples: Sequence[PostSample], rows: SearchableRows, places: Sequence[Any]) -> None:
        self.samples, self.rows, self.places = samples, rows, places

    def find_levels(self) -> dict[str, Any]:
        """``depth``, a pick, with its ``depth_step``, or ``answers``; nothing where all comments are of one level."""
        ways = (self._nested, self._boxed, self._attribute, self._indented, self._classed, self._signed)
        return next((found for way in ways if (found := way()) is not None), {})

    @property
    def answers_are_nested(self) -> bool:
        """Whether answers stand inside the comments that they answer."""
        every = set(self.places)
        return any(part in every for place in self.places for part in place.iterancestors())

    def _nested(self) -> dict[str, Any] | None:
        return {} if self.answers_are_nested else None

    def _boxed(self) -> dict[str, Any] | None:
        """Rows of one sort stand in boxes of unlike depth: the boxes that only the deeper ones are in."""
        depths = {place: sum(1 for _ in place.iterancestors()) for place in self.places}
        if not depths or len(set(depths.values())) < 2:
            return None
        least = min(depths.values())
        boxes = {part for place, depth in depths.items() for part in list(place.iterancestors())[: depth - least]}
        by_sort = {tuple(selectors_by_name(box)) or (box.tag,) for box in boxes}
        if len(by_sort) > 1:
            return None
        pages = [
            (sample.page.node, [element for element in sample.page.node.root.iter() if element in boxes])
            for sample in self.samples
        ]
        css = plainest_selector_of_many(pages)
        return {"answers": css} if css else None

    def _attribute(self) -> dict[str, Any] | None:
        """An attribute of the row whose name says that it is a level."""
        for name in self.rows.nodes[0].root.keys() if self.rows.nodes else ():
            numbers = [parse_whole_number(node.root.get(name) or "") for node in self.rows.nodes]
            levels = {number for number in numbers if number is not None}
            if _LEVEL.search(name) and None not in numbers and max(levels) < 20:
                return {"depth": Pick(attr=name)} if min(levels) == 0 else None
        return None

    def _indented(self) -> dict[str, Any] | None:
        """Margins in styles, or the widths of spacer pictures."""
        for css, attr, regex in (
            ("", "style", _INDENT),
            ("[style*=left]", "style", _INDENT),
            ("img[width]", "width", r"([0-9]{1,9})"),
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
        rows = [class_names(node.root) for node in self.rows.nodes]
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
            for css in list(candidate_selectors(element, self.rows.nodes[place].root))[:20]:
                found = self.rows.elements(css)
                signed = [part is not None and bool(ANSWER.search(own_text(part)[:2])) for part in found]
                if signed[place] and not all(signed):
                    return {"depth": Pick(css=css, without=f"{element.tag} > *", regex="([└↳ㄴ➥↪⤷])")}
        return None
