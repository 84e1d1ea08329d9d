"""Ways in which lists go wrong: another layout, no list at all, rows that cannot be read, pages that repeat."""

import re
from typing import Final

from schemas.crawls import CrawlHealth
from testbed.misbehaving_site.board import html_page, list_page
from testbed.misbehaving_site.fault_mode import FaultMode, fixed_answer, page_change, text_change
from testbed.misbehaving_site.server import SiteAnswer, SiteRequest

_LOGIN: Final = html_page(
    "로그인", '<form action="/login"><input name="id"><input type="password" name="pw"><button>로그인</button></form>'
)
_BY_SCRIPT: Final = '<html><body><div id="root"></div><script src="/app.js"></script></body></html>'
_ONE_PAGE: Final = {"crawl.one_page"}


def _page_again(asked: SiteRequest, _: str) -> str | None:
    return list_page(asked.base, 1) if asked.what == "list" else None


def _to_login(asked: SiteRequest, _: str) -> SiteAnswer | str | None:
    if asked.post == "login":
        return _LOGIN
    return SiteAnswer(status=302, headers={"Location": f"{asked.base}/login"}) if asked.what == "list" else None


def _other_id_at_each_visit(asked: SiteRequest, right: str) -> str | None:
    return re.sub(r"/p/(\d+)", rf"/p/{asked.seen + 1}\1", right) if asked.what == "list" else None


def _listed_twice(asked: SiteRequest, right: str) -> str | None:
    """The first post stands on the list again, under another number that leads to the same page."""
    if asked.what != "list" or asked.page != 1:
        return None
    row = right[right.index('<li class="row">') : right.index("</li>") + 5]
    return right.replace("</ul>", row.replace("/p/101", "/p/9101") + "</ul>")


MODES: Final = (
    FaultMode(
        "list-in-another-layout",
        page_change("list", text_change(('class="board"', 'class="articles"'))),
        why="crawl.list_changed",
    ),
    FaultMode(
        "list-of-another-site",
        page_change("list", fixed_answer(html_page("꽃집", "<h1>오늘의 꽃</h1><p>장미 열 송이 만 원</p>"))),
        why="crawl.list_changed",
    ),
    FaultMode("list-asks-for-login", page_change("list", fixed_answer(_LOGIN)), why="crawl.list_login"),
    FaultMode("list-leads-to-login", _to_login, why="crawl.list_login"),
    FaultMode(
        "empty-list",
        page_change("list", fixed_answer("<!doctype html><html><body><p>등록된 글이 없습니다.</p></body></html>")),
        why="crawl.not_a_board",
    ),
    FaultMode(
        "list-under-maintenance",
        page_change("list", fixed_answer("<html><body><h1>서버 점검 중입니다</h1></body></html>")),
        why="crawl.list_error",
    ),
    FaultMode(
        "list-soft-404",
        page_change("list", fixed_answer(html_page("페이지를 찾을 수 없습니다", "<h2>페이지를 찾을 수 없습니다</h2>"))),
        why="crawl.list_error",
    ),
    FaultMode("list-by-script", page_change("list", fixed_answer(_BY_SCRIPT)), why="crawl.list_script"),
    FaultMode(
        "list-as-json-error", page_change("list", fixed_answer('{"error": "invalid token"}')), why="crawl.list_format"
    ),
    FaultMode(
        "list-as-xml-error",
        page_change("list", fixed_answer('<?xml version="1.0"?><error><code>9</code></error>')),
        why="crawl.list_format",
    ),
    FaultMode(
        "rows-without-ids",
        page_change("list", text_change(("/p/", "/view.php?name="))),
        why="crawl.unread_rows",
        notes={"crawl.rows_unread"},
    ),
    FaultMode(
        "some-rows-without-ids",
        page_change("list", text_change(("/p/102", "/view.php?name=102"), ("/p/103", "/view.php?name=103")), page=1),
        why="crawl.rows_unread",
        kept=3,
        notes={"crawl.rows_unread"},
    ),
    FaultMode("first-page-again", _page_again, CrawlHealth.HEALTHY, kept=3, notes={"crawl.page_repeated"}),
    FaultMode(
        "no-link-to-page-two",
        page_change("list", text_change(('class="next"', 'class="more"')), page=1),
        CrawlHealth.HEALTHY,
        kept=3,
        notes=_ONE_PAGE,
    ),
    FaultMode(
        "listed-twice", _listed_twice, CrawlHealth.HEALTHY, kept=6, notes={"crawl.posts_doubled"}, flags={"copy"}
    ),
    FaultMode(
        "another-id-at-each-visit", _other_id_at_each_visit, why="crawl.ids_changed", kept=10, flags={"copy"}, crawls=2
    ),
    FaultMode(
        "second-page-fails",
        page_change("list", fixed_answer(SiteAnswer("", 500)), page=2),
        CrawlHealth.HEALTHY,
        kept=3,
        skipped={"broken"},
        notes={"crawl.list_lost"},
    ),
)
