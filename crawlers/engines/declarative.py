"""The engine of sites with markup of their own: everything it knows stands in the site file's selectors."""

import re
from collections.abc import Callable
from datetime import datetime
from urllib.parse import urljoin, urlsplit

from parsel import Selector

from crawlers.base import BaseCrawler, Listing, ParsedComment, ParsedPost, PostRef
from crawlers.figures import number
from crawlers.moments import moment
from crawlers.selectors import ListSelectors, Pick, PostSelectors, Selectors, take
from crawlers.spec import SiteSpec
from crawlers.text import plain
from schemas.errors import BadInput
from schemas.posts import Stats

_SPACE = re.compile(r"\s+")


class DeclarativeHtml(BaseCrawler):
    """Reads any server-rendered board by the CSS selectors of its site file."""

    def __init__(self, spec: SiteSpec, now: Callable[[], datetime] | None = None) -> None:
        if now is None:
            super().__init__(spec)
        else:
            super().__init__(spec, now)
        if spec.selectors is None:
            raise BadInput(
                what=f"site {spec.code}",
                why="the engine declarative-html reads pages by selectors, and its file has none",
                remedy="Add the section selectors: with list and post.",
            )
        self._selectors: Selectors = spec.selectors

    def listing(self, body: bytes, url: str) -> Listing:
        page, wanted = self._page(body), self._selectors.list
        rows = page.css(wanted.rows)
        posts = [ref for row in rows if (ref := self._row(row, wanted, url)) is not None]
        following = take(page, wanted.next)
        next_url = urljoin(url, following) if following else None
        return Listing(posts=tuple(posts), rows=len(rows), next_url=next_url if next_url != url else None)

    def _row(self, row: Selector, wanted: ListSelectors, url: str) -> PostRef | None:
        """None for a row without address, id or title: it counts as a row that was not read."""
        link, origin_id = take(row, _attribute(wanted.link, "href")), take(row, wanted.id)
        title = _one_line(take(row, wanted.title))
        if not link or not origin_id or not title:
            return None
        return PostRef(
            origin_id=origin_id[:256],
            url=urljoin(url, link),
            title=title,
            board=_one_line(take(row, wanted.board)),
            stats=_stats(row, wanted),
            posted_at=self._moment(row, wanted.posted_at),
        )

    def post(self, body: bytes, url: str) -> ParsedPost:
        page, wanted = self._page(body), self._selectors.post
        title, bodies = _one_line(take(page, wanted.title)), page.css(wanted.body)
        if not title or not bodies:
            missing = "title" if not title else "body"
            raise BadInput(
                what=f"the page {url}",
                why=f"it has no {missing} where a post has one",
                remedy=f"If the site changed its markup, correct selectors.post.{missing} of {self.spec.code}.",
                reason="not_a_post",
            )
        return ParsedPost(
            origin_id=take(page, wanted.id),
            title=title,
            text=plain(bodies[0]),
            board=_one_line(take(page, wanted.board)),
            author=_one_line(take(page, wanted.author)),
            posted_at=self._moment(page, wanted.posted_at),
            stats=_stats(page, wanted),
            images=self._images(bodies[0], wanted, url),
            has_video=bool(wanted.videos and bodies[0].css(wanted.videos)),
            comments=self._comments(page),
            comment_pages=self._comment_pages(page, url),
        )

    def comments(self, body: bytes, url: str) -> tuple[ParsedComment, ...]:  # noqa: ARG002 - engines with relative links need it
        return self._comments(self._page(body))

    def _page(self, body: bytes) -> Selector:
        return Selector(text=self.decode(body), type="html")

    def _moment(self, node: Selector, pick: Pick | None) -> datetime | None:
        text = take(node, pick)
        return moment(text, self.now(), self.spec.zone) if text else None

    def _images(self, body: Selector, wanted: PostSelectors, url: str) -> tuple[str, ...]:
        """Addresses in the order of reading, each once."""
        found: dict[str, None] = {}
        for image in body.css(wanted.images) if wanted.images else []:
            sources = (image.attrib.get(name, "").strip() for name in self.spec.images.attributes)
            source = next((source for source in sources if source and not source.startswith("data:")), "")
            address = urljoin(url, source)
            if source and urlsplit(address).scheme in ("http", "https"):
                found[address] = None
        return tuple(found)

    def _comments(self, page: Selector) -> tuple[ParsedComment, ...]:
        wanted = self._selectors.comments
        if wanted is None:
            return ()
        read: list[ParsedComment] = []
        for row in page.css(wanted.rows):
            identity, texts = take(row, wanted.id), row.css(wanted.text)
            if not identity or not texts:
                continue
            read.append(
                ParsedComment(
                    id=identity,
                    text=plain(texts[0]),
                    author=_one_line(take(row, wanted.author)),
                    parent_id=take(row, wanted.parent) or None,
                    likes=number(take(row, wanted.likes)) or 0,
                    dislikes=number(take(row, wanted.dislikes)) or 0,
                    best=bool(take(row, wanted.best)),
                    created_at=self._moment(row, wanted.posted_at),
                )
            )
        return tuple(read)

    def _comment_pages(self, page: Selector, url: str) -> tuple[str, ...]:
        wanted = self._selectors.comments
        if wanted is None or not wanted.pages:
            return ()
        links = (link.attrib.get("href", "") for link in page.css(wanted.pages))
        pages = dict.fromkeys(urljoin(url, link) for link in links if link and not link.startswith("#"))
        return tuple(address for address in pages if address != url)


def _attribute(pick: Pick, name: str) -> Pick:
    return pick if pick.attr else pick.model_copy(update={"attr": name})


def _stats(node: Selector, wanted: ListSelectors | PostSelectors) -> Stats:
    return Stats(
        views=number(take(node, wanted.views)),
        likes=number(take(node, wanted.likes)),
        dislikes=number(take(node, wanted.dislikes)),
        comments=number(take(node, wanted.comments)),
    )


def _one_line(text: str) -> str:
    return _SPACE.sub(" ", text).strip()
