"""Read models of the projection, and the protocol they are read through."""

from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Annotated, Final, Protocol

from pydantic import Field

from schemas.base import Frozen, Moment
from schemas.failures import FieldValue
from schemas.insights import Insights
from schemas.media import MediaKey
from schemas.posts import PostKey
from schemas.recipe import Stage
from schemas.script import Script
from schemas.states import Status
from schemas.statistics import FilmAge, FilmStatistics


class PostSort(StrEnum):
    """The order of a list of posts."""

    SCORE = "score"
    LEARNED = "learned"
    """By the worth that approvals and views so far let expect; the score where none is known."""
    NEWEST = "newest"
    VIEWS = "views"
    LIKES = "likes"


class PostFilter(Frozen):
    """Which posts to list. ``flag``: only posts with it; ``copy`` copies of another, ``story`` those with copies.

    ``fold``: copies of another post of the same status are left out and named in its ``copies``.
    """

    status: Status = Status.COLLECTED
    sites: tuple[str, ...] = ()
    has_images: bool | None = None
    least_comments: Annotated[int, Field(ge=0, lt=2**31)] = 0
    flag: Annotated[str, Field(max_length=64)] = ""
    fold: bool = False
    search: Annotated[str, Field(max_length=100)] = ""
    sort: PostSort = PostSort.SCORE
    limit: Annotated[int, Field(ge=1, le=500)] = 50
    offset: Annotated[int, Field(ge=0, lt=2**31)] = 0


class BestComment(Frozen):
    """The best comment of a post."""

    author: str
    content: str
    likes: int


USUAL_WORTH: Final = 0.5
"""The expected worth of a waiting post of which nothing was learned."""


class ReasonForWorth(Frozen):
    """What makes a post worth more than others (``up``), or less, in English and in Korean."""

    up: bool
    en: str
    ko: str


class ExpectedWorth(Frozen):
    """What a waiting post is expected to be worth by the approvals and views so far.

    ``worth``: 0 to 1; ``score``: the same, decayed with the post's age as `InboxCard.score` is. ``reasons``: the
    largest first.
    """

    worth: float
    score: float
    reasons: tuple[ReasonForWorth, ...] = ()


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
    best_comment: BestComment | None
    flags: tuple[str, ...]
    posted_at: Moment | None
    collected_at: Moment
    copies: tuple[PostKey, ...] = ()
    """Copies of this post with the same status, in a list that folds them."""
    expected: ExpectedWorth | None = None
    """None where the order of the inbox is not learned."""


class WorkItem(Frozen):
    """A post that is being worked on, or that failed."""

    key: PostKey
    title: str
    status: Status
    revision: int
    stage: Stage | None
    since: Moment
    attempt: int
    message: str
    code: str = ""
    """Failure code (`schemas.failures`) of what holds the post up, with its ``fields``; empty when nothing does."""
    fields: dict[str, FieldValue] = Field(default_factory=dict)
    retry_at: Moment | None


class PlatformUpload(Frozen):
    """A film on a platform."""

    platform: str
    url: str
    at: Moment


class FilmCard(Frozen):
    """A finished film as the gallery shows it."""

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
    channel: str = ""
    """The channel that it is made for; empty: the default one."""


class FilmMeasurement(Frozen):
    """Statistics of a film on a platform at one of the fixed ages. ``at``: when they were recorded."""

    key: PostKey
    revision: int
    platform: str
    remote_id: str
    age: FilmAge
    statistics: FilmStatistics
    counted_until: Moment | None = None
    at: Moment


class UnmeasuredFilm(Frozen):
    """A film on a platform of which some ages are not measured yet. ``measured``: those that are."""

    key: PostKey
    revision: int
    platform: str
    remote_id: str
    uploaded_at: Moment
    measured: frozenset[FilmAge] = frozenset()


class Projection(Insights, Protocol):
    """Reading the projection. Blocking: call it from a thread."""

    def posts(self, wanted: PostFilter, worth: Mapping[str, float] | None = None) -> list[InboxCard]:
        """The posts that ``wanted`` names, as the inbox shows them; ``worth``: by key, for the learned order."""
        ...

    def post(self, key: PostKey) -> InboxCard | None:
        """A post as the inbox shows it; None when it is not known."""
        ...

    def earlier_posts_of_author(self, key: PostKey) -> list[InboxCard]:
        """The posts of the same author on the same site that were collected before, the newest first; at most 20."""
        ...

    def sites(self) -> list[str]:
        """Codes of all sites that have posts."""
        ...

    def counts_by_status(self) -> dict[Status, int]:
        """How many posts have each status."""
        ...

    def work_items(self, keys: Collection[PostKey] | None = None) -> list[WorkItem]:
        """APPROVED, PROCESSING and FAILED posts, the oldest first; of ``keys`` alone, where these are given."""
        ...

    def films(self, limit: int = 20, offset: int = 0, channel: str | None = None) -> list[FilmCard]:
        """The finished films as the gallery shows them, the newest first; of ``channel`` alone, where it is given."""
        ...

    def measurements(self, key: PostKey) -> list[FilmMeasurement]:
        """What was measured of a post's films: by revision, platform and age."""
        ...

    def most_viewed(self, limit: int = 50) -> list[FilmMeasurement]:
        """Of each film on each platform the newest statistics that say its views, the most viewed first."""
        ...

    def unmeasured_films(self, platforms: Collection[str], since: Moment) -> list[UnmeasuredFilm]:
        """Films that were uploaded to ``platforms`` since a moment, are not withdrawn, and lack measurements."""
        ...

    def position(self) -> int:
        """Sequence of the last fact folded in."""
        ...
