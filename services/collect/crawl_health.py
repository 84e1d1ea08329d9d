"""Assesses the result of a crawl, so that a site whose markup changed or that blocks us is noticed."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from crawlers.base import ParsedPost
from crawlers.crawl_trace import CrawlTrace
from schemas.crawls import NO_REASON, Health, Reason

_TOLERATED: Final = 0.2
"""Share of faulty posts above which a crawl is unhealthy."""
_CLOSED_BY_SITE: Final = frozenset({"gone", "robots", "secret"})
"""Reasons for which a single post is not readable; none of them means that the markup changed."""


@dataclass
class CrawlCounts:
    """Counts kept while a crawl runs; ``skipped`` and ``left_out`` (pictures) by reason."""

    new: int = 0
    refreshed: int = 0
    unchanged: int = 0
    images: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)
    read: list["ParsedPostSummary"] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ParsedPostSummary:
    """What is needed of a parsed post to assess its crawl."""

    title: str
    empty: bool
    misses_comments: bool

    @classmethod
    def of(cls, post: ParsedPost, comment_limit: int) -> "ParsedPostSummary":
        """``comment_limit``: comment pages that the crawl reads; of a post with more of them, comments are left out."""
        declared, read = post.stats.comments or 0, len({comment.id for comment in post.comments})
        complete = not post.partial and len(post.comment_pages) <= comment_limit
        return cls(
            title=post.title,
            empty=not post.text.strip() and not post.images and not post.has_video,
            misses_comments=complete and read < declared * (1 - _TOLERATED),
        )


def assess(trace: CrawlTrace, counts: CrawlCounts) -> tuple[Health, Reason]:
    """The health of a crawl, and the reason when it is not healthy."""
    if trace.stopped:
        return Health.STOPPED, trace.stopped
    why = _fault_of_lists(trace) or _fault_of_posts(trace, counts)
    return (Health.UNHEALTHY if why else Health.HEALTHY), why


def _fault_of_lists(trace: CrawlTrace) -> Reason:
    if trace.empty_lists:
        return Reason.of("crawl.unread_rows" if trace.rows else "crawl.not_a_board", url=trace.empty_lists[0])
    if trace.listed:
        return NO_REASON
    if not trace.failed:
        return Reason.of("crawl.nothing_listed")
    return Reason.of("crawl.no_list", url=trace.failed[0].url, reason=trace.failed[0].reason)


def _fault_of_posts(trace: CrawlTrace, counts: CrawlCounts) -> Reason:
    lost = [page for page in trace.failed if page.reason not in _CLOSED_BY_SITE]
    read = len(counts.read)
    if lost and not read:
        return Reason.of("crawl.no_post", url=lost[0].url, reason=lost[0].reason)
    if len(lost) > _TOLERATED * (read + len(lost)):
        return Reason.of("crawl.posts_lost", lost=len(lost), posts=read + len(lost))
    for code, faulty in (
        ("crawl.empty_posts", sum(post.empty for post in counts.read)),
        ("crawl.comments_missing", sum(post.misses_comments for post in counts.read)),
        ("crawl.titles_repeated", _repeated(post.title for post in counts.read)),
    ):
        if faulty > max(1, _TOLERATED * read):
            return Reason.of(code, faulty=faulty, posts=read)
    return NO_REASON


def _repeated(titles: Iterable[str]) -> int:
    """How many posts have the most frequent title; 0 when all titles differ."""
    most = Counter(titles).most_common(1)
    return most[0][1] if most and most[0][1] > 1 else 0
