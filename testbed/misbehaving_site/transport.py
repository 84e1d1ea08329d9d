"""Ways in which the answers themselves go wrong: cut off, refused, too large, elsewhere, in another encoding."""

import gzip
from typing import Final

from schemas.crawls import Health
from testbed.misbehaving_site.board import POSTS
from testbed.misbehaving_site.mode import Mode, on, replaced, says
from testbed.misbehaving_site.server import Answer, Asked

_BOMB: Final = gzip.compress(b"<html>" + b" " * 6_000_000, 6)
_GZIP: Final = {"Content-Encoding": "gzip"}
_STOPPED: Final = Health.STOPPED


def _cut(right: str) -> str:
    """Two thirds of a page, to the end of a tag: its length is right and its letters are whole."""
    return right[: right.index(">", len(right) * 2 // 3) + 1]


def _once(status: int, asked: Asked) -> Answer | None:
    return Answer("잠시만요", status, {"Retry-After": "0"}) if asked.seen == 0 else None


def _all_cut(_: Asked, right: str) -> str:
    return _cut(right)


def _open_ended(_: Asked, right: str) -> str:
    return right.replace("</body></html>", "")


MODES: Final = (
    Mode("sound", lambda *_: None, Health.HEALTHY, kept=5),
    Mode(
        "posts-cut-off",
        on("post", _cut, POSTS[:2]),
        why="crawl.posts_lost",
        reason="cut_off",
        kept=3,
        skipped={"cut_off"},
        notes={"crawl.posts_lost"},
    ),
    Mode(
        "one-post-cut-within-a-tag",
        on("post", lambda right: right[:-9] + "<di", POSTS[2:3]),
        why="crawl.posts_lost",
        reason="cut_off",
        kept=4,
        skipped={"cut_off"},
        notes={"crawl.posts_lost"},
    ),
    Mode(
        "list-cut-off", on("list", _cut, page=1), why="crawl.cut_off", kept=2, notes={"crawl.one_page", "crawl.cut_off"}
    ),
    Mode("no-page-has-an-end", _open_ended, Health.HEALTHY, kept=5, notes={"crawl.cut_off"}),
    Mode(
        "everything-cut-off",
        _all_cut,
        why="crawl.cut_off",
        kept=2,
        notes={"crawl.comments_missing", "crawl.one_page", "crawl.cut_off"},
        flags={"comments-missing"},
    ),
    Mode(
        "length-too-long",
        on("post", lambda right: Answer(right, length=len(right.encode()) + 500)),
        why="crawl.no_post",
        reason="cut_off",
        skipped={"cut_off"},
    ),
    Mode(
        "no-http",
        on("post", says(Answer(raw=b"<html>HTTP\r\n\r\n")), POSTS[:2]),
        why="crawl.posts_lost",
        reason="malformed",
        kept=3,
        skipped={"malformed"},
        notes={"crawl.posts_lost"},
    ),
    Mode(
        "connection-closed",
        on("list", says(Answer(broken=True))),
        why="crawl.no_list",
        reason="unreachable",
        skipped={"unreachable"},
    ),
    Mode(
        "slow-drip",
        on("list", lambda right: Answer(right, drip=2.0)),
        patience=0.8,
        why="crawl.no_list",
        reason="unreachable",
        skipped={"unreachable"},
    ),
    Mode(
        "list-gzip-bomb",
        on("list", says(Answer(_BOMB, headers=_GZIP))),
        why="crawl.no_list",
        reason="too_large",
        skipped={"too_large"},
    ),
    Mode(
        "posts-gzip-bomb",
        on("post", says(Answer(_BOMB, headers=_GZIP)), POSTS[:2]),
        why="crawl.posts_lost",
        reason="too_large",
        kept=3,
        skipped={"too_large"},
        notes={"crawl.posts_lost"},
    ),
    Mode(
        "endless-redirect",
        on("list", says(Answer(status=302, headers={"Location": "list"}))),
        why="crawl.no_list",
        reason="redirects",
        skipped={"redirects"},
    ),
    Mode(
        "redirect-to-another-host",
        on("list", says(Answer(status=302, headers={"Location": "https://other.example/"}))),
        why="crawl.no_list",
        reason="off_site",
        skipped={"off_site"},
    ),
    Mode("posts-500", on("post", says(Answer("오류", 500))), why="crawl.no_post", reason="broken", skipped={"broken"}),
    Mode("posts-404", on("post", says(Answer("없는 글", 404)), POSTS[:2]), Health.HEALTHY, kept=3, skipped={"gone"}),
    Mode(
        "all-posts-404", on("post", says(Answer("없는 글", 404))), why="crawl.no_post", reason="gone", skipped={"gone"}
    ),
    Mode("busy-once", lambda asked, _: _once(429, asked), Health.HEALTHY, kept=5),
    Mode("unavailable-once", lambda asked, _: _once(503, asked), Health.HEALTHY, kept=5),
    Mode(
        "come-back-in-an-hour",
        on("post", says(Answer("", 429, {"Retry-After": "3600"}))),
        _STOPPED,
        "crawl.stopped.busy",
        skipped={"stopped"},
    ),
    Mode("refused-430", on("list", says(Answer("보안", 430))), _STOPPED, "crawl.stopped.blocked", skipped={"stopped"}),
    Mode("refused-403", on("post", says(Answer("거부", 403))), _STOPPED, "crawl.stopped.blocked", skipped={"stopped"}),
    Mode(
        "challenge",
        on("list", says("<html><title>Just a moment...</title></html>")),
        _STOPPED,
        "crawl.stopped.blocked",
        skipped={"stopped"},
    ),
    Mode(
        "utf-8-declared-as-euc-kr",
        on("post", replaced(('charset="utf-8"', 'charset="euc-kr"'))),
        Health.HEALTHY,
        kept=5,
    ),
    Mode(
        "code-page-949-declared-as-utf-8",
        on("post", lambda right: Answer(right.encode("cp949"))),
        Health.HEALTHY,
        kept=5,
    ),
    Mode(
        "garbled",
        on("post", lambda right: right.encode().decode("latin-1")),
        why="crawl.no_post",
        reason="garbled",
        skipped={"garbled"},
    ),
)
