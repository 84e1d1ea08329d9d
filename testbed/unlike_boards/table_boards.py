"""Boards in the manner of twenty years ago: tables in tables, fonts, hardly a class, and one in definition lists."""

from collections.abc import Sequence
from datetime import timedelta
from html import escape

from testbed.unlike_boards.board import Board
from testbed.unlike_boards.content import BoardComment, BoardPost, invented_posts, with_times_to_the_minute


class FontTableBoard(Board):
    """A board of tables in tables without classes, in code page 949; answers are moved by a spacer picture."""

    CODE = "fonttables"
    ENCODING = "cp949"
    NOT_SHOWN = frozenset({"remark.likes"})
    POST = frozenset({"views", "likes"})

    def invent_posts(self) -> Sequence[BoardPost]:
        return with_times_to_the_minute(invented_posts(1, self.now, timedelta(hours=7)))

    def list_path(self, page: int) -> str:
        return f"/zb/zboard.php?id=talk&page={page}"

    def first_list_path(self) -> str:
        return "/zb/zboard.php?id=talk"

    def post_path(self, post: BoardPost) -> str:
        return f"/zb/zboard.php?id=talk&no={post.id}"

    def home_page(self) -> str:
        return _old(
            "모임방",
            '<table><tr><td><a href="/intro.htm">모임 소개</a></td><td><a href="/zb/zboard.php?id=talk">이야기 마당</a></td>'
            '<td><a href="/zb/zboard.php?id=photo">사진첩</a></td></tr></table><p>찾아 주셔서 고맙습니다.</p>',
        )

    def list_page(self, page: int, posts: Sequence[BoardPost]) -> str:
        notice = (
            "<tr><td align=center><b>공지</b></td><td><a href='/zb/zboard.php?id=talk&no=3'>모임방 이용 안내입니다</a></td>"
            "<td>방장</td><td>2019/01/02</td><td>88120</td><td>0</td></tr>"
        )
        rows = "".join(self._row(post, 40 - (page - 1) * 10 - place) for place, post in enumerate(posts))
        head = "".join(
            f"<td><font size=2>{name}</font></td>" for name in ("번호", "제목", "이름", "날짜", "조회", "추천")
        )
        others = "".join(f"<b>[{n}]</b> " if n == page else f'<a href="{self.list_path(n)}">[{n}]</a> ' for n in (1, 2))
        return _old(
            "이야기 마당",
            f"<table width=600 border=0><tr bgcolor=#cccccc>{head}</tr>{notice}{rows}</table>"
            f"<table width=600><tr><td>{others}</td><td><a href='/zb/write.php?id=talk'>글쓰기</a></td></tr></table>",
        )

    def _row(self, post: BoardPost, number: int) -> str:
        count = f" <font size=1 color=red>[{len(post.remarks)}]</font>" if post.remarks else ""
        return (
            f"<tr onmouseover=\"this.style.backgroundColor='#eee'\"><td align=center><font size=1>{number}</font></td>"
            f"<td><a href='{escape(self.post_path(post))}'>{escape(post.title)}</a>{count}</td>"
            f"<td><span style='cursor:pointer'>{post.author}</span></td><td>{post.time:%Y/%m/%d}</td>"
            f"<td>{post.views}</td><td>{post.likes}</td></tr>\n"
        )

    def post_page(self, post: BoardPost) -> str:
        body = "<br><br>\n".join(escape(text) for text in post.paragraphs)
        pictures = "".join(f"<img src='{path}' border=0><br>" for path in post.pictures)
        remarks = "".join(map(self._remark, post.remarks))
        return _old(
            post.title,
            f"<table width=600><tr><td bgcolor=#dddddd colspan=2><b>{escape(post.title)}</b></td></tr>"
            f"<tr><td>글쓴이 : <span>{post.author}</span></td><td align=right>{post.time:%Y/%m/%d %H:%M} , "
            f"조회 : {post.views} , 추천 : {post.likes}</td></tr>"
            f"<tr><td colspan=2 height=200 valign=top>{pictures}{body}</td></tr></table>"
            f"<table width=600>{remarks}</table>"
            "<form action=comment.php method=post><table><tr><td>이름 <input name=name> 비밀번호 "
            "<input type=password name=password></td><td><textarea name=memo></textarea></td></tr></table></form>"
            "<table width=600><tr><td><a href='/zb/zboard.php?id=talk'>목록보기</a> "
            "<a href='/zb/write.php?id=talk'>글쓰기</a></td></tr></table>",
        )

    @staticmethod
    def _remark(remark: BoardComment) -> str:
        spacer = "<img src=/img/blank.gif width=20 height=1>" if remark.depth else ""
        return (
            f"<tr valign=top><td width=110>{spacer}<b>{remark.author}</b></td><td>{escape(remark.text)}</td>"
            f"<td width=100><font size=1>{remark.time:%Y/%m/%d %H:%M}</font></td></tr>\n"
        )


