"""Board softwares told by their marks: by what pages say of their maker, and by what the engines read of them."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Final
from urllib.parse import urljoin

from pydantic import ValidationError

from crawlers.base import PostRef
from crawlers.recognition.elements.page_addresses import linked_page_address
from crawlers.recognition.elements.rows import FetchedPage
from crawlers.recognition.site_proposal import SiteProposal
from schemas.errors import BadInput

PAGE_ENGINES: Final[tuple[tuple[str, re.Pattern[str]], ...]] = tuple(
    (engine, re.compile(pattern, re.IGNORECASE))
    for engine, pattern in (
        ("gnuboard5", r"bo_table|g5_(?:url|bbs_url|is_member)|bo_list|bo_v_con|gnuboard"),
        ("rhymix", r"rhymix|xpressengine|document_srl|xe_content|var current_mid|modules/board/skins"),
        ("phpbb", r"phpbb|viewtopic\.php\?|topiclist topics"),
        ("xenforo", r"xenforo|data-xf-|structItem--thread|js-xf"),
        ("vbulletin", r"vbulletin|vb_meta_bburl|threadbit|showthread\.php"),
    )
)
"""Engines that read HTML of one software, with what its pages contain."""
API_ENGINES: Final[tuple[tuple[str, re.Pattern[str], str], ...]] = (
    (
        "discourse",
        re.compile(r'name="generator" content="Discourse|data-discourse-setup|discourse-assets', re.IGNORECASE),
        "/latest.json",
    ),
    (
        "lemmy",
        re.compile(r"lemmy-site|window\.isoData|lemmy-ui|content=\"Lemmy", re.IGNORECASE),
        "/api/v3/post/list?sort=Hot&type_=Local&limit=50",
    ),
    (
        "mastodon",
        re.compile(r'id="mastodon"|content="Mastodon|/packs/.*mastodon|mstdn', re.IGNORECASE),
        "/api/v1/timelines/public?local=true&limit=40",
    ),
    (
        "wordpress",
        # A board of the plug-in KBoard is a page of its own, which the interface does not list.
        re.compile(r"\A(?!.*kboard).*rel=[\"']https://api\.w\.org/", re.IGNORECASE | re.DOTALL),
        "/wp-json/wp/v2/posts?per_page=20&_embed=author",
    ),
)
"""Engines of programs' interfaces, with what the pages for people contain, and the board's path."""
_FEED = re.compile(
    rb"^(?:\xef\xbb\xbf)?\s*(?:(?:<\?(?:(?!\?>).)*\?>|<!--(?:(?!-->).)*-->|<!DOCTYPE[^>]*>)\s*)*<(?:rss|feed|rdf:RDF)\b",
    re.DOTALL,
)
"""A feed, behind any declarations, style sheets and remarks."""


def engines_of_page(page: FetchedPage) -> list[str]:
    """Engines whose marks a page shows, those with most of them first."""
    text = page.node.get() or ""
    counted = [(len(set(pattern.findall(text))), engine) for engine, pattern in PAGE_ENGINES]
    return [engine for count, engine in sorted(counted, reverse=True) if count]


def engine_of_api(page: FetchedPage) -> tuple[str, str] | None:
    """The engine and the board's address of a site with an interface for programs; None for any other."""
    text = page.node.get() or ""
    for engine, pattern, path in API_ENGINES:
        if pattern.search(text):
            return engine, urljoin(page.url, path)
    return None


def is_feed(page: FetchedPage) -> bool:
    """Whether a page is an RSS or Atom feed."""
    return bool(_FEED.match(page.body[:4_000]))


def feed_addresses(page: FetchedPage) -> list[str]:
    """Addresses of the feeds that a page names."""
    links = page.node.css("link[type='application/rss+xml'][href], link[type='application/atom+xml'][href]")
    return [address for link in links if (address := linked_page_address(page.url, link.attrib["href"]))]


def propose_with_engine(engine: str, page: FetchedPage, now: datetime) -> tuple[SiteProposal, Sequence[PostRef]] | None:
    """A proposal with the engine's own selectors, and the posts that it reads on the list, the most discussed first."""
    proposal = SiteProposal(engine, page, [], software=engine)
    try:
        listing = proposal.make_crawler(now).listing(page.body, page.url)
    except (BadInput, ValidationError, ValueError):
        return None
    if not listing.posts:
        return None
    return proposal, sorted(listing.posts, key=lambda ref: -(ref.stats.comments or 0))
