"""From a parsed page to a post that may be published: clean text, no personal data, pseudonyms, bounded size."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pydantic import HttpUrl, ValidationError

from crawlers.base import ParsedComment, ParsedPost, PostRef
from crawlers.parse.text import clean, line
from crawlers.sites_config.model import SiteSpec
from schemas.errors import BadInput
from schemas.posts import Comment, Image, Post, PostKey, Stats
from services.collect.pii import mask
from services.collect.pseudonym import Pseudonyms

_TITLE, _BOARD, _TEXT, _COMMENT = 512, 64, 60_000, 2_000
_COMMENTS_BYTES = 400_000
"""UTF-8 bytes of all comments of a post: a fact must fit into one message."""
MASKED, CUT, VIDEO, LESS_COMMENTS, LESS_IMAGES = "pii-masked", "text-cut", "video", "comments-cut", "image-left-out"
COPY = "copy:"
"""A flag that begins so names the earliest post of the same story by its key."""
_FLAG = 64


@dataclass(frozen=True, slots=True)
class BuiltPost:
    """The text side of a post, before its pictures are there."""

    title: str
    content: str
    board: str
    author: str
    stats: Stats
    comments: tuple[Comment, ...]
    flags: tuple[str, ...]


class PostBuilder:
    """Composes the posts of one site."""

    def __init__(self, spec: SiteSpec, pseudonyms: Pseudonyms) -> None:
        self._spec = spec
        self._names = pseudonyms

    def text(self, ref: PostRef, parsed: ParsedPost) -> BuiltPost:
        """Everything but the pictures. Raises BadInput (``reason``: empty, other_post) for what is no post to keep."""
        if parsed.origin_id and parsed.origin_id != ref.origin_id:
            raise _unfit(ref, f"the page is of post {parsed.origin_id[:64]}", "other_post")
        authors = {parsed.author, *(comment.author for comment in parsed.comments)} - {""}
        flags: dict[str, None] = {}
        title = self._masked(line(parsed.title, _TITLE), authors, flags)[:_TITLE]
        content = self._masked(clean(parsed.text, _TEXT), authors, flags)[:_TEXT]
        if not title or not (content or parsed.images):
            raise _unfit(ref, "it has neither text nor picture" if title else "it has no title", "empty")
        if len(parsed.text) > _TEXT and len(content) >= _TEXT - 1:
            flags[CUT] = None
        if parsed.has_video:
            flags[VIDEO] = None
        comments = self.comments(parsed.comments, flags)
        return BuiltPost(
            title=title,
            content=content,
            board=line(parsed.board or ref.board, _BOARD),
            author=self._names.of(parsed.author),
            stats=_merged(ref.stats, parsed),
            comments=comments,
            flags=tuple(flags),
        )

    def post(
        self,
        ref: PostRef,
        parsed: ParsedPost,
        composed: BuiltPost,
        images: Sequence[Image],
        score: float,
        original: str = "",
    ) -> Post:
        """The whole post; ``original`` is the key of the earliest post of its story, if that is another.

        Raises BadInput (``reason``: empty, url) when nothing readable is left.
        """
        if not composed.content and not images:
            raise _unfit(ref, "it has no text, and none of its pictures could be kept", "empty")
        key = PostKey.of(self._spec.code, ref.origin_id)
        flags = composed.flags + ((LESS_IMAGES,) if len(images) < len(parsed.images) else ())
        flags += ((COPY + original)[:_FLAG],) if original not in ("", str(key)) else ()
        try:
            url = HttpUrl(parsed.link or self._spec.public(ref.url))
        except ValidationError as error:
            raise _unfit(ref, "its address is none", "url") from error
        return Post(
            key=key,
            origin_id=ref.origin_id,
            site_name=self._spec.name,
            board=composed.board,
            url=url,
            title=composed.title,
            content=composed.content,
            author=composed.author,
            posted_at=parsed.posted_at or ref.posted_at,
            stats=composed.stats,
            images=tuple(images),
            comments=composed.comments,
            flags=flags,
            score=score,
        )

    def comments(self, parsed: Sequence[ParsedComment], flags: dict[str, None]) -> tuple[Comment, ...]:
        """The comments, answers behind what they answer; when they are too many, the least liked are left out."""
        authors = {comment.author for comment in parsed} - {""}
        composed = [comment for raw in _threaded(parsed) if (comment := self._comment(raw, authors, flags)) is not None]
        room = _COMMENTS_BYTES
        kept: set[str] = set()
        for comment in sorted(composed, key=lambda c: (not c.best, -c.likes)):
            room -= len(comment.content.encode()) + 300
            if room < 0:
                flags[LESS_COMMENTS] = None
                break
            kept.add(comment.id)
        return tuple(comment for comment in composed if comment.id in kept)

    def _comment(self, raw: ParsedComment, authors: set[str], flags: dict[str, None]) -> Comment | None:
        content = self._masked(clean(raw.text, _COMMENT), authors, flags)[:_COMMENT]
        if not content:
            return None
        return Comment(
            id=_short(raw.id),
            parent_id=_short(raw.parent_id) if raw.parent_id else None,
            author=self._names.of(raw.author),
            content=content,
            likes=raw.likes,
            dislikes=raw.dislikes,
            best=raw.best,
            created_at=raw.created_at,
        )

    def _masked(self, text: str, authors: set[str], flags: dict[str, None]) -> str:
        masked = mask(self._names.in_text(text, authors))
        if masked.kinds:
            flags[MASKED] = None
        return masked.text


def _threaded(parsed: Sequence[ParsedComment]) -> list[ParsedComment]:
    """Each comment once, in the order of time, answers behind the comment they answer.

    Boards show their last page first, and their best comments a second time on top.
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
        waiting = [] if root.parent_id in unique and root.parent_id != root.id else [root]
        while waiting:
            comment = waiting.pop()
            threaded[comment.id] = comment
            waiting.extend(reversed(answers.get(comment.id, [])))
    # Comments that answer each other in a circle hang from no root.
    return [*threaded.values(), *(comment for comment in ordered if comment.id not in threaded)]


def _short(identity: str) -> str:
    """A comment's id, hashed when it is too long."""
    return PostKey.of("x", identity).id


def _merged(listed: Stats, parsed: ParsedPost) -> Stats:
    """Figures of the page, and of the list where the page does not show one."""
    page = parsed.stats
    merged = {name: value if value is not None else getattr(listed, name) for name, value in page.model_dump().items()}
    if merged["comments"] is None and parsed.comments:
        merged["comments"] = len(parsed.comments)
    return Stats(**merged)


def _unfit(ref: PostRef, why: str, reason: str) -> BadInput:
    return BadInput(what=f"post {ref.origin_id}", why=why, remedy="It was skipped.", reason=reason)
