"""RSS 2.0, RSS 1.0 and Atom feeds: each entry is a post."""

from collections.abc import Iterable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from html import unescape
from typing import Any
from urllib.parse import urljoin, urlsplit

from crawlers.base import LIBRARIES, BaseCrawler, ListFault, Listing, ParsedPost, PostRef
from crawlers.engines.declarative import one_line
from crawlers.engines.json_answers import text_and_picture_addresses
from crawlers.engines.link_addresses import absolute_addresses
from crawlers.parse.dates import plausible_moment
from crawlers.parse.markup import parse_xml, xml_text
from crawlers.parse.numbers import parse_number
from schemas.adapters import Adapter, AdapterKind
from schemas.errors import BadInput
from schemas.posts import Stats

_ENTRIES = ("item", "entry")
_TEXTS = ("encoded", "content", "description", "summary")
_TIMES = ("pubDate", "published", "updated", "date")


class Feed(BaseCrawler):
    """Reads posts from the entries of a feed. Their pages are not requested, and comments are not known."""

    reads_comments = False

    def listing(self, body: bytes, url: str) -> Listing:
        root = parse_xml(self.decode(body)).root
        entries = [element for element in root.iter() if _name(element) in _ENTRIES]
        found = (self._entry(entry, url) for entry in entries)
        return Listing(posts=tuple(ref for ref in found if ref is not None), rows=len(entries), fault=_fault(root))

    def _entry(self, entry: Any, url: str) -> PostRef | None:
        """None for an entry without title or address."""
        link, title = _link(entry, url), one_line(text_and_picture_addresses(_text(entry, "title"))[0])
        if not link or not title:
            return None
        text, images = text_and_picture_addresses(_first(entry, _TEXTS))
        posted = _time(_first(entry, _TIMES))
        stats = Stats(comments=parse_number(_text(entry, "comments", namespace="slash")))
        origin = one_line(_first(entry, ("guid", "id")) or link)[:256]
        whole = ParsedPost(
            origin_id=origin,
            title=title,
            text=text or title,
            author=one_line(_first(entry, ("creator", "author"))),
            posted_at=posted,
            stats=stats,
            images=absolute_addresses(link, images),
            link=link,
            partial=True,
        )
        return PostRef(origin_id=origin, url=link, title=title, stats=stats, posted_at=posted, whole=whole)

    def post(self, body: bytes, url: str) -> ParsedPost:  # noqa: ARG002 - the engine's signature
        """Raises BadInput always: the engine reads feeds only."""
        raise BadInput("page.not_a_post.feed", url=url[:200])


def _fault(root: Any) -> ListFault:
    """What a document without entries is: a feed that is empty, or no feed."""
    known = root is not None and _name(root).lower() in ("rss", "feed", "rdf", "channel")
    return ListFault.EMPTY if known else ListFault.FORMAT


def _name(element: Any) -> str:
    """The tag without its namespace; empty for comments and processing instructions."""
    return str(element.tag).rpartition("}")[2] if isinstance(element.tag, str) else ""


def _children(entry: Any, name: str, namespace: str = "") -> list[Any]:
    return [child for child in entry if _name(child) == name and namespace in str(child.tag)]


def _text(entry: Any, name: str, namespace: str = "") -> str:
    for child in _children(entry, name, namespace):
        if child.get("type") == "xhtml":
            return "".join(xml_text(part) for part in child)
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
        except (ValueError, IndexError, OverflowError):
            continue
        return plausible_moment(found if found.tzinfo else found.replace(tzinfo=UTC))
    return None


ENGINE = Adapter(
    kind=AdapterKind.ENGINE,
    name="feed",
    version="1",
    make=Feed,
    title_en="RSS and Atom feeds",
    title_ko="RSS·Atom 피드",
    needs=(LIBRARIES,),
)
