"""The rows of comments: blocks that repeat on a post's page, each with a time and a text of its own."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any, Final

from crawlers.recognition.elements.element_names import class_names, selectors_by_name
from crawlers.recognition.elements.page_value import PageValue
from crawlers.recognition.elements.plainest_selectors import plainest_selector_of_many
from crawlers.recognition.elements.visible_text import can_show_text, element_text
from crawlers.recognition.fields.samples import PostSample, times_of_sample
from crawlers.recognition.fields.untimed_rows import rows_begin_with_names, untimed_comment_rows

_HIGHEST: Final = 9
_TRIED: Final = 8
_BEHIND: Final = 0.3
"""Letters behind a row, as a share of those in it, from which these are its text."""
_LINKED: Final = 0.6
"""Share of the letters in links above which blocks are a list of links."""
_SHORT: Final = 20
_LONG: Final = 0.3
"""Share of the rows with more letters than ``_SHORT`` from which these are texts."""
_Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class CommentRows:
    """Where comments stand. ``elements``: the rows on each sample's page; ``agreed``: as many as the list says.

    ``opening``: the first row of each page is the post itself.
    """

    css: str
    siblings: bool
    elements: tuple[tuple[Any, ...], ...]
    agreed: bool
    opening: bool = False


def comment_rows(samples: Sequence[PostSample], declared: Sequence[int | None]) -> CommentRows | None:
    """The likeliest rows of comments; ``declared`` are their numbers as the list says. None where nothing repeats."""
    blocks: list[list[tuple[Any, ...]]] = []
    # Coarsely, since answers may stand in further boxes; finely, since best comments may stand in others.
    for levels in (1, 3):
        leaves = [_leaves(sample, levels) for sample in samples]
        keys = sorted({key for found in leaves for key in found}, key=str)
        blocks += [block for key in keys for block in _blocks(samples, [found.get(key, []) for found in leaves])]
    blocks.sort(key=lambda pages: (not _is_declared(pages, declared), -_letters(pages)))
    best: CommentRows | None = None
    by_name = untimed_comment_rows(samples, [None] * len(samples))
    for pages in chain(
        blocks[:_TRIED], islice(untimed_comment_rows(samples, declared), _TRIED), islice(by_name, _TRIED)
    ):
        rows = _selected(samples, pages, declared)
        best = best or rows
        if rows is not None and rows.agreed:
            return rows
    return best


def _is_declared(pages: Sequence[tuple[Any, ...]], declared: Sequence[int | None]) -> bool:
    """Whether there are as many rows as the list says, or one more for the post itself."""
    counts = [len(page) for page in pages]
    return _agree(counts, declared) or _agree([count - 1 for count in counts], declared)


def _letters(pages: Sequence[tuple[Any, ...]]) -> int:
    return sum(len(element_text(row)) for page in pages for row in page)


def _leaves(sample: PostSample, levels: int) -> dict[_Key, list[PageValue]]:
    """Times on a page by how they are made: by their own tags and classes, and the tags of some levels above."""
    found: defaultdict[_Key, list[PageValue]] = defaultdict(list)
    parents: set[Any] = set()
    for reading in times_of_sample(sample):
        element = reading.element
        if element.getparent() in parents:
            # A day and a clock beside each other are one time.
            continue
        parents.add(element.getparent())
        above = tuple(str(parent.tag) for parent in islice(element.iterancestors(), levels))
        found[element.tag, *class_names(element)[:1], above, reading.attr, bool(reading.regex)].append(reading)
    return found


def _blocks(samples: Sequence[PostSample], leaves: Sequence[list[PageValue]]) -> list[list[tuple[Any, ...]]]:
    """The rows around times of one sort, on each page, with and without the first time, which may be the post's."""
    fullest = max(range(len(samples)), key=lambda place: len(leaves[place]))
    found = []
    for skipped in (0, 1) if len(leaves[fullest]) > 1 else ():
        height = _height(samples[fullest], leaves[fullest][skipped:])
        if height is not None:
            found.append(
                [
                    _rows_at(sample, mine[skipped:] if len(mine) > skipped else mine, height, leaves[fullest][-1])
                    for sample, mine in zip(samples, leaves, strict=True)
                ]
            )
    return found


def _height(sample: PostSample, leaves: Sequence[PageValue]) -> int | None:
    """How many levels above its time a row begins: the most at which each time has a row of its own."""
    best = None
    for height in range(_HIGHEST):
        around = [_up(reading.element, height) for reading in leaves]
        if None in around or len(set(around)) < len(around) or any(_holds_heading(sample, row) for row in around):
            break
        if len({row.tag for row in around}) > 1:
            break
        best = height
    return best if len(leaves) >= 2 else None


def _up(element: Any, levels: int) -> Any:
    for _ in range(levels):
        element = element.getparent() if element is not None else None
    return element


