"""Rows of comments that show no times: blocks of one make beside each other, each with a name and a text of its own."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import Any, Final

from crawlers.recognition.elements.element_names import class_names
from crawlers.recognition.elements.text_kinds import has_letters, is_number, is_time, one_line_text
from crawlers.recognition.elements.visible_text import can_show_text, element_text, visible_elements, visible_texts
from crawlers.recognition.fields.samples import PostSample

Rows = tuple[Any, ...]
_Make = tuple[object, ...]
_Blocks = dict[_Make, list[Rows]]
_BOXES: Final = frozenset(
    ("div", "td", "tr", "table", "tbody", "ul", "ol", "li", "dl", "dt", "dd", "article", "section", "header", "form")
)
"""Elements that tell how a block is made; words and pictures within a comment do not."""
SIGNS: Final = ":：»›▷▶→|"
"""What may stand between a name and a text."""
ONE_LINE: Final = re.compile(
    rf"\W{{0,3}}?\s*(?P<name>[^{SIGNS}\s][^{SIGNS}]{{0,23}}?)\s*(?:[{SIGNS}]+|\s[-–—]\s)\s*(?P<text>\S.*)"
)
_NO_ROW: Final = frozenset(("option", "br", "script", "meta", "link", "img", "hr", "col", "input"))
_NAME: Final = 24
_NAMED: Final = 0.9
"""Share of the rows that begin with a name."""
_ABOVE: Final = 3


def untimed_comment_rows(samples: Sequence[PostSample], declared: Sequence[int | None]) -> Iterator[list[Rows]]:
    """Rows on each page, the likeliest first: as many as ``declared``, or, where nothing is, begun with names."""
    pages = [_blocks(sample) for sample in samples]
    fullest = max(range(len(samples)), key=lambda place: declared[place] or 0)
    if (declared[fullest] or 0) >= 2:
        fitting = [
            [_of_length(page.get(make, []), wanted) for page, wanted in zip(pages, declared, strict=True)]
            for make, found in pages[fullest].items()
            if any(len(rows) == declared[fullest] for rows in found)
        ]
    elif not any(declared):
        makes = dict.fromkeys(
            make for page in pages for make, found in page.items() if any(map(rows_begin_with_names, found))
        )
        fitting = [[next(filter(rows_begin_with_names, page.get(make, [])), ()) for page in pages] for make in makes]
    else:
        return
    unlike = {tuple(map(tuple, rows)): rows for rows in fitting}
    yield from sorted(unlike.values(), key=lambda rows: -sum(len(element_text(row)) for row in chain(*rows)))


def _of_length(found: Sequence[Rows], wanted: int | None) -> Rows:
    """The rows of those that are as many as wanted; else the most."""
    return next((rows for rows in found if len(rows) == wanted), max(found, key=len, default=()) if wanted else ())


def _blocks(sample: PostSample) -> _Blocks:
    """Children of one parent by how they are made, as coarsely and as finely as it takes to tell them from others; and
    elements of one class wherever they stand.
    """
    found: _Blocks = defaultdict(list)
    of_class: dict[_Make, list[Any]] = defaultdict(list)
    for parent in visible_elements(sample.page.node.root, sample.rows_of_lists):
        if class_names(parent) and parent.tag not in _NO_ROW:
            of_class[parent.tag, class_names(parent)[0]].append(parent)
        children = [part for part in parent if can_show_text(part) and part.tag not in _NO_ROW]
        if any(part.tag == "dt" for part in children):
            children = [part for part in children if part.tag != "dd"]  # a term goes on in its descriptions
        if not children:
            continue
        around = tuple(str(part.tag) for part in islice(parent.iterancestors(), _ABOVE))
        by_make: dict[_Make, list[Any]] = defaultdict(list)
        for depth in range(3):
            for child in children:
                by_make[(depth, *around, parent.tag, *class_names(parent)[:1], _make(child, depth))].append(child)
        for make, rows in by_make.items():
            if any(map(element_text, rows)):
                found[make].append(tuple(rows))
    return found | {make: [tuple(rows)] for make, rows in of_class.items()}


def _make(element: Any, depth: int) -> _Make:
    """The tag and the first class of an element, and of the boxes inside it down to ``depth``."""
    inside = (_make(part, depth - 1) for part in element if part.tag in _BOXES) if depth else ()
    return element.tag, *class_names(element)[:1], *dict.fromkeys(inside)


def rows_begin_with_names(rows: Rows) -> bool:
    """Whether nearly every row begins with a name and goes on with a text, and no two rows are alike.

    Where only some hold a form, these are where a comment is written.
    """
    if len(rows) < 2 or len({next(row.iter("form", "textarea"), None) is None for row in rows}) > 1:
        return False
    texts = [_name_and_rest(row) for row in rows]
    named = [len(parts) > 1 and looks_like_name(parts[0]) and has_letters("".join(parts[1:])) for parts in texts]
    differ = len({"".join(parts[1:]) for parts in texts}) >= _NAMED * len(rows)
    names = {parts[0] for parts in texts if parts}
    return differ and len(names) > 1 and sum(named) >= _NAMED * len(rows)


def _name_and_rest(row: Any) -> list[str]:
    """The pieces of a row's text; of one that is a single line, what stands before and behind the sign in it."""
    parts = [text for piece in visible_texts(row) if (text := one_line_text(piece))]
    found = ONE_LINE.fullmatch(parts[0]) if len(parts) == 1 else None
    return [found["name"], found["text"]] if found else parts


def looks_like_name(text: str) -> bool:
    """Whether a text may be that of a name."""
    return 0 < len(text) <= _NAME and has_letters(text) and not is_time(text) and not is_number(text)
