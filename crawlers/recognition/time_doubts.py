"""What speaks against the times that are read: of lists and their posts, of posts and their comments."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Final

from crawlers.base import ParsedPost, PostRef
from schemas.crawls import CodedReason

Doubt = tuple[str, CodedReason]
_MOST: Final = 0.8
_DAY: Final = timedelta(days=1)
_CLOCKS: Final = timedelta(minutes=10)


def early_comment_doubts(posts: Sequence[ParsedPost]) -> Iterator[Doubt]:
    """Comments before their post: one of the two times is another's."""
    pairs = [
        (comment.created_at, post.posted_at)
        for post in posts
        for comment in post.comments
        if comment.created_at is not None and post.posted_at is not None
    ]
    early = sum(said < written - _CLOCKS and said.time() != said.min.time() for said, written in pairs)
    if early > len(pairs) * (1 - _MOST):
        for field in ("post.posted_at", "comments.posted_at"):
            yield field, CodedReason.of("recognition.comments_before_post", comments=early)


def time_disagreement_doubts(pairs: Sequence[tuple[PostRef | None, ParsedPost]]) -> Iterator[Doubt]:
    """Lists and posts that say unlike things of the same posts."""
    known = [(ref, post) for ref, post in pairs if ref is not None]
    times = [(ref.posted_at, post.posted_at) for ref, post in known if ref.posted_at and post.posted_at]
    unlike = sum(abs(one - other) > _DAY for one, other in times)
    if known and unlike == len(known):
        yield "list.posted_at", CodedReason.of("recognition.times_disagree", posts=unlike)
        yield "post.posted_at", CodedReason.of("recognition.times_disagree", posts=unlike)
