"""Ways in which posts go wrong: another layout, a login, another post, no text, wrong dates and numbers."""

import re
from typing import Final

from schemas.crawls import CrawlHealth
from testbed.misbehaving_site.board import POSTS, html_page, post_page, true_post
from testbed.misbehaving_site.fault_mode import FaultMode, fixed_answer, page_change, text_change
from testbed.misbehaving_site.server import Behaviour, SiteAnswer, SiteRequest

_GUEST_FORM: Final = '<form><input name="name"><input type="password" name="pw"><textarea></textarea></form>'
_LOGIN: Final = html_page("로그인", '<h2>로그인</h2><form><input name="id"><input type="password" name="pw"></form>')
_BY_SCRIPT: Final = '<html><body><div id="root"></div><script src="/app.js"></script></body></html>'
_OTHER: Final = {"crawl.other_posts"}
_RENAMED: Final = {"title-differs"}


def _next_post(asked: SiteRequest, _: str) -> str | None:
    """The page of the post after the one that was asked for."""
    following = POSTS[(POSTS.index(asked.post) + 1) % len(POSTS)] if asked.what == "post" else ""
    return post_page(asked.base, following) if following else None


def _instead(words: str) -> Behaviour:
    """The title stands, and in the place of the text of two posts a notice."""

    def behave(asked: SiteRequest, right: str) -> str | None:
        meant = asked.what == "post" and asked.post in POSTS[:2]
        return right.replace(true_post(asked.post).text, words) if meant else None

    return behave


def _question_marks(asked: SiteRequest, right: str) -> str | None:
    return re.sub("[가-힣]", "?", right) if asked.what == "post" else None


def _one_text(asked: SiteRequest, right: str) -> str | None:
    words = "광고 차단 프로그램을 끄고 새로 고침을 눌러 주시면 글이 나타납니다."
    return right.replace(true_post(asked.post).text, words) if asked.what == "post" else None


def _without_text(asked: SiteRequest, right: str) -> str | None:
    return right.replace(f"<p>{true_post(asked.post).text}</p>", "") if asked.what == "post" else None


def _in_units(asked: SiteRequest, right: str) -> str | None:
    """``1.1천``, which all posts have to the last hundred."""
    return right.replace(f">{true_post(asked.post).views}<", ">1.1천<") if asked.what == "post" else None


MODES: Final = (
    FaultMode(
        "post-in-another-layout",
        page_change("post", text_change(('class="title"', 'class="headline"'))),
        why="crawl.layout_changed",
        skipped={"not_a_post"},
    ),
    FaultMode(
        "another-layout-and-a-guest-form",
        page_change(
            "post", text_change(('class="text"', 'class="article"'), ("</section>", f"</section>{_GUEST_FORM}"))
        ),
        why="crawl.layout_changed",
        skipped={"not_a_post"},
    ),
    FaultMode(
        "post-asks-for-login",
        page_change("post", fixed_answer(_LOGIN)),
        why="crawl.no_post",
        reason="login",
        skipped={"login"},
    ),
    FaultMode(
        "post-is-for-members",
        page_change(
            "post", fixed_answer("<html><script>alert('로그인 후 이용해 주세요.');history.back()</script></html>")
        ),
        why="crawl.no_post",
        reason="login",
        skipped={"login"},
    ),
    FaultMode(
        "post-as-error-page",
        page_change("post", fixed_answer("<html><body>데이터베이스 오류가 발생했습니다</body></html>")),
        why="crawl.no_post",
        reason="error",
        skipped={"error"},
    ),
    FaultMode(
        "post-as-xml-error",
        page_change("post", fixed_answer('<?xml version="1.0"?><error><code>9</code></error>')),
        why="crawl.no_post",
        reason="error",
        skipped={"error"},
    ),
    FaultMode(
        "soft-404",
        page_change("post", fixed_answer(html_page("알림", "<h2>존재하지 않는 게시물입니다</h2>")), POSTS[:2]),
        CrawlHealth.HEALTHY,
        kept=3,
        skipped={"gone"},
    ),
    FaultMode(
        "post-by-script",
        page_change("post", fixed_answer(_BY_SCRIPT)),
        why="crawl.no_post",
        reason="script",
        skipped={"script"},
    ),
    FaultMode(
        "members-only-in-the-text",
        _instead("이 글은 로그인 후 볼 수 있습니다."),
        why="crawl.posts_lost",
        reason="login",
        kept=3,
        skipped={"login"},
        notes={"crawl.posts_lost"},
    ),
    FaultMode("secret-in-the-text", _instead("비밀글입니다."), CrawlHealth.HEALTHY, kept=3, skipped={"secret"}),
    FaultMode(
        "empty-page",
        page_change("post", fixed_answer(SiteAnswer(""))),
        why="crawl.no_post",
        reason="empty",
        skipped={"empty"},
    ),
    FaultMode("letters-as-question-marks", _question_marks, why="crawl.no_post", reason="garbled", skipped={"garbled"}),
    FaultMode("one-text-for-all", _one_text, why="crawl.texts_repeated", kept=5),
    FaultMode(
        "removed-with-200",
        _instead("작성자의 요청으로 삭제된 글입니다."),
        CrawlHealth.HEALTHY,
        kept=3,
        skipped={"gone"},
    ),
    FaultMode(
        "one-title-for-all",
        page_change(
            "post", fixed_answer(html_page("게시판", '<h1 class="title">게시판</h1><div class="text">본문</div>'))
        ),
        why="crawl.titles_repeated",
        kept=5,
        notes=_OTHER | {"crawl.comments_missing"},
        flags=_RENAMED | {"comments-missing"},
    ),
    FaultMode("the-next-post", _next_post, why="crawl.other_posts", kept=5, notes=_OTHER, flags=_RENAMED),
    FaultMode("empty-posts", _without_text, why="crawl.empty_posts", skipped={"empty"}),
    FaultMode(
        "dates-ahead",
        page_change("post", text_change(("2026-11-20 09:30", "2099-01-01 00:00"))),
        why="crawl.dates_ahead",
        kept=5,
        notes={"crawl.dates_ahead"},
    ),
    FaultMode(
        "dates-missing",
        page_change("post", text_change(('<time class="at">2026-11-20 09:30</time>', ""))),
        why="crawl.fields_lost",
        kept=5,
    ),
    FaultMode(
        "authors-missing",
        page_change("post", text_change(('class="writer"', 'class="who"'))),
        why="crawl.fields_lost",
        kept=5,
    ),
    FaultMode("numbers-in-units", _in_units, CrawlHealth.HEALTHY, kept=5),
)
