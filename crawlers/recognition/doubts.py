"""What speaks against a recognised site: things that cannot be right, or that nothing on its pages confirms.

A reading that is wrong without a word is worse than none: what is found here makes its field unsure, with the reason.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from crawlers.base import ParsedPost, PostRef
from crawlers.parse.plain_text import clean_text
from crawlers.recognition.comment_doubts import comment_number_doubts, comment_text_doubts, no_comments_doubts
from crawlers.recognition.elements.rows import FetchedPage
from crawlers.recognition.elements.text_kinds import one_line_text
from crawlers.recognition.engine_reading import EngineReading
from crawlers.recognition.time_doubts import Doubt, early_comment_doubts, time_disagreement_doubts
from schemas.crawls import CodedReason

_ROWS: Final = 5
"""Rows of a list, or comments, from which on one value in all of them is a word of the layout."""


def find_doubts(reading: EngineReading, pages: Sequence[FetchedPage]) -> dict[str, CodedReason]:
    """The first doubt about each field. ``pages`` are those of the posts that were read, in their order."""
    pairs = _with_rows(reading, pages)
    found: dict[str, CodedReason] = {}
    for field, reason in (
        *comment_number_doubts(pairs, pages),
        *no_comments_doubts(reading.listing.posts),
        *comment_text_doubts(reading.posts),
        *_bodies(reading.posts),
        *_one_value(reading),
        *time_disagreement_doubts(pairs),
        *early_comment_doubts(reading.posts),
    ):
        found.setdefault(field, reason)
    return found


def _with_rows(reading: EngineReading, pages: Sequence[FetchedPage]) -> list[tuple[PostRef | None, ParsedPost]]:
    """Every post with the row of the list that leads to it."""
    rows = {ref.url: ref for ref in reading.listing.posts} | {ref.origin_id: ref for ref in reading.listing.posts}
    return [
        (rows.get(page.url) or rows.get(post.origin_id), post) for post, page in zip(reading.posts, pages, strict=True)
    ]


def _bodies(posts: Sequence[ParsedPost]) -> Iterator[Doubt]:
    """Bodies that are empty, their title, or hold their comments."""
    texts = [one_line_text(clean_text(post.text, 100_000)) for post in posts]
    if posts and not any(text or post.images for text, post in zip(texts, posts, strict=True)):
        yield "post.body", CodedReason.of("recognition.bodies_empty", posts=len(posts))
    if any(text == one_line_text(post.title) for text, post in zip(texts, posts, strict=True) if text):
        yield "post.body", CodedReason.of("recognition.body_is_title")
    if len(texts) > 1 and len(set(texts)) == 1 and texts[0]:
        yield "post.body", CodedReason.of("recognition.same_everywhere", value=texts[0][:40])
    for text, post in zip(texts, posts, strict=True):
        inside = [
            comment for comment in post.comments if len(comment.text) > _ROWS and one_line_text(comment.text) in text
        ]
        if len(inside) > 1:
            yield "post.body", CodedReason.of("recognition.comments_in_body", comments=len(inside))


def _one_value(reading: EngineReading) -> Iterator[Doubt]:
    """A field that is the same everywhere is likelier a word of the layout."""
    rows, posts = reading.listing.posts, reading.posts
    comments = [comment for post in posts for comment in post.comments if comment.text]
    every: tuple[tuple[str, list[object], int], ...] = (
        ("list.title", [ref.title for ref in rows], _ROWS),
        ("list.posted_at", [ref.posted_at for ref in rows if ref.posted_at], _ROWS),
        ("list.views", [ref.stats.views for ref in rows if ref.stats.views], _ROWS),
        ("post.title", [post.title for post in posts], 2),
        ("post.author", [] if any(ref.author for ref in rows) else [post.author for post in posts if post.author], 2),
        ("post.posted_at", [post.posted_at for post in posts if post.posted_at], 2),
        ("comments.author", [comment.author for comment in comments if comment.author], _ROWS),
        ("comments.posted_at", [comment.created_at for comment in comments if comment.created_at], _ROWS),
    )
    for field, values, enough in every:
        if len(values) >= enough and len(set(values)) == 1:
            yield field, CodedReason.of("recognition.same_everywhere", value=str(values[0])[:40])
    by_post = [[comment.created_at for comment in post.comments if comment.created_at] for post in posts]
    many = [times for times in by_post if len(times) > 2]
    if many and all(len(set(times)) == 1 for times in many):
        yield "comments.posted_at", CodedReason.of("recognition.same_everywhere", value=str(many[0][0])[:40])
