"""Comments of a post put together: each once, and which answers which where a page does not name parents by ids."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from crawlers.base import ParsedComment
from crawlers.parse.markup import Node
from crawlers.parse.numbers import parse_number


def reply_depth(text: str, step: int) -> int:
    """How deep an answer stands: the number in ``text`` divided by ``step``; 1 for a text without a number."""
    number = parse_number(text)
    return int(bool(text)) if number is None else number // step


def with_named_parents(comments: Sequence[ParsedComment], names: Sequence[str]) -> tuple[ParsedComment, ...]:
    """The comments, each with the latest comment before it by the author whom it names as its parent: one of its own
    thread, or else any.
    """
    placed: list[ParsedComment] = []
    thread, page = dict[str, str](), dict[str, str]()
    for comment, name in zip(comments, names, strict=True):
        if not comment.depth:
            thread.clear()
        named = (thread.get(name) or page.get(name)) if name else None
        placed.append(replace(comment, parent_id=comment.parent_id or named))
        thread[comment.author] = page[comment.author] = comment.id
    return tuple(placed)


def enclosing_depths(page: Node, rows: Sequence[Node], answers: str) -> list[int]:
    """How deep each row of comments is nested: how many rows and boxes of ``answers`` are around it."""
    around = {row.root for row in rows} | {box.root for box in (page.css(answers) if answers else ())}
    return [sum(parent in around for parent in row.root.iterancestors()) for row in rows]


def with_position_in_page(comment: ParsedComment, identity: str, depth: int, page: int, *, best: bool) -> ParsedComment:
    """The comment with the id, depth, page and rank of its position in the page; itself where nothing is new."""
    if (identity, depth, page, best) == (comment.id, comment.depth, comment.page, comment.best):
        return comment
    return replace(comment, id=identity, depth=depth, page=page, best=best)


def merge_copies(comments: Iterable[ParsedComment]) -> tuple[ParsedComment, ...]:
    """Each comment once, in the place of its last copy, with what any of its copies shows.

    A block of best comments stands above the list, on every page, and its copies often lack a time, a parent or the
    votes. They have no page (0), and are not the place of a comment that stands in a page.
    """
    found: dict[str, ParsedComment] = {}
    for comment in comments:
        before = found.get(comment.id)
        if before is None or comment.page >= before.page:
            found.pop(comment.id, None)
        found[comment.id] = comment if before is None else _united(before, comment)
    return tuple(found.values())


def _united(before: ParsedComment, later: ParsedComment) -> ParsedComment:
    return replace(
        later,
        text=later.text or before.text,
        author=later.author or before.author,
        parent_id=later.parent_id or before.parent_id,
        likes=max(later.likes, before.likes),
        dislikes=max(later.dislikes, before.dislikes),
        best=later.best or before.best,
        created_at=later.created_at or before.created_at,
        depth=max(later.depth, before.depth),
        page=max(later.page, before.page),
    )


def with_parents(comments: Iterable[ParsedComment]) -> tuple[ParsedComment, ...]:
    """The comments of all pages, each once, in the order of the pages, with parents derived from their depths.

    Boards that indent answers show the last page first, and an answer may stand first on a page.
    """
    placed: list[ParsedComment] = []
    branch: list[str] = []
    for comment in sorted(merge_copies(comments), key=lambda comment: comment.page):
        # Where the comment in between was removed, the nearest one above it is the parent.
        del branch[comment.depth :]
        parent = comment.parent_id or (branch[-1] if comment.depth and branch else None)
        branch.append(comment.id)
        placed.append(replace(comment, parent_id=parent))
    return tuple(placed)
