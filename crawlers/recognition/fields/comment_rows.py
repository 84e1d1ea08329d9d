"""The rows of comments: blocks that repeat on a post's page, each with a time and a text of its own."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from crawlers.recognition.elements.css import classes, find_all
from crawlers.recognition.elements.readings import Reading
from crawlers.recognition.elements.visible import text_of
from crawlers.recognition.fields.samples import Sample, times_of

_HIGHEST: Final = 9
_TRIED: Final = 8
_BEHIND: Final = 0.3
"""Letters behind a row, as a share of those in it, from which these are its text."""
_LINKED: Final = 0.6
"""Share of the letters in links above which blocks are a list of links."""
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


def comment_rows(samples: Sequence[Sample], declared: Sequence[int | None]) -> CommentRows | None:
    """The likeliest rows of comments; ``declared`` are their numbers as the list says. None where nothing repeats."""
    blocks: list[list[tuple[Any, ...]]] = []
    # Coarsely, since answers may stand in further boxes; finely, since best comments may stand in others.
    for levels in (1, 3):
        leaves = [_leaves(sample, levels) for sample in samples]
        keys = sorted({key for found in leaves for key in found}, key=str)
        blocks += [block for key in keys for block in _blocks(samples, [found.get(key, []) for found in leaves])]
    best: CommentRows | None = None
    for pages in sorted(blocks, key=lambda pages: (not _is_declared(pages, declared), -_letters(pages)))[:_TRIED]:
        rows = _selected(samples, pages, declared)
        if rows is not None and (best is None or rows.agreed > best.agreed):
            best = rows
        if best is not None:
            break
    if best is None or not best.agreed:
        best = next(iter(_without_times(samples, declared)), best)
    return best


def _is_declared(pages: Sequence[tuple[Any, ...]], declared: Sequence[int | None]) -> bool:
    """Whether there are as many rows as the list says, or one more for the post itself."""
    counts = [len(page) for page in pages]
    return _agree(counts, declared) or _agree([count - 1 for count in counts], declared)


def _letters(pages: Sequence[tuple[Any, ...]]) -> int:
    return sum(len(text_of(row)) for page in pages for row in page)


def _leaves(sample: Sample, levels: int) -> dict[_Key, list[Reading]]:
    """Times on a page by how they are made: by their own tags and classes, and the tags of some levels above."""
    found: defaultdict[_Key, list[Reading]] = defaultdict(list)
    parents: set[Any] = set()
    for reading in times_of(sample):
        element = reading.element
        if element.getparent() in parents:
            # A day and a clock beside each other are one time.
            continue
        parents.add(element.getparent())
        above = tuple(str(parent.tag) for parent in islice(element.iterancestors(), levels))
        found[element.tag, *classes(element)[:1], above, reading.attr, bool(reading.regex)].append(reading)
    return found


def _blocks(samples: Sequence[Sample], leaves: Sequence[list[Reading]]) -> list[list[tuple[Any, ...]]]:
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


def _height(sample: Sample, leaves: Sequence[Reading]) -> int | None:
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


def _holds_heading(sample: Sample, row: Any) -> bool:
    heading = sample.heading
    return heading is not None and (row is heading or row in heading.iterancestors())


def _rows_at(sample: Sample, leaves: Sequence[Reading], height: int, like: Reading) -> tuple[Any, ...]:
    """The rows on another page, of the same tag as those on the page with most."""
    tag = getattr(_up(like.element, height), "tag", None)
    around = [_up(reading.element, height) for reading in leaves]
    rows = [row for row in around if row is not None and row.tag == tag and not _holds_heading(sample, row)]
    return tuple(dict.fromkeys(rows))


def _selected(
    samples: Sequence[Sample], pages: Sequence[tuple[Any, ...]], declared: Sequence[int | None]
) -> CommentRows | None:
    """The rows with their selector; None where they hold no text or are the same on two pages."""
    every = [row for page in pages for row in page]
    if not every or _is_layout(pages):
        return None
    letters = max(1, sum(len(text_of(row)) for row in every))
    linked = sum(len(text_of(link)) for row in every for link in row.iter("a"))
    if linked > _LINKED * letters:
        return None
    siblings = _goes_on(pages)
    if not siblings and sum(len(text_of(row)) > 20 for row in every) < len(every) * 0.3:
        return None
    nodes = [sample.page.node for sample in samples]
    tags = dict.fromkeys(str(part.tag) for part in every[0].iter() if isinstance(part.tag, str))
    inner = [tag for tag in tags if tag.isalnum()][1:6]
    css = find_all(list(zip(nodes, pages, strict=True)), [*_inner(every[0]), *inner])
    if css is None:
        return None
    counts = [len(page) for page in pages]
    agreed = _agree(counts, declared)
    opening = not agreed and _agree([count - 1 for count in counts], declared)
    if opening:
        tail = find_all(list(zip(nodes, [page[1:] for page in pages], strict=True)), [*_inner(every[0]), *inner])
        return (
            None if tail is None else CommentRows(tail, siblings, tuple(map(tuple, pages)), agreed=True, opening=True)
        )
    return CommentRows(css, siblings, tuple(map(tuple, pages)), agreed)


def _inner(row: Any) -> list[str]:
    """Selectors of what only rows contain, by classes."""
    return [
        f".{name}" for part in row.iter() if isinstance(part.tag, str) and part is not row for name in classes(part)
    ][:6]


def _agree(counts: Sequence[int], declared: Sequence[int | None]) -> bool:
    """Whether the counts are those of the list, on a page with comments at least."""
    pairs = [(count, wanted) for count, wanted in zip(counts, declared, strict=True) if wanted is not None]
    return any(wanted for _, wanted in pairs) and all(count == wanted for count, wanted in pairs)


def _is_layout(pages: Sequence[tuple[Any, ...]]) -> bool:
    """Whether rows of one page stand on another too."""
    texts = [{text_of(row) for row in page} for page in pages if page]
    return len(texts) > 1 and len(set.intersection(*texts)) > 0.5 * min(map(len, texts))


def _goes_on(pages: Sequence[tuple[Any, ...]]) -> bool:
    """Whether the text of a comment stands in the sibling behind the element of its time."""
    rows = [row for page in pages for row in page]
    known = set(rows)
    following = [row.getnext() for row in rows]
    behind = [text_of(part) for part in following if part is not None and not known.intersection(part.iter())]
    own = sum(len(text_of(row)) for row in rows)
    return sum(map(bool, behind)) >= 0.9 * len(rows) and sum(map(len, behind)) > _BEHIND * own


def _without_times(samples: Sequence[Sample], declared: Sequence[int | None]) -> list[CommentRows]:
    """Blocks beside each other, as many as the list says, where comments show no times."""
    groups: list[dict[_Key, list[Any]]] = []
    for sample in samples:
        found: defaultdict[_Key, list[Any]] = defaultdict(list)
        for element in sample.page.node.root.iter():
            if isinstance(element.tag, str) and element.tag not in ("option", "br", "script", "meta", "link", "img"):
                found[element.tag, *classes(element)[:1]].append(element)
        groups.append(found)
    fullest = max(range(len(samples)), key=lambda place: declared[place] or 0)
    if not declared[fullest] or (declared[fullest] or 0) < 2:
        return []
    keys = [key for key, rows in groups[fullest].items() if len(rows) == declared[fullest]]
    every = [_selected(samples, [tuple(found.get(key, ())) for found in groups], declared) for key in keys]
    return [rows for rows in every if rows is not None and rows.agreed]
