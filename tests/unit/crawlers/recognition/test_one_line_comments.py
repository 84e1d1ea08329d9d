"""Comments that are one line each, or a term with its description."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime

from fixtures.rows import each_row

from crawlers.base import ParsedPost
from crawlers.parse.plain_text import clean_text
from crawlers.recognition.elements.rows import FetchedPage
from crawlers.recognition.site_explorer import ExploredSite, SiteExplorer
from schemas.errors import BadInput

NOW = datetime(2026, 11, 29, 12, 0, tzinfo=UTC)
BASE = "https://b.example"
NAMES = ("가람", "나루터", "다솜이네", "라온", "마루77")
SAID = (
    *("정말 그렇네요", "결론: 신고하세요", "저는 3시간 전에 봤어요", "힘내세요 글쓴이님", "다음 편 기다립니다"),
    *(
        "와 대단하다",
        "그래서 어떻게 됐나요",
        "100% 공감합니다",
        "ㄷㄷ 무섭네",
        "추천 누르고 가요",
        "이건 아니죠",
        "ㅎㅎ",
    ),
)


def comments(post: int) -> list[tuple[str, str]]:
    return [(NAMES[(post + n) % 5], SAID[(post * 5 + n) % 12]) for n in range(post % 4 + 2)]


def site(make: str, around: str, *, counted: bool) -> ExploredSite:
    """A board whose posts have 2 to 5 comments each, made by ``make`` from a name and a text."""
    rows = "".join(
        f"<tr><td><a href='/read?no={n}'>{n}번째 이야기를 들려 드립니다</a></td><td>{NAMES[n % 5]}</td>"
        f"<td>2026.11.{n + 10}</td><td>{n * 37 + 100}</td></tr>"
        for n in range(10)
    )
    heads = "<tr><th>제목</th><th>글쓴이</th><th>날짜</th><th>조회</th></tr>"
    pages = {f"{BASE}/list": f"<table>{heads}{rows}</table>"}
    for n in range(10):
        lines = "".join(make.format(name, text, f"11/{n + 10} 12:{k:02}") for k, (name, text) in enumerate(comments(n)))
        count = f"<div>댓글 {len(comments(n))}</div>" if counted else ""
        body = f"<p>{n}번째 이야기의 본문은 댓글보다 깁니다. 그날 {n}시에 있었던 일을 다 적습니다.</p>"
        facts = f"<div>글쓴이: {NAMES[n % 5]} | 2026.11.{n + 10} 09:0{n} | 조회 {n * 37 + 100}</div>"
        head = f"<h2>{n}번째 이야기를 들려 드립니다</h2>{facts}<div class=v>{body}</div>{count}"
        pages[f"{BASE}/read?no={n}"] = f"{head}<{around}>{lines}</{around}><a href=/list>목록</a>"

    async def fetch(url: str) -> FetchedPage:
        if url not in pages:
            raise BadInput("page.gone", url=url)
        return FetchedPage.of(url, f"<html><body>{pages[url]}</body></html>".encode())

    return asyncio.run(SiteExplorer(fetch, NOW).explore(f"{BASE}/list"))


def read(explored: ExploredSite) -> Sequence[ParsedPost]:
    return explored.proposal.read_pages(NOW).posts


@each_row(
    ("make", "around"),
    [
        ("<li>{0}: {1}</li>", "ul"),
        ("<li>▶ {0} » {1}</li>", "ul"),
        ("<div><b>{0}</b> : {1}</div>", "div"),
        ("<p class=c>{0} - {1} ({2})</p>", "div"),
        ("<p><b>{0}</b> {1} <small>{2}</small></p>", "div"),
        ("<dt>{0}</dt><dd>{1}</dd>", "dl"),
    ],
)
def test_a_line_is_its_author_and_its_text(make: str, around: str) -> None:
    explored = site(make, around, counted=True)
    for post in read(explored):
        number = int(post.title.partition("번째")[0])
        assert [(comment.author, clean_text(comment.text, 500)) for comment in post.comments] == comments(number)
        if "{2}" in make:
            assert {f"{comment.created_at:%m/%d}" for comment in post.comments if comment.created_at} == {
                f"11/{number + 10}"
            }
    assert "comments.text" not in explored.proposal.doubts


def test_lines_that_nothing_counts_are_read_and_unsure() -> None:
    explored = site("<li>{0}: {1}</li>", "ul", counted=False)
    assert all(len(post.comments) >= 2 for post in read(explored))
    assert explored.proposal.doubts["comments.text"].code == "recognition.comments_uncounted"


def test_comments_that_cannot_be_read_are_spoken_of() -> None:
    lines = site("<b>{0}</b> {1}<br>", "div", counted=True)
    assert not any(post.comments for post in read(lines))
    assert lines.proposal.doubts["comments.text"].code == "recognition.comments_unread"
    assert "comments.text" in lines.proposal.unsure_fields()
    silent = site("<b>{0}</b> {1}<br>", "div", counted=False)
    assert silent.proposal.doubts["comments.text"].code == "recognition.comments_none"
