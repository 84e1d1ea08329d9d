"""Whether a crawl was well: one that finds nothing must say why, or nobody notices."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from crawlers.base import ParsedPost
from crawlers.spider import Trace
from schemas.crawls import Health

_MUCH: Final = 0.2
"""Share of faulty posts from which on a crawl is not well."""
_OWN_WILL: Final = frozenset({"gone", "robots", "secret"})
"""Reasons that a site has for a post not to be read; none says that its markup changed."""


@dataclass
class CrawlTally:
    """Counts while a crawl runs."""

    new: int = 0
    refreshed: int = 0
    unchanged: int = 0
    images: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)
    seen: list["ParsedPostSummary"] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ParsedPostSummary:
    """What the verdict needs of a parsed post."""

    title: str
    hollow: bool
    short_of_comments: bool

    @classmethod
    def of(cls, post: ParsedPost, comment_limit: int) -> "ParsedPostSummary":
        """``comment_limit``: how many comment pages the crawl reads; beyond it the count cannot agree."""
        declared, read = post.stats.comments or 0, len({comment.id for comment in post.comments})
        complete = not post.partial and len(post.comment_pages) <= comment_limit
        return cls(
            title=post.title,
            hollow=not post.text.strip() and not post.images and not post.has_video,
            short_of_comments=complete and read < declared * (1 - _MUCH),
        )


def verdict(trace: Trace, tally: CrawlTally) -> tuple[Health, str]:
    """How well a crawl went, and the reason where it did not."""
    if trace.stopped:
        return Health.STOPPED, trace.stopped
    if trace.empty_lists:
        where = trace.empty_lists[0]
        if trace.rows:
            return Health.UNHEALTHY, f"unread rows: {where} has rows but none could be read; its markup changed"
        return Health.UNHEALTHY, f"not a board: no post on {where}; the address or the markup changed"
    if not trace.listed:
        first = trace.misses[0].message if trace.misses else "no list was read"
        return Health.UNHEALTHY, f"no list: {first}"
    lost = sum(1 for miss in trace.misses if miss.reason not in _OWN_WILL)
    if lost and not tally.seen:
        return Health.UNHEALTHY, f"no post read: {trace.misses[0].message}"
    return _judge_posts(tally, lost)


def _judge_posts(tally: CrawlTally, lost: int) -> tuple[Health, str]:
    read = len(tally.seen)
    if lost > _MUCH * (read + lost):
        return Health.UNHEALTHY, f"posts lost: {lost} of {read + lost} pages gave no post"
    for name, faulty in (
        ("empty posts", sum(seen.hollow for seen in tally.seen)),
        ("comments missing", sum(seen.short_of_comments for seen in tally.seen)),
        ("titles repeated", _repeated(seen.title for seen in tally.seen)),
    ):
        if faulty > max(1, _MUCH * read):
            return Health.UNHEALTHY, f"{name}: {faulty} of {read} posts; the markup may have changed"
    return Health.HEALTHY, ""


def _repeated(titles: Iterable[str]) -> int:
    """How many posts share the commonest title, if more than one does."""
    most = Counter(titles).most_common(1)
    return most[0][1] if most and most[0][1] > 1 else 0
