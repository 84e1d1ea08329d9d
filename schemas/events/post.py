"""Facts about a post itself: found by a crawler, decided by a reviewer, or gone from its site."""

from typing import Annotated, Final, Literal

from pydantic import Field, StringConstraints

from schemas.base import Frozen
from schemas.events.base import Event
from schemas.film_proposals import FilmProposal
from schemas.posts import Post, PostKey
from schemas.recipe import Recipe

LONGEST_VERDICT: Final = 400
"""Characters of a host's verdict."""


class PostCollected(Event):
    """A post was seen for the first time."""

    TOPIC = "post"
    NAME = "collected"
    kind_: Literal["post.collected"] = Field("post.collected", alias="kind")
    post: Post


class PartTwo(Frozen):
    """What a post goes on with: the first part by the same author, and what the film recalls of it.

    ``recall``: the words, taken from the script of the first part when the follow-up was approved.
    """

    first: PostKey
    title: Annotated[str, StringConstraints(min_length=1, max_length=512)]
    url: str
    recall: Annotated[str, StringConstraints(min_length=1, max_length=600)]


class PostApproved(Event):
    """A reviewer approved the post: a film is made of it."""

    TOPIC = "post"
    NAME = "approved"
    kind_: Literal["post.approved"] = Field("post.approved", alias="kind")
    reviewer: str
    recipe: Recipe = Recipe()
    checked: tuple[str, ...] = ()
    """Items of the checklist (`services.commands.approval_checklist`) that the reviewer confirmed."""
    proposal: FilmProposal | None = None
    """What was proposed for the recipe and what of it was taken; None where nothing is learned, as in old facts."""
    verdict: Annotated[str, StringConstraints(max_length=LONGEST_VERDICT)] = ""
    """The host's own opinion, which is spoken in the film; empty in facts of releases before 0.2.0."""
    part_two: PartTwo | None = None
    """The first part that the film goes on with; None for a story of its own, as in facts of releases before 0.2.0."""
    channel: str = ""
    """The channel that the film is made for; empty: the default one, as in facts of releases before 0.2.0."""


class PostDeclined(Event):
    """A reviewer declined the post."""

    TOPIC = "post"
    NAME = "declined"
    kind_: Literal["post.declined"] = Field("post.declined", alias="kind")
    reviewer: str
    reason: str = ""


class PostReopened(Event):
    """A reviewer took a decision back: the post waits for one again."""

    TOPIC = "post"
    NAME = "reopened"
    kind_: Literal["post.reopened"] = Field("post.reopened", alias="kind")
    reviewer: str


class PostRetracted(Event):
    """The post was taken down at the request of somebody with a right to it. This is final."""

    TOPIC = "post"
    NAME = "retracted"
    kind_: Literal["post.retracted"] = Field("post.retracted", alias="kind")
    by: str
    reason: str


class PostGone(Event):
    """The site no longer shows the post: no film of it is made or published until it is found again."""

    TOPIC = "post"
    NAME = "gone"
    kind_: Literal["post.gone"] = Field("post.gone", alias="kind")
    reason: str
    """The site's answer, for example ``404`` or ``삭제된 게시물입니다``."""


class PostFound(Event):
    """The site shows a post again that was gone."""

    TOPIC = "post"
    NAME = "found"
    kind_: Literal["post.found"] = Field("post.found", alias="kind")
