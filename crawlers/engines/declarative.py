"""The engine of sites with markup of their own: everything it knows stands in the site file's selectors."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import ClassVar, TypeVar
from urllib.parse import urljoin, urlsplit

from parsel import Selector

from crawlers.base import BaseCrawler, Listing, ParsedComment, ParsedPost, PostRef
from crawlers.parse.dates import moment
from crawlers.parse.numbers import number
from crawlers.parse.text import plain
from crawlers.sites_config.model import SiteSpec
from crawlers.sites_config.selectors import CommentSelectors, ListSelectors, Pick, PostSelectors, Selectors, holds, take
from schemas.errors import BadInput
from schemas.posts import Stats

_SPACE = re.compile(r"\s+")
_LOGIN = "input[type=password]"
_Part = TypeVar("_Part")


class DeclarativeHtml(BaseCrawler):
    """Reads any server-rendered board by the CSS selectors of its site file.

    An engine of one board software is a subclass: ``STOCK`` are the selectors of its own pages, of which a site's file
    may replace ``list``, ``post`` or ``comments``; what selectors cannot say is a method of its own.
    """

    STOCK: ClassVar[Selectors] = Selectors()

    def __init__(self, spec: SiteSpec, now: Callable[[], datetime] | None = None) -> None:
        if now is None:
            super().__init__(spec)
        else:
            super().__init__(spec, now)
        own = spec.selectors or Selectors()
        self.list = _needed(spec, "list", own.list or self.STOCK.list)
        self.page = _needed(spec, "post", own.post or self.STOCK.post)
        self.answers: CommentSelectors | None = own.comments or self.STOCK.comments

    def listing(self, body: bytes, url: str) -> Listing:
        page = self.parse(body)
        every = page.css(self.list.rows)
        rows = [row for row in every if not holds(row, self.list.hidden)]
        posts = [ref for row in rows if (ref := self.row(row, url)) is not None]
        next_page = take(page, self.list.next)
        next_url = urljoin(url, next_page) if next_page else None
        following = next_url if next_url != url else None
        return Listing(posts=tuple(posts), rows=len(rows), next_url=following, hidden=len(every) - len(rows))

    def row(self, row: Selector, url: str) -> PostRef | None:
        """None for a row without address, id or title: it counts as a row that was not read."""
        wanted = self.list
        link, origin_id = take(row, _attribute(wanted.link, "href")), take(row, wanted.id)
        title = one_line(take(row, wanted.title))
        if not link or not origin_id or not title:
            return None
        return PostRef(
            origin_id=origin_id[:256],
            url=urljoin(url, link),
            title=title,
            board=one_line(take(row, wanted.board)),
            stats=self.figures(row, wanted),
            posted_at=self.time(row, wanted.posted_at),
        )

    def post(self, body: bytes, url: str) -> ParsedPost:
        page, wanted = self.parse(body), self.page
        title, bodies = self.title(page), page.css(wanted.body)
        if not title or not bodies:
            raise self.no_post(page, url, "title" if not title else "body")
        return ParsedPost(
            origin_id=take(page, wanted.id),
            title=title,
            text=plain(bodies[0]),
            board=one_line(take(page, wanted.board)),
            author=self.author(page),
            posted_at=self.time(page, wanted.posted_at),
            stats=self.figures(page, wanted),
            images=self.images(page, bodies[0], url),
            has_video=bool(wanted.videos and bodies[0].css(wanted.videos)),
            comments=self.read_comments(page),
            comment_pages=self.comment_pages(page, url),
        )

    def comments(self, body: bytes, url: str) -> tuple[ParsedComment, ...]:  # noqa: ARG002 - engines with relative links need it
        return self.read_comments(self.parse(body))

    def parse(self, body: bytes) -> Selector:
        return Selector(text=self.decode(body), type="html")

    def title(self, page: Selector) -> str:
        return one_line(take(page, self.page.title))

    def author(self, page: Selector) -> str:
        return one_line(take(page, self.page.author))

    def no_post(self, page: Selector, url: str, missing: str) -> BadInput:
        """Why a page has no ``missing`` part: it wants a login, or its markup is another."""
        if page.css(_LOGIN):
            return not_a_post(url, "it asks for a password or a login", "Only public posts are read.", "login")
        remedy = f"If the site changed its markup, correct selectors.post.{missing} of {self.spec.code}."
        return not_a_post(url, f"it has no {missing} where a post has one", remedy, "not_a_post")

    def time(self, node: Selector, pick: Pick | None) -> datetime | None:
        text = take(node, pick)
        return moment(text, self.now(), self.spec.zone) if text else None

    def figures(self, node: Selector, wanted: ListSelectors | PostSelectors) -> Stats:
        return Stats(
            views=number(take(node, wanted.views)),
            likes=number(take(node, wanted.likes)),
            dislikes=number(take(node, wanted.dislikes)),
            comments=number(take(node, wanted.comments)),
        )

    def images(self, page: Selector, body: Selector, url: str) -> tuple[str, ...]:  # noqa: ARG002 - engines with pictures beside the body need it
        """Addresses in the order of reading, each once."""
        found: dict[str, None] = {}
        for image in body.css(self.page.images) if self.page.images else []:
            address = self.picture(image, url)
            if address:
                found[address] = None
        return tuple(found)

    def picture(self, image: Selector, url: str) -> str:
        """Address of the picture an ``img`` shows; empty where it is none of the web."""
        sources = (image.attrib.get(name, "").strip() for name in self.spec.images.attributes)
        source = next((source for source in sources if source and not source.startswith("data:")), "")
        try:
            address = urljoin(url, source)
            return address if source and urlsplit(address).scheme in ("http", "https") else ""
        except ValueError:
            return ""

    def read_comments(self, page: Selector) -> tuple[ParsedComment, ...]:
        if self.answers is None:
            return ()
        read = (self.comment(row, self.answers) for row in page.css(self.answers.rows))
        return tuple(comment for comment in read if comment is not None)

    def comment(self, row: Selector, wanted: CommentSelectors) -> ParsedComment | None:
        """None for a row that is no comment; a hidden one without its words."""
        identity, texts = take(row, wanted.id), row.css(wanted.text)
        depth = (number(take(row, wanted.depth)) or 0) // wanted.depth_step
        if identity and holds(row, wanted.hidden):
            return ParsedComment(id=identity, text="", parent_id=take(row, wanted.parent) or None, depth=depth)
        if not identity or not texts:
            return None
        return ParsedComment(
            id=identity,
            text=self.said(texts[0]),
            author=one_line(take(row, wanted.author)),
            parent_id=take(row, wanted.parent) or None,
            likes=number(take(row, wanted.likes)) or 0,
            dislikes=number(take(row, wanted.dislikes)) or 0,
            best=bool(take(row, wanted.best)),
            created_at=self.time(row, wanted.posted_at),
            depth=depth,
        )

    def said(self, text: Selector) -> str:
        return plain(text)

    def comment_pages(self, page: Selector, url: str) -> tuple[str, ...]:
        if self.answers is None or not self.answers.pages:
            return ()
        links = (link.attrib.get("href", "") for link in page.css(self.answers.pages))
        pages = dict.fromkeys(urljoin(url, link) for link in links if link and not link.startswith("#"))
        return tuple(address for address in pages if address != url)


def one_line(text: str) -> str:
    return _SPACE.sub(" ", text).strip()


def not_a_post(url: str, why: str, remedy: str, reason: str) -> BadInput:
    return BadInput(what=f"the page {url[:200]}", why=why, remedy=remedy, reason=reason)


def _attribute(pick: Pick, name: str) -> Pick:
    return pick if pick.attr else pick.model_copy(update={"attr": name})


def _needed(spec: SiteSpec, name: str, found: _Part | None) -> _Part:
    if found is None:
        raise BadInput(
            what=f"site {spec.code}",
            why=f"the engine {spec.engine} reads pages by selectors, and its file has none for {name}",
            remedy="Add the section selectors: with list and post.",
        )
    return found
