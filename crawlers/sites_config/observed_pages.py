"""What is known of a site's pages: when real ones were seen, and which fields they do not show."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from schemas.base import Frozen

ListField = Literal["board", "posted_at", "views", "likes", "dislikes", "comments"]
PostField = Literal["board", "author", "posted_at", "views", "likes", "dislikes", "comments", "body", "images"]
CommentField = Literal["text", "author", "posted_at", "likes", "dislikes", "parent", "best"]
Evidence = Literal["none", "declared", "software", "observed"]
"""How a site is known: ``none`` it cannot be read yet; ``declared`` its selectors were written from descriptions;
``software`` the pages of its software, not its own, are read in tests; ``observed`` its own pages were seen."""


class FieldsNotShown(Frozen):
    """Fields that none of the pages seen shows, by kind of page. With ``text`` of comments there are none at all."""

    list: tuple[ListField, ...] = ()
    post: tuple[PostField, ...] = ()
    comments: tuple[CommentField, ...] = ()


class ComparedPageCounts(Frozen):
    """How many real pages were compared field by field. ``comments``: answers of a comment end point."""

    list: Annotated[int, Field(ge=1)]
    post: Annotated[int, Field(ge=0)]
    comments: Annotated[int, Field(ge=0)] = 0


class ObservedPages(Frozen):
    """Real pages of a site that its file was compared with: where they come from, and when they were saved."""

    source: Annotated[str, StringConstraints(min_length=1)]
    saved: date
    pages: ComparedPageCounts
    not_shown: FieldsNotShown = FieldsNotShown()
