"""Builds a publishable post from a parsed page: clean text, personal data masked, pseudonyms, bounded size."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pydantic import HttpUrl, ValidationError

from crawlers.base import ParsedComment, ParsedPost, PostRef
from crawlers.parse.plain_text import CODE, STRUCK, clean_line, clean_text
from crawlers.sites_config.model import SiteSpec
from libraries.texts.personal_data import mask_personal_data
from schemas.errors import BadInput
from schemas.posts import COPY, Comment, Image, Post, PostKey, Stats
from services.collect.pseudonym import Pseudonyms

_TITLE, _BOARD, _TEXT, _COMMENT = 512, 64, 60_000, 2_000
_WIDEST = 100
"""Characters that are read beyond each limit: personal data must be masked before it is cut in two."""
_COMMENTS_BYTES = 400_000
"""UTF-8 bytes of all comments of a post: the fact must fit into one message."""
MASKED, CUT, VIDEO, LESS_COMMENTS, LESS_IMAGES = "pii-masked", "text-cut", "video", "comments-cut", "image-left-out"
_FLAG = 64
_LEFT_OUT = {CODE: "code-left-out", STRUCK: "struck-out"}
"""Flags for what the text of a page leaves out; each is followed by its number."""


@dataclass(frozen=True, slots=True)
class BuiltPost:
    """The text, stats and comments of a post, without its pictures."""

    title: str
    content: str
    board: str
    author: str
    stats: Stats
    comments: tuple[Comment, ...]
    flags: tuple[str, ...]


class PostBuilder:
    """Builds the posts of one site."""

    def __init__(self, spec: SiteSpec, pseudonyms: Pseudonyms) -> None:
        self._spec = spec
        self._names = pseudonyms

    def build_without_pictures(self, ref: PostRef, parsed: ParsedPost) -> BuiltPost:
        """The post without its pictures. Raises BadInput (``post.empty``, ``post.other_post``)."""
        if parsed.origin_id and parsed.origin_id != ref.origin_id:
            raise BadInput("post.other_post", post=ref.origin_id, other=parsed.origin_id[:64])
        author = parsed.author or ref.author
        authors = {author, *(comment.author for comment in parsed.comments)} - {""}
        flags: dict[str, None] = {}
        title = self._masked_text(clean_line(parsed.title, _TITLE + _WIDEST), _TITLE, authors, flags)
        content = self._masked_text(clean_text(parsed.text, _TEXT + _WIDEST), _TEXT, authors, flags)
        if not title or not (content or parsed.images):
            raise BadInput("post.empty" if title else "post.empty.title", post=ref.origin_id)
        if len(parsed.text) > _TEXT and len(content) >= _TEXT - 1:
            flags[CUT] = None
        for mark, flag in _LEFT_OUT.items():
            if mark in parsed.text:
                flags[f"{flag}:{parsed.text.count(mark)}"] = None
        if parsed.has_video:
            flags[VIDEO] = None
        comments = self.build_comments(parsed.comments, flags)
        return BuiltPost(
            title=title,
            content=content,
            board=clean_line(parsed.board or ref.board, _BOARD),
            author=self._names.pseudonym_of(author),
            stats=_merged_stats(ref.stats, parsed),
            comments=comments,
            flags=tuple(flags),
        )

    def build_post(
        self,
        ref: PostRef,
        parsed: ParsedPost,
        built: BuiltPost,
        images: Sequence[Image],
        score: float,
        original: str = "",
    ) -> Post:
        """The whole post; ``original`` is the key of the earliest copy, if that is another post.

        Raises BadInput (``post.empty``, ``post.url``) when it cannot be kept.
        """
        if not built.content and not images:
            raise BadInput("post.empty", post=ref.origin_id)
        key, link = (
            PostKey.of(self._spec.code, ref.id_within_site),
            parsed.link or self._spec.public_address(ref.url),
        )
        flags = built.flags + ((LESS_IMAGES,) if len(images) < len(parsed.images) else ())
        flags += (f"{COPY}:{original}"[:_FLAG],) if original not in ("", str(key)) else ()
        try:
            url = HttpUrl(link)
        except ValidationError as error:
            raise BadInput("post.url", post=ref.origin_id, url=link[:200]) from error
        return Post(
            key=key,
            origin_id=ref.origin_id,
            site_name=self._spec.name,
            board=built.board,
            url=url,
            title=built.title,
            content=built.content,
            author=built.author,
            posted_at=parsed.posted_at or ref.posted_at,
            stats=built.stats,
            images=tuple(images),
            comments=built.comments,
            flags=flags,
            score=score,
        )

    def build_comments(self, parsed: Sequence[ParsedComment], flags: dict[str, None]) -> tuple[Comment, ...]:
        """The comments, answers after what they answer; the least liked are left out when all would be too large."""
        authors = {comment.author for comment in parsed} - {""}
        built = [comment for raw in _by_thread(parsed) if (comment := self._comment(raw, authors, flags)) is not None]
        room = _COMMENTS_BYTES
        kept: set[str] = set()
        for comment in sorted(built, key=lambda c: (not c.best, -c.likes)):
            room -= len(comment.content.encode()) + 300
            if room < 0:
                flags[LESS_COMMENTS] = None
                break
            kept.add(comment.id)
        return tuple(comment for comment in built if comment.id in kept)

    def _comment(self, raw: ParsedComment, authors: set[str], flags: dict[str, None]) -> Comment | None:
        content = self._masked_text(clean_text(raw.text, _COMMENT + _WIDEST), _COMMENT, authors, flags)
        if not content:
            return None
        return Comment(
            id=_short_id(raw.id),
            parent_id=_short_id(raw.parent_id) if raw.parent_id else None,
            author=self._names.pseudonym_of(raw.author),
            content=content,
            likes=max(0, raw.likes),  # some sites count votes against as negative ones
            dislikes=max(0, raw.dislikes),
            best=raw.best,
            created_at=raw.created_at,
        )

    def _masked_text(self, text: str, limit: int, authors: set[str], flags: dict[str, None]) -> str:
        masked = mask_personal_data(self._names.replace_mentions(text, authors))
        if masked.kinds:
            flags[MASKED] = None
        return masked.text[:limit].rstrip()


def _by_thread(parsed: Sequence[ParsedComment]) -> list[ParsedComment]:
    """Each comment once, by time, answers after the comment they answer.

    Boards show their last page first, and their best comments a second time at the top.
    """
    best = {comment.id for comment in parsed if comment.best}
    unique = {comment.id: replace(comment, best=comment.id in best) for comment in parsed}
    ordered = list(unique.values())
    if all(comment.created_at for comment in ordered):
        ordered.sort(key=lambda comment: comment.created_at.timestamp() if comment.created_at else 0.0)
    answers: dict[str, list[ParsedComment]] = {}
    for comment in ordered:
        if comment.parent_id in unique and comment.parent_id != comment.id:
            answers.setdefault(str(comment.parent_id), []).append(comment)
    threaded: dict[str, ParsedComment] = {}
    for root in ordered:
        stack = [] if root.parent_id in unique and root.parent_id != root.id else [root]
        while stack:
            comment = stack.pop()
            threaded[comment.id] = comment
            stack.extend(reversed(answers.get(comment.id, [])))
    # Comments that answer each other in a circle are reached from no root.
    return [*threaded.values(), *(comment for comment in ordered if comment.id not in threaded)]


def _short_id(identity: str) -> str:
    """The id of a comment, hashed when it is too long for a key."""
    return PostKey.of("x", identity).id


def _merged_stats(listed: Stats, parsed: ParsedPost) -> Stats:
    """The stats of the page; those of the list where the page shows none."""
    page = parsed.stats
    merged = {name: value if value is not None else getattr(listed, name) for name, value in page.model_dump().items()}
    if merged["comments"] is None and parsed.comments:
        merged["comments"] = len(parsed.comments)
    # A balance of votes may be negative.
    return Stats(**{name: value if value is None else max(0, value) for name, value in merged.items()})
