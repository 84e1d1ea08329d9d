"""The check of a proposed site file: what it reads of a board, compared with the truth field by field."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from crawlers.base import ParsedComment, ParsedPost, PostRef
from crawlers.comment_threads import with_parents
from crawlers.parse.plain_text import clean_text
from crawlers.recognition.fields.certainty import FieldCertainty
from crawlers.recognition.site_proposal import SiteProposal
from schemas.errors import BadInput
from testbed.unlike_boards.board import Board
from testbed.unlike_boards.content import BoardComment, BoardPost


@dataclass
class FieldCounts:
    """Right, wrong and missing values of each field. ``wrong`` holds what was read and what is true; ``missing``: shown
    on the page and not read.
    """

    right: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))
    wrong: defaultdict[str, list[tuple[Any, Any]]] = field(default_factory=lambda: defaultdict(list))
    missing: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))
    exact: int = 0
    parts: int = 0

    def count_value(self, name: str, read: Any, true: Any, *, absent: bool) -> bool:
        """Count a value that was read as right, wrong or, with ``absent``, missing; gives whether it is right."""
        if read == true:
            self.right[name] += 1
            return True
        if absent:
            self.missing[name] += 1
        else:
            self.wrong[name].append((read, true))
        return False

    @property
    def exact_share(self) -> float:
        """The share of posts and comments all of whose fields are right."""
        return self.exact / max(1, self.parts)

    def wrong_but_sure(self, proposal: SiteProposal) -> list[str]:
        """The fields with wrong values that the proposal does not call unsure."""
        return [name for name in self.wrong if proposal.certainties.get(_certain(name)) is not FieldCertainty.UNSURE]


def _certain(name: str) -> str:
    """The name of the proposal's field that a judged field comes of."""
    held = {"comments.parent": "comments.depth", "comments.rows": "comments.text", "post.images": "post.body"}
    return held.get(name, name)


def check_proposal(board: Board, proposal: SiteProposal, base: str) -> FieldCounts:
    """Read both list pages and every post of ``board``, whose addresses begin with ``base``, by a proposal; gives the
    counts.
    """
    verdict, crawler = FieldCounts(), proposal.make_crawler(board.now)
    refs: list[PostRef] = []
    for number in range(1, board.PAGES + 1):
        url = base + board.list_path(number)
        listing = crawler.listing(board.page_at(board.list_path(number)) or b"", url)
        if number < board.PAGES:
            following = base + board.list_path(number + 1)
            verdict.count_value("list.next", listing.next_url, following, absent=listing.next_url is None)
        refs += listing.posts
    for post in board.posts:
        ref = next((ref for ref in refs if _is_cut(ref.title, post.title)), None)
        if ref is not None:
            refs.remove(ref)
        else:
            verdict.missing["list.title"] += 1
        verdict.parts += 2
        verdict.exact += ref is not None and _row(verdict, board, ref, post)
        url = base + board.post_path(post)
        try:
            read = crawler.post(board.page_at(board.post_path(post)) or b"", url)
        except BadInput:
            verdict.missing["post.title"] += 1
            verdict.parts += len(post.remarks)
            continue
        verdict.exact += _post(verdict, board, read, post, base)
        _comments(verdict, board, read, post)
    for ref in refs:
        verdict.wrong["list.rows"].append((ref.title, None))
    return verdict


def _is_cut(shown: str, title: str) -> bool:
    """Whether a list shows ``title``, perhaps cut, and within a letter."""
    return shown == title or (shown.endswith(("…", "..")) and title.startswith(shown.rstrip("….\ufffd ")))


def _numbers(board: Board, shown: frozenset[str], read: Any, true: dict[str, int]) -> Iterator[tuple[str, Any, Any]]:
    for name, number in true.items():
        if name in shown - board.NOT_SHOWN:
            yield name, getattr(read.stats, name), number


