"""Pages with schema.org's DiscussionForumPosting or QAPage as JSON-LD, as published for search engines."""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, field_validator

from crawlers.base import LIBRARIES, ParsedComment, ParsedPost
from crawlers.engines.declarative import DeclarativeHtml, one_line
from crawlers.engines.json_answers import ApiModel, Count, Time, text_and_picture_addresses
from crawlers.engines.link_addresses import absolute_addresses
from crawlers.parse.markup import Node
from crawlers.sites_config.selectors import PostSelectors, Selectors
from schemas.adapters import Adapter, AdapterKind
from schemas.posts import Stats

_POSTS = frozenset({"DiscussionForumPosting", "SocialMediaPosting", "Question"})
_DEEPEST = 20
_CARD = re.compile(r"(?:^|[/_.-])(?:og|icons?|logo|favicon)(?:[/_.-]|$)")
"""In the path of a picture: it is the site's own, made for previews of links, and not the author's."""


class _Named(ApiModel):
    name: str = ""


class _Counter(ApiModel):
    type: str = Field("", alias="interactionType")
    count: Count = Field(None, alias="userInteractionCount")

    @field_validator("type", mode="before")
    @classmethod
    def _typed(cls, value: Any) -> str:
        """A name, an address, or an object with a type."""
        return str(value.get("@type", "")) if isinstance(value, dict) else str(value)

    @field_validator("count", mode="before")
    @classmethod
    def _number(cls, value: Any) -> Any:
        return int(value) if isinstance(value, str) and value.isdecimal() else value


class _Contribution(ApiModel):
    text: str = ""
    author: _Named = _Named()
    date: Time = Field(None, alias="datePublished")
    counters: tuple[_Counter, ...] = Field((), alias="interactionStatistic")
    upvotes: Count = Field(None, alias="upvoteCount")
    url: str = ""
    id: str = Field("", alias="@id")
    comments: tuple["_Contribution", ...] = Field((), alias="comment")

    @field_validator("comments", mode="before")
    @classmethod
    def _several(cls, value: Any) -> Any:
        return [value] if isinstance(value, dict) else value or ()

    @field_validator("author", mode="before")
    @classmethod
    def _one_author(cls, value: Any) -> Any:
        value = value[0] if isinstance(value, list) and value else value
        return {"name": value} if isinstance(value, str) else value or {}

    @field_validator("counters", mode="before")
    @classmethod
    def _many(cls, value: Any) -> Any:
        return value if isinstance(value, list) else [value]

    def counted(self, action: str) -> int | None:
        return next((counter.count for counter in self.counters if action in counter.type), None)


class Posting(_Contribution):
    """A post as JSON-LD describes it."""

    headline: str = ""
    name: str = ""
    body: str = Field("", alias="articleBody")
    image: tuple[str, ...] = ()
    answers: tuple[_Contribution, ...] = Field((), alias="suggestedAnswer")
    comment_count: Count = Field(None, alias="commentCount")
    answer_count: Count = Field(None, alias="answerCount")

    @field_validator("image", mode="before")
    @classmethod
    def _addresses(cls, value: Any) -> Any:
        images = value if isinstance(value, list) else [value]
        urls = (image.get("url", "") if isinstance(image, dict) else image for image in images)
        return [url for url in urls if isinstance(url, str) and url]

    def stats(self) -> Stats:
        """Its numbers, which stand in different places for posts, questions and search engines."""
        comments = (self.comment_count, self.counted("Comment"), self.answer_count)
        return Stats(
            views=self.counted("View"),
            likes=self.upvotes if self.upvotes is not None else self.counted("Like"),
            dislikes=self.counted("Dislike"),
            comments=next((count for count in comments if count is not None), None),
        )


class JsonLd(DeclarativeHtml):
    """Finds posts on a list by selectors, and reads a post from the JSON-LD of its page.

    JSON-LD may hold a part of the comments only, so their number is taken from its counters.
    """

    @classmethod
    def stock_selectors(cls) -> Selectors:
        """Present on every page: they only serve to say why a page is no post."""
        return Selectors(post=PostSelectors.model_validate({"title": "title", "body": "body"}))

    def post(self, body: bytes, url: str) -> ParsedPost:
        page = self.parse_page(body)
        found = next(postings(page), None)
        title = one_line(found.headline or found.name) if found else ""
        if found is None or not title:
            raise self.unreadable_post_error(page, url, "title")
        text, inline = text_and_picture_addresses(found.body or found.text)
        images = [image for image in absolute_addresses(url, found.image) if not _CARD.search(urlsplit(image).path)]
        comments = tuple(_tree((*found.comments, *found.answers)))
        stats = found.stats()
        return ParsedPost(
            origin_id="",
            title=title,
            text=text,
            author=one_line(found.author.name),
            posted_at=found.date,
            stats=stats,
            images=absolute_addresses(url, (*images, *inline)),
            comments=comments,
            partial=stats.comments is None or len(comments) < stats.comments,
        )


def _tree(comments: Iterable[_Contribution]) -> Iterator[ParsedComment]:
    """The comments, each before the answers inside it. One without an address is known by its place."""
    # No recursion: a hostile page can nest deeper than Python's stack.
    stack = [(comment, "", str(number)) for number, comment in enumerate(comments)][::-1]
    while stack:
        comment, parent, place = stack.pop()
        identity = comment.id or comment.url or place
        yield ParsedComment(
            id=identity,
            text=text_and_picture_addresses(comment.text)[0],
            author=one_line(comment.author.name),
            parent_id=parent or None,
            likes=(comment.upvotes if comment.upvotes is not None else comment.counted("Like")) or 0,
            dislikes=comment.counted("Dislike") or 0,
            created_at=comment.date,
        )
        inside = [(answer, identity, f"{place}.{number}") for number, answer in enumerate(comment.comments)]
        stack.extend(reversed(inside))


def postings(page: Node) -> Iterator[Posting]:
    """Every posting in the JSON-LD of a page; invalid JSON and other things are skipped."""
    for script in page.css('script[type="application/ld+json"]::text').getall():
        try:
            document = json.loads(script, strict=False)
        except (ValueError, RecursionError):
            continue
        for thing in _things(document, 0):
            kinds = thing.get("@type")
            if _POSTS.isdisjoint(kinds if isinstance(kinds, list) else [str(kinds)]):
                continue
            try:
                yield Posting.model_validate(thing)
            except ValidationError:
                continue


def _things(document: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth > _DEEPEST:
        return
    if isinstance(document, list):
        for part in document:
            yield from _things(part, depth + 1)
    elif isinstance(document, dict):
        yield document
        for name in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _things(document.get(name), depth + 1)


ENGINE = Adapter(
    kind=AdapterKind.ENGINE,
    name="jsonld",
    version="1",
    make=JsonLd,
    title_en="Pages described by JSON-LD",
    title_ko="JSON-LD로 기술된 페이지",
    needs=(LIBRARIES,),
)
