"""The base class of a site engine, and what it reads out of pages."""

from crawlers.base import BaseCrawler, CommentPage, Listing, ParsedComment, ParsedPost, PostRef
from crawlers.page_request import PageRequest
from crawlers.sites_config.model import Board, SiteSpec
from schemas.posts import Stats

__all__ = [
    "BaseCrawler",
    "Board",
    "CommentPage",
    "Listing",
    "PageRequest",
    "ParsedComment",
    "ParsedPost",
    "PostRef",
    "SiteSpec",
    "Stats",
]
