"""The CSS selectors of a site file, checked when the file is read."""

import re
from collections.abc import Sequence
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, model_validator

from crawlers.parse.markup import Node, css_fault, find_elements, nearest_ancestor, texts_outside
from schemas.base import Frozen

_ID = "{id}"


def _css(css: str) -> str:
    if css and (fault := css_fault(css.replace(_ID, "1"))):
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

    The text of an element that holds nothing but pictures is the ``alt`` of the first one that has any.
    ``without`` are parts of that element whose text does not count, such as a badge in a title. ``around`` looks in
    the nearest element around the row that it finds, such as the answered comment around its answers. A ``css`` with
    ``{id}`` looks in the whole page, with the id of the comment. ``regex`` then takes its first group, or else the
    whole match. In a site file a plain string means ``css``.
    """

    css: Css = ""
    without: Css = ""
    around: Css = ""
    attr: str = ""
    regex: Annotated[str | None, AfterValidator(_regex)] = None


def _from_text(value: Any) -> Any:
    return {"css": value} if isinstance(value, str) else value


PickField = Annotated[Pick, BeforeValidator(_from_text)]


class NextPageRule(Frozen):
    """How the address of the next list page is made where no link leads there: the number in the query parameter
    ``param``, or in the place of ``{page}`` in ``path``, grows by ``step``; on the first page, which may lack it, it is
    ``start``.
    """

    param: str = ""
    path: Annotated[str, StringConstraints(pattern=r"^(?:|/[^{}]*\{page\}[^{}]*)$")] = ""
    start: Annotated[int, Field(ge=0)] = 1
    step: Annotated[int, Field(ge=1)] = 1

    @model_validator(mode="after")
    def _one_place(self) -> Self:
        if bool(self.param) == bool(self.path):
            raise ValueError("next_rule needs either param or path")
        return self


class ListSelectors(Frozen):
    """A list page. ``rows`` are the posts, without those that are or contain something ``hidden``, such as a notice,
    an advertisement or the lock of a secret post. With ``siblings`` a row goes on up to the next one. The next page is
    where the link ``next`` leads, or else what ``next_rule`` makes of this one's address. ``scope`` is the board in a
    row's address, on sites where each board numbers its posts for itself.
    """

    rows: Annotated[Css, Field(min_length=1)]
    siblings: bool = False
    hidden: Css = ""
    link: PickField
    id: PickField
    scope: PickField | None = None
    title: PickField
    board: PickField | None = None
    author: PickField | None = None
    posted_at: PickField | None = None
    views: PickField | None = None
    likes: PickField | None = None
    dislikes: PickField | None = None
    comments: PickField | None = None
    next: PickField | None = None
    next_rule: NextPageRule | None = None


class PostSelectors(Frozen):
    """A post's page. ``body`` holds text and pictures, ``without`` those parts of it that its author did not write,
    such as buttons; ``comments`` is the number that the site shows.
    """

    title: PickField
    body: Annotated[Css, Field(min_length=1)]
    without: Css = ""
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
    """Comments on a post's page and on its comment pages. ``pages`` finds the links to all other pages of comments on
    the post's page; ``next`` finds, on every page, links to pages that the first one does not name; ``page`` is the
    number of the page itself where a board shows the last one first.

    ``best`` is what a best comment contains; ``best_rows`` are the comments of a block of best ones, which may stand in
    the list a second time with the same id.
    A row that is or contains something ``hidden`` is a secret or deleted comment. Where a board indents answers
    instead of naming parents, the level of an answer is ``depth`` divided by ``depth_step``, and 1 where ``depth`` is
    no number. Where answers stand inside the comment that they answer, or in boxes (``answers``) after it, their level
    is how many of these are around them. ``parent_author`` is the name of whom an answer answers, where a board shows
    that. ``without`` are parts of ``text`` that are not the comment, such as that name; ``strip`` is a regular
    expression for what its words hold beside the comment, such as ``홍길동 : `` before it where all is one line.
    Without ``id`` a comment is known by its author, time and text. With ``siblings`` a row goes on up to the next one.
    """

    rows: Annotated[Css, Field(min_length=1)]
    siblings: bool = False
    answers: Css = ""
    hidden: Css = ""
    depth: PickField | None = None
    depth_step: Annotated[int, Field(ge=1)] = 1
    text: Annotated[Css, Field(min_length=1)]
    without: Css = ""
    strip: Annotated[str | None, AfterValidator(_regex)] = None
    id: PickField | None = None
    parent: PickField | None = None
    parent_author: PickField | None = None
    author: PickField | None = None
    posted_at: PickField | None = None
    likes: PickField | None = None
    dislikes: PickField | None = None
    best: PickField | None = None
    best_rows: Css = ""
    pages: Css = ""
    next: Css = ""
    page: PickField | None = None


class Selectors(Frozen):
    """The selectors of a site. An engine that knows stock pages needs only those that differ."""

    list: ListSelectors | None = None
    post: PostSelectors | None = None
    comments: CommentSelectors | None = None


def contains_match(node: Node, css: str) -> bool:
    """Whether ``css`` finds something in ``node`` or the node itself."""
    return bool(css) and bool(find_elements(node.root, css))


def picked_value(node: Node, pick: Pick | None, place: Node | None = None, comment: str = "") -> str:
    """The value of ``pick`` in ``node``; empty where there is none.

    ``place``: where ``node`` stands in its page, if it is a copy; ``comment``: the id that ``{id}`` means.
    """
    if pick is None:
        return ""
    css = pick.css
    if pick.around or _ID in css:
        found = [element.root for element in _elsewhere(node if place is None else place, pick, comment)]
    else:
        found = find_elements(node.root, css)[:1] if css else [node.root]
    for element in found:
        if isinstance(element, str):  # the selector itself asks for a text or an attribute
            value = element
        else:
            value = str(element.get(pick.attr, "")) if pick.attr else _shown(element, pick.without)
        if pick.regex is None:
            return value.strip()
        match = re.search(pick.regex, value)
        if match is not None:
            return (match[1] if match.re.groups else match[0]) or ""
    return ""


def _shown(element: Any, without: Css) -> str:
    """The text of an element; of one that holds pictures alone, such as a name that is drawn, what they stand for."""
    text = " ".join(texts_outside(element, without) if without else element.itertext())
    return text if text.strip() else next((alt for image in element.iter("img") if (alt := image.get("alt"))), "")


def _elsewhere(place: Node, pick: Pick, comment: str) -> Sequence[Node]:
    """The element of ``pick`` outside of the row at ``place``, or nothing."""
    css = pick.css
    if _ID in css:
        # An id with other signs could be a selector of its own.
        return place.xpath("/*").css(css.replace(_ID, comment))[:1] if re.fullmatch(r"\w+", comment) else []
    around = nearest_ancestor(place, pick.around)
    return [found for element in around for found in element.css(css)[:1]] if css else around
