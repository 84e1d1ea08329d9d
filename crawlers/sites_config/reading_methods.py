"""How a site's comments and the further pages of its lists are read, for tables and lists of sites."""

from typing import Literal

from crawlers.base import BaseCrawler
from crawlers.engines.declarative import DeclarativeHtml
from crawlers.engines.feed import Feed
from crawlers.engines.jsonld import JsonLd
from crawlers.sites_config import registry
from crawlers.sites_config.model import SiteSpec
from schemas.errors import BadInput

Comments = Literal["page", "pages", "end point", "part", "not read"]
"""``page`` on the post's page, ``pages`` on it and on linked ones, ``end point`` by requests of their own, ``part``
those that the post's page describes in JSON-LD, ``not read`` none."""
Paging = Literal["link", "number", "end point", "one page"]
"""``link`` on the page, ``number`` in the address, ``end point`` of an API, ``one page`` no further ones are read."""


def comment_and_paging_methods(spec: SiteSpec) -> tuple[Comments, Paging]:
    """How comments and list pages of a site are read; ``not read`` and ``one page`` without selectors.

    Raises BadInput when its engine is not installed or cannot be used.
    """
    try:
        engine = registry.make_engine(spec)
    except BadInput as error:
        if error.code != "site.selectors_missing":
            raise
        return "not read", "one page"
    return _comments(engine), _paging(engine)


def _comments(engine: BaseCrawler) -> Comments:
    if not isinstance(engine, DeclarativeHtml):
        if isinstance(engine, Feed):
            return "not read"
        return "page" if type(engine).comment_page is BaseCrawler.comment_page else "end point"
    if isinstance(engine, JsonLd):
        return "part"
    if type(engine).comment_page is not DeclarativeHtml.comment_page:
        return "end point"
    if engine.comment_selectors is None:
        return "not read"
    return "pages" if engine.comment_selectors.pages or engine.comment_selectors.next else "page"


def _paging(engine: BaseCrawler) -> Paging:
    if isinstance(engine, DeclarativeHtml):
        wanted = engine.list_selectors
        if wanted.next is not None:
            return "link"
        if wanted.next_rule is not None:
            return "number"
    return "end point" if engine.PAGES else "one page"
