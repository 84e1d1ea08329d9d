"""The comparison of what an engine reads of saved pages with the truth, field by field."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from crawlers.base import BaseCrawler, ParsedComment, ParsedPost, PostRef
from crawlers.comment_reading import CommentPagesReader
from crawlers.page_request import PageRequest
from crawlers.parse.plain_text import clean_line, clean_text
from crawlers.sites_config import registry
from crawlers.sites_config.model import SiteSpec
from schemas.errors import BadInput
from testbed.saved_page_checks.truth import ExpectedAnswer, ExpectedList, ExpectedPost, ExpectedRow, SavedPagesTruth

_LONG = 1_000_000
_COUNTS = ("views", "likes", "dislikes", "comments")


@dataclass(frozen=True, slots=True)
class ComparedField:
    """One field of one item of a page, with what a person reads and what the engine read."""

    page: str
    item: str
    field: str
    expected: Any
    read: Any

    @property
    def is_right(self) -> bool:
        """Whether the engine read what a person reads."""
        return bool(self.expected == self.read)

    def __str__(self) -> str:
        return f"{self.page} {self.item} {self.field}: expected {self.expected!r}, read {self.read!r}"


@dataclass(frozen=True, slots=True)
class SavedPages:
    """A folder of saved pages, the engine that reads them, and their truth."""

    folder: Path
    engine: BaseCrawler
    truth: SavedPagesTruth

    @classmethod
    def of_site(cls, spec: SiteSpec, folder: Path, truth: SavedPagesTruth) -> "SavedPages":
        """The saved pages of a folder, read by the engine of ``spec``. Raises BadInput when that cannot be used."""
        now = truth.now if truth.now.tzinfo else truth.now.replace(tzinfo=spec.zone)
        return cls(folder, registry.make_engine(spec, lambda: now), truth)

    def encoded_file(self, file: str) -> bytes:
        """The bytes of a file as the site sends it: text in UTF-8 is encoded as the site file says."""
        content = (self.folder / file).read_bytes()
        encoding = self.engine.spec.encoding
        try:
            return content.decode("utf-8").encode(encoding) if encoding else content
        except UnicodeDecodeError:
            return content

    def absolute_url(self, url: str) -> str:
        """The address below the site's base address."""
        return urljoin(f"{self.engine.spec.base_url}/", url)

    def compared_fields(self) -> Iterator[ComparedField]:
        """The comparison of every field of every page."""
        for wanted in self.truth.lists:
            yield from _list_cells(self, wanted)
        for post in self.truth.posts:
            yield from _post_cells(self, post)

    def in_site_zone(self, moment: datetime | None) -> datetime | None:
        """The time with the site's zone where it has none; None for None."""
        return moment.replace(tzinfo=self.engine.spec.zone) if moment is not None and moment.tzinfo is None else moment


def _list_cells(pages: SavedPages, wanted: ExpectedList) -> Iterator[ComparedField]:
    page = pages.engine.listing(pages.encoded_file(wanted.file), pages.absolute_url(wanted.url))
    following = None if wanted.next is None else pages.absolute_url(wanted.next)
    yield ComparedField(wanted.file, "list", "next", following, page.next_url)
    yield ComparedField(wanted.file, "list", "hidden", wanted.hidden, page.hidden)
    yield ComparedField(wanted.file, "list", "rows", len(wanted.posts), page.rows)
    yield ComparedField(
        wanted.file, "list", "order", [row.id for row in wanted.posts], [ref.origin_id for ref in page.posts]
    )
    read = {ref.origin_id: ref for ref in page.posts}
    for row in wanted.posts:
        yield from _differing(wanted.file, row.id, _row(pages, row), _ref(read.get(row.id)))


def _row(pages: SavedPages, row: ExpectedRow) -> dict[str, Any]:
    shown = row.model_dump(exclude={"id", *(("author",) if row.author is None else ())})
    return shown | {"url": pages.absolute_url(row.url), "posted_at": pages.in_site_zone(row.posted_at)}


def _ref(ref: PostRef | None) -> dict[str, Any]:
    if ref is None:
        return {}
    counts = {name: getattr(ref.stats, name) for name in _COUNTS}
    named = {name: getattr(ref, name) for name in ("url", "board", "author", "posted_at")}
    return named | {"title": clean_line(ref.title, _LONG)} | counts


