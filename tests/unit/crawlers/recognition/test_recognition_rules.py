"""What holds of addresses, selectors and texts on every page that a site is recognised by, also on hostile ones."""

import re
from typing import Any
from urllib.parse import urlsplit

from fixtures.rows import each_row
from hypothesis import given, settings
from hypothesis import strategies as st

from crawlers.engines.link_addresses import with_next_number_in_path, with_next_number_in_query
from crawlers.parse.markup import Node, parse_html
from crawlers.recognition.elements.element_names import path_selector
from crawlers.recognition.elements.page_addresses import (
    address_kind,
    common_link_prefix,
    is_members_address,
    is_same_address_kind,
    is_same_site,
    linked_page_address,
    possible_list_addresses,
    without_paging_parameters,
)
from crawlers.recognition.elements.paging import differs_in_one_number, is_paging_address, paging_rule
from crawlers.recognition.elements.plainest_selectors import first_match, plainest_selector, plainest_selector_of_many
from crawlers.recognition.elements.post_ids import post_id_regex
from crawlers.recognition.elements.row_values import SearchableRows
from crawlers.recognition.elements.rows import FetchedPage, row_groups, row_selector
from crawlers.recognition.elements.text_kinds import has_letters, is_number, is_time, kind_of_label, one_line_text
from crawlers.recognition.elements.visible_text import element_text, own_text, visible_elements
from crawlers.recognition.fields.comment_levels import CommentLevelFinder

BOARD = "https://board.example/free"
LINKS = st.text("ab/?&=#.:%[]@12\\\ud800가;", max_size=16)
IDS = st.lists(st.integers(10, 10**9), min_size=3, max_size=6, unique=True)
FORMS = ("/v?id=free&no={}", "/free/{}", "/free/{}?page=2", "/free/{}/", "/t/some-words-{}", "/free/{}-words#c")
SHORT = st.text("0123456789.:-/ 전분시일월년AMPmago,만[]()조회추천댓글²가\x00", max_size=12)


@settings(max_examples=150)
@given(LINKS)
def test_any_link_leads_to_a_page_or_to_none(link: str) -> None:
    address = linked_page_address(BOARD, link)
    if address:
        assert urlsplit(address).scheme in ("http", "https")
        assert "#" not in address
        assert linked_page_address(BOARD, address) == address
        one = address_kind(address)
        assert is_same_address_kind(one, one)
        assert is_same_site(address, address)
        assert is_paging_address(address, address)
        assert without_paging_parameters(without_paging_parameters(address)) == without_paging_parameters(address)
        assert is_members_address(address) in (True, False)
        assert not differs_in_one_number(address, address)
        assert all(urlsplit(up).hostname == urlsplit(address).hostname for up in possible_list_addresses(address))


@each_row(
    ("link", "address"),
    [
        (" /x \n", "https://board.example/x"),
        ("JavaScript:go(1)", ""),
        ("ftp://board.example/x", ""),
        ("http://[board/x", ""),
        ("?page=2", f"{BOARD}?page=2"),
        ("//other.example/x#y", "https://other.example/x"),
        ("/t?PHPSESSID=1&no=2", "https://board.example/t?no=2"),
        ("/t?inside=1&no=2", "https://board.example/t?inside=1&no=2"),
        ("/t?q=%B0%A1&sid=1", "https://board.example/t?q=%B0%A1"),
    ],
)
def test_links_as_pages_write_them(link: str, address: str) -> None:
    assert linked_page_address(BOARD, link) == address


@each_row("form", FORMS)
def test_the_id_of_a_post_is_found_in_every_address_of_its_sort(form: str) -> None:
    @settings(max_examples=20)
    @given(IDS)
    def every_id(ids: list[int]) -> None:
        urls = [f"https://board.example{form.format(one)}" for one in ids]
        assert len({address_kind(url) for url in urls}) == 1
        regex = post_id_regex(urls)
        assert regex is not None
        found = [re.search(regex, url) for url in urls]
        assert [match and match[1] for match in found] == [str(one) for one in ids]

    every_id()


@given(st.lists(st.text("ab/?&=1", max_size=8), min_size=1, max_size=5))
def test_what_links_share_is_a_beginning_of_each(links: list[str]) -> None:
    start = common_link_prefix(links)
    assert all(link.startswith(start) for link in links)
    assert start == "" or start[-1] in "/?&="


