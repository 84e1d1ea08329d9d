"""The fault modes in which comments and pictures go wrong."""

from typing import Final

from schemas.crawls import CrawlHealth
from testbed.misbehaving_site.board import POSTS, comment_html, comment_page, html_page
from testbed.misbehaving_site.fault_mode import FaultMode, fixed_answer, page_change, text_change
from testbed.misbehaving_site.server import Behaviour, SiteAnswer, SiteRequest

_MISSING: Final = {"comments-missing"}
_NOTED: Final = {"crawl.comments_missing"}
_LESS: Final = {"image-left-out"}
_PICTURES: Final = {"crawl.pictures_lost"}
_DOT: Final = bytes.fromhex("47494638396101000100800000000000ffffff21f90401000000002c00000000010001000002024401003b")
"""A GIF of one pixel."""


def _half(asked: SiteRequest, right: str) -> str | None:
    """The second half of the comments is gone, and so is the link to their page."""
    return right.replace('class="pages"', 'class="none"') if asked.what == "post" else None


def _told_by_list_alone(asked: SiteRequest, right: str) -> str | None:
    half = _half(asked, right)
    return half.replace('<b class="replies">4</b>', "") if half else None


def _first_page_again(asked: SiteRequest, _: str) -> str | None:
    return comment_page(asked.post, 1) if asked.what == "comments" else None


def _further_page(asked: SiteRequest, _: str) -> str | None:
    """Page two holds one comment: one fewer than the post declares, which may have been removed."""
    return html_page("댓글", comment_html(asked.post, 2)) if asked.what == "comments" else None


def _of_another_post(asked: SiteRequest, right: str) -> str | None:
    if asked.what == "comments":
        return comment_page(POSTS[0], asked.page)
    for number in range(2) if asked.what == "post" else ():
        right = right.replace(comment_html(asked.post, number), comment_html(POSTS[0], number))
    return right


def _removed_comment(asked: SiteRequest, right: str) -> str | None:
    """The first comment of each post was removed; its place is still there, and it still counts."""
    words = f"{asked.post}번 글의 0번째 댓글입니다"
    return right.replace(words, "작성자가 삭제한 댓글입니다.") if asked.what == "post" else None


def _pictured(answer: SiteAnswer, *, first_only: bool = False) -> Behaviour:
    """Every post has a picture, for which the server gives ``answer``."""

    def behave(asked: SiteRequest, right: str) -> SiteAnswer | str | None:
        if asked.what == "picture":
            return answer if not first_only or asked.seen == 0 else SiteAnswer(_DOT)
        image = f'<img src="{asked.base}/pictures/{asked.post}.gif">'
        return right.replace("</p></div><section>", f"</p>{image}</div><section>") if asked.what == "post" else None

    return behave


MODES: Final = (
    FaultMode("half-of-the-comments", _half, why="crawl.comments_missing", kept=5, notes=_NOTED, flags=_MISSING),
    FaultMode(
        "half-of-the-comments-by-the-list",
        _told_by_list_alone,
        why="crawl.comments_missing",
        kept=5,
        notes=_NOTED,
        flags=_MISSING,
    ),
    FaultMode(
        "comments-in-another-layout",
        page_change("post", text_change(('class="reply"', 'class="answer"'))),
        why="crawl.comments_missing",
        kept=5,
        notes=_NOTED,
        flags=_MISSING,
    ),
    FaultMode(
        "comment-page-again",
        _first_page_again,
        why="crawl.comments_missing",
        kept=5,
        notes=_NOTED | {"crawl.comments_repeated"},
        flags=_MISSING,
    ),
    FaultMode(
        "comment-page-fails",
        page_change("comments", fixed_answer(SiteAnswer("", 500))),
        why="crawl.comments_missing",
        kept=5,
        skipped={"broken"},
        notes=_NOTED | {"crawl.comment_pages_lost"},
        flags=_MISSING,
    ),
    FaultMode("comments-of-another-post", _of_another_post, why="crawl.comments_elsewhere", kept=5),
    FaultMode("removed-comments", _removed_comment, CrawlHealth.HEALTHY, kept=5, comments=3),
    FaultMode("one-comment-fewer", _further_page, CrawlHealth.HEALTHY, kept=5, flags=_MISSING),
    FaultMode(
        "comments-by-script",
        _half,
        CrawlHealth.HEALTHY,
        kept=5,
        notes={"crawl.comments_unread"},
        flags={"comments-unread"},
        selectors={"comments": None},
    ),
    FaultMode(
        "one-post-without-comments",
        page_change("post", text_change(('class="reply"', 'class="answer"')), POSTS[:1]),
        CrawlHealth.HEALTHY,
        kept=5,
        notes={"crawl.comments_missing"},
        flags=_MISSING,
    ),
    FaultMode(
        "pictures-404", _pictured(SiteAnswer("", 404)), CrawlHealth.HEALTHY, kept=5, notes=_PICTURES, flags=_LESS
    ),
    FaultMode(
        "pictures-503", _pictured(SiteAnswer("", 503)), CrawlHealth.HEALTHY, kept=5, notes=_PICTURES, flags=_LESS
    ),
    FaultMode(
        "pictures-as-html",
        _pictured(SiteAnswer("<html>로그인</html>")),
        CrawlHealth.HEALTHY,
        kept=5,
        notes=_PICTURES,
        flags=_LESS,
    ),
    FaultMode(
        "pictures-of-one-pixel",
        _pictured(SiteAnswer("", 429, {"Retry-After": "0"}), first_only=True),
        CrawlHealth.HEALTHY,
        kept=5,
        notes=_PICTURES,
        flags=_LESS,
    ),
)
