"""What a page is that is no list and no post, by pages of our own after the words of real boards."""

from crawlers.parse.markup import Node, parse_html
from crawlers.parse.page_kind import PageKind, page_kind, says_list_is_empty

URL = "https://board.example/free/7"
MENU = (
    "".join(f'<a href="/b/{n}">게시판 {n}</a>' for n in range(9))
    + "<p>"
    + "동네 소식을 나누는 곳입니다. " * 40
    + "</p>"
)
GUEST = (
    '<form class="write"><input name="wr_name"><input type="password" name="wr_password"><textarea></textarea></form>'
)
LOGIN_BOX = '<form class="outlogin"><input name="mb_id"><input type="password" name="mb_password"></form>'
LOGIN = '<form action="/login_check"><input name="id"><input type="password" name="pw"><button>확인</button></form>'


def page(body: str, title: str = "동네 게시판") -> Node:
    return parse_html(f"<!doctype html><html><head><title>{title}</title></head><body>{body}</body></html>")


def alert(words: str) -> Node:
    return parse_html(f'<html><head><script>alert("{words}"); history.back();</script></head><body></body></html>')


def test_pages_are_called_what_they_are() -> None:
    rows: list[tuple[str, Node, PageKind]] = [
        ("a layout nobody knows", page(f"<main><h1>비 오는 날</h1>{MENU}</main>"), PageKind.OTHER),
        ("with a guest's form", page(f"<h1>비 오는 날</h1>{MENU}{GUEST}"), PageKind.OTHER),
        ("with a login box at the side", page(f"{LOGIN_BOX}<h1>비 오는 날</h1>{MENU}"), PageKind.OTHER),
        (
            "with a login box that has a heading, as stock layouts have it on every page",
            page(
                f"<h1>자유게시판</h1><h2>비 오는 날</h2>{MENU}<h2><span>회원</span>로그인</h2>{LOGIN_BOX}<h1>LOGIN</h1>"
            ),
            PageKind.OTHER,
        ),
        (
            "a short post beside an empty box of notices",
            page("<h2>비 오는 날</h2><p>우산</p><li>게시물이 없습니다.</li>" + '<a href="/">게시판</a>' * 20),
            PageKind.OTHER,
        ),
        (
            "a short post beside a login box",
            page(f"<h2>비 오는 날</h2><p>우산</p><h2>로그인</h2>{LOGIN_BOX}" + '<a href="/">게시판</a>' * 20),
            PageKind.OTHER,
        ),
        (
            "a short page with a guest's form",
            page(f"<h1>비 오는 날</h1><p>우산을 잃어버렸다</p>{GUEST}"),
            PageKind.EMPTY,
        ),
        ("where a comment was removed", page(f"<h1>비</h1><li>삭제된 댓글입니다.</li>{MENU}"), PageKind.OTHER),
        ("where nobody commented", page("<h1>비</h1><p>등록된 댓글이 없습니다.</p><p>우산</p>"), PageKind.EMPTY),
        ("a login with menus", page(f"<h2>로그인</h2>{LOGIN}{MENU}", "로그인"), PageKind.LOGIN),
        ("a bare login", page(LOGIN), PageKind.LOGIN),
        ("a page for members", page("<p>로그인이 필요한 서비스입니다.</p>"), PageKind.LOGIN),
        ("an alert for members", alert("회원만 열람할 수 있습니다."), PageKind.LOGIN),
        ("an alert in other words", alert("로그인 후 이용하세요"), PageKind.LOGIN),
        ("an English login", page("<p>You must be logged in to view this topic.</p>"), PageKind.LOGIN),
        ("an alert for the author", alert("비밀글입니다. 작성자만 볼 수 있습니다."), PageKind.PRIVATE),
        ("a way to the login", parse_html("<script>location.href='/login.php?u=7';</script>"), PageKind.LOGIN),
        ("a removed post", alert("글이 존재하지 않습니다.\\n글이 삭제되었거나 이동하였을 수 있습니다."), PageKind.GONE),
        ("another removed post", page(f"<h2>존재하지 않는 게시물입니다.</h2>{MENU}"), PageKind.GONE),
        ("a deleted document", page("<p>요청하신 글은 삭제되었습니다.</p>"), PageKind.GONE),
        ("an English 404", page(f"<h1>Page not found</h1>{MENU}"), PageKind.GONE),
        ("maintenance", page("<h1>서버 점검 중입니다</h1><p>새벽 6시까지</p>"), PageKind.ERROR),
        ("a busy site", page("<p>현재 접속이 원활하지 않습니다.</p>"), PageKind.ERROR),
        ("too many requests", page("<p>잠시 후 다시 시도해 주세요.</p>"), PageKind.ERROR),
        ("an error", page("<h1>502 Bad Gateway</h1>"), PageKind.ERROR),
        ("JSON", parse_html('{"success": false}'), PageKind.FORMAT),
        ("a list as JSON", parse_html('[{"id": 1}]'), PageKind.FORMAT),
        ("XML", parse_html("<response><code>4</code></response>"), PageKind.FORMAT),
        ("a page that a script makes", page('<div id="root"></div><script src="/app.js"></script>'), PageKind.SCRIPT),
        ("a check for bots", parse_html(f"<script>var a = '{'Sx0=' * 300}';</script>"), PageKind.SCRIPT),
        ("nothing", parse_html(""), PageKind.EMPTY),
        (
            "a post about a login",
            page(f"{LOGIN_BOX}<h1>로그인이 안 돼요</h1>{MENU}", "로그인이 안 돼요 - 동네"),
            PageKind.OTHER,
        ),
        ("a post about posts", page(f"<h1>삭제된 글 보는 방법</h1>{MENU}", "삭제된 글 보는 방법"), PageKind.OTHER),
        ("a post about 404", page(f"<h1>404 에러 뜨는 이유</h1>{MENU}"), PageKind.OTHER),
        ("a notice in a title", page(f"<h1>알림</h1>{MENU}", "삭제된 글입니다 - 동네"), PageKind.GONE),
    ]
    assert [(name, found) for name, tree, kind in rows if (found := page_kind(tree, URL)) is not kind] == []
    assert page_kind(page(f"<h1>환영합니다</h1>{MENU}"), "https://board.example/member/login?url=/7") is PageKind.LOGIN
    assert page_kind(page(f"<h1>비</h1>{MENU}"), "https://board.example/bloginfo/7") is PageKind.OTHER


def test_a_list_says_that_it_is_empty() -> None:
    empty = ("등록된 글이 없습니다.", "게시물이 없습니다.", "아직 게시글이 없어요")
    full = ("등록된 댓글이 없습니다.", "이런 글이 없습니다만 어쩌다 보니 쓰게 됐네요", "없는 글입니다")
    assert [words for words in empty if not says_list_is_empty(page(f"<td>{words}</td>"))] == []
    assert [words for words in full if says_list_is_empty(page(f"<td>{words}</td>"))] == []
