"""Which comment answers which, on pages that do not name a comment's parent by its id."""

from collections.abc import Sequence
from dataclasses import replace

from crawlers.base import ParsedComment
from crawlers.parse.markup import Node
from crawlers.parse.numbers import parse_number


def level(text: str, step: int) -> int:
    """How deep an answer stands: the number in ``text`` divided by ``step``; 1 for a text without a number."""
    number = parse_number(text)
    return int(bool(text)) if number is None else number // step


def named_parents(comments: Sequence[ParsedComment], names: Sequence[str]) -> tuple[ParsedComment, ...]:
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


def levels(page: Node, rows: Sequence[Node], answers: str) -> list[int]:
    """How many rows and boxes of ``answers`` are around each row."""
    around = {row.root for row in rows} | {box.root for box in (page.css(answers) if answers else ())}
    return [sum(parent in around for parent in row.root.iterancestors()) for row in rows]


def placed(comment: ParsedComment, identity: str, depth: int, page: int, *, best: bool) -> ParsedComment:
    """The comment with what its place in the page says of it; itself where that is nothing new."""
    if (identity, depth, page, best) == (comment.id, comment.depth, comment.page, comment.best):
        return comment
    return replace(comment, id=identity, depth=depth, page=page, best=best)