def _post_cells(pages: SavedPages, wanted: ExpectedPost) -> Iterator[ComparedField]:
    try:
        post = _post(pages, wanted)
    except BadInput as error:
        yield ComparedField(wanted.file, wanted.id, "page", "a post", str(error))
        return
    post, unanswered = _with_comment_pages(pages, post, wanted)
    yield ComparedField(wanted.file, wanted.id, "id", wanted.id, post.origin_id or wanted.id)
    yield ComparedField(wanted.file, wanted.id, "requests", [], unanswered)
    shown = wanted.model_dump(exclude={"file", "url", "id", "answers", "comment_rows"})
    shown |= {"posted_at": pages.in_site_zone(wanted.posted_at), "body": wanted.body.strip()}
    shown |= {"images": tuple(pages.absolute_url(image) for image in wanted.images)}
    yield from _differing(wanted.file, wanted.id, shown, _parsed(post))
    yield from _comment_cells(pages, wanted, post.comments)


def _post(pages: SavedPages, wanted: ExpectedPost) -> ParsedPost:
    """The post of a page of its own, or the one that a list holds whole. Raises BadInput."""
    body, url = pages.encoded_file(wanted.file), pages.absolute_url(wanted.url)
    lists = {each.file: each for each in pages.truth.lists}
    if wanted.file not in lists:
        return pages.engine.post(body, url)
    listing = pages.engine.listing(body, pages.absolute_url(lists[wanted.file].url))
    whole = next((ref.whole for ref in listing.posts if ref.origin_id == wanted.id), None)
    if whole is None:
        raise BadInput("page.not_a_post", url=url, part=wanted.id, site=pages.engine.spec.code)
    return whole


def _parsed(post: ParsedPost) -> dict[str, Any]:
    return {
        "title": clean_line(post.title, _LONG),
        "board": post.board,
        "author": clean_line(post.author, _LONG),
        "posted_at": post.posted_at,
        **{name: getattr(post.stats, name) for name in _COUNTS},
        "body": clean_text(post.text, _LONG),
        "images": post.images,
        "video": post.has_video,
    }


def _with_comment_pages(pages: SavedPages, post: ParsedPost, wanted: ExpectedPost) -> tuple[ParsedPost, list[str]]:
    """The post with the comments of its answers; and requests without an answer, or with one that could not be read,
    and answers nobody asked for.
    """
    left, unanswered = list(wanted.answers), list[str]()
    reading = CommentPagesReader(PostRef(wanted.id, pages.absolute_url(wanted.url), post.title), post, limit=200)
    while (asked := reading.next_request()) is not None:
        answer = next((each for each in left if _answers(pages, each, asked)), None)
        if answer is None:
            unanswered.append(f"{asked.method} {asked.url} {asked.form_values or ''}".strip())
        else:
            left.remove(answer)
            try:
                reading.add(pages.engine.comment_page(pages.encoded_file(answer.file), asked))
            except BadInput as error:
                unanswered.append(f"{answer.file}: {error}")
    unanswered.extend(f"nobody asked for {answer.url}" for answer in left)
    return reading.complete_post(), unanswered


def _answers(pages: SavedPages, answer: ExpectedAnswer, asked: PageRequest) -> bool:
    sent = answer.form.items() <= asked.form_values.items()
    return sent and (answer.method, pages.absolute_url(answer.url)) == (asked.method, asked.url)


def _comment_cells(
    pages: SavedPages, wanted: ExpectedPost, comments: Sequence[ParsedComment]
) -> Iterator[ComparedField]:
    ids = [comment.id for comment in wanted.comment_rows]
    yield ComparedField(wanted.file, "comments", "order", ids, list(dict.fromkeys(comment.id for comment in comments)))
    read: dict[str, ParsedComment] = {}
    for comment in comments:
        read.setdefault(comment.id, comment)
    for row in wanted.comment_rows:
        shown = row.model_dump(exclude={"id"})
        shown |= {"posted_at": pages.in_site_zone(row.posted_at), "text": row.text.strip()}
        yield from _differing(wanted.file, f"comment {row.id}", shown, _comment(read.get(row.id)))


def _comment(comment: ParsedComment | None) -> dict[str, Any]:
    if comment is None:
        return {}
    return {
        "text": clean_text(comment.text, _LONG),
        "author": clean_line(comment.author, _LONG),
        "posted_at": comment.created_at,
        "likes": comment.likes,
        "dislikes": comment.dislikes,
        "parent": comment.parent_id,
        "best": comment.best,
    }


def _differing(page: str, item: str, expected: Mapping[str, Any], read: Mapping[str, Any]) -> Iterator[ComparedField]:
    for name, value in expected.items():
        yield ComparedField(page, item, name, value, read[name] if read else "nothing")
