"""The base class of a site engine, and what it reads out of pages."""

from crawlers.base import BaseCrawler, Listing, ParsedComment, ParsedPost, PostRef
from crawlers.sites_config.model import Board, SiteSpec
from schemas.posts import Stats

__all__ = ["BaseCrawler", "Board", "Listing", "ParsedComment", "ParsedPost", "PostRef", "SiteSpec", "Stats"]
