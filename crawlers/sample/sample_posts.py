"""The posts of the sample board, read from ``posts/*.yaml`` and validated."""

from collections.abc import Iterator
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated, Literal, Self

import yaml
from pydantic import Field, StringConstraints, ValidationError, model_validator

from schemas.base import Frozen
from schemas.errors import BadInput

HERE = Path(__file__).resolve().parent
POSTS = HERE / "posts"
IMAGES = HERE / "images"

Nickname = Annotated[str, StringConstraints(min_length=1, max_length=20)]


class PostKind(StrEnum):
    """What sort of post it is; not shown on the site."""

    STORY = "story"
    TOUCHING = "touching"
    SCARY = "scary"
    JOKE = "joke"
    PICTURE = "picture"
    QUESTION = "question"
    ARGUMENT = "argument"
    TIP = "tip"


class SampleComment(Frozen):
    """A comment with its replies, which have no replies of their own.

    A ``deleted`` or ``secret`` one is a placeholder: the site shows neither its author nor its text.
    """

    by: Nickname | Literal[""] = ""
    text: Annotated[str, StringConstraints(max_length=1000)] = ""
    likes: Annotated[int, Field(ge=0)] = 0
    dislikes: Annotated[int, Field(ge=0)] = 0
    best: bool = False
    state: Literal["shown", "deleted", "secret"] = "shown"
    replies: tuple["SampleComment", ...] = ()

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if (self.state == "shown") != bool(self.by and self.text):
            raise ValueError("a shown comment needs by and text, a placeholder has neither")
        if any(reply.replies for reply in self.replies):
            raise ValueError("a reply has no replies")
        return self


class PictureFile(Frozen):
    """A file in ``images/`` and its description."""

    file: Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+\.(webp|jpg|png)$")]
    alt: Annotated[str, StringConstraints(min_length=1, max_length=100)]


class SamplePost(Frozen):
    """One post. A paragraph ``[사진 N]`` of the body stands for picture N (from 1); no other picture is shown."""

    id: Annotated[str, StringConstraints(pattern=r"^\d{1,9}$")]
    board: Annotated[str, StringConstraints(min_length=1, max_length=20)]
    kind: PostKind
    title: Annotated[str, StringConstraints(min_length=1, max_length=100)]
    author: Nickname
    hours_ago: Annotated[float, Field(gt=0)]
    views: Annotated[int, Field(ge=0)]
    likes: Annotated[int, Field(ge=0)]
    dislikes: Annotated[int, Field(ge=0)]
    images: tuple[PictureFile, ...] = ()
    body: Annotated[str, StringConstraints(max_length=5000)]
    comments: tuple[SampleComment, ...]

    @model_validator(mode="after")
    def _pictures_placed(self) -> Self:
        marks = [part for part in self.paragraphs if isinstance(part, PictureFile)]
        if len(marks) != len(self.images):
            raise ValueError(f"{len(self.images)} pictures, but {len(marks)} are placed in the body")
        return self

    @property
    def paragraphs(self) -> tuple[str | PictureFile, ...]:
        """Text and pictures of the body in the order of reading."""
        if not self.body.strip():
            return self.images
        marks = {f"[사진 {number}]": picture for number, picture in enumerate(self.images, start=1)}
        blocks = (block.strip() for block in self.body.split("\n\n"))
        return tuple(marks.get(block, block) for block in blocks if block)

    def all_comments(self) -> Iterator[tuple[SampleComment, int | None]]:
        """Every comment, replies after what they answer, with the position of the comment answered (None: no reply)."""
        place = 0
        for remark in self.comments:
            parent = place
            yield remark, None
            for offset, reply in enumerate(remark.replies, start=1):
                yield reply, parent
                place = parent + offset
            place += 1


def read_sample_post(path: Path) -> SamplePost:
    """One post from its file. Raises BadInput when the file is not valid."""
    try:
        return SamplePost.model_validate(yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader))
    except (yaml.YAMLError, ValidationError, UnicodeDecodeError) as error:
        raise BadInput("sample.invalid", file=path, why=error) from error


@cache
def all_sample_posts() -> tuple[SamplePost, ...]:
    """Every post of the board, by id. Raises BadInput when two share an id, or a file is not valid."""
    posts = [read_sample_post(path) for path in sorted(POSTS.glob("*.yaml"))]
    ids = [post.id for post in posts]
    if len(set(ids)) != len(ids):
        raise BadInput("sample.same_id", folder=POSTS)
    return tuple(posts)
