"""What of a page means what: the declarative part of a site file, checked when the file is read."""

import re
from typing import Annotated, Any

from cssselect import GenericTranslator, SelectorError
from parsel import Selector
from parsel.csstranslator import HTMLTranslator
from pydantic import AfterValidator, BeforeValidator, Field

from schemas.base import Frozen


def _css(css: str) -> str:
    if css:
        try:
            _TRANSLATOR.css_to_xpath(css)
        except SelectorError as error:
            raise ValueError(f"{css!r} is no CSS selector: {error}") from error
    return css


def _regex(pattern: str | None) -> str | None:
    if pattern is not None:
        try:
            re.compile(pattern)
        except re.error as error:
            raise ValueError(f"{pattern!r} is no regular expression: {error}") from error
    return pattern


_TRANSLATOR: GenericTranslator = HTMLTranslator()
Css = Annotated[str, AfterValidator(_css)]


class Pick(Frozen):
    """One value of a page: the first element ``css`` finds (none: the element at hand), its text or its ``attr``.

    ``regex`` then takes its first group, or the whole match. In a site file a plain string stands for ``css``.
    """

    css: Css = ""
    attr: str = ""
    regex: Annotated[str | None, AfterValidator(_regex)] = None


def _from_text(value: Any) -> Any:
    return {"css": value} if isinstance(value, str) else value


PickField = Annotated[Pick, BeforeValidator(_from_text)]


class ListSelectors(Frozen):
    """A list page. ``rows`` are the posts; one that is or holds something ``hidden`` (a notice, an advertisement, the
    lock of a secret post) counts as no row."""

    rows: Annotated[Css, Field(min_length=1)]
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
    """A post's page. ``body`` holds text and pictures; ``comments`` is the figure the site shows."""

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
    """Comments on a post's page. ``pages`` finds links to the pages of comments that are not shown.

    A row that is or holds something ``hidden`` is a secret or deleted comment. Where a board shows no parents but
    indents answers, ``depth`` over ``depth_step`` tells how deep one is.
    """

    rows: Annotated[Css, Field(min_length=1)]
    hidden: Css = ""
    depth: PickField | None = None
    depth_step: Annotated[int, Field(ge=1)] = 1
    text: Annotated[Css, Field(min_length=1)]
    id: PickField
    parent: PickField | None = None
    author: PickField | None = None
    posted_at: PickField | None = None
    likes: PickField | None = None
    dislikes: PickField | None = None
    best: PickField | None = None
    pages: Css = ""


class Selectors(Frozen):
    """What a site's pages look like. An engine that knows its software's stock pages needs only what differs."""

    list: ListSelectors | None = None
    post: PostSelectors | None = None
    comments: CommentSelectors | None = None


def holds(node: Selector, css: str) -> bool:
    """Whether ``node`` is or holds something that ``css`` finds."""
    return bool(css) and bool(node.css(css))


def take(node: Selector, pick: Pick | None) -> str:
    """The value ``pick`` means below ``node``; empty where there is none."""
    if pick is None:
        return ""
    found = node.css(pick.css)[:1] if pick.css else [node]
    for element in found:
        # Asked of the tree itself: a query for the text of each value would cost more than finding it.
        tree = element.root
        value = str(tree.get(pick.attr, "") if pick.attr else " ".join(tree.itertext()))
        if pick.regex is None:
            return value.strip()
        match = re.search(pick.regex, value)
        if match is not None:
            return (match[1] if match.re.groups else match[0]) or ""
    return ""
