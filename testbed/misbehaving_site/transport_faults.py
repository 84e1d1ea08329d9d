"""Ways in which the answers themselves go wrong: cut off, refused, too large, elsewhere, in another encoding."""

import gzip
from typing import Final

from schemas.crawls import CrawlHealth
from testbed.misbehaving_site.board import POSTS
from testbed.misbehaving_site.fault_mode import FaultMode, fixed_answer, page_change, text_change
from testbed.misbehaving_site.server import SiteAnswer, SiteRequest

_BOMB: Final = gzip.compress(b"<html>" + b" " * 6_000_000, 6)
_GZIP: Final = {"Content-Encoding": "gzip"}
_STOPPED: Final = CrawlHealth.STOPPED


def _cut(right: str) -> str:
    """Two thirds of a page, to the end of a tag: its length is right and its letters are whole."""
    return right[: right.index(">", len(right) * 2 // 3) + 1]


def _once(status: int, asked: SiteRequest) -> SiteAnswer | None:
    return SiteAnswer("잠시만요", status, {"Retry-After": "0"}) if asked.seen == 0 else None


def _all_cut(_: SiteRequest, right: str) -> str:
    return _cut(right)


def _open_ended(_: SiteRequest, right: str) -> str:
    return right.replace("</body></html>", "")


MODES: Final = (
    FaultMode("sound", lambda *_: None, CrawlHealth.HEALTHY, kept=5),
    FaultMode(
        "posts-cut-off",
        page_change("post", _cut, POSTS[:2]),
        why="crawl.posts_lost",
        reason="cut_off",
        kept=3,
        skipped={"cut_off"},
        notes={"crawl.posts_lost"},
    ),
    FaultMode(
        "one-post-cut-within-a-tag",
        page_change("post", lambda right: right[:-9] + "<di", POSTS[2:3]),
        why="crawl.posts_lost",
        reason="cut_off",
        kept=4,
        skipped={"cut_off"},
        notes={"crawl.posts_lost"},
    ),
    FaultMode(
        "list-cut-off",
        page_change("list", _cut, page=1),
        why="crawl.cut_off",
        kept=2,
        notes={"crawl.one_page", "crawl.cut_off"},
    ),
    FaultMode("no-page-has-an-end", _open_ended, CrawlHealth.HEALTHY, kept=5, notes={"crawl.cut_off"}),
    FaultMode(
        "everything-cut-off",
        _all_cut,
        why="crawl.cut_off",
        kept=2,
        notes={"crawl.comments_missing", "crawl.one_page", "crawl.cut_off"},
        flags={"comments-missing"},
    ),
    FaultMode(
        "length-too-long",
        page_change("post", lambda right: SiteAnswer(right, length=len(right.encode()) + 500)),
        why="crawl.no_post",
        reason="cut_off",
        skipped={"cut_off"},
    ),
    FaultMode(
        "no-http",
        page_change("post", fixed_answer(SiteAnswer(raw=b"<html>HTTP\r\n\r\n")), POSTS[:2]),
        why="crawl.posts_lost",
        reason="malformed",
        kept=3,
        skipped={"malformed"},
        notes={"crawl.posts_lost"},
    ),
    FaultMode(
        "connection-closed",
        page_change("list", fixed_answer(SiteAnswer(broken=True))),
        why="crawl.no_list",
        reason="unreachable",
        skipped={"unreachable"},
    ),
    FaultMode(
        "slow-drip",
        page_change("list", lambda right: SiteAnswer(right, drip=2.0)),
        patience=0.8,
        why="crawl.no_list",
        reason="unreachable",
        skipped={"unreachable"},
    ),
    FaultMode(
        "list-gzip-bomb",
        page_change("list", fixed_answer(SiteAnswer(_BOMB, headers=_GZIP))),
        why="crawl.no_list",
        reason="too_large",
        skipped={"too_large"},
    ),
    FaultMode(
        "posts-gzip-bomb",
        page_change("post", fixed_answer(SiteAnswer(_BOMB, headers=_GZIP)), POSTS[:2]),
        why="crawl.posts_lost",
        reason="too_large",
        kept=3,
        skipped={"too_large"},
        notes={"crawl.posts_lost"},
    ),
    FaultMode(
        "endless-redirect",
        page_change("list", fixed_answer(SiteAnswer(status=302, headers={"Location": "list"}))),
        why="crawl.no_list",
        reason="redirects",
        skipped={"redirects"},
    ),
    FaultMode(
        "redirect-to-another-host",
        page_change("list", fixed_answer(SiteAnswer(status=302, headers={"Location": "https://other.example/"}))),
        why="crawl.no_list",
        reason="off_site",
        skipped={"off_site"},
    ),
    FaultMode(
        "posts-500",
        page_change("post", fixed_answer(SiteAnswer("오류", 500))),
        why="crawl.no_post",
        reason="broken",
        skipped={"broken"},
    ),
    FaultMode(
        "posts-404",
        page_change("post", fixed_answer(SiteAnswer("없는 글", 404)), POSTS[:2]),
        CrawlHealth.HEALTHY,
        kept=3,
        skipped={"gone"},
    ),
    FaultMode(
        "all-posts-404",
        page_change("post", fixed_answer(SiteAnswer("없는 글", 404))),
        why="crawl.no_post",
        reason="gone",
        skipped={"gone"},
    ),
    FaultMode("busy-once", lambda asked, _: _once(429, asked), CrawlHealth.HEALTHY, kept=5),
    FaultMode("unavailable-once", lambda asked, _: _once(503, asked), CrawlHealth.HEALTHY, kept=5),
    FaultMode(
        "come-back-in-an-hour",
        page_change("post", fixed_answer(SiteAnswer("", 429, {"Retry-After": "3600"}))),
        _STOPPED,
        "crawl.stopped.busy",
        skipped={"stopped"},
    ),
    FaultMode(
        "refused-430",
        page_change("list", fixed_answer(SiteAnswer("보안", 430))),
        _STOPPED,
        "crawl.stopped.blocked",
        skipped={"stopped"},
    ),
    FaultMode(
        "refused-403",
        page_change("post", fixed_answer(SiteAnswer("거부", 403))),
        _STOPPED,
        "crawl.stopped.blocked",
        skipped={"stopped"},
    ),
    FaultMode(
        "challenge",
        page_change("list", fixed_answer("<html><title>Just a moment...</title></html>")),
        _STOPPED,
        "crawl.stopped.blocked",
        skipped={"stopped"},
    ),
    FaultMode(
        "utf-8-declared-as-euc-kr",
        page_change("post", text_change(('charset="utf-8"', 'charset="euc-kr"'))),
        CrawlHealth.HEALTHY,
        kept=5,
    ),
    FaultMode(
        "code-page-949-declared-as-utf-8",
        page_change("post", lambda right: SiteAnswer(right.encode("cp949"))),
        CrawlHealth.HEALTHY,
        kept=5,
    ),
    FaultMode(
        "garbled",
        page_change("post", lambda right: right.encode().decode("latin-1")),
        why="crawl.no_post",
        reason="garbled",
        skipped={"garbled"},
    ),
)