class DefinitionListBoard(Board):
    """A board whose list and comments are definition lists; a comment's level stands in its margin."""

    CODE = "terms"

    def invent_posts(self) -> Sequence[BoardPost]:
        return with_times_to_the_minute(invented_posts(2, self.now, timedelta(hours=3)))

    def list_path(self, page: int) -> str:
        return f"/board/life?p={page}"

    def first_list_path(self) -> str:
        return "/board/life"

    def post_path(self, post: BoardPost) -> str:
        return f"/board/life/{post.id}"

    def home_page(self) -> str:
        latest = "".join(
            f'<li><a href="{self.post_path(post)}">{escape(post.title)}</a></li>' for post in self.posts[:5]
        )
        return _frame("온동네", f'<h2>새로 올라온 글</h2><ul class="fresh">{latest}</ul>')

    def list_page(self, page: int, posts: Sequence[BoardPost]) -> str:
        terms = "".join(
            f'<dt class="subj"><a href="{self.post_path(post)}">{escape(_cut(post.title))}</a>'
            + (f" <em>+{len(post.remarks)}</em>" if post.remarks else "")
            + f'</dt><dd class="under">글쓴이 {post.author} · {post.time:%m.%d %H:%M} · 조회 {post.views:,} · 공감 {post.likes}</dd>'
            for post in posts
        )
        pages = "".join(
            f'<a href="{self.list_path(n)}" {"aria-current=page" if n == page else ""}>{n}</a>' for n in (1, 2)
        )
        return _frame(
            "사는 이야기", f'<h1>사는 이야기</h1><dl class="collection">{terms}</dl><p class="turn">{pages}</p>'
        )

    def post_page(self, post: BoardPost) -> str:
        pictures = "".join(f'<figure><img data-src="{path}" src="/img/grey.gif"></figure>' for path in post.pictures)
        body = "".join(f"<p>{escape(text)}</p>" for text in post.paragraphs)
        remarks = "".join(
            f'<dl class="said" id="r{remark.id}" style="margin-left:{remark.depth * 24}px"><dt><strong>{remark.author}</strong>'
            f"<time>{remark.time:%Y.%m.%d %H:%M}</time></dt><dd>{escape(remark.text)}</dd>"
            f'<dd class="below"><button>공감 {remark.likes}</button> <button>신고</button></dd></dl>'
            for remark in post.remarks
        )
        return _frame(
            post.title,
            f'<div class="opened"><h1>{escape(post.title)}</h1><p class="facts">글쓴이 {post.author} · '
            f"{post.time:%Y.%m.%d %H:%M} · 조회 {post.views:,} · 공감 {post.likes} · 댓글 {len(post.remarks)}</p>"
            f'<div class="words">{pictures}{body}</div></div><h3>댓글 {len(post.remarks)}개</h3>{remarks}'
            '<p><a href="/board/life">목록</a></p>',
        )


