"""The base class of the test boards: their true posts, addresses and pages."""

import re
from abc import ABC, abstractmethod
from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar, Final
from zoneinfo import ZoneInfo

from testbed.unlike_boards.content import PER_PAGE, BoardPost

SEOUL: Final = ZoneInfo("Asia/Seoul")


class Board(ABC):
    """A test board of twenty posts on two list pages. A page's address stands for a path with its query."""

    CODE: ClassVar[str]
    ENCODING: ClassVar[str] = "utf-8"
    NOT_SHOWN: ClassVar[frozenset[str]] = frozenset()
    """Fields that no page shows."""
    ROW: ClassVar[frozenset[str]] = frozenset({"author", "posted_at", "views", "likes", "comments"})
    POST: ClassVar[frozenset[str]] = frozenset({"views", "likes", "comments"})
    """Fields that list rows and posts show, beside those that every board shows."""
    PAGES: ClassVar[int] = 2

    def __init__(self, now: datetime) -> None:
        self.now = now.astimezone(SEOUL)
        self.posts: Sequence[BoardPost] = self.invent_posts()

    @abstractmethod
    def invent_posts(self) -> Sequence[BoardPost]:
        """Invent the board's posts; gives them newest first."""

    @abstractmethod
    def list_path(self, page: int) -> str:
        """The address of a list page, from 1."""

    @abstractmethod
    def post_path(self, post: BoardPost) -> str:
        """The address of a post."""

    @abstractmethod
    def home_page(self) -> str:
        """The HTML of the page at /."""

    @abstractmethod
    def list_page(self, page: int, posts: Sequence[BoardPost]) -> str:
        """The HTML of a list page."""

    @abstractmethod
    def post_page(self, post: BoardPost) -> str:
        """The HTML of a post with its comments."""

    def page_at(self, path: str) -> bytes | None:
        """The encoded page at a path; None where there is none."""
        # A post may be asked for with the page of the list that it was found on.
        path = re.sub(r"(seq=\d+)&pg=\d+$", r"\1", path)
        return None if (text := self._text(path)) is None else text.encode(self.ENCODING, "xmlcharrefreplace")

    def _text(self, path: str) -> str | None:
        if path == "/":
            return self.home_page()
        for page in range(1, self.PAGES + 1):
            if path == self.list_path(page) or (page == 1 and path == self.first_list_path()):
                return self.list_page(page, self.posts[(page - 1) * PER_PAGE : page * PER_PAGE])
        return next((self.post_page(post) for post in self.posts if self.post_path(post) == path), None)

    def first_list_path(self) -> str:
        """The address of the first list page as menus write it."""
        return self.list_path(1)
