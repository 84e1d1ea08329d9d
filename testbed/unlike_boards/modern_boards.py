"""Boards in today's manner: hashed class names, cards, small screens."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from html import escape

from testbed.unlike_boards.board import Board
from testbed.unlike_boards.content import (
    BoardComment,
    BoardPost,
    invented_posts,
    with_rounded_times,
    with_times_to_the_minute,
)


class HashedClassBoard(Board):
    """A board of nested boxes with hashed class names and relative times; answers stand in boxes of their own."""

    CODE = "hashed"

    def invent_posts(self) -> Sequence[BoardPost]:
        return with_rounded_times(invented_posts(4, self.now, timedelta(hours=1)), timedelta(minutes=1), self.now)

    def list_path(self, page: int) -> str:
        return f"/c/daily?page={page}"

    def first_list_path(self) -> str:
        return "/c/daily"

    def post_path(self, post: BoardPost) -> str:
        return f"/c/daily/{post.id}-{post.id * 7919 % 99991:x}"

    def home_page(self) -> str:
        boxes = "".join(
            f'<div class="q1z9"><a class="kk20" href="{self.post_path(post)}"><span>{escape(post.title)}</span></a></div>'
            for post in self.posts[3:9]
        )
        return _app(f'<div class="vv81"><h2>지금 뜨는 글</h2>{boxes}</div>', "모여라")

    def list_page(self, page: int, posts: Sequence[BoardPost]) -> str:
        ad = (
            '<div class="s8fk2"><div class="p0aa1"><a class="t4rr7" href="https://ads.example/click?x=9">이번 주말 최대 70% 할인'
            '</a></div><div class="m3xx9"><span>광고</span></div></div>'
        )
        rows = [self._row(post) for post in posts]
        rows.insert(3, ad)
        turn = "".join(f'<a class="pg7" href="{self.list_path(n)}">{n}</a>' for n in (1, 2))
        return _app(
            f'<div class="l77dd"><h1 class="hd0">일상</h1><div class="w21">{"".join(rows)}</div><div>{turn}</div></div>',
            "일상",
        )

    def _row(self, post: BoardPost) -> str:
        return (
            f'<div class="s8fk2"><div class="p0aa1"><a class="t4rr7" href="{self.post_path(post)}">{escape(post.title)}</a>'
            f'<span class="z9c1">{len(post.remarks)}</span></div><div class="m3xx9"><span class="u5nn">{post.author}</span>'
            f'<span class="d6tt">{_ago(post.time, self.now)}</span><span class="v1qq"><svg aria-label="조회"></svg>{_short(post.views)}</span>'
            f'<span class="g8ll"><svg aria-label="좋아요"></svg>{post.likes}</span></div></div>'
        )

    def post_page(self, post: BoardPost) -> str:
        body = "".join(f"<p>{escape(text)}</p>" for text in post.paragraphs)
        pictures = "".join(f'<div class="im3"><img src="{path}" alt=""></div>' for path in post.pictures)
        side = "".join(
            f'<div class="q1z9"><a class="kk20" href="{self.post_path(other)}"><span>{escape(other.title)}</span></a></div>'
            for other in self.posts[3:9]
        )
        return _app(
            f'<div class="a00"><h1 class="b11">{escape(post.title)}</h1><div class="c22"><span class="d33">{post.author}</span>'
            f'<span class="e44">{_ago(post.time, self.now)}</span><span class="f55"><svg aria-label="조회"></svg>{_short(post.views)}</span></div>'
            f'<div class="g66">{body}{pictures}</div><div class="h77"><button aria-label="좋아요"><b>{post.likes}</b></button>'
            f'<button>공유</button></div></div><div class="i88"><h2>댓글 <b>{len(post.remarks)}</b></h2>{self._remarks(post.remarks)}</div>'
            f'<div class="vv81"><h2>지금 뜨는 글</h2>{side}</div>',
            post.title,
        )

    def _remarks(self, remarks: Sequence[BoardComment]) -> str:
        """Answers to one comment stand together in a box after it."""
        out, is_open = "", False
        for remark in remarks:
            if remark.depth and not is_open:
                out, is_open = f'{out}<div class="r0r0">', True
            if not remark.depth and is_open:
                out, is_open = f"{out}</div>", False
            out += (
                f'<div class="j99" data-k="{remark.id}"><div class="k10"><span class="l21">{remark.author}</span>'
                f'<span class="m32">{_ago(remark.time, self.now)}</span></div><div class="n43">{escape(remark.text)}</div>'
                f'<div class="o54"><button aria-label="좋아요">{remark.likes}</button><button>답글</button></div></div>'
            )
        return f"{out}</div>" if is_open else out


class ArticleCardBoard(Board):
    """An English board of article cards; comments are lists in lists, and a deleted one keeps its place."""

    CODE = "cards"
    NOT_SHOWN = frozenset({"likes"})

    def invent_posts(self) -> Sequence[BoardPost]:
        return with_times_to_the_minute(invented_posts(5, self.now, timedelta(hours=11), english=True))

    def list_path(self, page: int) -> str:
        return "/stories" if page == 1 else f"/stories/page/{page}"

    def post_path(self, post: BoardPost) -> str:
        words = "".join(letter if letter.isalnum() else "-" for letter in post.title.lower())
        return f"/stories/{'-'.join(filter(None, words.split('-')))}"

    def home_page(self) -> str:
        return _english(
            '<section class="hero"><h1>Small stories, told by you</h1><a class="cta" href="/stories">Read them</a></section>',
            "Home",
        )

    def list_page(self, page: int, posts: Sequence[BoardPost]) -> str:
        cards = "".join(
            f'<article class="card"><div class="thumb"></div><h3><a href="{self.post_path(post)}">{escape(post.title)}</a></h3>'
            f'<p class="excerpt">{escape(post.paragraphs[0][:60] if post.paragraphs else "")}</p><footer>by '
            f'<a rel="author" href="/people/{post.author.replace(" ", "+")}">{post.author}</a> '
            f'<time datetime="{post.time.isoformat()}">{post.time:%b %d}</time> <span>{post.views:,} views</span> '
            f"<span>{len(post.remarks)} comments</span></footer></article>"
            for post in posts
        )
        following = f'<link rel="next" href="{self.list_path(2)}">' if page == 1 else ""
        turn = f'<a class="older" href="{self.list_path(2)}">Older stories</a>' if page == 1 else ""
        return _english(f'<main class="grid">{cards}</main>{turn}', "Stories", following)

    def post_page(self, post: BoardPost) -> str:
        pictures = "".join(f'<img src="{path}" loading="lazy">' for path in post.pictures)
        body = "".join(f"<p>{escape(text)}</p>" for text in post.paragraphs)
        more = "".join(
            f'<li><a href="{self.post_path(other)}">{escape(other.title)}</a></li>'
            for other in self.posts[:6]
            if other is not post
        )
        return _english(
            f'<main class="story"><h1>{escape(post.title)}</h1><p class="byline">by <a rel="author" href="/people/{post.author.replace(" ", "+")}">'
            f'{post.author}</a> on <time datetime="{post.time.isoformat()}">{post.time:%B %d, %Y}</time> · {post.views:,} views</p>'
            f'<section class="prose">{pictures}{body}</section></main><section class="talk"><h2>{len(post.remarks)} comments</h2>'
            f'{self._thread(post.remarks)}</section><nav class="more"><h2>More stories</h2><ul>{more}</ul></nav>',
            post.title,
        )

    def _thread(self, remarks: Sequence[BoardComment]) -> str:
        out = ""
        for place, remark in enumerate(remarks):
            following = remarks[place + 1].depth if place + 1 < len(remarks) else 0
            out += f'<li id="comment-{remark.id}"><div class="bubble"><span class="nick">{remark.author}</span> <time datetime="'
            out += f'{remark.time.isoformat()}">{remark.time:%b %d, %H:%M}</time><p>{escape(remark.text)}</p>'
            out += f'<a class="vote">▲ {remark.likes}</a></div>'
            if following > remark.depth:
                out += "<ul>"
            else:
                out += "</li>" + "</ul></li>" * (remark.depth - following)
        return f'<ul class="thread">{out}</ul>'


class PhoneBoard(Board):
    """A board for small screens: a row is one link, numbers are shortened, and answers have a class of their own."""

    CODE = "phone"
    NOT_SHOWN = frozenset({"likes"})

    def invent_posts(self) -> Sequence[BoardPost]:
        return with_times_to_the_minute(invented_posts(6, self.now, timedelta(minutes=50), round_views=1_000))

    def list_path(self, page: int) -> str:
        return f"/m/humor/list/{page}"

    def post_path(self, post: BoardPost) -> str:
        return f"/m/humor/view/{post.id}"

    def home_page(self) -> str:
        return _mobile(
            '<ul class="menus"><li><a href="/m/humor/list/1">웃긴 글</a></li><li><a href="/m/photo/list/1">사진</a></li></ul>',
            "손안의 웃음",
        )

    def list_page(self, page: int, posts: Sequence[BoardPost]) -> str:
        rows = "".join(
            f'<li class="item"><a class="go" href="{self.post_path(post)}"><span class="tit">{escape(post.title)}</span>'
            f'<span class="info"><span class="wri">{post.author}</span> <span class="dat">{_day(post.time, self.now)}</span> '
            f'<span class="hit">조회 {_short(post.views)}</span></span></a><a class="rp" href="{self.post_path(post)}#cmt">{len(post.remarks)}</a></li>'
            for post in posts
        )
        pinned = (
            '<li class="item"><a class="go" href="/m/humor/view/11"><span class="tit">게시판 이용 규칙 (필독)</span><span class="info">'
            '<span class="wri">운영자</span> <span class="dat">2020.05.06</span> <span class="hit">조회 120만</span></span></a>'
            '<span class="pin">공지</span></li>'
        )
        turn = "".join(f'<a href="{self.list_path(n)}">{n}</a>' for n in (1, 2) if n != page)
        return _mobile(
            f'<ul class="items">{pinned if page == 1 else ""}{rows}</ul><div class="turnpage">{turn}</div>', "웃긴 글"
        )

    def post_page(self, post: BoardPost) -> str:
        body = "<br>".join(escape(text) for text in post.paragraphs)
        pictures = "".join(
            f'<img class="lz" src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" data-original="{path}">'
            for path in post.pictures
        )
        remarks = "".join(
            f'<li class="cm{" re" if remark.depth else ""}" id="cm_{remark.id}"><div class="who"><span class="nm">{remark.author}</span>'
            f'<span class="tm">{remark.time:%m-%d %H:%M}</span></div><p class="ct">{escape(remark.text)}</p>'
            f'<span class="up">추천 {remark.likes}</span></li>'
            for remark in post.remarks
        )
        return _mobile(
            f'<div class="view"><h2>{escape(post.title)}</h2><div class="vinfo"><span class="wri2">{post.author}</span>'
            f'<span class="dat2">{post.time:%Y-%m-%d %H:%M}</span><span>조회수 {_short(post.views)}</span></div><div class="txt">{body}{pictures}</div></div>'
            f'<div id="cmt"><strong>댓글 {len(post.remarks)}</strong><ul class="cms">{remarks}</ul></div><a class="back" href="/m/humor/list/1">목록</a>',
            post.title,
        )


def _ago(time: datetime, now: datetime) -> str:
    minutes = round((now - time).total_seconds() / 60)
    return f"{minutes}분 전" if minutes < 1_440 else f"{minutes // 1_440}일 전"


def _day(time: datetime, now: datetime) -> str:
    return f"{time:%H:%M}" if time.date() == now.date() else f"{time:%m.%d}"


def _short(number: int) -> str:
    """``12,345`` as ``1.2만``."""
    return f"{number / 10_000:.1f}만" if number >= 10_000 else str(number)


def _app(middle: str, title: str) -> str:
    return (
        f'<!doctype html><html lang="ko"><head><meta charset="utf-8"><title>{escape(title)} | 모여라</title><script>var t=1;</script></head>'
        '<body><div id="app"><div class="n01"><a href="/">모여라</a><a href="/c/daily">일상</a><a href="/c/job">직장</a>'
        f'<a href="/sign">가입</a></div>{middle}<div class="z99"><a href="/policy/terms">서비스 이용약관</a></div></div></body></html>'
    )


def _english(middle: str, title: str, head: str = "") -> str:
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)} — Smallville</title>{head}</head><body>'
        '<nav class="top"><a href="/">Smallville</a> <a href="/stories">Stories</a> <a href="/about">About</a></nav>'
        f'{middle}<div class="foot"><a href="/terms">Terms of use</a></div></body></html>'
    )


def _mobile(middle: str, title: str) -> str:
    return (
        f'<!doctype html><html lang="ko"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{escape(title)}</title>'
        f'</head><body><div class="topbar"><a href="/">홈</a></div>{middle}<p class="legal"><a href="/m/rule">운영 방침</a></p></body></html>'
    )
