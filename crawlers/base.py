"""The interface of site engines: pages as bytes in, parsed posts out. Engines are pure: none opens a connection."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from crawlers.page_request import PageRequest
from crawlers.parse.encoding import decode_page, is_utf8
from crawlers.sites_config.model import Board, SiteSpec
from schemas.adapters import Extra
from schemas.clock import utc_now
from schemas.posts import Stats

LIBRARIES = Extra("collect", ("parsel", "w3lib"))
"""What engines that read HTML import when they read a page."""


@dataclass(frozen=True, slots=True)
class PostRef:
    """A post as a list page shows it. ``stats`` are the numbers of its row; ``url`` is absolute.

    ``scope`` is the board whose own numbering ``origin_id`` is of, on sites where each board counts for itself.
    """

    origin_id: str
    url: str
    title: str
    board: str = ""
    stats: Stats = field(default_factory=Stats)
    posted_at: datetime | None = None
    whole: "ParsedPost | None" = None
    """The post itself where its list holds all of it (feeds); its page is then not requested."""
    author: str = ""
    """For a post whose own page names none."""
    scope: str = ""

    @property
    def id_within_site(self) -> str:
        """What tells the post from all others of its site."""
        return f"{self.scope}-{self.origin_id}" if self.scope else self.origin_id


class ListFault(StrEnum):
    """What a list page without rows is."""

    EMPTY = "empty"
    """A board without posts, as far as can be told."""
    CHANGED = "changed"
    """A page full of links in another layout."""
    LOGIN = "login"
    SCRIPT = "script"
    """Nothing but scripts, which make the page or look whether a person came."""
    ERROR = "error"
    """The site's own error page, though its status says that all is well."""
    FORMAT = "format"
    """Not the kind of document that the engine reads."""


@dataclass(frozen=True, slots=True)
class Listing:
    """A list page. ``rows`` counts what looks like a post, whether it could be read or not.

    ``hidden`` counts notices, advertisements and locked posts; a page may hold nothing else. ``fault`` says what a page
    without rows is.
    """

    posts: tuple[PostRef, ...]
    rows: int
    next_url: str | None = None
    hidden: int = 0
    fault: ListFault = ListFault.EMPTY


@dataclass(frozen=True, slots=True)
class ParsedComment:
    """A comment as its page shows it: the author's real nickname, personal data not masked.

    A secret or deleted comment has an id only, since other comments answer it. ``depth`` counts from 0 and ``page``
    from 1 where the page shows them; `with_parents` derives parents from both. A best comment that is shown at the top
    and again in its place may be given twice, with the same id.
    """

    id: str
    text: str
    author: str = ""
    parent_id: str | None = None
    likes: int = 0
    dislikes: int = 0
    best: bool = False
    created_at: datetime | None = None
    depth: int = 0
    page: int = 0


@dataclass(frozen=True, slots=True)
class ParsedPost:
    """A post as its page shows it. It holds personal data and never leaves the collecting process.

    ``link`` is the address for readers where it is not the one that was read (APIs); ``partial`` says that the page
    shows some of its comments only, and has no links to the others.
    """

    origin_id: str
    title: str
    text: str
    board: str = ""
    author: str = ""
    posted_at: datetime | None = None
    stats: Stats = field(default_factory=Stats)
    images: tuple[str, ...] = ()
    places: tuple[int | None, ...] = ()
    """Paragraphs before each picture; empty where an engine does not say."""
    has_video: bool = False
    comments: tuple[ParsedComment, ...] = ()
    comment_pages: tuple[PageRequest, ...] = ()
    """Where the other comments are read, in the order of asking."""
    link: str = ""
    partial: bool = False
    lost_pages: int = 0
    """Comment pages that could not be read."""


@dataclass(frozen=True, slots=True)
class CommentPage:
    """One page of a post's comments. ``further`` are pages that are known from this one alone: those that were asked
    for already are not asked for again. ``total`` is the number of comments that the answer declares.
    """

    comments: tuple[ParsedComment, ...]
    further: tuple[PageRequest, ...] = ()
    total: int | None = None


class BaseCrawler(ABC):
    """The engine of one board software, for the site described by ``spec``."""

    PAGE: ClassVar[str] = ""
    """Address of a post by ``{base}`` and ``{id}``, in the engines of APIs."""
    PAGES: ClassVar[bool] = False
    """Whether its lists go on on further pages, as far as the engine knows without its site's file."""

    expects: frozenset[str] = frozenset()
    """Fields that every post of the site shows (author, posted_at), as far as the engine knows."""
    reads_comments: bool = True

    def __init__(self, spec: SiteSpec, now: Callable[[], datetime] = utc_now) -> None:
        """``now`` gives the time for relative dates. Raises BadInput when ``spec`` lacks what the engine needs."""
        self.spec = spec
        self.now = now

    def first_list_address(self, board: Board) -> str:
        """Address of a board's first list page."""
        return self.spec.base_url + board.path

    def address(self, origin_id: str, link: str = "") -> str:
        """Where a known post is read; ``link`` is the address its readers have."""
        return (
            self.PAGE.format(base=self.spec.base_url, id=origin_id) if self.PAGE else self.spec.address_to_crawl(link)
        )

    def is_closed_post(self, body: bytes) -> bool:  # noqa: ARG002 - most boards close a post otherwise
        """Whether a page that came with 401 or 403 says that one post is closed, and not that we are blocked."""
        return False

    @abstractmethod
    def listing(self, body: bytes, url: str) -> Listing:
        """Read a list page. A page without rows gives an empty listing, which is not an error here."""

    @abstractmethod
    def post(self, body: bytes, url: str) -> ParsedPost:
        """Read a post's page.

        Raises BadInput when it is none: ``page.gone``, ``page.secret``, ``page.login`` or ``page.not_a_post``.
        """

    def comment_page(self, body: bytes, request: PageRequest) -> CommentPage:
        """Read the answer to one of the ``comment_pages`` of a post. An engine whose posts have none leaves it out.

        Raises BadInput (``page.not_a_post``) for an answer that is no page of comments.
        """
        raise NotImplementedError(f"{type(self).__name__} gives posts comment pages and does not read them")

    def decode(self, body: bytes) -> str:
        """A page's text, in the encoding of the site file, or else the one that the page declares or that fits. A page
        that is valid UTF-8 is that in any case.
        """
        fixed = self.spec.encoding if not is_utf8(body) else None
        return body.decode(fixed, "replace") if fixed else decode_page(body)
