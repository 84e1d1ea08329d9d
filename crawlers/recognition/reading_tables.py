"""What was read of a proposed site, as tables for a person: five rows, one post and its comments."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from crawlers.base import ParsedPost
from crawlers.parse.plain_text import clean_line
from crawlers.recognition.engine_reading import read_fetched_post
from crawlers.recognition.fields.certainty import FieldCertainty
from crawlers.recognition.site_proposal import SiteProposal
from schemas.errors import BadInput

_ROWS: Final = 5
_COMMENTS: Final = 8
_WIDEST: Final = 60


@dataclass(frozen=True)
class ReadingTable:
    """A table: its title, its columns as (field, certainty), and its rows."""

    title: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, ...], ...]

    def column_headings(self) -> list[str]:
        """The columns for a terminal: what is unsure has a question mark."""
        return [f"{name} ?" if certainty == FieldCertainty.UNSURE else name for name, certainty in self.columns]


def reading_tables(proposal: SiteProposal, now: datetime) -> list[ReadingTable]:
    """The list, the post with most comments, and its comments. Raises BadInput for a list that cannot be read."""
    crawler = proposal.make_crawler(now)
    listing = crawler.listing(proposal.list_page.body, proposal.list_page.url)
    rows = tuple(
        _texts(ref.origin_id, ref.title, ref.posted_at, ref.stats.views, ref.stats.likes, ref.stats.comments)
        for ref in listing.posts[:_ROWS]
    )
    names = ("id", "title", "posted_at", "views", "likes", "comments")
    found = [ReadingTable(f"{len(listing.posts)} / {listing.rows}", _columns(proposal, "list", names), rows)]
    posts = [ref.whole for ref in listing.posts if ref.whole is not None][:1]
    for page in proposal.pages:
        try:
            posts.append(read_fetched_post(crawler, page))
        except BadInput:
            continue
    if posts:
        found += _of_post(proposal, max(posts, key=lambda post: len(post.comments)))
    return found


def _of_post(proposal: SiteProposal, post: ParsedPost) -> list[ReadingTable]:
    stats = post.stats
    values = (
        post.title,
        post.author,
        post.posted_at,
        stats.views,
        stats.likes,
        stats.comments,
        len(post.images),
        post.text,
    )
    names = ("title", "author", "posted_at", "views", "likes", "comments", "images", "body")
    places = {comment.id: str(place) for place, comment in enumerate(post.comments, 1)}
    comments = tuple(
        (
            str(place),
            places.get(comment.parent_id or "", ""),
            *_texts(comment.author, comment.created_at, comment.likes, comment.text),
        )
        for place, comment in enumerate(post.comments[:_COMMENTS], 1)
    )
    columns = (("#", ""), *_columns(proposal, "comments", ("depth", "author", "posted_at", "likes", "text")))
    return [
        ReadingTable(clean_line(post.title, 80), _columns(proposal, "post", names), (_texts(*values),)),
        ReadingTable(f"{len(comments)} / {len(post.comments)}", columns, comments),
    ]


def _columns(proposal: SiteProposal, part: str, names: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((name, str(proposal.certainties.get(f"{part}.{name}", ""))) for name in names)


def _texts(*values: Any) -> tuple[str, ...]:
    """Values on one line each, short enough for a table."""
    shown = (f"{value:%Y-%m-%d %H:%M}" if isinstance(value, datetime) else value for value in values)
    return tuple("" if value is None else clean_line(str(value), _WIDEST) for value in shown)
