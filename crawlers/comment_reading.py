"""A post that is being read: its comments so far, and the comment pages that are still to be asked for."""

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from crawlers.base import CommentPage, ParsedComment, ParsedPost, PostRef
from crawlers.comment_threads import with_parents
from crawlers.page_request import PageRequest
from crawlers.parse.removal_notices import is_removed_comment_notice

_CLOCKS_DIFFER = timedelta(hours=1)
"""How far a site's clock may run ahead of ours."""


class CommentPagesReader:
    """Gathers the comments of one post, page after page. Each page is asked for once, and at most ``limit`` of them.

    `lost` counts pages that could not be read; `repeated` says that a page showed nothing but comments of the pages
    before. ``page_cookies`` are those that the post's page set, sent to its host where an engine asks for it.
    """

    def __init__(
        self, ref: PostRef, post: ParsedPost, limit: int, page_cookies: Mapping[str, str] | None = None
    ) -> None:
        self.ref = ref
        self.repeated = False
        self.lost = 0
        self._post, self._limit = post, limit
        self._cookies = dict(page_cookies or {})
        self._host = urlsplit(ref.url).netloc
        self._comments: list[ParsedComment] = list(post.comments)
        self._known = {comment.id for comment in post.comments}
        self._total = post.stats.comments
        self._asked: set[tuple[object, ...]] = {PageRequest(ref.url).identity}
        self._left: deque[PageRequest] = deque()
        self._read = 0
        self._add_requests(post.comment_pages)

    @property
    def limit_reached(self) -> bool:
        """Whether pages are left that the limit does not allow to read."""
        return bool(self._left) and self._read >= self._limit

    def next_request(self) -> PageRequest | None:
        """The next comment page to ask for; None when all are read or the limit is reached."""
        if not self._left or self._read >= self._limit:
            return None
        self._read += 1
        request = self._left.popleft()
        own = request.page_cookies and urlsplit(request.url).netloc == self._host
        return replace(request, cookies=tuple(self._cookies.items())) if own else request

    def give_up(self) -> None:
        """Ask for no more pages: the crawl was stopped. Those that are left are lost."""
        self.lost += len(self._left)
        self._left.clear()

    def add(self, page: CommentPage) -> None:
        """Take a page's comments. One without a new comment leads no further: a site may repeat its last page for
        every number.
        """
        new = {comment.id for comment in page.comments} - self._known
        self._known |= new
        self._comments.extend(page.comments)
        if self._total is None:
            self._total = page.total
        if new:
            self._add_requests(page.further)
        elif page.comments:
            self.repeated = True

    def complete_post(self) -> ParsedPost:
        """The post with all comments that were read, each once; ``partial`` where the limit left pages out."""
        stats = self._post.stats.model_copy(update={"comments": self._total})
        partial, comments = self._post.partial or self.limit_reached, with_parents(map(_said, self._comments))
        return replace(self._post, comments=comments, stats=stats, partial=partial, lost_pages=self.lost)

    def _add_requests(self, pages: Iterable[PageRequest]) -> None:
        for request in pages:
            if request.identity not in self._asked:
                self._asked.add(request.identity)
                self._left.append(request)


def _said(comment: ParsedComment) -> ParsedComment:
    """The comment, without the words that a site puts in the place of a removed or secret one."""
    return replace(comment, text="") if is_removed_comment_notice(comment.text) else comment


def without_future_dates(ref: PostRef, post: ParsedPost, now: datetime) -> tuple[PostRef, ParsedPost, bool]:
    """A post without dates that are still to come, and whether there was one: its site or its selectors are wrong."""
    latest = now + _CLOCKS_DIFFER

    def kept(moment: datetime | None) -> datetime | None:
        return None if moment is not None and moment > latest else moment

    comments = tuple(
        comment if kept(comment.created_at) == comment.created_at else replace(comment, created_at=None)
        for comment in post.comments
    )
    sound = replace(post, posted_at=kept(post.posted_at), comments=comments)
    listed = replace(ref, posted_at=kept(ref.posted_at))
    return listed, sound, (listed.posted_at, sound) != (ref.posted_at, post)
