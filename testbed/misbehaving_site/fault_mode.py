"""One way in which a site goes wrong, and what the report of a crawl must say of it."""

from collections.abc import Callable, Set
from dataclasses import dataclass, field
from typing import Any

from schemas.crawls import CrawlHealth
from testbed.misbehaving_site.board import COMMENTS, POSTS
from testbed.misbehaving_site.server import Behaviour, SiteAnswer, SiteRequest

Change = Callable[[str], SiteAnswer | str]


@dataclass(frozen=True)
class FaultMode:
    """One way in which the site goes wrong, and what the report of a crawl and the posts must then have. ``kept``:
    posts that are kept. ``selectors`` replace those of the site file.
    """

    name: str
    behave: Behaviour
    health: CrawlHealth = CrawlHealth.UNHEALTHY
    why: str = ""
    reason: str = ""
    """The word of ``why`` that says what befell the pages."""
    kept: int = 0
    skipped: Set[str] = frozenset()
    notes: Set[str] = frozenset()
    flags: Set[str] = frozenset()
    crawls: int = 1
    """How often the site is crawled; the last report counts."""
    comments: int = COMMENTS
    """Comments that each post has then."""
    patience: float = 20.0
    """Seconds that the crawl waits for an answer."""
    selectors: dict[str, Any] = field(default_factory=dict)


def page_change(what: str, change: Change, posts: tuple[str, ...] = POSTS, page: int | None = None) -> Behaviour:
    """The behaviour that changes the right page of one kind: of these posts, or of this page of a list."""

    def behave(asked: SiteRequest, right: str) -> SiteAnswer | str | None:
        meant = asked.what == what and (what == "list" or asked.post in posts) and page in (None, asked.page)
        return change(right) if meant else None

    return behave


def text_change(*pairs: tuple[str, str]) -> Change:
    """The change of a page that puts each second text in the place of the first; ValueError where a page lacks it."""

    def change(right: str) -> str:
        for old, new in pairs:
            if old not in right:
                raise ValueError(f"the page has no {old}")
            right = right.replace(old, new)
        return right

    return change


def fixed_answer(answer: SiteAnswer | str) -> Change:
    """The change of a page to this answer, whatever was asked for."""
    return lambda _: answer
