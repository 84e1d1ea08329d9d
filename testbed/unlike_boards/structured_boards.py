"""Boards that say what their parts are: by JSON-LD, by microdata, and a forum whose posts all look alike."""

import json
from collections.abc import Sequence
from datetime import timedelta
from html import escape

from testbed.unlike_boards.board import Board
from testbed.unlike_boards.content import BoardPost, invented_posts, with_times_to_the_minute


class JsonLdBoard(Board):
    """A board whose posts are drawn by a script from JSON-LD, so that their pages show nothing else."""

    CODE = "linkeddata"
    NOT_SHOWN = frozenset({"remark.depth"})
    ROW = frozenset({"author", "views", "likes", "comments"})

    def invent_posts(self) -> Sequence[BoardPost]:
        return with_times_to_the_minute(invented_posts(7, self.now, timedelta(hours=2)))

    def list_path(self, page: int) -> str:
        return f"/topics?cursor={page}"

    def first_list_path(self) -> str:
        return "/topics"

    def post_path(self, post: BoardPost) -> str:
        return f"/topics/{post.id}"

    def home_page(self) -> str:
        return _script(
            "직장인 광장", '<p class="lead">솔직한 직장 이야기</p><a class="enter" href="/topics">토픽 보기</a>'
        )

    def list_page(self, page: int, posts: Sequence[BoardPost]) -> str:
        rows = "".join(
            f'<section class="topic"><h4 class="head"><a href="{self.post_path(post)}">{escape(post.title)}</a></h4>'
            f'<span class="company">{post.author}</span><span class="num" aria-label="조회수">{post.views}</span>'
            f'<span class="num" aria-label="좋아요">{post.likes}</span><span class="num" aria-label="댓글">{len(post.remarks)}</span></section>'
            for post in posts
        )
        return _script(
            "토픽", f'<div class="topics">{rows}</div><a class="further" href="{self.list_path(2)}">더 보기</a>'
        )

    def post_page(self, post: BoardPost) -> str:
        def counter(action: str, count: int) -> dict[str, object]:
            return {
                "@type": "InteractionCounter",
                "interactionType": f"https://schema.org/{action}",
                "userInteractionCount": count,
            }

        data = {
            "@context": "https://schema.org",
            "@type": "DiscussionForumPosting",
            "headline": post.title,
            "author": {"@type": "Person", "name": post.author},
            "datePublished": post.time.isoformat(),
            "articleBody": "\n".join(post.paragraphs),
            "image": [f"http://pictures.example{path}" for path in post.pictures],
            "commentCount": len(post.remarks),
            "interactionStatistic": [counter("ViewAction", post.views), counter("LikeAction", post.likes)],
            "comment": [
                {
                    "@type": "Comment",
                    "@id": f"#{remark.id}",
                    "text": remark.text,
                    "author": {"@type": "Person", "name": remark.author},
                    "datePublished": remark.time.isoformat(),
                    "upvoteCount": remark.likes,
                }
                for remark in post.remarks
            ],
        }
        written = json.dumps(data, ensure_ascii=False).replace("</", "<\\/")
        return _script(
            post.title, '<div id="root">불러오는 중…</div>', f'<script type="application/ld+json">{written}</script>'
        )


class MicrodataBoard(Board):
    """A board with microdata: a table with headings, comments in a table whose rows carry their level."""

    CODE = "itemised"
    POST = frozenset({"views", "likes"})

    def invent_posts(self) -> Sequence[BoardPost]:
        return with_times_to_the_minute(invented_posts(8, self.now, timedelta(hours=9)))

    def list_path(self, page: int) -> str:
        return f"/bulletin?code=free&pg={page}"

    def first_list_path(self) -> str:
        return "/bulletin?code=free"

    def post_path(self, post: BoardPost) -> str:
        return f"/bulletin/read?code=free&seq={post.id}"

    def home_page(self) -> str:
        return _itemised(
            "동호회",
            '<div class="welcome"><a href="/bulletin?code=free">자유 게시판</a> <a href="/bulletin?code=qna">질문</a></div>',
        )

    def list_page(self, page: int, posts: Sequence[BoardPost]) -> str:
        head = "".join(f"<th>{name}</th>" for name in ("번호", "분류", "제목", "작성자", "추천", "조회", "작성일"))
        rows = "".join(
            f'<tr class="line"><td>{post.id}</td><td>{("잡담", "고민", "자랑")[post.id % 3]}</td><td class="l-title"><a href="{escape(self.post_path(post))}&amp;pg={page}">'
            f"{escape(post.title)}</a>{f' [{len(post.remarks)}]' if post.remarks else ''}</td><td>{post.author}</td><td>{post.likes}</td>"
            f"<td>{post.views}</td><td>{post.time:%Y-%m-%d}</td></tr>"
            for post in posts
        )
        notice = f'<tr class="line pinned"><td>공지</td><td></td><td class="l-title"><a href="/bulletin/read?code=free&amp;seq=1&amp;pg={page}">회칙을 읽어 주세요</a></td><td>회장</td><td>3</td><td>99999</td><td>2018-04-05</td></tr>'
        turn = "".join(f'<a href="{escape(self.list_path(n))}">{n}</a> ' for n in (1, 2))
        return _itemised(
            "자유 게시판",
            f'<table class="ledger"><thead><tr>{head}</tr></thead><tbody>{notice}{rows}</tbody></table><div class="leaf">{turn}</div>',
        )

    def post_page(self, post: BoardPost) -> str:
        body = "".join(f"<div>{escape(text)}</div>" for text in post.paragraphs)
        pictures = "".join(f'<div><img src="{path}"></div>' for path in post.pictures)
        remarks = "".join(
            f'<tr class="r-line" data-level="{remark.depth}" data-seq="{remark.id}"><td class="r-name">{remark.author}</td><td class="r-text">{escape(remark.text)}'
            f'</td><td class="r-date">{remark.time:%Y-%m-%d %H:%M}</td><td class="r-good">추천 {remark.likes}</td></tr>'
            for remark in post.remarks
        )
        return _itemised(
            post.title,
            f'<div itemscope itemtype="https://schema.org/Article"><h3 itemprop="headline">{escape(post.title)}</h3><ul class="prop"><li>작성자 '
            f'<span itemprop="author">{post.author}</span></li><li>작성일 <span itemprop="datePublished" content="{post.time.isoformat()}">{post.time:%Y-%m-%d %H:%M:%S}</span></li>'
            f'<li>조회 {post.views}</li><li>추천 {post.likes}</li></ul><div itemprop="articleBody">{body}{pictures}</div></div>'
            f'<table class="remarks">{remarks}</table><a href="/bulletin?code=free">목록으로</a>',
        )


