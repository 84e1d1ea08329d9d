"""What an engine reads of the pages that a site was recognised by."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from crawlers.base import BaseCrawler, Listing, ParsedPost
from crawlers.comment_threads import with_parents
from crawlers.recognition.elements.rows import FetchedPage


@dataclass(frozen=True)
class EngineReading:
    """What an engine read of a list and of posts."""

    listing: Listing
    posts: Sequence[ParsedPost]


def read_fetched_post(crawler: BaseCrawler, page: FetchedPage) -> ParsedPost:
    """A post with its comments in their threads. Raises BadInput for a page that is none."""
    post = crawler.post(page.body, page.url)
    return replace(post, comments=with_parents(post.comments))
