"""What speaks against a recognised site: things that cannot be right, or that nothing on its pages confirms.

A reading that is wrong without a word is worse than none: what is found here makes its field unsure, with the reason.
"""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Final

from crawlers.base import ParsedPost, PostRef
from crawlers.parse.text import clean
from crawlers.recognition.elements.counted import comments_named
from crawlers.recognition.elements.rows import Page
from crawlers.recognition.elements.texts import plain
from crawlers.recognition.engine_reading import Reading
from schemas.crawls import Reason

Doubt = tuple[str, Reason]
_ROOM: Final = 0.1
"""Share of the comments by which a page may count otherwise: deleted ones, answers."""
_MOST: Final = 0.8
_ROWS: Final = 5
"""Rows of a list, or comments, from which on one value in all of them is a word of the layout."""
_DAY: Final = timedelta(days=1)
_CLOCKS: Final = timedelta(minutes=10)


def doubts(reading: Reading, pages: Sequence[Page]) -> dict[str, Reason]:
    """The first doubt about each field. ``pages`` are those of the posts that were read, in their order."""
    pairs = _with_rows(reading, pages)
    found: dict[str, Reason] = {}
    for field, reason in (
        *_comment_numbers(pairs, pages),
        *_in_the_list(reading.listing.posts),
        *_comments(reading.posts),
        *_bodies(reading.posts),
        *_one_value(reading),
        *_disagreeing(pairs),
        *_too_early(reading.posts),
    ):
        found.setdefault(field, reason)
    return found


def _with_rows(reading: Reading, pages: Sequence[Page]) -> list[tuple[PostRef | None, ParsedPost]]:
    """Every post with the row of the list that leads to it."""
    rows = {ref.url: ref for ref in reading.listing.posts} | {ref.origin_id: ref for ref in reading.listing.posts}
    return [
        (rows.get(page.url) or rows.get(post.origin_id), post) for post, page in zip(reading.posts, pages, strict=True)
    ]


def _comment_numbers(pairs: Sequence[tuple[PostRef | None, ParsedPost]], pages: Sequence[Page]) -> Iterator[Doubt]:
    """Comments that are declared, by the list, the post or the words of the page, and were not read."""
    declared = read = 0
    counted = False
    for (ref, post), page in zip(pairs, pages, strict=True):
        said = [number for number in (ref.stats.comments if ref else None, post.stats.comments) if number is not None]
        shown = sum(bool(comment.text) for comment in post.comments)
        counted = counted or bool(said)
        wanted = max(said, default=0) or (comments_named(page) if not shown else 0)
        declared, read = declared + wanted, read + max(shown, wanted if post.comment_pages else 0)
    if declared and not read:
        # What stands near the post may be of a comment then.
        for field in ("comments.text", "post.posted_at", "post.author", "post.body"):
            yield field, Reason.of("recognition.comments_unread", declared=declared)
    elif abs(declared - read) > max(1, _ROOM * declared) and counted:
        yield "comments.text", Reason.of("recognition.comments_differ", declared=declared, read=read)
    elif read and not counted:
        yield "comments.text", Reason.of("recognition.comments_uncounted", read=read)
    elif pairs and not read and not counted:
        yield "comments.text", Reason.of("recognition.comments_none", posts=len(pairs))


def _in_the_list(posts: Sequence[PostRef]) -> Iterator[Doubt]:
    """Posts that their list holds whole, as in feeds, which have no comments."""
    whole = [post.whole for post in posts if post.whole is not None]
    if whole and not any(post.comments or post.comment_pages for post in whole):
        yield "comments.text", Reason.of("recognition.comments_none", posts=len(whole))


def _comments(posts: Sequence[ParsedPost]) -> Iterator[Doubt]:
    """Comments that are all alike, or whose texts hold the names of those who wrote them."""
    every = [comment for post in posts for comment in post.comments if comment.text]
    if len(every) < 2:
        return
    texts = [plain(comment.text) for comment in every]
    if len(set(texts)) <= len(texts) / 2:
        yield "comments.text", Reason.of("recognition.comments_alike", alike=len(texts) - len(set(texts)))
    names = [comment.author for comment in every]
    named = sum(bool(name) and text.startswith(name) for name, text in zip(names, texts, strict=True))
    if named > len(every) / 2:
        yield "comments.text", Reason.of("recognition.author_in_text", comments=named)
    if not any(names):
        yield "comments.author", Reason.of("recognition.authors_unread", comments=len(every))


def _bodies(posts: Sequence[ParsedPost]) -> Iterator[Doubt]:
    """Bodies that are empty, their title, or hold their comments."""
    texts = [plain(clean(post.text, 100_000)) for post in posts]
    if posts and not any(text or post.images for text, post in zip(texts, posts, strict=True)):
        yield "post.body", Reason.of("recognition.bodies_empty", posts=len(posts))
    if any(text == plain(post.title) for text, post in zip(texts, posts, strict=True) if text):
        yield "post.body", Reason.of("recognition.body_is_title")
    if len(texts) > 1 and len(set(texts)) == 1 and texts[0]:
        yield "post.body", Reason.of("recognition.same_everywhere", value=texts[0][:40])
    for text, post in zip(texts, posts, strict=True):
        inside = [comment for comment in post.comments if len(comment.text) > _ROWS and plain(comment.text) in text]
        if len(inside) > 1:
            yield "post.body", Reason.of("recognition.comments_in_body", comments=len(inside))


def _one_value(reading: Reading) -> Iterator[Doubt]:
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
            yield field, Reason.of("recognition.same_everywhere", value=str(values[0])[:40])
    by_post = [[comment.created_at for comment in post.comments if comment.created_at] for post in posts]
    many = [times for times in by_post if len(times) > 2]
    if many and all(len(set(times)) == 1 for times in many):
        yield "comments.posted_at", Reason.of("recognition.same_everywhere", value=str(many[0][0])[:40])


def _disagreeing(pairs: Sequence[tuple[PostRef | None, ParsedPost]]) -> Iterator[Doubt]:
    """Lists and posts that say unlike things of the same posts."""
    known = [(ref, post) for ref, post in pairs if ref is not None]
    times = [(ref.posted_at, post.posted_at) for ref, post in known if ref.posted_at and post.posted_at]
    unlike = sum(abs(one - other) > _DAY for one, other in times)
    if known and unlike == len(known):
        yield "list.posted_at", Reason.of("recognition.times_disagree", posts=unlike)
        yield "post.posted_at", Reason.of("recognition.times_disagree", posts=unlike)


def _too_early(posts: Sequence[ParsedPost]) -> Iterator[Doubt]:
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
            yield field, Reason.of("recognition.comments_before_post", comments=early)
