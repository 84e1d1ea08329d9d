"""What a crawl did, and whether it was well: a crawl that finds nothing must say why, or nobody notices."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated, Final

from pydantic import Field

from crawlers.base import ParsedPost
from crawlers.spider import Trace
from schemas.base import Frozen, Moment

Count = Annotated[int, Field(ge=0)]
_MUCH: Final = 0.2
"""Share of faulty posts from which on a crawl is not well."""


class Health(StrEnum):
    HEALTHY = "healthy"
    UNHEALTHY = "unhealthy"
    """It ended, but what it brought cannot be relied on."""
    STOPPED = "stopped"
    """The site, its robots.txt or we ended it early."""


class CrawlReport(Frozen):
    """One crawl of one site. ``listed`` posts stood on the lists; of those each is new, refreshed, unchanged, held
    back or skipped. ``why`` names the reason of a health that is not HEALTHY."""

    site: str
    started: Moment
    seconds: Annotated[float, Field(ge=0)]
    pages: Count = 0
    listed: Count = 0
    parsed: Count = 0
    new: Count = 0
    refreshed: Count = 0
    unchanged: Count = 0
    skipped: dict[str, int] = Field(default_factory=dict)
    images: Count = 0
    images_left_out: dict[str, int] = Field(default_factory=dict)
    health: Health = Health.HEALTHY
    why: str = ""

    @property
    def sentence(self) -> str:
        """The report in one line."""
        left = sum(self.skipped.values())
        said = f"{self.site}: {self.listed} posts listed, {self.new} new, {self.refreshed} refreshed"
        said += f", {self.unchanged} unchanged, {left} skipped, {self.images} images in {self.seconds:.1f} s"
        return said if self.health is Health.HEALTHY else f"{said}; {self.health.value}: {self.why}"


@dataclass
class Tally:
    """Counts while a crawl runs."""

    new: int = 0
    refreshed: int = 0
    unchanged: int = 0
    images: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)
    seen: list["Seen"] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Seen:
    """What the verdict needs of a parsed post."""

    title: str
    hollow: bool
    short_of_comments: bool

    @classmethod
    def of(cls, post: ParsedPost, comment_limit: int) -> "Seen":
        """``comment_limit``: how many comment pages the crawl reads; beyond it the count cannot agree."""
        declared, read = post.stats.comments or 0, len({comment.id for comment in post.comments})
        complete = len(post.comment_pages) <= comment_limit
        return cls(
            title=post.title,
            hollow=not post.text.strip() and not post.images and not post.has_video,
            short_of_comments=complete and read < declared * (1 - _MUCH),
        )


def verdict(trace: Trace, tally: Tally) -> tuple[Health, str]:
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
    lost = sum(1 for miss in trace.misses if miss.reason not in ("gone", "robots"))
    if lost and not tally.seen:
        return Health.UNHEALTHY, f"no post read: {trace.misses[0].message}"
    return _judge_posts(tally, lost)


def _judge_posts(tally: Tally, lost: int) -> tuple[Health, str]:
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
