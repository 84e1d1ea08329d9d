"""Boards that mix: rows of two table rows, counts inside titles, numbers behind icons, times in two parts."""

from collections.abc import Sequence
from datetime import timedelta
from html import escape

from testbed.unlike_boards.board import Board
from testbed.unlike_boards.content import BoardComment, BoardPost, invented_posts, with_times_to_the_minute


class _Plain(Board):
    """What these boards share: their addresses."""

    def list_path(self, page: int) -> str:
        return f"/{self.CODE}/free?page={page}"

    def first_list_path(self) -> str:
        return f"/{self.CODE}/free"

    def post_path(self, post: BoardPost) -> str:
        return f"/{self.CODE}/free/{post.id}"

    def home_page(self) -> str:
        return self.framed("홈", "<p>환영합니다</p>")

    def framed(self, title: str, middle: str) -> str:
        return (
            f"<!doctype html><html lang=ko><head><meta charset=utf-8><title>{escape(title)} - 사이트</title></head><body><div>"
            f"<a href=/>홈</a><a href=/{self.CODE}/free>자유게시판</a><a href=/{self.CODE}/news>뉴스</a></div>{middle}<div>"
            "<a href=/rules/terms>이용약관</a> 회사명 주식회사 사이트 / 대표 홍길동 / 사업자 123-45-67890</div></body></html>"
        )

    def turn(self, page: int) -> str:
        return " ".join(f"<a href='{self.list_path(n)}'>{n}</a>" if n != page else f"<b>{n}</b>" for n in (1, 2))

    @staticmethod
    def body(post: BoardPost) -> str:
        words = "".join(f"<p>{escape(text)}</p>" for text in post.paragraphs)
        return words + "".join(f"<img src='{path}'>" for path in post.pictures)


class TwoRowBoard(_Plain):
    """A board whose posts take two table rows each, and whose comments are terms with descriptions."""

    CODE = "tworows"

    def invent_posts(self) -> Sequence[BoardPost]:
        return with_times_to_the_minute(invented_posts(31, self.now, timedelta(hours=4)))

    def list_page(self, page: int, posts: Sequence[BoardPost]) -> str:
        rows = "".join(
            f"<tr class=duo-a><td>{post.id}</td><td><a href='{self.post_path(post)}'>{escape(post.title)}</a></td></tr>"
            f"<tr class=duo-b><td></td><td>{self._facts(post)}</td></tr>"
            for post in posts
        )
        return self.framed("자유", f"<table class=duo>{rows}</table>{self.turn(page)}")

    @staticmethod
    def _facts(post: BoardPost) -> str:
        counts = f"조회 {post.views} | 추천 {post.likes} | 댓글 {len(post.remarks)}"
        return f"{post.author} | {post.time:%Y.%m.%d %H:%M} | {counts}"

    def post_page(self, post: BoardPost) -> str:
        remarks = "".join(
            f"<dt>{'<i>ㄴ</i> ' if remark.depth else ''}<b>{remark.author}</b> <small>{remark.time:%Y.%m.%d %H:%M}</small> "
            f"<span class=duo-ok>추천 {remark.likes}</span></dt><dd>{escape(remark.text)}</dd>"
            for remark in post.remarks
        )
        return self.framed(
            post.title,
            f"<h2>{escape(post.title)}</h2><div class=duo-facts>{self._facts(post)}</div><div class=duo-body>{self.body(post)}"
            f"</div><dl class=duo-said>{remarks}</dl><a href={self.first_list_path()}>목록</a>",
        )