def _row(verdict: FieldCounts, board: Board, ref: PostRef, post: BoardPost) -> bool:
    good = []
    true = {"views": post.views, "likes": post.likes, "comments": len(post.remarks)}
    for name, read, number in _numbers(board, board.ROW, ref, true):
        good.append(
            verdict.count_value(
                f"list.{name}",
                read if read is not None else 0 if name == "comments" else None,
                _about(read, number),
                absent=read is None,
            )
        )
    if "posted_at" in board.ROW:
        good.append(
            verdict.count_value(
                "list.posted_at", *_times(ref.posted_at, post.time, whole_days=True), absent=ref.posted_at is None
            )
        )
    return all(good)


def _post(verdict: FieldCounts, board: Board, read: ParsedPost, post: BoardPost, base: str) -> bool:
    good = [verdict.count_value("post.title", read.title, post.title, absent=False)]
    true = {"views": post.views, "likes": post.likes, "comments": len(post.remarks)}
    for name, shown, number in _numbers(board, board.POST, read, true):
        good.append(verdict.count_value(f"post.{name}", shown, _about(shown, number), absent=shown is None))
    text = clean_text(read.text, 100_000).split("\n") if read.text.strip() else []
    images = [image.removeprefix("http://pictures.example").removeprefix(base) for image in read.images]
    good.append(verdict.count_value("post.body", " ".join(text), " ".join(post.paragraphs), absent=False))
    good.append(verdict.count_value("post.images", images, list(post.pictures), absent=False))
    author = "" if "author" in board.NOT_SHOWN else post.author
    good.append(verdict.count_value("post.author", read.author, author, absent=not read.author))
    times = (read.posted_at, None) if "posted_at" in board.NOT_SHOWN else _times(read.posted_at, post.time)
    good.append(verdict.count_value("post.posted_at", *times, absent=read.posted_at is None))
    return all(good)


def _comments(verdict: FieldCounts, board: Board, read: ParsedPost, post: BoardPost) -> None:
    comments = with_parents(read.comments)
    verdict.count_value("comments.rows", len(comments), len(post.remarks), absent=not comments)
    verdict.parts += len(post.remarks)
    places = {comment.id: place for place, comment in enumerate(comments)}
    for place, (comment, remark) in enumerate(zip(comments, post.remarks, strict=False)):
        parent = None if comment.parent_id is None else places.get(comment.parent_id)
        verdict.exact += _comment(verdict, board, comment, remark) and verdict.count_value(
            "comments.parent", parent, _parent(board, post, place), absent=parent is None
        )


def _parent(board: Board, post: BoardPost, place: int) -> int | None:
    if not post.remarks[place].depth or "remark.depth" in board.NOT_SHOWN:
        return None
    return max(other for other in range(place) if not post.remarks[other].depth)


def _comment(verdict: FieldCounts, board: Board, comment: ParsedComment, remark: BoardComment) -> bool:
    good = [
        verdict.count_value("comments.text", clean_text(comment.text, 10_000), remark.text, absent=False),
        verdict.count_value("comments.author", comment.author, remark.author, absent=not comment.author),
    ]
    times = (comment.created_at, None)
    if "remark.time" not in board.NOT_SHOWN:
        times = _times(comment.created_at, remark.time)
    good.append(verdict.count_value("comments.posted_at", *times, absent=comment.created_at is None))
    if "remark.likes" not in board.NOT_SHOWN:
        good.append(verdict.count_value("comments.likes", comment.likes, remark.likes, absent=not comment.likes))
    return all(good)


def _times(read: datetime | None, true: datetime, *, whole_days: bool = False) -> tuple[Any, Any]:
    """Both times as they can be compared: to the minute, or to the day where a list shows no more."""
    if read is None:
        return None, true
    here = read.astimezone(true.tzinfo)
    if whole_days and (here.hour, here.minute) == (0, 0):
        return here.date(), true.date()
    return here.replace(second=0, microsecond=0), true.replace(second=0, microsecond=0)


def _about(read: int | None, true: int) -> Any:
    """``true`` as shortened numbers show it: "1.2만" is 12,000."""
    return (
        read
        if read is not None and true >= 10_000 and f"{true / 10_000:.1f}" == f"{read / 10_000:.1f}" and read % 1000 == 0
        else true
    )
