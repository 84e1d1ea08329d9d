"""Selectors for pages that do not name a comment's parent, and whose texts hold more than their author wrote."""

from datetime import UTC, datetime
from typing import Any

import pytest
from fixtures.crawl.collect import site
from fixtures.rows import each_row
from pydantic import ValidationError

from crawlers.comment_threads import reply_depth
from crawlers.engines.declarative import DeclarativeHtml
from crawlers.parse.markup import parse_hidden_markup, parse_html, texts_outside
from crawlers.sites_config.selectors import Pick, picked_value

HEAD = '<h1>제목<em>[7]</em></h1><div class="body">글<button>추천</button><p>끝</p></div>'
ROWS: dict[str, Any] = {"rows": ".c", "id": {"attr": "id"}, "text": "p", "author": "b"}


def read(page: str, comments: dict[str, Any], **post: Any) -> Any:
    spec = site("http://127.0.0.1:1").model_dump()
    spec["selectors"]["comments"] = ROWS | comments
    spec["selectors"]["post"] |= post
    engine = DeclarativeHtml(site("http://127.0.0.1:1", selectors=spec["selectors"]), lambda: datetime.now(UTC))
    return engine.post(f"<body>{HEAD}{page}</body>".encode(), "http://127.0.0.1:1/p/1")


def parents(page: str, **comments: Any) -> list[tuple[str, str | None]]:
    return [(comment.id, comment.parent_id) for comment in read(page, comments).comments]


def row(name: str, author: str, text: str = "말", kind: str = "") -> str:
    return f'<div class="c {kind}" id="{name}"><b>{author}</b><p>{text}</p></div>'


def test_badges_in_a_title_and_buttons_in_a_body_are_not_their_authors() -> None:
    post = read("", {}, title={"css": "h1", "without": "em"}, body=".body", without="button")
    assert (post.title, post.text.split()) == ("제목", ["글", "끝"])


def test_texts_behind_a_part_that_is_left_out_stay() -> None:
    tree = parse_html("<p>가<i>나<u>다</u>라</i>마<!-- 주석 --><b>바</b>사</p>").css("p")[0]
    assert "".join(texts_outside(tree.root, "i")) == "가마바사"
    assert "".join(texts_outside(tree.root, "u, b")) == "가나라마사"
    assert "".join(texts_outside(tree.root, "")) == "가나다라마바사"


def test_who_is_answered_is_known_by_a_name_in_the_same_thread_first() -> None:
    page = (
        row("1", "감자")
        + row("2", "고구마", "<i>감자</i>네", "re")
        + row("3", "감자")
        + row("4", "옥수수", "<i>감자</i>맞아", "re")
        + row("5", "감자", "<i>고구마</i>뭐가", "re")
        + row("6", "콩", "<i>없는사람</i>음", "re")
        + row("7", "팥", "이름 없는 답", "re")
    )
    found = read(page, {"parent_author": "i", "without": "i", "depth": {"attr": "class", "regex": "re"}}).comments
    assert [(c.id, c.parent_id, c.text.strip()) for c in found][1:] == [
        ("2", "1", "네"),
        ("3", None, "말"),
        ("4", "3", "맞아"),
        ("5", "2", "뭐가"),
        ("6", None, "음"),
        ("7", None, "이름 없는 답"),
    ]
    assert [c.depth for c in found] == [0, 1, 0, 1, 1, 1, 1]


def test_a_parent_is_found_around_an_answer_and_an_author_by_the_id() -> None:
    page = '<i id="n1">감자</i><div class="c" id="1"><p>물음</p></div><div class="in" data-of="1"><i id="n2">콩</i>'
    page += '<div class="c" id="2"><p>답</p></div><div class="c" id="x,y"><p>이상한 이름</p></div></div>'
    by_id = {"parent": {"around": ".in", "attr": "data-of"}, "author": "#n{id}"}
    found = read(page, by_id).comments
    assert [(c.id, c.parent_id, c.author) for c in found] == [
        ("1", None, "감자"),
        ("2", "1", "콩"),
        ("x,y", "1", ""),
    ]