@each_row(
    ("number", "first", "step"),
    [("page", 1, 1), ("p", 1, 1), ("start", 0, 25), ("offset", 0, 100), ("from", 0, 10), ("pagenum", 1, 1)],
)
def test_further_pages_are_asked_for_as_the_links_of_the_first_one_lead(number: str, first: int, step: int) -> None:
    links = [f"{BOARD}?id=a&{number}={first + step * place}" for place in (1, 2, 3)]
    rule = paging_rule(f"{BOARD}?id=a", [*links, f"{BOARD}?id=b", "https://other.example/free?id=a&page=7"])
    assert rule == {"param": number, "start": first, "step": step}
    following = with_next_number_in_query(f"{BOARD}?id=a", number, first, step)
    assert [following, with_next_number_in_query(following, number, first, step)] == links[:2]


@each_row(
    ("shown", "start", "step"),
    [
        ((1, 2, 3), 1, 1),
        ((2,), 1, 1),
        ((0, 1), 0, 1),
        ((0, 1, 2), 0, 1),
        ((1,), 0, 1),
        ((0, 20, 40), 0, 20),
        ((3,), 0, 3),
    ],
)
def test_where_pages_begin_is_told_by_the_numbers_that_links_show(
    shown: tuple[int, ...], start: int, step: int
) -> None:
    rule = {"param": "page", "start": start, "step": step}
    assert paging_rule(BOARD, [f"{BOARD}?page={number}" for number in shown]) == rule
    assert paging_rule(BOARD, [f"{BOARD}?page=0"]) is None


def test_a_parameter_without_a_value_tells_sorts_of_pages_apart() -> None:
    assert address_kind("https://b.example/v?free&no=1") == address_kind("https://b.example/v?free&no=2&page=3")
    assert address_kind("https://b.example/v?free&no=1") != address_kind("https://b.example/v?no=1")


@each_row("form", ["/free/{}", "/free/page/{}", "/free/page-{}", "/free/{}/"])
def test_further_pages_by_a_number_in_the_path(form: str) -> None:
    links = [f"https://board.example{form.format(place)}" for place in (2, 3)]
    rule = paging_rule(BOARD, links)
    assert rule is not None
    following = with_next_number_in_path(BOARD, str(rule["path"]), int(rule["start"]), int(rule["step"]))
    assert [
        following,
        with_next_number_in_path(following, str(rule["path"]), int(rule["start"]), int(rule["step"])),
    ] == links


@each_row("value", ["9" * 5000, "²", "", "x", "-1"], ids=lambda value: str(value)[:9])
def test_a_page_number_that_is_none_gives_no_rule(value: str) -> None:
    assert paging_rule(BOARD, [f"{BOARD}?page={value}"]) is None
    assert paging_rule(BOARD, [f"{BOARD}/{value}"]) is None


def elements(node: Node) -> list[Any]:
    return [part for part in node.root.iter() if isinstance(part.tag, str)]


TAGS = st.sampled_from(["div", "p", "b", "li", "section"])
NAMES = st.sampled_from(["", "row", "row on", "x9", "m-2 row", "p12345", "a:b", "한글"])
TREES = st.recursive(
    st.tuples(TAGS, NAMES, st.just(())),
    lambda inner: st.tuples(TAGS, NAMES, st.lists(inner, max_size=3).map(tuple)),
    max_leaves=8,
)


def markup(tree: Any) -> str:
    tag, name, inner = tree
    return f'<{tag} class="{name}" id="{name}">말{"".join(map(markup, inner))}</{tag}>'


@settings(max_examples=40)
@given(TREES, TREES, st.data())
def test_a_selector_finds_just_the_elements_that_it_was_made_for(one: Any, two: Any, data: st.DataObject) -> None:
    pages = [parse_html(f"<body>{markup(tree)}</body>") for tree in (one, two)]
    wanted = [data.draw(st.sampled_from(elements(page))) for page in pages]
    css = plainest_selector(list(zip(pages, wanted, strict=True)))
    if css is not None:
        assert [first_match(page, css) for page in pages] == wanted
    assert first_match(pages[0], path_selector(wanted[0], pages[0].root)) is wanted[0] or wanted[0] is pages[0].root
    alone = plainest_selector([(pages[0], wanted[0])])
    assert alone is not None
    assert first_match(pages[0], alone) is wanted[0]
    group = [part for part in elements(pages[0]) if part.tag == wanted[0].tag]
    rows = plainest_selector_of_many([(pages[0], group)])
    if rows is not None:
        assert [row.root for row in pages[0].css(rows)] == group


@given(SHORT)
def test_a_short_text_is_a_time_or_a_number_or_neither(text: str) -> None:
    assert not (is_time(text) and is_number(text))
    if is_time(text) or is_number(text):
        assert any(letter.isdigit() for letter in text) or "전" in text or "방금" in text or "ago" in text.lower()
    assert one_line_text(one_line_text(text)) == one_line_text(text)
    assert kind_of_label(text) == kind_of_label(text.upper()) or not text.isascii()
    assert has_letters(text) == any(map(str.isalpha, text))


