"""Posts as crawlers deliver them: plain text without HTML, with personal data masked."""

import hashlib
import re
from collections.abc import Iterable
from typing import Annotated, Final, Self

from pydantic import Field, HttpUrl, StringConstraints

from schemas.base import Frozen, Moment, Sha256, Token
from schemas.media import MediaRef

_TOKEN = re.compile(r"^[A-Za-z0-9_-]{1,64}$")


class PostKey(Frozen):
    """The key of a post in subjects, rows and folders. Written ``site.id``."""

    site: Token
    id: Token

    @classmethod
    def of(cls, site: str, origin_id: str) -> Self:
        """The key for a site's own id. An id that is no valid token is replaced by 32 hex digits of its sha256."""
        safe = origin_id if _TOKEN.match(origin_id) else hashlib.sha256(origin_id.encode()).hexdigest()[:32]
        return cls(site=site, id=safe)

    @classmethod
    def parse(cls, text: str) -> Self:
        """The key written as ``site.id``. Raises ValueError for any other form."""
        site, dot, post = text.partition(".")
        if not dot:
            raise ValueError(f"{text!r} is not a post key; write it as site.id, for example sample.12")
        return cls(site=site, id=post)

    def __str__(self) -> str:
        return f"{self.site}.{self.id}"


class Stats(Frozen):
    """Statistics of a post as its site shows them; None where the site does not show one."""

    views: Annotated[int, Field(ge=0)] | None = None
    likes: Annotated[int, Field(ge=0)] | None = None
    dislikes: Annotated[int, Field(ge=0)] | None = None
    comments: Annotated[int, Field(ge=0)] | None = None


class Comment(Frozen):
    """A comment. ``author`` is a pseudonym; ``content_hash`` identifies the comment across crawls."""

    id: Annotated[str, StringConstraints(max_length=64)]
    parent_id: Annotated[str, StringConstraints(max_length=64)] | None = None
    author: Annotated[str, StringConstraints(max_length=128)]
    content: Annotated[str, StringConstraints(min_length=1, max_length=4000)]
    likes: Annotated[int, Field(ge=0)] = 0
    dislikes: Annotated[int, Field(ge=0)] = 0
    best: bool = False
    created_at: Moment | None = None

    @property
    def content_hash(self) -> Sha256:
        """sha256 over author and content."""
        return content_hash(self.author, self.content)


def content_hash(author: str, content: str) -> Sha256:
    """The sha256 that identifies a comment across crawls of its post."""
    return hashlib.sha256(f"{author}\n{content}".encode()).hexdigest()


def best_first(comments: Iterable[Comment]) -> tuple[Comment, ...]:
    """Comments in order: the site's best first, then the most liked."""
    return tuple(sorted(comments, key=lambda c: (not c.best, -c.likes, c.id)))


GONE: Final = "gone"
"""The flag of a post that its site no longer shows."""
COPY: Final = "copy"
"""The flag of a post that repeats the story of an earlier one, with that one's key: ``copy:sample.12``."""


def flag_value(flags: Iterable[str], name: str) -> str | None:
    """What stands behind the colon of the flag ``name``: empty for a plain flag, None when it is not set."""
    for flag in flags:
        found, _, value = flag.partition(":")
        if found == name:
            return value
    return None


class Image(Frozen):
    """A picture of a post, fetched, re-encoded and stored."""

    media: MediaRef
    width: Annotated[int, Field(gt=0)]
    height: Annotated[int, Field(gt=0)]
    source_url: str
    likeness: Annotated[str, StringConstraints(pattern=r"^([0-9a-f]{16})?$")] = ""
    """64-bit difference hash (dHash) in hex: copies of one picture differ in few bits. Empty in old posts."""
    paragraph: Annotated[int, Field(ge=0)] | None = None
    """How many paragraphs of the post's text stand before it; None where that is not known, as in old posts."""


class Post(Frozen):
    """A whole post. ``content`` is plain text, paragraphs separated by newlines."""

    key: PostKey
    origin_id: Annotated[str, StringConstraints(min_length=1, max_length=256)]
    site_name: Annotated[str, StringConstraints(min_length=1, max_length=64)]
    board: Annotated[str, StringConstraints(max_length=64)] = ""
    url: HttpUrl
    title: Annotated[str, StringConstraints(min_length=1, max_length=512)]
    content: Annotated[str, StringConstraints(max_length=60_000)]
    author: Annotated[str, StringConstraints(max_length=128)] = ""
    posted_at: Moment | None = None
    stats: Stats = Stats()
    images: tuple[Image, ...] = ()
    comments: tuple[Comment, ...] = ()
    flags: tuple[Annotated[str, StringConstraints(max_length=64)], ...] = ()
    score: float = 0.0
    score_parts: dict[str, float] = Field(default_factory=dict)
    """The parts of the score: for each statistic that counted, 0 to 1."""

    @property
    def best_comments(self) -> tuple[Comment, ...]:
        """Comments in order: the site's best first, then the most liked."""
        return best_first(self.comments)


class Sighting(Frozen):
    """The latest statistics and comments of a known post. Not a fact: each sighting replaces the one before."""

    key: PostKey
    stats: Stats
    comments: tuple[Comment, ...] = ()
    time: Moment
    score: float | None = None
    score_parts: dict[str, float] = Field(default_factory=dict)
