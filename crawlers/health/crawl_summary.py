"""What is kept of the posts that a crawl read, to assess it when it has ended."""

import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from crawlers.base import ParsedPost, PostRef

_ALIKE = 0.6
"""Share of letters that two titles of one post have in common at least; a title may be mended between list and page."""

_LONG = 20
"""Characters from which on two texts are not the same by chance."""


@dataclass
class CrawlCounts:
    """Counts kept while a crawl runs; ``skipped`` and ``left_out`` (pictures) by reason.

    ``copies`` are new posts that repeat an older post of the same site.
    """

    new: int = 0
    refreshed: int = 0
    unchanged: int = 0
    images: int = 0
    copies: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)
    read: list["ParsedPostSummary"] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ParsedPostSummary:
    """What is needed of a parsed post to assess its crawl.

    ``missing`` counts the comments that its page or its list declares and that were not read; ``unread`` says that they
    cannot be, since a script loads them and the engine does not ask for them. ``lost_comments``: a page of comments
    failed, or there should be some and none was found. ``fields`` are those that were found of the ones that vary from
    post to post: author, posted_at, views, likes, comments. ``text`` and ``comments`` are hashes of what was written, 0
    for a text that is too short to be alike by fault.
    """

    title: str
    empty: bool = False
    missing: int = 0
    declared: int = 0
    unread: bool = False
    renamed: bool = False
    lost_comments: bool = False
    fields: frozenset[str] = frozenset()
    text: int = 0
    comments: frozenset[int] = frozenset()

    @classmethod
    def of(cls, ref: PostRef, post: ParsedPost, *, reads_comments: bool = True) -> "ParsedPostSummary":
        """The summary of a post as its page and its list show it."""
        declared = max(post.stats.comments or 0, ref.stats.comments or 0)
        read = len({comment.id for comment in post.comments})
        return cls(
            title=post.title,
            empty=not post.text.strip() and not post.images and not post.has_video,
            missing=0 if post.partial or not reads_comments else max(0, declared - read),
            declared=declared,
            unread=bool(declared) and not reads_comments and not read,
            lost_comments=bool(post.lost_pages) or (declared > 1 and reads_comments and not (read or post.partial)),
            renamed=not may_be_same_title(ref.title, post.title),
            fields=_fields(ref, post),
            text=hash(post.text) if len(post.text) >= _LONG else 0,
            comments=frozenset(hash((one.id, one.text)) for one in post.comments if one.text),
        )

    @property
    def misses_comments(self) -> bool:
        """Whether more comments are missing than boards count of those that they removed: one, or a tenth."""
        return self.missing > max(1, self.declared // 10)

    @property
    def flags(self) -> tuple[str, ...]:
        """What whoever reviews the post must know of it."""
        said = (
            (f"comments-missing:{self.missing}", bool(self.missing)),
            ("comments-unread", self.unread),
            ("title-differs", self.renamed),
        )
        return tuple(flag for flag, is_so in said if is_so)


def may_be_same_title(listed: str, shown: str) -> bool:
    """Whether the title on a list may be that of a page: the same, a part of it, or most of its letters.

    Lists cut titles, and put the name of a board before or the number of comments after them.
    """
    one, other = _letters(listed), _letters(shown)
    if not one or not other or one in other or other in one:
        return True
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= _ALIKE


def _letters(title: str) -> str:
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", title).casefold()))[:300]


def _fields(ref: PostRef, post: ParsedPost) -> frozenset[str]:
    found = {name for name in ("views", "likes", "comments") if _count(ref, post, name) is not None}
    found |= {"author"} if post.author else set()
    return frozenset(found | ({"posted_at"} if post.posted_at or ref.posted_at else set()))


def _count(ref: PostRef, post: ParsedPost, name: str) -> int | None:
    shown: int | None = getattr(post.stats, name)
    listed: int | None = getattr(ref.stats, name)
    return listed if shown is None else shown