class CountInTitleBoard(_Plain):
    """A board whose titles end in the number of comments, whose posts show a second time, and the list again below."""

    CODE = "inlink"
    NOT_SHOWN = frozenset({"remark.likes", "likes"})
    POST = frozenset({"views"})

    def invent_posts(self) -> Sequence[BoardPost]:
        return with_times_to_the_minute(invented_posts(41, self.now, timedelta(hours=4)))

    def list_page(self, page: int, posts: Sequence[BoardPost]) -> str:
        return self.framed("자유", f"{self._rows(posts)}{self.turn(page)}")

    def _rows(self, posts: Sequence[BoardPost]) -> str:
        rows = "".join(
            f"<li><a href='{self.post_path(post)}'>{escape(post.title)} [{len(post.remarks)}]</a><p>{post.author} "
            f"<span>{post.time:%y/%m/%d}</span> <span>읽음 {post.views}</span></p></li>"
            for post in posts
        )
        return f"<ul class=il-rows>{rows}</ul>"

    def post_page(self, post: BoardPost) -> str:
        recent = "".join(
            f"<li><a href='{self.post_path(other)}'>{escape(other.title)}</a> <em>{other.time:%H:%M}</em></li>"
            for other in self.posts[10:15]
        )
        remarks = "".join(
            f"<li style='padding-left:{remark.depth * 2}em' data-comment={remark.id}><span class=il-a>{remark.author}</span>"
            f"<span class=il-d>{remark.time:%y/%m/%d %H:%M}</span><div class=il-t>{escape(remark.text)}</div></li>"
            for remark in post.remarks
        )
        edited = post.time + timedelta(minutes=7)
        return self.framed(
            post.title,
            f"<div class=il-side><h3>최근 글</h3><ul>{recent}</ul></div><div><h1>{escape(post.title)}</h1><p class=il-facts>"
            f"<span class=il-w>{post.author}</span><span class=il-e>{post.time:%y/%m/%d %H:%M}</span><span>읽음 {post.views}</span> "
            f"<span class=il-m>수정 {edited:%y/%m/%d %H:%M}</span></p><div class=il-c>{self.body(post)}</div><div><button>공유</button>"
            f"<button>신고</button></div></div><ul class=il-said>{remarks}</ul>{self._rows(self.posts[:10])}",
        )


class IconBoard(_Plain):
    """A board of pictured tiles: numbers behind icons, days and clocks in two parts, the best comments shown twice."""

    CODE = "icons"

    def invent_posts(self) -> Sequence[BoardPost]:
        return with_times_to_the_minute(invented_posts(51, self.now, timedelta(hours=4)))

    @staticmethod
    def _numbers(post: BoardPost) -> str:
        return (
            f"<i class='fa fa-eye'></i> {post.views:,} <i class='fa fa-comment'></i> {len(post.remarks)} "
            f"<i class='fa fa-thumbs-up'></i> {post.likes}"
        )

    def list_page(self, page: int, posts: Sequence[BoardPost]) -> str:
        tiles = "".join(
            f"<div class='ic-tile ic-{place % 3}'><a href='{self.post_path(post)}'><img src=/t/{post.id}.jpg></a><div><a class=ic-title "
            f"href='{self.post_path(post)}'><strong>{escape(post.title)}</strong></a><div class=ic-by><img src=/lv.gif alt='레벨 3'>"
            f"<a href='/u/{post.author}'>{post.author}</a></div><div class=ic-n>{self._numbers(post)}</div>"
            f"<time>{post.time:%Y-%m-%d %H:%M:%S}</time></div></div>"
            for place, post in enumerate(posts)
        )
        return self.framed("자유", f"<div class=ic-grid>{tiles}</div>{self.turn(page)}")

    def post_page(self, post: BoardPost) -> str:
        best = sorted(post.remarks, key=lambda remark: -remark.likes)[:2] if len(post.remarks) > 4 else []
        remarks = "".join(
            f"<div class=ic-under>{self._remark(one, 'ic-one')}</div>" if one.depth else self._remark(one, "ic-one")
            for one in post.remarks
        )
        return self.framed(
            post.title,
            f"<article><header><h1><span class=ic-cat>잡담</span> {escape(post.title)}</h1><div class=ic-head><a href='/u/{post.author}'>"
            f"{post.author}</a> <time>{post.time:%Y-%m-%d %H:%M:%S}</time> {self._numbers(post)}</div></header><div class=ic-body>"
            f"{self.body(post)}</div></article><section><h3>댓글 {len(post.remarks)}</h3><div class=ic-bests>"
            f"{''.join(self._remark(one, 'ic-best') for one in best)}</div>{remarks}</section>",
        )

    @staticmethod
    def _remark(remark: BoardComment, kind: str) -> str:
        return (
            f"<div class={kind} id={kind}-{remark.id}><div class=ic-who><a href='/u/{remark.author}'>{remark.author}</a> "
            f"<span>{remark.time:%Y-%m-%d}</span> <span>{remark.time:%H:%M}</span></div><div class=ic-text>{escape(remark.text)}</div>"
            f"<div class=ic-foot><i class='fa fa-thumbs-up'></i> {remark.likes} <a href='#'>답글</a> <a href='#'>신고</a></div></div>"
        )
