"""The CSS selectors of a site file, checked when the file is read."""

import re
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field

from crawlers.parse.markup import Node, css_fault, own_texts
from schemas.base import Frozen


def _css(css: str) -> str:
    if css and (fault := css_fault(css)):
        raise ValueError(f"{css!r} is no CSS selector: {fault}")
    return css


def _regex(pattern: str | None) -> str | None:
    if pattern is not None:
        try:
            re.compile(pattern)
        except re.error as error:
            raise ValueError(f"{pattern!r} is no regular expression: {error}") from error
    return pattern


Css = Annotated[str, AfterValidator(_css)]


class Pick(Frozen):
    """One value of a page: text or ``attr`` of the first element that ``css`` finds (empty: the element itself).

    ``without`` are parts of that element whose text does not count, such as a badge in a title. ``regex`` then takes its first group, or else the whole match. In a site file a plain string means ``css``.
    """

    css: Css = ""
    without: Css = ""
    attr: str = ""
    regex: Annotated[str | None, AfterValidator(_regex)] = None


def _from_text(value: Any) -> Any:
    return {"css": value} if isinstance(value, str) else value


PickField = Annotated[Pick, BeforeValidator(_from_text)]


class ListSelectors(Frozen):
    """A list page. ``rows`` are the posts, without those that are or contain something ``hidden``, such as a notice,
    an advertisement or the lock of a secret post. With ``siblings`` a row goes on up to the next one.
    """

    rows: Annotated[Css, Field(min_length=1)]
    siblings: bool = False
    hidden: Css = ""
    link: PickField
    id: PickField
    title: PickField
    board: PickField | None = None
    author: PickField | None = None
    posted_at: PickField | None = None
    views: PickField | None = None
    likes: PickField | None = None
    dislikes: PickField | None = None
    comments: PickField | None = None
    next: PickField | None = None


class PostSelectors(Frozen):
    """A post's page. ``body`` holds text and pictures; ``comments`` is the number that the site shows."""

    title: PickField
    body: Annotated[Css, Field(min_length=1)]
    id: PickField | None = None
    board: PickField | None = None
    author: PickField | None = None
    posted_at: PickField | None = None
    views: PickField | None = None
    likes: PickField | None = None
    dislikes: PickField | None = None
    comments: PickField | None = None
    images: Css = "img"
    videos: Css = "video, iframe, embed"


class CommentSelectors(Frozen):
    """Comments on a post's page. ``pages`` finds links to the other pages of comments.

    A row that is or contains something ``hidden`` is a secret or deleted comment. Where a board indents answers
    instead of naming parents, the level of an answer is ``depth`` divided by ``depth_step``. Where answers stand inside
    the comment that they answer, or in boxes (``answers``) after it, their level is how many of these are around them.
    Without ``id`` a comment is known by its author, time and text. With ``siblings`` a row goes on up to the next one.
    """

    rows: Annotated[Css, Field(min_length=1)]
    siblings: bool = False
    answers: Css = ""
    hidden: Css = ""
    depth: PickField | None = None
    depth_step: Annotated[int, Field(ge=1)] = 1
    text: Annotated[Css, Field(min_length=1)]
    id: PickField | None = None
    parent: PickField | None = None
    author: PickField | None = None
    posted_at: PickField | None = None
    likes: PickField | None = None
    dislikes: PickField | None = None
    best: PickField | None = None
    pages: Css = ""


class Selectors(Frozen):
    """The selectors of a site. An engine that knows stock pages needs only those that differ."""

    list: ListSelectors | None = None
    post: PostSelectors | None = None
    comments: CommentSelectors | None = None


def contains(node: Node, css: str) -> bool:
    """Whether ``css`` finds something in ``node`` or the node itself."""
    return bool(css) and bool(node.css(css))


def take(node: Node, pick: Pick | None) -> str:
    """The value of ``pick`` in ``node``; empty where there is none."""
    if pick is None:
        return ""
    found = node.css(pick.css)[:1] if pick.css else [node]
    for element in found:
        # From the lxml element: a query for each text would cost more than finding the element.
        tree = element.root
        value = str(tree.get(pick.attr, "") if pick.attr else " ".join(own_texts(element, pick.without)))
        if pick.regex is None:
            return value.strip()
        match = re.search(pick.regex, value)
        if match is not None:
            return (match[1] if match.re.groups else match[0]) or ""
    return ""
