"""The engine of HTML boards that are described by the CSS selectors of their site files."""

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from hashlib import blake2b
from typing import TypeVar
from urllib.parse import urljoin, urlsplit

from crawlers.base import (
    LIBRARIES,
    BaseCrawler,
    CommentPage,
    ListFault,
    Listing,
    ParsedComment,
    ParsedPost,
    PostRef,
)
from crawlers.comment_threads import enclosing_depths, reply_depth, with_named_parents, with_position_in_page
from crawlers.engines.link_addresses import (
    absolute_address,
    absolute_addresses,
    with_next_number_in_path,
    with_next_number_in_query,
)
from crawlers.engines.page_faults import list_fault, post_page_error
from crawlers.page_request import PageRequest
from crawlers.parse.dates import parse_date
from crawlers.parse.markup import Node, parse_hidden_markup, parse_html, remove_parts, separate_nested_rows
from crawlers.parse.numbers import parse_number
from crawlers.parse.plain_text import count_paragraphs_before, plain_text
from crawlers.sites_config.model import SiteSpec
from crawlers.sites_config.selectors import (
    CommentSelectors,
    ListSelectors,
    Pick,
    PostSelectors,
    Selectors,
    contains_match,
    picked_value,
)
from schemas.adapters import Adapter, AdapterKind
from schemas.clock import utc_now
from schemas.errors import BadInput
from schemas.posts import Stats

_SPACE = re.compile(r"\s+")
_PASSING_TIME = re.compile(r"전|ago|어제|오늘|방금")
_PLACED = 20
"""Pictures of a post whose places are looked for: no film shows more."""
_Part = TypeVar("_Part")


