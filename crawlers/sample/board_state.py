"""The state of the served board: posts with their times, numbers that change, comments that are added."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from threading import RLock

from crawlers.sample.sample_posts import SampleComment, SamplePost, all_sample_posts

KST = timezone(timedelta(hours=9))
POSTS_A_PAGE = 20
COMMENTS_A_PAGE = 30


@dataclass(frozen=True)
class BoardComment:
    """A comment on the board with its id and time; a deleted or secret one keeps its place."""

    id: str
    parent_id: str | None
    remark: SampleComment
    created_at: datetime


@dataclass(frozen=True)
class BoardCommentPage:
    """One page of comments; ``number`` counts from 1 to ``last``."""

    comments: tuple[BoardComment, ...]
    number: int
    last: int


@dataclass
class BoardPost:
    """A post on the board with its present numbers."""

    post: SamplePost
    posted_at: datetime
    views: int
    likes: int
    comments: list[BoardComment] = field(default_factory=list)

    @property
    def shown_comment_count(self) -> int:
        """The number of comments that show a text."""
        return sum(comment.remark.state == "shown" for comment in self.comments)

    def comment_page(self, number: int | None) -> BoardCommentPage | None:
        """A page of the comments, the last one when ``number`` is None; None when there is no such page."""
        last = max(1, -(-len(self.comments) // COMMENTS_A_PAGE))
        wanted = last if number is None else number
        if not 1 <= wanted <= last:
            return None
        first = (wanted - 1) * COMMENTS_A_PAGE
        return BoardCommentPage(tuple(self.comments[first : first + COMMENTS_A_PAGE]), wanted, last)


class BoardState:
    """All posts. Thread-safe: a server reads them while a test changes them."""

    def __init__(self, now: datetime | None = None) -> None:
        self._now = (now or datetime.now(KST)).astimezone(KST).replace(microsecond=0)
        self._lock = RLock()
        self._entries = {post.id: _entry(post, self._now) for post in all_sample_posts()}

    def posts_by_likes(self, page: int | None) -> tuple[list[BoardPost], int, int]:
        """The posts of a page by likes (none when it does not exist), its number, and that of the last page."""
        with self._lock:
            ranked = sorted(self._entries.values(), key=lambda entry: (-entry.likes, entry.post.id))
        number = page or 0
        last = max(1, -(-len(ranked) // POSTS_A_PAGE))
        first = (number - 1) * POSTS_A_PAGE
        return (ranked[first : first + POSTS_A_PAGE] if number >= 1 else []), number, last

    def find_post(self, post_id: str) -> BoardPost | None:
        """The post with that id; None when there is none."""
        with self._lock:
            return self._entries.get(post_id)

    def add_activity(self, post_id: str, views: int, likes: int, add_comment: str) -> None:
        """Add views and likes to a post, and a comment when ``add_comment`` has text. Raises KeyError."""
        with self._lock:
            entry = self._entries[post_id]
            entry.views += views
            entry.likes += likes
            if add_comment:
                remark = SampleComment(by="지나가던와글이", text=add_comment)
                entry.comments.append(
                    BoardComment(_comment_id(entry.post, len(entry.comments)), None, remark, self._now)
                )

    def remove_post(self, post_id: str) -> None:
        """Take a post off the board. Raises KeyError."""
        with self._lock:
            del self._entries[post_id]


def _entry(post: SamplePost, now: datetime) -> BoardPost:
    """The post at ``now``; its comments are spread evenly between its time and ``now``."""
    age = timedelta(hours=post.hours_ago)
    posted_at = (now - age).replace(second=0)
    remarks = list(post.all_comments())
    comments = [
        BoardComment(
            _comment_id(post, place),
            None if parent is None else _comment_id(post, parent),
            remark,
            (posted_at + age * (place + 1) / (len(remarks) + 1)).replace(microsecond=0),
        )
        for place, (remark, parent) in enumerate(remarks)
    ]
    return BoardPost(post, posted_at, post.views, post.likes, comments)


def _comment_id(post: SamplePost, place: int) -> str:
    return f"{post.id}{place + 1:03d}"
