"""Pages that describe themselves to search engines: schema.org's DiscussionForumPosting and QAPage as JSON-LD."""

import json
from collections.abc import Iterator
from typing import Any, ClassVar
from urllib.parse import urljoin

from parsel import Selector
from pydantic import Field, ValidationError, field_validator

from crawlers.base import ParsedComment, ParsedPost
from crawlers.engines.declarative import DeclarativeHtml, one_line
from crawlers.engines.documents import ApiModel, Count, Time, from_html
from crawlers.sites_config.selectors import PostSelectors, Selectors
from schemas.posts import Stats

_POSTS = frozenset({"DiscussionForumPosting", "SocialMediaPosting", "Question"})
_DEEPEST = 20


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
        return int(value) if isinstance(value, str) and value.isdigit() else value


class _Said(ApiModel):
    text: str = ""
    author: _Named = _Named()
    date: Time = Field(None, alias="datePublished")
    counters: tuple[_Counter, ...] = Field((), alias="interactionStatistic")
    upvotes: Count = Field(None, alias="upvoteCount")
    url: str = ""
    id: str = Field("", alias="@id")

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


class _Posting(_Said):
    headline: str = ""
    name: str = ""
    body: str = Field("", alias="articleBody")
    image: tuple[str, ...] = ()
    comments: tuple[_Said, ...] = Field((), alias="comment")
    answers: tuple[_Said, ...] = Field((), alias="suggestedAnswer")
    comment_count: Count = Field(None, alias="commentCount")
    answer_count: Count = Field(None, alias="answerCount")

    @field_validator("image", mode="before")
    @classmethod
    def _addresses(cls, value: Any) -> Any:
        images = value if isinstance(value, list) else [value]
        urls = (image.get("url", "") if isinstance(image, dict) else image for image in images)
        return [url for url in urls if isinstance(url, str) and url]


class JsonLd(DeclarativeHtml):
    """Finds posts on a list by selectors, and reads a post from the description in its head.

    Comments there are a part of all: their number is trusted, not their count.
    """

    STOCK: ClassVar[Selectors] = Selectors(post=PostSelectors.model_validate({"title": "title", "body": "body"}))

    def post(self, body: bytes, url: str) -> ParsedPost:
        page = self.parse(body)
        found = next(_postings(page), None)
        title = one_line(found.headline or found.name) if found else ""
        if found is None or not title:
            raise self.no_post(page, url, "title")
        text, inline = from_html(found.body or found.text)
        said = [*found.comments, *found.answers]
        counts = (found.comment_count, found.counted("Comment"), found.answer_count)
        return ParsedPost(
            origin_id="",
            title=title,
            text=text,
            author=one_line(found.author.name),
            posted_at=found.date,
            stats=Stats(
                views=found.counted("View"),
                likes=found.upvotes if found.upvotes is not None else found.counted("Like"),
                comments=next((count for count in counts if count is not None), None),
            ),
            images=tuple(dict.fromkeys(urljoin(url, image) for image in (*found.image, *inline))),
            comments=tuple(_comment(place, comment) for place, comment in enumerate(said)),
            partial=True,
        )


def _comment(place: int, said: _Said) -> ParsedComment:
    return ParsedComment(
        id=said.id or said.url or str(place),
        text=from_html(said.text)[0],
        author=one_line(said.author.name),
        likes=(said.upvotes if said.upvotes is not None else said.counted("Like")) or 0,
        created_at=said.date,
    )


def _postings(page: Selector) -> Iterator[_Posting]:
    """Every posting that a page describes; descriptions that are not JSON, or of other things, are passed over."""
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
                yield _Posting.model_validate(thing)
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