@each_row("text", ["1" * 50_000, "1:" * 50_000, "2026-" * 20_000, "[" * 50_000, " " * 50_000, "1 시간 " * 9_000])
def test_long_texts_are_no_times_and_no_numbers(text: str) -> None:
    assert not is_time(text)
    assert not is_number(text)
    assert kind_of_label(text) == ""


def test_a_page_may_be_nested_deeper_than_python_calls_may_be() -> None:
    links = "".join(f"<li class=row><a href=/free/{place}>글 {place}번</a> 뒤</li>" for place in range(1, 5))
    page = FetchedPage.of(BOARD, ("<div>" * 1500 + f"<ul>{links}</ul>" + "</div>" * 1500).encode())
    assert element_text(page.node.root) == " ".join(f"글 {place}번 뒤" for place in range(1, 5))
    (group,) = row_groups(page)
    assert len(group.links) == 4
    found = row_selector(page, group)
    assert found is not None
    assert [one.root for one in page.node.css(found)] == group.rows()
    assert {"글 1번", "뒤"} <= {slot.values[0] for slot in SearchableRows(page.node.css("li")).read_by_each_selector()}
    alone = "<div>" * 1500 + "<p>" + "</div>" * 1500
    lost = parse_html(alone)
    assert plainest_selector([(lost, lost.css("p")[0].root)]) == "p"
    box = lost.css("div")[700].root
    assert plainest_selector([(lost, box)]) is None  # nothing but a way of 700 steps leads there


def test_text_is_read_in_the_order_of_the_page_without_what_is_not_seen() -> None:
    html = "가<b>나<i>다</i>라</b>마<!-- 사 --><script>아</script>자<u></u>차<template>카</template>"
    root = parse_html(f"<p>{html}</p>뒤").css("p")[0].root
    assert (element_text(root), own_text(root)) == ("가 나 다 라 마 자 차", "가 마 자 차")
    assert [part.tag for part in visible_elements(root)] == ["p", "b", "i", "u"]
    left = next(part for part in root if part.tag == "b")
    assert [part.tag for part in visible_elements(root, frozenset([left]))] == ["p", "u"]


def levels(html: str) -> dict[str, Any]:
    """How the rows ``.c`` of a page say which of them are answers."""
    rows = parse_html(html).css(".c")
    return CommentLevelFinder([], SearchableRows(rows), [row.root for row in rows]).find_levels()


def row(attributes: str = "", inside: str = "말", names: str = "c") -> str:
    return f'<div class="{names}" {attributes}><p>{inside}</p></div>'


@each_row(
    ("rows", "attr", "step"),
    [
        ((row('data-depth="0"'), row('data-depth="1"')), "data-depth", None),
        (
            (row('style="margin-left: 0px"'), row('style="margin-left:20px"'), row('style="padding-left:40px"')),
            "style",
            20,
        ),
        ((row(), row(inside='<img width="15">말'), row(inside='<img width="30">말')), "width", 15),
        ((row(), row(names="c re")), "class", None),
        ((row(names="c depth-1"), row(names="c depth-2")), "class", None),
        ((row('data-depth="0"'), row('data-depth="19"')), "data-depth", None),
        ((row('data-depth="0"'), row('data-depth="20"')), "", None),
        ((row(), row('data-depth="1"')), "", None),
        ((row('data-depth="x"'), row('data-depth="1"')), "", None),
        ((row('data-depth="²"'), row('data-depth="1"')), "", None),
        ((row('data-depth="1"'), row('data-depth="1"')), "", None),
        ((row('data-depth="0"'), row('data-depth="77"')), "", None),
        ((row(f'data-depth="{"9" * 5000}"'), row('data-depth="0"')), "", None),
        ((row('style="margin-left:20px"'), row('style="margin-left:33px"'), row()), "", None),
        ((row(), row()), "", None),
        ((row(names="c re"), row(names="c re")), "", None),
    ],
    ids=lambda value: str(value)[:60],
)
def test_levels_of_answers_by_attributes_margins_and_classes(
    rows: tuple[str, ...], attr: str, step: int | None
) -> None:
    found = levels("".join(rows))
    assert (found["depth"].attr if "depth" in found else "") == attr
    assert found.get("depth_step") == step


def test_levels_of_answers_by_a_corner_sign_or_by_standing_inside() -> None:
    signed = levels(row() + row(inside="<b>└</b> 답"))
    assert signed["depth"].regex == "([└↳ㄴ➥↪⤷])"
    assert levels(row(inside=row()) + row("data-depth=0") + row("data-depth=1")) == {}
    assert levels("") == {}