class EqualBoxBoard(Board):
    """A forum where the opening post and its answers stand in boxes of one kind."""

    CODE = "equal"
    NOT_SHOWN = frozenset({"likes", "remark.depth"})
    POST = frozenset[str]()

    def invent_posts(self) -> Sequence[BoardPost]:
        return with_times_to_the_minute(invented_posts(9, self.now, timedelta(hours=6)))

    def list_path(self, page: int) -> str:
        return "/forum/table-talk/" if page == 1 else f"/forum/table-talk/page-{page}"

    def post_path(self, post: BoardPost) -> str:
        return f"/thread/{post.id}/"

    def home_page(self) -> str:
        return _forum(
            "포럼",
            '<div class="node"><a href="/forum/table-talk/">식탁 이야기</a></div><div class="node"><a href="/forum/garden/">정원</a></div>',
        )

    def list_page(self, page: int, posts: Sequence[BoardPost]) -> str:
        rows = "".join(
            f'<div class="thread-row"><div class="cell-main"><a class="thread-name" href="{self.post_path(post)}">{escape(post.title)}</a>'
            f'<div class="thread-by"><a class="member" href="/member/{post.author}">{post.author}</a> <time datetime="{post.time.isoformat()}">{post.time:%Y-%m-%d}</time></div></div>'
            f'<dl class="pair"><dt>답변</dt><dd>{len(post.remarks)}</dd></dl><dl class="pair"><dt>조회</dt><dd>{post.views:,}</dd></dl></div>'
            for post in posts
        )
        turn = f'<a rel="next" class="nextpage" href="{self.list_path(2)}">다음</a>' if page == 1 else ""
        return _forum("식탁 이야기", f'<div class="threads">{rows}</div>{turn}')

    def post_page(self, post: BoardPost) -> str:
        opening = "".join(f"<p>{escape(text)}</p>" for text in post.paragraphs)
        opening += "".join(f'<p><img src="{path}"></p>' for path in post.pictures)
        said = [(1, post.author, post.time, opening, post.likes)]
        said += [
            (remark.id, remark.author, remark.time, f"<p>{escape(remark.text)}</p>", remark.likes)
            for remark in post.remarks
        ]
        boxes = "".join(
            f'<section class="message" id="m{number}"><div class="message-user"><h4>{author}</h4><em>회원</em></div><div class="message-main">'
            f'<div class="message-top"><time datetime="{time.isoformat()}">{time:%Y-%m-%d %H:%M}</time></div><div class="message-words">{words}</div>'
            f'<div class="message-foot">👍 <span>{likes if number > 1 else ""}</span></div></div></section>'
            for number, author, time, words, likes in said
        )
        return _forum(
            post.title,
            f'<h1 class="thread-title">{escape(post.title)}</h1><div class="crumbs"><a href="/forum/table-talk/">식탁 이야기</a></div>{boxes}',
        )


def _script(title: str, middle: str, head: str = "") -> str:
    return (
        f'<!doctype html><html lang="ko"><head><meta charset="utf-8"><title>{escape(title)}</title>{head}</head><body><div class="banner">'
        f'<a href="/">직장인 광장</a></div>{middle}<div class="end"><a href="/agreement">이용약관</a></div></body></html>'
    )


def _itemised(title: str, middle: str) -> str:
    return (
        f'<!doctype html><html lang="ko"><head><meta charset="utf-8"><title>{escape(title)} :: 동호회</title></head><body><div class="gnb"><a href="/">동호회</a>'
        f'</div>{middle}<div class="bottom"><a href="/bulletin?code=qna">문의</a> <a href="/service-terms">약관</a></div></body></html>'
    )


def _forum(title: str, middle: str) -> str:
    return (
        f'<!doctype html><html lang="ko"><head><meta charset="utf-8"><title>{escape(title)} | 텃밭</title></head><body><nav class="bar"><a href="/">텃밭</a></nav>'
        f'{middle}<footer class="legalese"><a href="/help/terms/">이용 규칙</a></footer></body></html>'
    )
