"""Examples that a person points at: the selector of a field is made after a text that stands on the pages."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from crawlers.parse.markup import separate_nested_rows
from crawlers.parse.numbers import parse_number
from crawlers.recognition.elements.candidate_selectors import candidate_selectors
from crawlers.recognition.elements.page_value import PageValue
from crawlers.recognition.elements.page_values import page_values
from crawlers.recognition.elements.plainest_selectors import first_match, plainest_selector, plainest_selector_of_many
from crawlers.recognition.elements.row_values import RowValues, SearchableRows
from crawlers.recognition.elements.text_kinds import is_number, is_time, kind_of_label, one_line_text
from crawlers.recognition.elements.visible_text import element_text, visible_elements
from crawlers.recognition.fields.certainty import FieldCertainty, Fields, ProposedField
from crawlers.recognition.site_explorer import ExploredSite
from schemas.errors import BadInput

NAMES: Final[Mapping[str, str]] = {
    "title": "title",
    "author": "author",
    "time": "posted_at",
    "views": "views",
    "likes": "likes",
    "dislikes": "dislikes",
    "comments": "comments",
}
"""What a person may point at in rows and posts, with the fields that it means; with ``comment-`` those of comments."""
_OF_COMMENTS: Final = "comment-"


def correct_by_examples(explored: ExploredSite, examples: Mapping[str, str]) -> None:
    """Corrects what was recognised by ``examples``: texts by what they are, such as ``{"author": "홍길동"}``.

    ``body`` is how a post's text begins, ``comment`` a comment's text, ``comment-author`` the name above one.
    Raises BadInput: ``site.example_unknown`` for another name, ``site.example_missing`` for a text on no page.
    """
    for name, text in examples.items():
        if not _apply(explored, name, one_line_text(text)):
            raise BadInput("site.example_missing", name=name, text=text[:100], pages=1 + len(explored.samples))
    if explored.found is not None:
        explored.proposal.selectors = explored.found.selectors()
        explored.proposal.certainties = explored.found.certainties()
        explored.proposal.mark_doubtful(datetime.now(UTC))


def _apply(explored: ExploredSite, name: str, text: str) -> bool:
    found = explored.found
    if found is None or not text:
        return False
    if name == "body":
        css = _body(explored, text)
        if css:
            found.post_parts, found.body = {"body": css}, FieldCertainty.POINTED
        return css is not None
    if name == "comment":
        found.text = FieldCertainty.POINTED
        return _comment(explored, text)
    field = NAMES.get(name.removeprefix(_OF_COMMENTS))
    if field is None or (name.startswith(_OF_COMMENTS) and field in ("title", "comments", "views")):
        raise BadInput(
            "site.example_unknown", name=name, known=", ".join((*NAMES, "body", "comment", "comment-author …"))
        )
    if name.startswith(_OF_COMMENTS):
        return _field(found.comments, field, _comment_rows(explored), text)
    in_rows = explored.guess is not None and _field(found.list, field, explored.guess.rows, text)
    pages = SearchableRows([one.page.node for one in explored.samples])
    return _field(found.post, field, pages, text, outside=_comment_css(explored)) or in_rows


def _field(fields: Fields, name: str, rows: SearchableRows, text: str, outside: str = "") -> bool:
    """Sets a field by the first reading of ``text`` in ``rows``; false where there is none."""
    slot = values_of_example(rows, name, text, outside)
    if slot is None:
        return False
    fields[name] = ProposedField(slot.pick, FieldCertainty.POINTED, slot.values)
    return True


def values_of_example(rows: SearchableRows, name: str, text: str, outside: str = "") -> RowValues | None:
    """What the selector of ``text`` in one row reads in all: the like in most; ``outside``: not within these."""
    test = _test(name, text)
    for read in (page_values, _wholes):
        found: list[RowValues] = []
        for place, node in enumerate(rows.nodes):
            left_out = frozenset(part.root for part in node.css(outside)) if outside else frozenset[Any]()
            made = (
                rows.read_by_best_selector(place, reading) for reading in read(node.root, left_out) if test(reading)
            )
            found += [slot for slot in made if slot is not None]
        if found:
            return max(found, key=lambda slot: _fit(slot, name))
    return None


def _wholes(root: Any, left_out: frozenset[Any]) -> Iterator[PageValue]:
    """The whole text of every element, with that of the elements inside it."""
    return (PageValue(element, element_text(element)) for element in visible_elements(root, left_out))


def _fit(slot: RowValues, name: str) -> tuple[bool, bool, float, bool]:
    """Whether the page calls it so, whether it calls it nothing else, in how many rows it is, and whether whole."""
    kind = kind_of_label(slot.reading.label)
    return kind == name, kind in ("", name), slot.filled_share, slot.pick.regex is None


def _test(name: str, text: str) -> Callable[[PageValue], bool]:
    """Whether a reading is the text that was pointed at, or the same number."""
    number = parse_number(text) if is_number(text) else None
    if name in ("views", "likes", "dislikes", "comments") and number is not None:
        return lambda reading: is_number(reading.value) and parse_number(reading.value) == number
    if name == "posted_at":
        return lambda reading: (
            is_time(reading.value) and one_line_text(reading.value).strip("()[]") == text.strip("()[]")
        )
    return lambda reading: one_line_text(reading.value) == text


def _body(explored: ExploredSite, text: str) -> str | None:
    """The selector of the outermost element whose text begins so, on the sample where that stands."""
    for sample in explored.samples:
        node = sample.page.node
        for element in visible_elements(node.root):
            if element.tag not in ("html", "body") and element_text(element).startswith(text):
                others = [other.page.node for other in explored.samples if other is not sample]
                return _shared(node, element, others)
    return None


def _shared(node: Any, element: Any, others: Sequence[Any]) -> str | None:
    """The plainest selector of an element that finds something on the other pages too."""
    for css in candidate_selectors(element, node.root):
        if first_match(node, css) is element and all(first_match(other, css) is not None for other in others):
            return css
    return plainest_selector([(node, element)])


def _comment_css(explored: ExploredSite) -> str:
    return str(explored.found.comment_parts.get("rows", "")) if explored.found is not None else ""


def _comment_rows(explored: ExploredSite) -> SearchableRows:
    css = _comment_css(explored)
    siblings = bool(explored.found and explored.found.comment_parts.get("siblings"))
    nodes = [
        node
        for sample in explored.samples
        for node in (separate_nested_rows(sample.page.node.css(css), siblings=siblings) if css else ())
    ]
    return SearchableRows(nodes)


def _comment(explored: ExploredSite, text: str) -> bool:
    """Rows and text of comments by the text of one: the blocks beside its block."""
    rows = _comment_rows(explored)
    slot = values_of_example(rows, "text", text) if rows.nodes else None
    found = explored.found
    if found is None:
        return False
    if slot is not None:
        found.comment_parts["text"] = slot.pick.css or f"{rows.nodes[0].root.tag}"
        return True
    for sample in explored.samples:
        for element in visible_elements(sample.page.node.root):
            if element_text(element) != text:
                continue
            block = _block(element)
            if block is None:
                return False
            css = plainest_selector_of_many([(sample.page.node, block)])
            if css is None:
                return False
            found.comment_parts = {"rows": css, "text": ""}
            nodes = _comment_rows(explored)
            again = values_of_example(nodes, "text", text)
            found.comment_parts["text"] = (again.pick.css if again else "") or str(block[0].tag)
            return True
    return False


def _block(element: Any) -> list[Any] | None:
    """The blocks of one sort that an element's block stands beside, with text each."""
    for around in (element, *element.iterancestors()):
        parent = around.getparent()
        if parent is None:
            return None
        name = (around.get("class") or "").split()[:1]
        alike = [part for part in parent if part.tag == around.tag and (part.get("class") or "").split()[:1] == name]
        if (
            len(alike) > 1
            and all(element_text(part) for part in alike)
            and around.tag not in ("td", "span", "p", "b", "i")
        ):
            return alike
    return None