def test_a_deleted_comment_without_an_id_keeps_its_answers_from_another() -> None:
    page = row("1", "감자") + '<div class="c gone">삭제된 댓글</div>' + row("2", "콩", kind="re")
    found = read(page, {"hidden": ".gone", "depth": {"attr": "class", "regex": r"\bre\b"}}).comments
    assert [(c.id, c.text.strip(), c.depth) for c in found] == [("1", "말", 0), ("deleted-0-1", "", 0), ("2", "말", 1)]


@each_row(("text", "step", "expected"), [("", 1, 0), ("re", 1, 1), ("40", 20, 2), ("margin 4%", 2, 2), ("0", 1, 0)])
def test_levels(text: str, step: int, expected: int) -> None:
    assert reply_depth(text, step) == expected


def test_a_body_in_a_hidden_field_is_read_as_its_script_shows_it() -> None:
    field = parse_html('<textarea><p>가 &amp; 나</p><img src="/a.png"></textarea>').css("textarea")[0]
    shown = parse_hidden_markup(field)
    assert shown.css("p::text").get() == "가 & 나"
    assert shown.css("img").attrib["src"] == "/a.png"
    page = '<textarea class="body"><p>숨은 글</p><img src="/a.png"></textarea>'
    post = read(page, {}, body="textarea.body")
    assert (post.text.strip(), post.images) == ("숨은 글", ("http://127.0.0.1:1/a.png",))


def test_the_nearest_element_around_counts() -> None:
    tree = parse_html('<div class="a" id="1"><div class="a" id="2"><u>x</u></div></div>')
    inner = tree.css("u")[0]
    assert picked_value(inner, Pick(around=".a", attr="id")) == "2"
    assert picked_value(inner, Pick(around=".none", attr="id")) == ""
    assert picked_value(inner, Pick(around="#1", css=".a", attr="id")) == "1"


def test_a_selector_that_is_none_is_refused_wherever_it_stands() -> None:
    for name in ("without", "around", "css"):
        with pytest.raises(ValidationError, match="is no CSS selector"):
            Pick.model_validate({name: "a[[b"})


def test_an_author_between_the_words_of_a_row_is_no_part_of_them() -> None:
    page = '<div class="c" id="1"><b>감자</b> 오늘 정말 <b class="m">덥네요</b> <i>11.22</i></div>'
    comment = read(page, {"text": ".c", "without": "b:first-child, i"}).comments[0]
    assert (comment.author, comment.text.split()) == ("감자", ["오늘", "정말", "덥네요"])


def test_comments_of_the_same_author_without_ids_are_told_apart_by_their_words() -> None:
    page = row("1", "감자", "덥네요") + row("1", "감자", "춥네요")
    ids = [comment.id for comment in read(page, {"id": None}).comments]
    again = [comment.id for comment in read(page, {"id": None}).comments]
    assert len(set(ids)) == 2
    assert ids == again


def test_rows_of_several_siblings_end_where_the_next_begins() -> None:
    page = '<dl><dt id="1"><b>감자</b></dt><dd>하나</dd><dd>둘</dd><dt id="2"><b>고구마</b></dt><dd>셋</dd></dl>'
    found = read(page, {"rows": "dt", "siblings": True, "text": "dd:last-child"}).comments
    assert [(one.author, one.text.strip()) for one in found] == [("감자", "둘"), ("고구마", "셋")]


def test_answers_in_boxes_or_inside_comments_are_as_deep_as_what_is_around_them() -> None:
    inside = '<div class="c" id="1"><b>감자</b><p>하나</p><div class="c" id="2"><b>무</b><p>둘</p></div></div>'
    boxed = f'{row("1", "감자")}<div class="re">{row("2", "무")}</div>'
    assert [comment.depth for comment in read(inside, {}).comments] == [0, 1]
    assert [comment.text.strip() for comment in read(inside, {}).comments] == ["하나", "둘"]
    assert [comment.depth for comment in read(boxed, {"answers": ".re"}).comments] == [0, 1]
