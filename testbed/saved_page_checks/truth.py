"""The format of the file ``expected.yaml`` beside saved pages: every field as a person reads it."""

from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BeforeValidator, Field

from schemas.base import Frozen

FILE = "expected.yaml"
_TextOrNumber = Annotated[str, BeforeValidator(lambda value: str(value) if isinstance(value, int) else value)]


class ExpectedRow(Frozen):
    """A post in a list, as a person reads it. ``url`` is absolute, or begins at the site's base address with a slash.

    ``author`` is compared where it is given, as for posts whose own page names none.
    """

    id: _TextOrNumber
    url: str
    title: str
    board: str = ""
    author: str | None = None
    posted_at: datetime | None = None
    views: int | None = None
    likes: int | None = None
    dislikes: int | None = None
    comments: int | None = None


class ExpectedList(Frozen):
    """A list page, as a person reads it. ``url``: where it was read. ``hidden``: notices, advertisements and locked
    posts among the rows.
    """

    file: str
    url: str
    next: str | None = None
    hidden: int = 0
    posts: tuple[ExpectedRow, ...]


class ExpectedComment(Frozen):
    """A comment; one that is deleted or secret has an id and, where the page shows it, a parent only."""

    id: _TextOrNumber
    text: str = ""
    author: str = ""
    posted_at: datetime | None = None
    likes: int = 0
    dislikes: int = 0
    parent: _TextOrNumber | None = None
    best: bool = False


class ExpectedAnswer(Frozen):
    """The answer of a comment end point, and the request that it answers. ``form``: what must be sent, if anything."""

    file: str
    url: str
    method: Literal["GET", "POST"] = "GET"
    form: dict[str, str] = Field(default_factory=dict)


class ExpectedPost(Frozen):
    """The page of a post, as a person reads it; of a feed, ``file`` is that of the list. ``comments`` is the number
    that the page shows.
    """

    file: str
    url: str
    id: _TextOrNumber
    title: str
    board: str = ""
    author: str = ""
    posted_at: datetime | None = None
    views: int | None = None
    likes: int | None = None
    dislikes: int | None = None
    comments: int | None = None
    body: str = ""
    images: tuple[str, ...] = ()
    video: bool = False
    answers: tuple[ExpectedAnswer, ...] = ()
    comment_rows: tuple[ExpectedComment, ...] = ()


class SavedPagesTruth(Frozen):
    """What saved pages of a site show. ``now``: when they were saved, which relative dates count from.

    Times without an offset are of the site's time zone.
    """

    source: str
    saved: date
    now: datetime
    lists: tuple[ExpectedList, ...] = ()
    posts: tuple[ExpectedPost, ...] = ()


def read_truth(folder: Path) -> SavedPagesTruth:
    """Read the expected.yaml of a folder. Raises OSError, yaml.YAMLError, pydantic.ValidationError."""
    return SavedPagesTruth.model_validate(yaml.safe_load((folder / FILE).read_text("utf-8")))
