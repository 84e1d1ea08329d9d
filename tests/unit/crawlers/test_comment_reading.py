"""The comment pages of a post: each asked for once, last page first or not, within the limit, and never for ever."""

import pytest

from crawlers.base import CommentPage, ParsedComment, ParsedPost, PostRef
from crawlers.comment_reading import CommentPagesReader
from crawlers.comment_threads import merge_copies, with_parents
from crawlers.page_request import PageRequest
from schemas.posts import Stats

URL = "https://board.example/p/1"
END = "https://board.example/comments"


def said(*identities: str, page: int = 0) -> tuple[ParsedComment, ...]:
    return tuple(ParsedComment(identity, f"댓글 {identity}", page=page) for identity in identities)


def asked(number: int) -> PageRequest:
    return PageRequest.post(END, {"id": "1", "page": str(number)}, page_cookies=True)


def reading(*pages: PageRequest, limit: int = 20, comments: int | None = None, **post: object) -> CommentPagesReader:
    parsed = ParsedPost("1", "제목", "본문", stats=Stats(comments=comments), comment_pages=pages, **post)  # type: ignore[arg-type] # fields vary
    return CommentPagesReader(PostRef("1", URL, "제목"), parsed, limit, {"sid": "ab"})


def test_pages_known_from_an_answer_are_read_each_once() -> None:
    post = reading(asked(1))
    answers = {"1": (("a", "b"), (2, 3)), "2": (("c",), (1, 3, 4)), "3": (("d",), (2, 4)), "4": (("e",), ())}
    order = []
    while (request := post.next_request()) is not None:
        order.append(number := request.form_values["page"])
        identities, further = answers[number]
        post.add(CommentPage(said(*identities), tuple(map(asked, further)), total=5))
    assert order == ["1", "2", "3", "4"]
    assert [comment.id for comment in post.complete_post().comments] == ["a", "b", "c", "d", "e"]
    assert (post.complete_post().stats.comments, post.complete_post().partial, post.limit_reached) == (5, False, False)


def test_the_last_page_may_come_first() -> None:
    post = reading(asked(3))
    for number in (3, 2, 1):
        assert post.next_request() is not None
        further = (asked(number - 1),) if number > 1 else ()
        post.add(CommentPage(said(f"{number}a", f"{number}b", page=number), further))
    assert [comment.id for comment in post.complete_post().comments] == ["1a", "1b", "2a", "2b", "3a", "3b"]


def test_a_site_that_repeats_its_last_page_for_every_number_is_left() -> None:
    post = reading(asked(1), limit=200)
    number = 0
    while post.next_request() is not None:
        number += 1
        post.add(CommentPage(said(str(min(number, 3))), (asked(number + 1),)))
    assert number == 4
    assert len(post.complete_post().comments) == 3


def test_a_limit_that_is_reached_is_told() -> None:
    post = reading(asked(1), asked(2), asked(3), limit=2, comments=9)
    for number in "12":
        assert post.next_request() is not None
        post.add(CommentPage(said(number)))
    assert post.next_request() is None
    assert post.limit_reached
    assert post.complete_post().partial


def test_pages_that_a_stopped_crawl_leaves_are_lost() -> None:
    post = reading(asked(1), asked(2), asked(3), comments=9)
    assert post.next_request() is not None
    post.add(CommentPage(said("1")))
    post.give_up()
    assert post.next_request() is None
    assert (post.complete_post().lost_pages, post.complete_post().partial) == (2, False)


def test_what_a_site_writes_in_the_place_of_a_comment_is_none() -> None:
    comments = (ParsedComment("1", "작성자가 삭제한 댓글입니다."), ParsedComment("2", "정말요?", parent_id="1"))
    post = CommentPagesReader(PostRef("1", URL, "제목"), ParsedPost("1", "제목", "본문", comments=comments), 20)
    assert [(one.id, one.text, one.parent_id) for one in post.complete_post().comments] == [
        ("1", "", None),
        ("2", "정말요?", "1"),
    ]


def test_the_page_of_the_post_is_not_asked_for_again() -> None:
    assert reading(PageRequest(f"{URL}#comments")).next_request() is None


def test_cookies_go_back_to_the_host_of_the_post_and_only_where_they_are_asked_for() -> None:
    elsewhere = PageRequest.get("https://other.example/c", page_cookies=True)
    post = reading(asked(1), elsewhere, PageRequest(END))
    assert [request.cookies for _ in range(3) if (request := post.next_request())] == [(("sid", "ab"),), (), ()]


def test_a_best_comment_shown_twice_is_one_and_keeps_what_either_copy_shows() -> None:
    top = ParsedComment("7", "명언", "느림보", likes=40, best=True)
    listed = ParsedComment("7", "명언", "느림보", parent_id="3", likes=38, depth=1)
    found = merge_copies([top, *said("3"), listed, *said("8")])
    assert [(c.id, c.best, c.likes, c.parent_id) for c in found] == [
        ("3", False, 0, None),
        ("7", True, 40, "3"),
        ("8", False, 0, None),
    ]
    assert with_parents([top, *said("3"), listed]) == found[:2]


def test_a_block_of_best_comments_on_a_later_page_is_not_their_place() -> None:
    """Every page of a board may show the block once more, above comments that were written later."""
    block = ParsedComment("2", "명언", best=True)
    first = [
        ParsedComment("1", "a", page=1),
        ParsedComment("2", "명언", page=1),
        ParsedComment("3", "b", depth=1, page=1),
    ]
    second = [block, ParsedComment("4", "c", page=2)]
    found = with_parents([*second, block, *first, block])
    assert [(c.id, c.parent_id, c.best) for c in found] == [
        ("1", None, False),
        ("2", None, True),
        ("3", "2", False),
        ("4", None, False),
    ]


def test_an_engine_says_neither_who_asks_nor_who_is_logged_in() -> None:
    for name in ("User-Agent", "Cookie", "Authorization", "Host", "Accept-Encoding"):
        with pytest.raises(ValueError, match=name):
            PageRequest.get(END, {name: "x"})
    with pytest.raises(ValueError, match="several lines"):
        PageRequest.get(END, {"X-CSRF-Token": "a\r\nHost: b"})
    with pytest.raises(ValueError, match="POST"):
        PageRequest(END, form=(("a", "b"),))
    assert PageRequest.get(END, {"Referer": URL, "X-Requested-With": "XMLHttpRequest"}).headers[0] == ("Referer", URL)


def test_a_redirect_keeps_the_form_only_where_the_status_says_so() -> None:
    request = PageRequest.post(END, {"id": "1"}, {"Referer": URL})
    assert request.after_redirect(302, "/c2") == PageRequest.get("https://board.example/c2", {"Referer": URL})
    assert request.after_redirect(307, "/c2") == PageRequest.post(
        "https://board.example/c2", {"id": "1"}, {"Referer": URL}
    )
    signed = PageRequest(END, cookies=(("sid", "ab"),))
    assert signed.after_redirect(302, "https://other.example/").cookies == ()
    assert request.with_form(page="2").form_values == {"id": "1", "page": "2"}
