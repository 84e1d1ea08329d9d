"""Gnuboard 5 with Nariya's builder, whose lists are made of divisions and whose labels are only spoken."""

from datetime import UTC, datetime

import pytest
from fixtures.crawl.collect import site

from crawlers.base import ParsedPost
from crawlers.engines.gnuboard5 import Gnuboard5

SITE = "https://board.example"


@pytest.fixture
def engine() -> Gnuboard5:
    spec = site(SITE, engine="gnuboard5", selectors=None, policy={"loopback": False, "min_delay": 5})
    return Gnuboard5(spec, lambda: datetime(2026, 10, 4, 6, tzinfo=UTC))


def name(written: str) -> str:
    return (
        f'<img src="/img/n7.svg"><span class="sv_wrap"><a href="/bbs/profile.php" class="sv_member"> {written}</a>'
        '<span class="sv"><a href="/bbs/memo_form.php">쪽지보내기</a></span>'
        '<noscript class="sv_nojs"><span class="sv"><a href="/">아이디로 검색</a></span></noscript></span>'
    )


def cell(label: str, value: str) -> str:
    return f'<div class="d-md-table-cell"><i class="fa"></i> <span class="sr-only">{label}</span> {value} </div>'


def row(number: int, title: str, *cells: str, comments: str = "", kind: str = "") -> str:
    count = f'<span class="sr-only">댓글</span><span class="count-plus">{comments}</span>' if comments else ""
    return (
        f'<li class="d-md-table-row border-bottom{kind}"><div class="d-md-table-cell"><div class="na-item">'
        f'<a href="{SITE}/bbs/chat/{number}" class="na-subject">\n {title} </a>{count}</div></div>{"".join(cells)}</li>'
    )


def listed(*rows: str) -> bytes:
    pages = (
        '<ul class="pagination"><li class="page-item active"><a>1<span class="sr-only">(current)</span></a></li>'
        f'<li class="page-item"><a class="page-link" href="{SITE}/bbs/chat?page=2">2</a></li></ul>'
    )
    head = '<div class="na-table"><div class="na-table-head"><div>조회</div></div></div>'
    return (
        f'<section id="bo_list">{head}<ul class="na-table d-md-table">{"".join(rows)}</ul></section>{pages}'
    ).encode()


def test_a_list(engine: Gnuboard5) -> None:
    notice = row(3, "<strong>공지</strong>", cell("조회", "9"), comments="[26]", kind=" bg-light")
    secret = row(4, '<span class="na-icon na-secret"></span> 비밀글')
    plain = row(
        12,
        '<span class="na-icon na-new"></span> 질문 <span class="na-bar"></span> 조회 99 추천 7 넘는 글',
        cell("가격", "36,660원"),
        cell("등록자", name("바람")),
        cell("등록일", "14:02"),
        cell("조회", "42.1k"),
        cell("추천", '<span class="rank-icon_vote">2</span>'),
        cell("비추천", "1"),
        comments='[<a href="/bbs/view_comment_f.php?wr_id=12">5</a>]',
    )
    quiet = row(11, "조용한 글", cell("등록자", name("물결")), cell("등록일", "10.02"), cell("조회", "523"))
    listing = engine.listing(listed(notice, secret, plain, quiet), f"{SITE}/bbs/chat")
    first, second = listing.posts
    assert (first.origin_id, first.title, first.author) == ("12", "조회 99 추천 7 넘는 글", "바람")
    assert first.stats.model_dump() == {"views": 42_100, "likes": 2, "dislikes": 1, "comments": 5}
    assert first.posted_at is not None
    assert first.posted_at.isoformat() == "2026-10-04T14:02:00+09:00"
    assert second.stats.model_dump() == {"views": 523, "likes": None, "dislikes": None, "comments": 0}
    assert listing.next_url == f"{SITE}/bbs/chat?page=2"


def comment(number: int, text: str, *, step: int = 0, likes: str = "") -> str:
    style = f' style="margin-left:{step * 20}px;"' if step else ""
    votes = f'<a class="na-cgood"><span class="sr-only">추천</span><b id="c_g{number}">{likes}</b></a>' if likes else ""
    return (
        f'<article id="c_{number}"{style}><header><h2 class="sr-only">바람님의 댓글</h2><ul><li>{name("바람")}</li>'
        '<li><time datetime="2026-10-04T11:20:00+09:00">11:20</time></li></ul></header>'
        f'<div class="cmt-content"><img src="/emo/onion.gif" alt=""> {text}</div><div class="cmt-btn">{votes}</div>'
        f'<input type="hidden" value="" id="secret_comment_{number}">'
        f'<textarea id="save_comment_{number}">{{emo:onion-010.gif:50}}{text}</textarea></article>'
    )


def read(engine: Gnuboard5, header: str) -> ParsedPost:
    info = (
        f'<section id="bo_v_info"><ul><li><span class="sr-only">작성자</span>{name("바람")}</li>'
        '<li><span class="sr-only">작성일</span><time datetime="2026-10-04T11:15:12+09:00">2026.10.04 11:15</time></li>'
        '<li><span class="sr-only">조회</span> 1.2k</li><li><span class="sr-only">댓글</span> <b>2</b></li>'
        "</ul></section>"
    )
    vote = '<button><span class="sr-only">추천</span><b id="wr_{}">{}</b></button>'
    body = (
        f'<article id="bo_v"><header>{header}</header>{info}<section id="bo_v_atc"><div id="bo_v_con">'
        f"<p>첫 줄</p></div>{vote.format('good', 7)}{vote.format('nogood', 1)}</section></article>"
        f'<section id="bo_vc">{comment(21, "좋네요", likes="3")}{comment(22, "그렇죠", step=1)}</section>'
    )
    return engine.post(body.encode(), f"{SITE}/bbs/chat/12")


@pytest.mark.parametrize(
    "header",
    [
        '<h1 id="bo_v_title">\n 질문  <span class="sr-only">분류</span>\n | 하나 | 둘 </h1>',
        '<div><span class="sr-only">분류</span> 질문 </div><h1 id="bo_v_title"> 하나 | 둘 </h1>',
    ],
)
def test_a_post(engine: Gnuboard5, header: str) -> None:
    post = read(engine, header)
    assert (post.title, post.board, post.author) == ("하나 | 둘", "질문", "바람")
    assert post.stats.model_dump() == {"views": 1_200, "likes": 7, "dislikes": 1, "comments": 2}
    assert [(said.text, said.depth, said.likes) for said in post.comments] == [
        ("좋네요", 0, 3),
        ("그렇죠", 1, 0),
    ]
