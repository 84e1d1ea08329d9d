"""RSS 2.0, RSS 1.0 and Atom: a feed's entries are posts, as far as the feed tells them."""

from collections.abc import Iterable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from html import unescape
from typing import Any
from urllib.parse import urljoin, urlsplit

from parsel import Selector

from crawlers.base import BaseCrawler, Listing, ParsedComment, ParsedPost, PostRef
from crawlers.engines.declarative import not_a_post, one_line
from crawlers.engines.documents import from_html
from crawlers.parse.numbers import number
from schemas.posts import Stats

_ENTRIES = ("item", "entry")
_TEXTS = ("encoded", "content", "description", "summary")
_TIMES = ("pubDate", "published", "updated", "date")


class Feed(BaseCrawler):
    """Reads a feed's entries whole; their pages are not asked for, and comments are not known.

    The parser knows no entities but XML's own, loads nothing, and refuses huge documents.
    """

    def listing(self, body: bytes, url: str) -> Listing:
        root = Selector(text=self.decode(body), type="xml", huge_tree=False).root
        entries = [element for element in root.iter() if _name(element) in _ENTRIES]
        found = (self._entry(entry, url) for entry in entries)
        return Listing(posts=tuple(ref for ref in found if ref is not None), rows=len(entries))

    def _entry(self, entry: Any, url: str) -> PostRef | None:
        """None for an entry without title or address."""
        link, title = _link(entry, url), one_line(from_html(_text(entry, "title"))[0])
        if not link or not title:
            return None
        text, images = from_html(_first(entry, _TEXTS))
        posted = _time(_first(entry, _TIMES))
        stats = Stats(comments=number(_text(entry, "comments", namespace="slash")))
        origin = one_line(_first(entry, ("guid", "id")) or link)[:256]
        whole = ParsedPost(
            origin_id=origin,
            title=title,
            text=text or title,
            author=one_line(_first(entry, ("creator", "author"))),
            posted_at=posted,
            stats=stats,
            images=tuple(urljoin(link, image) for image in images),
            link=link,
            partial=True,
        )
        return PostRef(origin_id=origin, url=link, title=title, stats=stats, posted_at=posted, whole=whole)

    def post(self, body: bytes, url: str) -> ParsedPost:  # noqa: ARG002 - the engine's signature
        """Raises BadInput: an entry's page has markup of its own."""
        raise not_a_post(url, "this engine reads feeds, not pages", "Choose another engine for the site.", "not_a_post")

    def comments(self, body: bytes, url: str) -> tuple[ParsedComment, ...]:  # noqa: ARG002 - the engine's signature
        """A feed has none."""
        return ()


def _name(element: Any) -> str:
    """Without its namespace; empty for comments and processing instructions."""
    return str(element.tag).rpartition("}")[2] if isinstance(element.tag, str) else ""


def _children(entry: Any, name: str, namespace: str = "") -> list[Any]:
    return [child for child in entry if _name(child) == name and namespace in str(child.tag)]


def _text(entry: Any, name: str, namespace: str = "") -> str:
    for child in _children(entry, name, namespace):
        if child.get("type") == "xhtml":
            return "".join(Selector(root=part, type="xml").get() for part in child)
        text = "".join(child.itertext()).strip()
        if text:
            return text
    return ""


def _first(entry: Any, names: Iterable[str]) -> str:
    return next((text for name in names if (text := _text(entry, name))), "")


def _link(entry: Any, url: str) -> str:
    """The address of the entry's page. Some boards escape it twice."""
    links = _children(entry, "link")
    pages = [link for link in links if link.get("rel", "alternate") == "alternate"]
    written = next((link.get("href") or (link.text or "") for link in pages), "") or _text(entry, "guid")
    try:
        address = urljoin(url, unescape(written.strip()))
        return address if written and urlsplit(address).scheme in ("http", "https") else ""
    except ValueError:
        return ""


def _time(text: str) -> datetime | None:
    for parse in (parsedate_to_datetime, datetime.fromisoformat):
        try:
            found = parse(text)
        except (ValueError, IndexError):
            continue
        return found if found.tzinfo else found.replace(tzinfo=UTC)
    return None
