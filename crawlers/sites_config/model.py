"""The model of a site file: where a site is, how its pages are read, what it allows."""

import codecs
from datetime import date, timedelta
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from crawlers.fetch.page_address import PageAddress, normalised_host
from crawlers.sites_config.observed_pages import Evidence, ObservedPages
from crawlers.sites_config.selectors import Selectors
from libraries.network_addresses import is_loopback
from libraries.settings.value_types import Zone
from schemas.base import Frozen, Moment, Token
from schemas.errors import BadInput

LEAST_DELAY = 5.0
"""Least seconds between two requests to one host, unless the site is on loopback."""
_BY_SELECTORS = frozenset({"declarative-html", "jsonld"})
"""Engines that know no software, and read nothing without selectors."""


def _codec(name: str) -> str:
    try:
        found = codecs.lookup(name).name
    except LookupError as error:
        raise ValueError(f"{name!r} is no text encoding") from error
    # Sites that declare EUC-KR send code page 949, a superset with 8,822 more syllables.
    return "cp949" if found in ("euc_kr", "euc-kr", "ks_c_5601_1987") else found


def _base(url: str) -> str:
    try:
        address = PageAddress.parse(url)
    except BadInput as error:
        raise ValueError(f"{url!r} is no address of a site; write it like https://board.example") from error
    if "?" in url or "#" in url:
        raise ValueError(f"{url!r} is no address of a site: it has a query or a fragment")
    return str(address).rstrip("/")


BaseUrl = Annotated[str, AfterValidator(_base)]


class Board(Frozen):
    """A list of posts. ``path`` is relative to the site's base address and may carry a query."""

    code: Token
    name: Annotated[str, StringConstraints(max_length=64)] = ""
    path: Annotated[str, StringConstraints(pattern=r"^/")]


class ImageRules(Frozen):
    """How a site serves pictures: which page is sent as the referer, which attributes hold the address."""

    referer: Literal["post", "none"] = "post"
    attributes: tuple[str, ...] = ("data-original", "data-src", "data-lazy-src", "src")


class Terms(Frozen):
    """What the site's terms of use say about programs that read it."""

    stance: Literal["silent", "allow", "forbid", "unchecked"] = "unchecked"
    clause: str = ""
    url: str = ""
    checked_at: date | None = None


class Permission(Frozen):
    """Who allowed an operator to read a site, and on which ground. The live robots.txt is obeyed all the same.

    ``ground``: ``site`` the written permission of the site, ``api`` an agreement about its API, ``terms`` the
    operator's own reading of the terms, of which ``clause`` is quoted. ``ref`` says where it is kept, such as a letter;
    ``by`` is who recorded it. ``hosts``: those that the site had then; it opens no other. Empty in older records.
    """

    ref: Annotated[str, StringConstraints(min_length=1, max_length=500)]
    date: date
    ground: Literal["site", "api", "terms"] = "site"
    clause: Annotated[str, StringConstraints(max_length=2000)] = ""
    url: Annotated[str, StringConstraints(max_length=2000, pattern=r"^(https?://\S+)?$")] = ""
    by: str = ""
    recorded: Moment | None = None
    hosts: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _founded(self) -> Self:
        if self.ground == "terms" and not self.clause:
            raise ValueError("a reading of the terms names the clause that it rests on")
        if self.recorded is not None and self.date > self.recorded.date() + timedelta(days=1):
            raise ValueError("the date of a permission lies in the future")
        return self


class SitePolicy(Frozen):
    """What the site allows. ``min_delay`` in seconds; ``daily_requests`` per host, of all collectors together.

    ``robots`` and ``terms`` record what a person read; the live robots.txt is obeyed at each crawl in any case.
    ``robots_overlay`` holds further rules in the form of robots.txt: the stricter of both wins.
    """

    robots: Literal["allow", "partial", "deny", "unread"] = "unread"
    robots_overlay: str = ""
    terms: Terms = Terms()
    min_delay: Annotated[float, Field(ge=0, le=3600)] = LEAST_DELAY
    daily_requests: Annotated[int, Field(ge=1)] = 3000
    loopback: bool = False
    enabled: bool
    reason: str = ""
    operator_permission: Permission | None = None

    @model_validator(mode="after")
    def _honest(self) -> Self:
        if not self.enabled and not self.reason:
            raise ValueError("a site that is not enabled must say why in policy.reason")
        closed = self.robots == "deny" or self.terms.stance == "forbid"
        if self.enabled and closed and self.operator_permission is None:
            raise ValueError("robots or terms close this site; enable it only with operator_permission: {ref, date}")
        if self.min_delay < LEAST_DELAY and not self.loopback:
            raise ValueError(f"min_delay must be {LEAST_DELAY:g} seconds or more")
        return self


class SiteSpec(Frozen):
    """A site. ``hosts`` are those whose pages may be read; ``public_url`` is its address in links for readers."""

    code: Token
    name: Annotated[str, StringConstraints(min_length=1, max_length=64)]
    engine: Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    base_url: BaseUrl
    public_url: BaseUrl | None = None
    hosts: tuple[Annotated[str, AfterValidator(normalised_host)], ...] = ()
    boards: Annotated[tuple[Board, ...], Field(min_length=1)]
    time_zone: Zone = "Asia/Seoul"
    encoding: Annotated[str, AfterValidator(_codec)] | None = None
    open_ended: bool = False
    """Its pages never end with ``</html>``; that one was cut off is then not noticed."""
    selectors: Selectors | None = None
    images: ImageRules = ImageRules()
    observed: ObservedPages | None = None
    policy: SitePolicy

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.hosts and self.host not in self.hosts:
            raise ValueError(f"hosts must contain {self.host}, the host of base_url")
        if self.policy.loopback and not is_loopback(self.host):
            raise ValueError("policy.loopback is only for a site whose base_url is on loopback")
        codes = [board.code for board in self.boards]
        if len(set(codes)) != len(codes):
            raise ValueError("two boards have the same code")
        return self

    @property
    def evidence(self) -> Evidence:
        """How the site is known: from descriptions, from its software, or from its own pages."""
        if self.observed is not None:
            return "observed"
        if self.selectors is not None:
            return "declared"
        return "none" if self.engine in _BY_SELECTORS else "software"

    @property
    def evidence_level(self) -> Literal[1, 2]:
        """1: its file is valid. 2: its own pages were seen. (3, read live by an operator, is not known here.)"""
        return 1 if self.observed is None else 2

    @property
    def host(self) -> str:
        """The host of the site's base address."""
        return PageAddress.parse(self.base_url).host

    @property
    def page_hosts(self) -> frozenset[str]:
        """Hosts whose pages may be read."""
        return frozenset(self.hosts) | {self.host}

    @property
    def zone(self) -> ZoneInfo:
        """The time zone that the site writes its times in."""
        return ZoneInfo(self.time_zone)

    def moved_to(self, base_url: str) -> Self:
        """The same site at another address. Links for readers do not change. Raises pydantic.ValidationError."""
        moved = {"base_url": base_url, "public_url": self.public_url or self.base_url, "hosts": ()}
        return type(self).model_validate(self.model_dump() | moved)

    def public_address(self, url: str) -> str:
        """``url`` as a reader may follow it."""
        if self.public_url and url.startswith(self.base_url + "/"):
            return self.public_url + url[len(self.base_url) :]
        return url

    def address_to_crawl(self, url: str) -> str:
        """The address where we read the page that readers see at ``url``."""
        if self.public_url and url.startswith(self.public_url + "/"):
            return self.base_url + url[len(self.public_url) :]
        return url
