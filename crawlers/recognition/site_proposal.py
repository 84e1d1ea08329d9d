"""A proposed site: its engine, addresses and selectors, how sure each is, and what it reads of the pages seen."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from crawlers.base import BaseCrawler, ParsedPost
from crawlers.parse.page_integrity import PageEnding, page_ending
from crawlers.recognition.doubts import find_doubts
from crawlers.recognition.elements.rows import FetchedPage
from crawlers.recognition.engine_reading import EngineReading, read_fetched_post
from crawlers.recognition.fields.certainty import FieldCertainty
from crawlers.sites_config import registry
from crawlers.sites_config.model import SiteSpec
from libraries.network_addresses import is_loopback
from schemas.crawls import CodedReason
from schemas.errors import BadInput


@dataclass
class SiteProposal:
    """What was recognised. ``list_url`` is the board's first list page; ``pages`` are the posts that were looked at."""

    engine: str
    list_page: FetchedPage
    pages: list[FetchedPage]
    selectors: dict[str, Any] = field(default_factory=dict)
    certainties: dict[str, FieldCertainty] = field(default_factory=dict)
    software: str = ""
    board_path: str = ""
    robots: str = "unread"
    terms_url: str = ""
    doubts: dict[str, CodedReason] = field(default_factory=dict)
    """By field: what speaks against it."""

    def site_file(self, code: str, name: str) -> dict[str, Any]:
        """The site file: not enabled, since nobody has read the site's terms."""
        parts = urlsplit(self.list_page.url)
        path = self.board_path or parts.path + (f"?{parts.query}" if parts.query else "") or "/"
        terms = {"stance": "unchecked"} | ({"url": self.terms_url} if self.terms_url else {})
        hosts = sorted({urlsplit(page.url).hostname or "" for page in (self.list_page, *self.pages)})
        local = {"loopback": True, "min_delay": 0} if is_loopback(parts.hostname or "") else {}
        return {
            "code": code,
            "name": name,
            "engine": self.engine,
            "base_url": f"{parts.scheme}://{parts.netloc}",
            **({"hosts": hosts} if len(hosts) > 1 else {}),
            "boards": [{"code": "board", "path": path}],
            **({"open_ended": True} if self._is_open_ended() else {}),
            **({"selectors": self.selectors} if self.selectors else {}),
            "policy": {
                "robots": self.robots,
                "terms": terms,
                **local,
                "enabled": False,
                "reason": "Recognised from its pages; nobody has read its terms yet.",
            },
        }

    def _is_open_ended(self) -> bool:
        """Whether most pages lack their end: then the board's do, and a page of another site was not cut off."""
        every = [self.list_page, *self.pages]
        return sum(page_ending(page.body) in (PageEnding.OPEN, PageEnding.CUT) for page in every) > len(every) / 2

    def site_spec(self, code: str = "new", name: str = "new") -> SiteSpec:
        """The site file as the engines want it. Raises pydantic.ValidationError."""
        return SiteSpec.model_validate(self.site_file(code, name))

    def make_crawler(self, now: datetime) -> BaseCrawler:
        """Raises BadInput where the engine cannot use the selectors."""
        return registry.make_engine(self.site_spec(), lambda: now)

    def read_pages(self, now: datetime) -> EngineReading:
        """What the engine reads of the pages seen. Raises BadInput for a page that it cannot read."""
        crawler = self.make_crawler(now)
        listing = crawler.listing(self.list_page.body, self.list_page.url)
        return EngineReading(listing, tuple(read_fetched_post(crawler, page) for page in self.pages))

    def mark_doubtful(self, now: datetime) -> None:
        """Makes unsure what cannot be right, or what nothing on the pages confirms, with the reason."""
        crawler = self.make_crawler(now)
        read = [(page, post) for page in self.pages if (post := _read(crawler, page)) is not None]
        listing = crawler.listing(self.list_page.body, self.list_page.url)
        self.doubts = find_doubts(EngineReading(listing, [post for _, post in read]), [page for page, _ in read])
        for name in self.doubts:
            if self.certainties.get(name) is not FieldCertainty.POINTED:
                self.certainties[name] = FieldCertainty.UNSURE

    def unsure_fields(self) -> list[str]:
        """The names of the fields that a person should look at, sorted."""
        return sorted(name for name, certainty in self.certainties.items() if certainty is FieldCertainty.UNSURE)


def _read(crawler: BaseCrawler, page: FetchedPage) -> ParsedPost | None:
    """The post of a page; None where the engine finds none there."""
    try:
        return read_fetched_post(crawler, page)
    except (BadInput, ValueError):
        return None