def _holds_heading(sample: PostSample, row: Any) -> bool:
    heading = sample.title_element
    return heading is not None and (row is heading or row in heading.iterancestors())


def _rows_at(sample: PostSample, leaves: Sequence[PageValue], height: int, like: PageValue) -> tuple[Any, ...]:
    """The rows on another page, of the same tag as those on the page with most."""
    tag = getattr(_up(like.element, height), "tag", None)
    around = [_up(reading.element, height) for reading in leaves]
    rows = [row for row in around if row is not None and row.tag == tag and not _holds_heading(sample, row)]
    return tuple(dict.fromkeys(rows))


def _selected(
    samples: Sequence[PostSample], pages: Sequence[tuple[Any, ...]], declared: Sequence[int | None]
) -> CommentRows | None:
    """The rows with their selector; None where they hold no text or are the same on two pages."""
    every = [row for page in pages for row in page]
    siblings = _goes_on(pages)
    if not every or _is_layout(pages, siblings=siblings):
        return None
    letters = max(1, sum(len(element_text(row)) for row in every))
    linked = sum(len(element_text(link)) for row in every for link in row.iter("a"))
    if linked > _LINKED * letters:
        return None
    if not siblings and not _say_something(pages, declared):
        return None
    nodes = [sample.page.node for sample in samples]
    tags = dict.fromkeys(str(part.tag) for part in every[0].iter() if isinstance(part.tag, str))
    inner = [tag for tag in tags if tag.isalnum()][1:6]
    css = plainest_selector_of_many(list(zip(nodes, pages, strict=True)), [*_inner(every[0]), *inner])
    if css is None:
        return None
    counts = [len(page) for page in pages]
    agreed = _agree(counts, declared)
    opening = not agreed and _agree([count - 1 for count in counts], declared)
    if opening:
        tail = plainest_selector_of_many(
            list(zip(nodes, [page[1:] for page in pages], strict=True)), [*_inner(every[0]), *inner]
        )
        return (
            None if tail is None else CommentRows(tail, siblings, tuple(map(tuple, pages)), agreed=True, opening=True)
        )
    return CommentRows(css, siblings, tuple(map(tuple, pages)), agreed)


def _say_something(pages: Sequence[tuple[Any, ...]], declared: Sequence[int | None]) -> bool:
    """Whether rows are as many as declared, begin with names, or are long enough for comments."""
    every = [row for page in pages for row in page]
    is_long = sum(len(element_text(row)) > _SHORT for row in every) >= len(every) * _LONG
    return is_long or _is_declared(pages, declared) or all(map(rows_begin_with_names, filter(None, pages)))


def _inner(row: Any) -> list[str]:
    """Selectors of what only rows contain, by classes and by what stands right inside of these."""
    parts = [part for part in row.iter() if isinstance(part.tag, str) and part is not row]
    names = [f".{name}" for part in parts for name in class_names(part)]
    within = [
        f"{selectors_by_name(part)[0]} > {child.tag}"
        for part in parts
        if class_names(part)
        for child in part
        if can_show_text(child)
    ]
    having = [f"{part.tag}[{name}]" for part in parts if part.tag in ("td", "a", "span") for name in part.keys()]  # noqa: SIM118 - an element of lxml
    return [*dict.fromkeys(names)][:6] + [*dict.fromkeys(within)][:6] + [*dict.fromkeys(having)][:6]


def _agree(counts: Sequence[int], declared: Sequence[int | None]) -> bool:
    """Whether the counts are those of the list, on a page with comments at least."""
    pairs = [(count, wanted) for count, wanted in zip(counts, declared, strict=True) if wanted is not None]
    return any(wanted for _, wanted in pairs) and all(count == wanted for count, wanted in pairs)


def _is_layout(pages: Sequence[tuple[Any, ...]], *, siblings: bool) -> bool:
    """Whether rows of one page stand on another too, each with its sibling where it goes on there."""
    texts = [
        {
            element_text(row) + (element_text(row.getnext()) if siblings and row.getnext() is not None else "")
            for row in page
        }
        for page in pages
        if page
    ]
    return len(texts) > 1 and len(set.intersection(*texts)) > 0.5 * min(map(len, texts))


def _goes_on(pages: Sequence[tuple[Any, ...]]) -> bool:
    """Whether the text of a comment stands in the sibling behind the element of its time."""
    rows = [row for page in pages for row in page]
    known = set(rows)
    following = [row.getnext() for row in rows]
    behind = [element_text(part) for part in following if part is not None and not known.intersection(part.iter())]
    own = sum(len(element_text(row)) for row in rows)
    return sum(map(bool, behind)) >= 0.9 * len(rows) and sum(map(len, behind)) > _BEHIND * own