class DeclarativeHtml(BaseCrawler):
    """Reads any server-rendered board by the CSS selectors of its site file.

    An engine of one board software is a subclass: `stock_selectors` gives those of its pages, of which a site's file
    may replace ``list``, ``post`` or ``comments``; what selectors cannot express is a method of its own.

    A site whose comments come from an end point is a subclass of two methods: `comment_requests` gives the first
    requests, with the tokens of the post's page, and `comment_page` reads an answer and names further requests.
    """

    def __init__(self, spec: SiteSpec, now: Callable[[], datetime] = utc_now) -> None:
        super().__init__(spec, now)
        own, stock = spec.selectors or Selectors(), self.stock_selectors()
        self.list_selectors = _needed(spec, "list", own.list or stock.list)
        self.post_selectors = _needed(spec, "post", own.post or stock.post)
        self.comment_selectors: CommentSelectors | None = own.comments or stock.comments
        asks = type(self).comment_requests is not DeclarativeHtml.comment_requests
        self.reads_comments = asks or self.comment_selectors is not None
        named = {"author": self.post_selectors.author, "posted_at": self.post_selectors.posted_at}
        self.expects = frozenset(name for name, pick in named.items() if pick is not None)

    @classmethod
    def stock_selectors(cls) -> Selectors:
        """The selectors of the stock pages of a board software; none here."""
        return Selectors()

    def listing(self, body: bytes, url: str) -> Listing:
        """The posts of the rows that the selectors find, without the hidden ones, and the address of the next page."""
        page = self.parse_page(body)
        every = separate_nested_rows(page.css(self.list_selectors.rows), siblings=self.list_selectors.siblings)
        rows = [row for row in every if not contains_match(row, self.list_selectors.hidden)]
        posts = [ref for row in rows if (ref := self.read_row(row, url)) is not None]
        following = self.next_list_page(page, url) if every else None
        fault = ListFault.EMPTY if every else list_fault(page, url)
        return Listing(
            posts=tuple(posts), rows=len(rows), next_url=following, hidden=len(every) - len(rows), fault=fault
        )

    def next_list_page(self, page: Node, url: str) -> str | None:
        """Address of the list page after this one, by the link ``next`` or else by ``next_rule``."""
        link, rule = picked_value(page, self.list_selectors.next), self.list_selectors.next_rule
        if link:
            following = absolute_address(url, link)
        elif rule is not None:
            made = with_next_number_in_path if rule.path else with_next_number_in_query
            following = made(url, rule.path or rule.param, rule.start, rule.step)
        else:
            return None
        return following if following not in ("", url) else None

    def read_row(self, row: Node, url: str) -> PostRef | None:
        """The post of a row; None without address, id or title, which counts as a row that could not be read."""
        wanted = self.list_selectors
        link, origin_id = picked_value(row, _attribute(wanted.link, "href")), picked_value(row, wanted.id)
        title, address = one_line(picked_value(row, wanted.title)), absolute_address(url, link) if link else ""
        if not address or not origin_id or not title:
            return None
        return PostRef(
            origin_id=origin_id[:256],
            url=address,
            title=title,
            board=one_line(picked_value(row, wanted.board)),
            stats=self.read_stats(row, wanted),
            posted_at=self.read_date(row, wanted.posted_at),
            author=one_line(picked_value(row, wanted.author)),
            scope=picked_value(row, wanted.scope)[:64],
        )

    def post(self, body: bytes, url: str) -> ParsedPost:
        page, wanted = self.parse_page(body), self.post_selectors
        title, bodies = self.read_title(page), [parse_hidden_markup(body) for body in page.css(wanted.body)[:1]]
        if not title or not bodies:
            raise self.unreadable_post_error(page, url, "title" if not title else "body")
        stats, posted_at = self.read_stats(page, wanted), self.read_date(page, wanted.posted_at)
        remove_parts(bodies[0], wanted.without)
        images = self.image_addresses(page, bodies[0], url)
        return ParsedPost(
            origin_id=picked_value(page, wanted.id),
            title=title,
            text=plain_text(bodies[0]),
            board=one_line(picked_value(page, wanted.board)),
            author=self.read_author(page),
            posted_at=posted_at,
            stats=stats,
            images=images,
            places=self.count_paragraphs_before_images(bodies[0], images, url),
            has_video=bool(wanted.videos and bodies[0].css(wanted.videos)),
            comments=self.read_comments(page),
            comment_pages=self.comment_requests(page, url),
        )

    def comment_page(self, body: bytes, request: PageRequest) -> CommentPage:
        page = self.parse_page(body)
        links = self.linked_addresses(page, self.comment_selectors.next if self.comment_selectors else "", request.url)
        return CommentPage(self.read_comments(page), tuple(map(PageRequest, links)))

    def parse_page(self, body: bytes) -> Node:
        """The tree of a page, decoded as `decode` says."""
        return parse_html(self.decode(body))

    def read_title(self, page: Node) -> str:
        """The title on a post's page; empty where there is none."""
        return one_line(picked_value(page, self.post_selectors.title))

    def read_author(self, page: Node) -> str:
        """The author's name on a post's page; empty where there is none."""
        return one_line(picked_value(page, self.post_selectors.author))

    def unreadable_post_error(self, page: Node, url: str, missing: str) -> BadInput:
        """The error for a page without ``missing`` (title, body)."""
        return post_page_error(page, url, missing, self.spec.code)

    def read_date(self, node: Node, pick: Pick | None, place: Node | None = None, comment: str = "") -> datetime | None:
        """The time that ``pick`` reads, with the clock of the site; None where it reads none."""
        text = picked_value(node, pick, place, comment)
        return parse_date(text, self.now(), self.spec.zone) if text else None

    def read_stats(self, node: Node, wanted: ListSelectors | PostSelectors) -> Stats:
        """The numbers of views, likes, dislikes and comments that a row or a post's page shows."""
        return Stats(
            views=parse_number(picked_value(node, wanted.views)),
            likes=parse_number(picked_value(node, wanted.likes)),
            dislikes=parse_number(picked_value(node, wanted.dislikes)),
            comments=parse_number(picked_value(node, wanted.comments)),
        )

    def image_addresses(self, page: Node, body: Node, url: str) -> tuple[str, ...]:  # noqa: ARG002 - engines with pictures beside the body need it
        """Addresses in the order of reading, each once."""
        found: dict[str, None] = {}
        for image in body.css(self.post_selectors.images) if self.post_selectors.images else []:
            address = self.image_address(image, url)
            if address:
                found[address] = None
        return tuple(found)

    def count_paragraphs_before_images(self, body: Node, images: Sequence[str], url: str) -> tuple[int | None, ...]:
        """How many paragraphs stand before each picture; None for one that stands beside the text, or after many."""
        wanted, first = set(images[:_PLACED]), dict[str, Node]()
        for image in body.css("img"):
            if (address := self.image_address(image, url)) in wanted:
                first.setdefault(address, image)
        before = dict(zip(first, count_paragraphs_before(body, list(first.values())), strict=True))
        return tuple(before.get(address) for address in images)

    def image_address(self, image: Node, url: str) -> str:
        """Address of the picture that an ``img`` shows; empty where it is not http(s)."""
        sources = (image.attrib.get(name, "").strip() for name in self.spec.images.attributes)
        source = next((source for source in sources if source and not source.startswith("data:")), "")
        try:
            address = urljoin(url, source)
            return address if source and urlsplit(address).scheme in ("http", "https") else ""
        except ValueError:
            return ""

    def read_comments(self, page: Node) -> tuple[ParsedComment, ...]:
        """The comments that a page shows, in its order, with their depth and their place."""
        wanted = self.comment_selectors
        if wanted is None:
            return ()
        number = parse_number(picked_value(page, wanted.page)) or 0
        best = {row.root for row in page.css(wanted.best_rows)} if wanted.best_rows else set()
        rows = page.css(f"{wanted.rows}, {wanted.best_rows}" if best else wanted.rows)
        found, names = list[ParsedComment](), list[str]()
        apart = zip(
            rows,
            separate_nested_rows(rows, siblings=wanted.siblings),
            enclosing_depths(page, rows, wanted.answers),
            strict=True,
        )
        for place, row, deeper in apart:
            name = one_line(picked_value(row, wanted.parent_author))
            comment = self.read_comment(row, wanted, place)
            if comment is not None:
                above = place.root in best  # a block of best comments stands above every page of the list
                # A deleted comment without an id stands in the place of what its answers answer.
                identity = comment.id or f"deleted-{number}-{len(found)}"
                depth, first = comment.depth + deeper, comment.best or above
                found.append(with_position_in_page(comment, identity, depth, 0 if above else number, best=first))
                names.append(name)
        return with_named_parents(found, names) if wanted.parent_author else tuple(found)

    def read_comment(self, row: Node, wanted: CommentSelectors, place: Node) -> ParsedComment | None:
        """The comment of a row, which stands at ``place`` in its page: without text when it is hidden; None for a row
        that is no comment.
        """
        texts = row.css(wanted.text)
        identity = picked_value(row, wanted.id) if wanted.id else self.hashed_comment_id(row, wanted, texts)
        parent = picked_value(row, wanted.parent, place) or None
        depth = reply_depth(picked_value(row, wanted.depth), wanted.depth_step)
        if contains_match(row, wanted.hidden):
            return ParsedComment(id=identity, text="", parent_id=parent, depth=depth)
        if not identity or not texts:
            return None
        return ParsedComment(
            id=identity,
            author=one_line(picked_value(row, wanted.author, place, identity)),
            parent_id=parent,
            likes=parse_number(picked_value(row, wanted.likes, place, identity)) or 0,
            dislikes=parse_number(picked_value(row, wanted.dislikes, place, identity)) or 0,
            best=bool(picked_value(row, wanted.best, place, identity)),
            created_at=self.read_date(row, wanted.posted_at, place, identity),
            depth=depth,
            text=self.cleaned_comment_text(
                texts[0], wanted
            ),  # at last: the author may stand among the parts that are left out
        )

    def cleaned_comment_text(self, text: Node, wanted: CommentSelectors) -> str:
        """What a comment says. The parts of ``text`` that are none of it are taken out of the page."""
        remove_parts(text, wanted.without)
        return without_pattern(self.raw_comment_text(text), wanted.strip)

    def hashed_comment_id(self, row: Node, wanted: CommentSelectors, texts: Sequence[Node]) -> str:
        """What a comment without an id is known by: a hash of its author, time and text; empty for one without text.

        A time like "3분 전" is another at the next crawl and does not count.
        """
        if not texts:
            return ""
        time = picked_value(row, wanted.posted_at)
        words = one_line(without_pattern(self.raw_comment_text(texts[0]), wanted.strip))
        parts = (one_line(picked_value(row, wanted.author)), "" if _PASSING_TIME.search(time) else time, words)
        return blake2b("\0".join(parts).encode(), digest_size=8).hexdigest()

    def raw_comment_text(self, text: Node) -> str:
        """The whole text of a comment's element, as it is shown."""
        return plain_text(text)

    def comment_requests(self, page: Node, url: str) -> tuple[PageRequest, ...]:
        """Where the comments that are not on a post's page are read: here, what ``pages`` and ``next`` link to."""
        wanted = self.comment_selectors
        every = (css for css in (wanted.pages, wanted.next) if css) if wanted else ()
        return tuple(map(PageRequest, self.linked_addresses(page, ", ".join(every), url)))

    def linked_addresses(self, page: Node, css: str, url: str) -> tuple[str, ...]:
        """Addresses that the links ``css`` lead to, each once, without the page itself; nothing without ``css``."""
        found = (link.attrib.get("href", "") for link in page.css(css)) if css else ()
        real = (link for link in found if link and not link.startswith(("#", "javascript:")))
        return tuple(address for address in absolute_addresses(url, real) if address != url)


def without_pattern(text: str, pattern: str | None) -> str:
    """``text`` without what ``pattern`` matches."""
    return re.sub(pattern, "", text).strip() if pattern else text


def one_line(text: str) -> str:
    """``text`` with each run of white space as one space."""
    return _SPACE.sub(" ", text).strip()


def _attribute(pick: Pick, name: str) -> Pick:
    return pick if pick.attr else pick.model_copy(update={"attr": name})


def _needed(spec: SiteSpec, name: str, found: _Part | None) -> _Part:
    if found is None:
        raise BadInput("site.selectors_missing", site=spec.code, engine=spec.engine, part=name)
    return found


ENGINE = Adapter(
    kind=AdapterKind.ENGINE,
    name="declarative-html",
    version="1",
    make=DeclarativeHtml,
    title_en="Any HTML board, by the selectors of its site file",
    title_ko="사이트 파일의 선택자로 읽는 게시판",
    needs=(LIBRARIES,),
)
