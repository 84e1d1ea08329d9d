"""A small board that behaves: its true posts, its pages, and the site file that reads them."""

from typing import Any, Final, NamedTuple

from crawlers.sites_config.model import SiteSpec

COMMENTS: Final = 4
POSTS: Final = ("101", "102", "103", "104", "105")
_FIRST_PAGE: Final = 3
"""Posts on the first of the two list pages."""
_STORIES: Final = {
    "101": ("비 오는 날 우산을 바꿔 들고 왔어요", "정류장에서 집까지 와서야 손잡이가 다르다는 것을 알았습니다."),
    "102": ("옆집 고양이가 택배를 지키고 있습니다", "상자 위에서 꼬리를 흔들며 아무도 못 가져가게 하네요."),
    "103": ("회사 정수기가 노래를 부르기 시작했다", "물을 받을 때마다 같은 가락이 나와서 다들 따라 부릅니다."),
    "104": ("아버지가 처음으로 김밥을 말아 주셨다", "단무지가 네 줄이라 입에 다 들어가지 않았지만 맛있었습니다."),
    "105": ("도서관 책에서 이십 년 전 편지를 찾음", "돌려줄 사람을 찾는다고 게시판에 적어 두었더니 연락이 왔어요."),
}


class TruePost(NamedTuple):
    """What a post of the board really holds."""

    title: str
    text: str
    views: int


def true_post(post: str) -> TruePost:
    """The true post of a number."""
    title, text = _STORIES[post]
    return TruePost(title, text, 1_000 + int(post))


def html_page(title: str, body: str) -> str:
    """A page of HTML with the menus that every page of the board has."""
    menu = "".join(f'<a href="/menu/{number}">게시판 {number}</a>' for number in range(8))
    return (
        f'<!doctype html><html lang="ko"><head><meta charset="utf-8"><title>{title}</title></head>'
        f"<body><nav>{menu}</nav>{body}<footer>동네 게시판 · 이용 안내 · 개인정보 처리 방침</footer></body></html>"
    )


def list_page(base: str, page: int) -> str:
    """The HTML of a list page."""
    posts = POSTS[:_FIRST_PAGE] if page == 1 else POSTS[_FIRST_PAGE:]
    rows = "".join(
        f'<li class="row"><a class="subject" href="{base}/p/{post}">{true_post(post).title}</a>'
        f'<b class="views">{true_post(post).views}</b><b class="replies">{COMMENTS}</b></li>'
        for post in posts
    )
    following = f'<a class="next" href="{base}/list?page=2">다음</a>' if page == 1 else ""
    return html_page("동네 게시판", f'<ul class="board">{rows}</ul>{following}')


def comment_html(post: str, number: int) -> str:
    """The HTML of one comment."""
    return (
        f'<div class="reply" id="c{post}{number}"><i class="who">이웃{number}</i>'
        f'<time>2026-11-2{number} 21:45</time><p class="says">{post}번 글의 {number}번째 댓글입니다</p></div>'
    )


def comment_page(post: str, page: int) -> str:
    """The HTML of a post's second page of comments: the first two stand on the page of the post itself."""
    return html_page("댓글", "".join(comment_html(post, number) for number in range(2 * page - 2, 2 * page)))


def post_page(base: str, post: str) -> str:
    """The HTML of a post's page with its first comments."""
    told = true_post(post)
    return html_page(
        f"{told.title} : 동네 게시판",
        f'<h1 class="title">{told.title}</h1><i class="writer">느림보</i><time class="at">2026-11-20 09:30</time>'
        f'<b class="views">{told.views}</b><b class="replies">{COMMENTS}</b>'
        f'<div class="text"><p>{told.text}</p></div><section>{comment_html(post, 0)}{comment_html(post, 1)}</section>'
        f'<div class="pages"><a href="{base}/p/{post}/comments?page=2">2</a></div>',
    )


def site_spec(url: str, code: str, changes: dict[str, Any]) -> SiteSpec:
    """The site file of the board at ``url``; ``changes`` are other selectors of its parts."""
    selectors: dict[str, dict[str, Any] | None] = {
        "list": {
            "rows": "ul.board > li",
            "id": {"css": "a.subject", "attr": "href", "regex": r"/p/(\w+)"},
            "link": "a.subject",
            "title": "a.subject",
            "views": ".views",
            "comments": ".replies",
            "next": {"css": "a.next", "attr": "href"},
        },
        "post": {
            "title": "h1.title",
            "author": ".writer",
            "posted_at": "time.at",
            "body": "div.text",
            "views": "h1 ~ .views",
            "comments": "h1 ~ .replies",
        },
        "comments": {
            "rows": ".reply",
            "id": {"attr": "id"},
            "author": ".who",
            "posted_at": "time",
            "text": ".says",
            "pages": ".pages a",
        },
    }
    return SiteSpec.model_validate(
        {
            "code": code,
            "name": "동네 게시판",
            "engine": "declarative-html",
            "base_url": url,
            "boards": [{"code": "all", "path": "/list"}],
            "selectors": selectors | changes,
            "policy": {"loopback": True, "min_delay": 0, "enabled": True},
        }
    )
