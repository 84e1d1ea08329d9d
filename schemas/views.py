"""What the projection shows: read models and the port they are read through."""

from enum import StrEnum
from typing import Annotated, Protocol

from pydantic import Field

from schemas.base import Frozen, Moment
from schemas.failures import FieldValue
from schemas.media import MediaKey
from schemas.posts import PostKey
from schemas.recipe import Stage
from schemas.script import Script
from schemas.states import Status


class Sort(StrEnum):
    SCORE = "score"
    NEWEST = "newest"
    VIEWS = "views"
    LIKES = "likes"


class PostFilter(Frozen):
    """``flag``: only posts that carry it; ``copy`` those that repeat a story, ``story`` those that others repeat.

    ``fold``: posts that repeat another of the same status are left out of the list and named in that one's ``copies``.
    """

    status: Status = Status.COLLECTED
    sites: tuple[str, ...] = ()
    has_images: bool | None = None
    least_comments: Annotated[int, Field(ge=0)] = 0
    flag: Annotated[str, Field(max_length=64)] = ""
    fold: bool = False
    search: Annotated[str, Field(max_length=100)] = ""
    sort: Sort = Sort.SCORE
    limit: Annotated[int, Field(ge=1, le=500)] = 50
    offset: Annotated[int, Field(ge=0)] = 0


class Quote(Frozen):
    author: str
    content: str
    likes: int


GONE = "gone"
"""The flag of a post that its site no longer shows."""


class InboxCard(Frozen):
    """A post as the inbox shows it. ``excerpt`` is at most 300 characters."""

    key: PostKey
    site_name: str
    board: str
    url: str
    title: str
    excerpt: str
    status: Status
    revision: int
    sequence: int
    score: float
    views: int | None
    likes: int | None
    comments: int | None
    image_count: int
    first_image: MediaKey | None
    best_comment: Quote | None
    flags: tuple[str, ...]
    posted_at: Moment | None
    collected_at: Moment
    copies: tuple[PostKey, ...] = ()
    """Posts of the same status that repeat this one, where a list was asked to fold them."""


class WorkItem(Frozen):
    """A post the studio or the publishers have in hand, or that failed."""

    key: PostKey
    title: str
    status: Status
    revision: int
    stage: Stage | None
    since: Moment
    attempt: int
    message: str
    code: str = ""
    """Failure code of why it does not go on (`schemas.failures`), with its ``fields``; empty when nothing is wrong."""
    fields: dict[str, FieldValue] = Field(default_factory=dict)
    retry_at: Moment | None


class PlatformUpload(Frozen):
    platform: str
    url: str
    at: Moment


class FilmCard(Frozen):
    key: PostKey
    title: str
    source_url: str
    status: Status
    revision: int
    summary: str
    script: Script | None
    video: MediaKey
    thumbnail: MediaKey
    duration: float
    encoder: str
    rendered_at: Moment
    uploads: tuple[PlatformUpload, ...]


class Projection(Protocol):
    """The read side. Blocking: call it from a thread."""

    def posts(self, wanted: PostFilter) -> list[InboxCard]: ...

    def post(self, key: PostKey) -> InboxCard | None: ...

    def sites(self) -> list[str]:
        """Codes of all sites that have posts."""
        ...

    def counts(self) -> dict[Status, int]: ...

    def at_work(self) -> list[WorkItem]:
        """APPROVED, PROCESSING and FAILED posts, the oldest first."""
        ...

    def films(self, limit: int = 20, offset: int = 0) -> list[FilmCard]:
        """The newest first."""
        ...

    def position(self) -> int:
        """Sequence of the last fact folded in."""
        ...
