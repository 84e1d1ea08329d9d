"""What speaks against the comments that are read: their number, their texts and their authors."""

from collections.abc import Iterator, Sequence
from typing import Final

from crawlers.base import ParsedPost, PostRef
from crawlers.recognition.elements.comment_counts import stated_comment_count
from crawlers.recognition.elements.rows import FetchedPage
from crawlers.recognition.elements.text_kinds import one_line_text
from crawlers.recognition.time_doubts import Doubt
from schemas.crawls import CodedReason

_ROOM: Final = 0.1
"""Share of the comments by which a page may count otherwise: deleted ones, answers."""


def comment_number_doubts(
    pairs: Sequence[tuple[PostRef | None, ParsedPost]], pages: Sequence[FetchedPage]
) -> Iterator[Doubt]:
    """Comments that are declared, by the list, the post or the words of the page, and were not read."""
    declared = read = 0
    counted = False
    for (ref, post), page in zip(pairs, pages, strict=True):
        said = [number for number in (ref.stats.comments if ref else None, post.stats.comments) if number is not None]
        shown = sum(bool(comment.text) for comment in post.comments)
        counted = counted or bool(said)
        wanted = max(said, default=0) or (stated_comment_count(page) if not shown else 0)
        declared, read = declared + wanted, read + max(shown, wanted if post.comment_pages else 0)
    if declared and not read:
        # What stands near the post may be of a comment then.
        for field in ("comments.text", "post.posted_at", "post.author", "post.body"):
            yield field, CodedReason.of("recognition.comments_unread", declared=declared)
    elif abs(declared - read) > max(1, _ROOM * declared) and counted:
        yield "comments.text", CodedReason.of("recognition.comments_differ", declared=declared, read=read)
    elif read and not counted:
        yield "comments.text", CodedReason.of("recognition.comments_uncounted", read=read)
    elif pairs and not read and not counted:
        yield "comments.text", CodedReason.of("recognition.comments_none", posts=len(pairs))


def no_comments_doubts(posts: Sequence[PostRef]) -> Iterator[Doubt]:
    """Posts that their list holds whole, as in feeds, which have no comments."""
    whole = [post.whole for post in posts if post.whole is not None]
    if whole and not any(post.comments or post.comment_pages for post in whole):
        yield "comments.text", CodedReason.of("recognition.comments_none", posts=len(whole))


def comment_text_doubts(posts: Sequence[ParsedPost]) -> Iterator[Doubt]:
    """Comments that are all alike, or whose texts hold the names of those who wrote them."""
    every = [comment for post in posts for comment in post.comments if comment.text]
    if len(every) < 2:
        return
    texts = [one_line_text(comment.text) for comment in every]
    if len(set(texts)) <= len(texts) / 2:
        yield "comments.text", CodedReason.of("recognition.comments_alike", alike=len(texts) - len(set(texts)))
    names = [comment.author for comment in every]
    named = sum(bool(name) and text.startswith(name) for name, text in zip(names, texts, strict=True))
    if named > len(every) / 2:
        yield "comments.text", CodedReason.of("recognition.author_in_text", comments=named)
    if not any(names):
        yield "comments.author", CodedReason.of("recognition.authors_unread", comments=len(every))