class ClasslessBoard(Board):
    """A board of bare elements, without a class or an id; answers stand behind a corner sign."""

    CODE = "bare"
    NOT_SHOWN = frozenset({"likes", "remark.likes"})
    POST = frozenset({"views"})

    def invent_posts(self) -> Sequence[BoardPost]:
        return with_times_to_the_minute(invented_posts(3, self.now, timedelta(hours=5)))

    def list_path(self, page: int) -> str:
        return f"/list.cgi?from={(page - 1) * 10}"

    def first_list_path(self) -> str:
        return "/list.cgi"

    def post_path(self, post: BoardPost) -> str:
        return f"/read.cgi?n={post.id}"

    def home_page(self) -> str:
        return _plain(
            "작은 게시판", "<h1>작은 게시판</h1><p><a href='/list.cgi'>들어가기</a> <a href='/help.html'>도움말</a></p>"
        )

    def list_page(self, page: int, posts: Sequence[BoardPost]) -> str:
        rows = "".join(
            f"<li><a href='{self.post_path(post)}'>{escape(post.title)}</a> ({len(post.remarks)}) "
            f"<i>{post.author}</i> <small>{post.time:%y-%m-%d %H:%M}</small> <u>{post.views}번 읽음</u></li>\n"
            for post in posts
        )
        link = (
            f"<a href='{self.list_path(2)}'>이전 글</a>" if page == 1 else f"<a href='{self.list_path(1)}'>최근 글</a>"
        )
        return _plain("글 목록", f"<h1>글 목록</h1><ol>{rows}</ol><p>{link}</p>")

    def post_page(self, post: BoardPost) -> str:
        body = "".join(f"<p>{escape(text)}</p>" for text in post.paragraphs)
        pictures = "".join(f"<p><img src='{path}'></p>" for path in post.pictures)
        remarks = "".join(
            f"<div><p>{'└ ' if remark.depth else ''}<b>{remark.author}</b> ({remark.time:%y-%m-%d %H:%M})</p>"
            f"<p>{escape(remark.text)}</p></div>\n"
            for remark in post.remarks
        )
        return _plain(
            post.title,
            f"<h2>{escape(post.title)}</h2><p><b>{post.author}</b> <small>{post.time:%y-%m-%d %H:%M}</small> "
            f"<u>{post.views}번 읽음</u></p><div>{body}{pictures}</div><hr><div>{remarks}</div><hr>"
            "<p><a href='/list.cgi'>목록으로</a></p>",
        )


def _cut(title: str) -> str:
    """A title as narrow lists show it."""
    return title if len(title) <= 24 else f"{title[:24]}…"


def _old(title: str, middle: str) -> str:
    return (
        f"<html><head><meta http-equiv=Content-Type content='text/html; charset=euc-kr'><title>{escape(title)}</title></head>"
        "<body bgcolor=white><center><table width=600><tr><td><a href=/>처음으로</a></td>"
        f"<td><a href='/zb/zboard.php?id=photo'>사진첩</a></td></tr></table>{middle}"
        "<table width=600><tr><td align=center><font size=1>Copyright 1999-2026 모임방</font></td></tr></table></center>"
    )


def _plain(title: str, middle: str) -> str:
    return f"<!doctype html><meta charset=utf-8><title>{escape(title)}</title><body>{middle}<p>운영자에게 <a href='/mail'>편지</a></p>"


def _frame(title: str, middle: str) -> str:
    return (
        f'<!doctype html><html lang="ko"><head><meta charset="utf-8"><title>{escape(title)} - 온동네</title></head><body>'
        '<header><a href="/">온동네</a><nav><a href="/board/life">사는 이야기</a><a href="/board/market">장터</a>'
        '<a href="/login">로그인</a></nav></header><aside><h4>오늘의 인기 검색어</h4><ol class="hotwords"><li>김밥</li><li>이사</li>'
        f'<li>우산</li><li>만두</li></ol></aside>{middle}<footer><a href="/terms">이용약관</a> <a href="/privacy">개인정보처리방침</a>'
        "<p>© 2026 온동네</p></footer></body></html>"
    )
